"""One training and trial, in Rasa's own Python: a job comes in as JSON, the answers go out as JSON."""

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rasa.core.agent import load_agent
from rasa.model_training import train_nlu

RECIPE = {"recipe": "default.v1", "assistant_id": "trial", "policies": []}


def _nlu(rows: list[list[str]]) -> str:
    by_intent: dict[str, list[str]] = {}
    for intent, text in rows:
        by_intent.setdefault(intent, []).append(f"    - {text}\n")
    lines = ['version: "3.1"\nnlu:\n']
    for intent, examples in sorted(by_intent.items()):
        lines += [f"- intent: {json.dumps(intent)}\n  examples: |\n", *examples]
    return "".join(lines)


async def _answers(model: str, texts: list[str]) -> list[tuple[str, float, float]]:
    """Intent, confidence and seconds (of the processor: others may be busy on it) of each text."""
    agent = await load_agent(model_path=model)
    await agent.parse_message(texts[0])  # the first is the slowest
    found = []
    for text in texts:
        began = time.process_time()
        intent = (await agent.parse_message(text))["intent"]
        found.append((intent["name"] or "", intent["confidence"], time.process_time() - began))
    return found


def tried(job: dict[str, Any]) -> dict[str, Any]:
    """Seconds of training, and the answers."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = RECIPE | {"language": job["language"], "pipeline": job["pipeline"]}
        # JSON is YAML too
        (folder / "config.yml").write_text(json.dumps(config), encoding="utf-8")
        (folder / "nlu.yml").write_text(_nlu(job["train"]), encoding="utf-8")
        began = time.process_time()
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), name)
        training_s = time.process_time() - began
        return {"training_s": training_s, "answers": asyncio.run(_answers(str(model), job["test"]))}


if __name__ == "__main__":
    result = tried(json.load(sys.stdin))
    sys.stdout.write(f"\n{json.dumps(result)}\n")
