"""Our Rasa pipeline beside the one that Rasa publishes, on public sentences that neither was made for.

    python -m benchmarks.understanding.published FOLDER [--environment FOLDER] [--source NAME] [--only NAME …]
        [--share 0.25]

FOLDER holds the data sets; of each 70 % (by hash) are trained with, 30 % tried; their rows are only
measured, never kept. Each pipeline learns intents alone. published: what Rasa 3.6 trains when a project names
no pipeline, without its parts for conversations. Its tokenizer takes words of Hangul for emoji, so that a
Korean sentence is one word to it or loses them; `tokenized` is the same with our tokenizer. `--share` takes a
part of the rows, by hash. Times are of the processor, one thread. Rasa runs in its own environment
(`jipsa nlu setup`).
"""

import argparse
import hashlib
import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import nlu
from bot.rasa.environment import PROJECT, Environment, find_environment
from nlu.engine import load_languages
from nlu.frames import load_frames
from nlu.training.pipeline import fill
from nlu.training.words import Words

Row = dict[str, Any]
Pipeline = list[Row]
_INSIDE = Path(__file__).with_name("published_inside.py")
_PUBLISHED = """
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
- {name: DIETClassifier, epochs: 100, constrain_similarities: true, random_seed: 17}
- name: EntitySynonymMapper
"""
FRAMES = Path(nlu.__file__).with_name("frames.yaml")
_FEWEST = 10
# rows of an intent; with fewer a share of them says nothing
_TRAINED, _SURE = 0.7, 0.9


@dataclass(frozen=True, slots=True)
class Task:
    """One data set as a question of one intent a sentence."""

    name: str
    language: str
    label: Callable[[Row], str | None]
    # None: the row is left out

    def parts(self, folder: Path, share: float) -> tuple[list[list[str]], list[list[str]]]:
        """[intent, text] to train with and to try."""
        rows = map(json.loads, (folder / f"{self.name}.jsonl").read_text(encoding="utf-8").splitlines())
        named = [[name, row["text"]] for row in rows if (name := self.label(row)) is not None]
        taken = [one for one in named if _chance(one[1], 1) < share]
        counts = Counter(name for name, _ in taken)
        kept = [one for one in taken if counts[one[0]] >= _FEWEST]
        train = [one for one in kept if _chance(one[1], 0) < _TRAINED]
        return train, [one for one in kept if _chance(one[1], 0) >= _TRAINED]


def _chance(text: str, byte: int) -> float:
    return hashlib.sha256(text.encode()).digest()[byte] / 256


def _action(row: Row) -> str | None:
    """What an appliance is asked to do; everything not said to one is `other`."""
    if not row["in_scope"]:
        return "other"
    action = row.get("silver", {}).get("action")
    return str(action) if action else None


_TASKS = (
    # Rasa reads more into a slash
    Task("mindmeld_en_dev", "en", lambda row: str(row["intent"]).replace("/", ".")),
    Task("sae4k_ko_dev", "ko", _action),
)


def _pipelines(language: str) -> dict[str, Pipeline]:
    languages = load_languages()
    template = (PROJECT / "config.yml").read_text(encoding="utf-8")
    filled = fill(template, languages, Words(languages, None), load_frames(FRAMES), ())
    ours: Pipeline = yaml.safe_load(filled)["pipeline"]
    published: Pipeline = yaml.safe_load(_PUBLISHED)
    found = {"ours": ours, "published": published}
    if language == "ko":
        found["tokenized"] = [ours[0], *published[1:]]
    return found


def _tried(environment: Environment, job: Row) -> Row:
    run = subprocess.run(
        [environment.python, "-W", "ignore", _INSIDE],
        input=json.dumps(job),
        env=environment.variables(threads=1),
        capture_output=True,
        text=True,
    )
    if run.returncode:
        sys.exit(f"Rasa failed:\n{run.stderr[-3000:]}")
    result: Row = json.loads(run.stdout.splitlines()[-1])
    return result


def _f1(wanted: Sequence[str], got: Sequence[str]) -> float:
    """The mean over the intents that were wanted or said."""
    right = Counter(one for one, other in zip(wanted, got, strict=True) if one == other)
    said = Counter(wanted) + Counter(got)
    return statistics.mean(2 * right[name] / said[name] for name in said)


def _line(title: str, test: list[list[str]], found: Row) -> str:
    wanted, got = [intent for intent, _ in test], [intent for intent, *_ in found["answers"]]
    right = [one == other for one, other in zip(wanted, got, strict=True)]
    sure = [hit for hit, (_, sureness, _) in zip(right, found["answers"], strict=True) if sureness >= _SURE]
    parse_s = statistics.median(seconds for *_, seconds in found["answers"])
    accuracy = 100 * statistics.mean(right)
    return (
        f"  {title:10} accuracy {accuracy:5.1f} %   macro F1 {100 * _f1(wanted, got):5.1f} %"
        f"   training {found['training_s']:6.1f} s   parse p50 {1e3 * parse_s:5.1f} ms"
        f"   {_SURE:g} or surer: {100 * len(sure) / len(right):3.0f} %, of them wrong {sure.count(False)}"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--environment", type=Path)
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--source", default="", help="part of a data set's name")
    parser.add_argument("--share", type=float, default=1.0)
    options = parser.parse_args()
    environment = find_environment(options.environment)
    if problem := environment.problem():
        sys.exit(problem)
    tasks = [task for task in _TASKS if options.source in task.name]
    pipelines = {task.language: _pipelines(task.language) for task in tasks}
    for task in tasks:
        train, test = task.parts(options.folder, options.share)
        print(
            f"{task.name}: {len({one for one, _ in train})} intents, {len(train)} trained, {len(test)} tried"
        )
        for title, pipeline in pipelines[task.language].items():
            if options.only is None or title in options.only:
                texts = [text for _, text in test]
                job = {"language": task.language, "pipeline": pipeline, "train": train, "test": texts}
                print(_line(title, test, _tried(environment, job)), flush=True)


if __name__ == "__main__":
    main()
