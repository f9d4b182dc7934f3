"""A file of own words is saved → the house understands it: beside its floor, in one run.

The floor hears of a saved file in the same way, and does nothing with it. Both are timed from the rename.

    python -m benchmarks.desk [--runs 20] [--messages 500] [--sentences 200]
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.app import Home, build
from bot.config import Settings
from bot.desk.heard import Heard, Said
from bot.desk.watch import FolderWatch
from bot.options import RunOptions
from nlu.engine import FREE_WORDING
from nlu.examples import load_training


def own_file(run: int, sentences: int) -> str:
    """A home's file of so many sentences, another one each run."""
    told = "[거실](area) [조명](appliance_type)"
    lines = "".join(f"    - {told} {'좀 ' * (n % 7)}재워{n} 줘\n" for n in range(sentences))
    steps = "- name: 영화 모드\n  steps: |\n    - 거실 불 꺼\n"
    nlu = f"nlu:\n- intent: power.turn_off\n  examples: |\n{lines}    - 재워{run} 봐\n"
    return f'version: "3.1"\n{nlu}commands:\n{steps}'


async def saved(folder: Path, text: str, is_live: Callable[[], bool]) -> float:
    """Seconds from the rename of a new file to the moment it counts."""
    beside = folder / ".own.new"
    beside.write_text(text, encoding="utf-8")
    beside.rename(folder / "own.yml")
    begun = time.perf_counter()
    while not is_live():  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(0.005)
    return time.perf_counter() - begun


async def floor(folder: Path, runs: int) -> list[float]:
    """The same with nothing to do."""
    heard = [0]

    async def changed() -> None:
        heard[0] += 1

    watch = FolderWatch(folder, changed)
    watch.start()
    await asyncio.sleep(1)
    times = [await saved(folder, own_file(run, 1), partial(grew, heard, heard[0])) for run in range(runs)]
    await watch.stop()
    return times


async def house(state_dir: Path, runs: int, messages: int, sentences: int) -> list[float]:
    """A house with the simulated home, that many kept messages, and a file that grows no further."""
    settings = Settings.model_validate({"state_dir": str(state_dir), "desk": {"messages": max(messages, 1)}})
    async with AsyncExitStack() as stack:
        home = await build(settings, RunOptions(port=0), stack)
        redis = home.bridge.ledger._redis
        await remember(redis, messages)
        folder = state_dir / "intents"
        folder.mkdir(exist_ok=True)
        times = []
        for run in range(runs + 1):
            text = own_file(run, sentences)
            times.append(await saved(folder, text, partial(is_other, home, engines(home))))
        return times[1:]


def grew(counter: list[int], before: int) -> bool:
    """Whether it has counted on."""
    return counter[0] > before


def engines(home: Home) -> object:
    """What reads the messages now."""
    return home.steward._pipeline._engine.engines  # type: ignore[attr-defined]


def is_other(home: Home, before: object) -> bool:
    """Whether it is another than this."""
    return engines(home) is not before


async def remember(redis: Redis, messages: int) -> None:
    """So many messages, as if people had written them."""
    heard = Heard(redis, Keys("home"), messages=max(messages, 1), days=14)
    texts = [one.text for one in load_training(FREE_WORDING).examples][:messages]
    for text in texts:
        await heard.add(Said(text, time.time(), "ko", ""))


def shown(name: str, times: list[float]) -> dict[str, object]:
    """The figures of one line, in ms."""
    ms = sorted(1000 * one for one in times)
    return {"what": name, "p50_ms": round(statistics.median(ms)), "max_ms": round(ms[-1])}


async def main() -> int:
    """Print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--sentences", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        quiet = Path(name) / "floor"
        quiet.mkdir()
        lowest = await floor(quiet, given.runs)
        few = await house(Path(name) / "few", given.runs, 0, 1)
        many = await house(Path(name) / "many", given.runs, given.messages, given.sentences)
    rows = [
        shown("floor: heard of, nothing done", lowest),
        shown("a small file, no messages kept", few),
        shown(f"{given.sentences} sentences, tried on {given.messages} messages", many),
    ]
    base = statistics.median(lowest)
    for row, times in zip(rows, (lowest, few, many), strict=True):
        row["ratio"] = round(statistics.median(times) / base, 2)
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
