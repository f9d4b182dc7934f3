"""Command line."""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.understanding import __doc__ as about
from benchmarks.understanding.home import rich_home
from benchmarks.understanding.judge import Meaning, Row, acted_wrongly, is_right, is_wanted, meaning_of
from nlu.engine import load_engine
from nlu.engines.base import Engine, Focus

Recogniser = Callable[[Row], Meaning]
_SIZES = (1, 4, 13)
# so many times the appliances of every room: 262 to about 3,000
_NOT_COMPARABLE = (
    "Not comparable: Home Assistant has no times, conditions, moods or complaints, so such a sentence counts "
    "as acted\nwhen its grammar takes it; that no such room or appliance is there is a right answer of both; "
    "the rule sees intents,\nnot values; its other talk (weather, timers, lists) counts as nothing done."
)


def measure(recognise: Recogniser, folder: Path, title: str, show: tuple[str, str] | None) -> None:
    """Print shares per source, and its rows of one kind when asked."""
    times: list[float] = []
    print(title)
    for path in sorted(folder.glob("*.jsonl")):
        counts: Counter[str] = Counter()
        for row in _rows(path):
            began = time.perf_counter()
            meaning = recognise(row)
            times.append(time.perf_counter() - began)
            kind = "in" if is_wanted(row) else "out"
            right, wrong = is_right(row, meaning), acted_wrongly(row, meaning)
            counts.update({kind: 1, "right": right and kind == "in", "acted": wrong})
            verdict = "acted" if wrong else "right" if right else "wrong"
            if show and show[1] in path.name and show[0] == verdict:
                found = f"{meaning.mood} {' '.join(meaning.names)}{' …' if meaning.leftovers else ''}"
                print(f"{kind:3} {row['intent'][:22]:22} {row['text']} | {found}")
        total = counts["in"] + counts["out"]
        print(
            f"  {path.stem:24} {_rows_language(path)}  in scope {counts['in']:5} "
            f"right {100 * counts['right'] / max(counts['in'], 1):5.1f} %   out {counts['out']:5}   "
            f"wrongly acted {counts['acted']:3} ({100 * counts['acted'] / total:.2f} %)"
        )
    cuts = statistics.quantiles(times, n=100)
    print(f"  parse p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms")


def scale(engine: Engine) -> None:
    """Parse time as the home grows."""
    for factor in _SIZES:
        home = rich_home(factor)
        began = time.perf_counter()
        engine.understand("거실 불 켜줘", home, Focus())
        compiled = time.perf_counter() - began
        texts = [f"거실 에어컨이랑 안방 불 좀 꺼줄래{'!' * (n % 2)}" for n in range(200)]
        # not one text: the last is remembered
        began = time.perf_counter()
        for text in texts:
            engine.understand(text, home, Focus())
        each = (time.perf_counter() - began) / len(texts)
        print(f"{len(home.things):5} appliances: compile {compiled * 1e3:6.1f} ms, parse {each * 1e3:.2f} ms")


def _ours(engine: Engine) -> Recogniser:
    home = rich_home()
    engine.understand("켜 on", home, Focus())
    return lambda row: meaning_of(engine.understand(row["text"], home, Focus()))


def _peer(area: bool) -> Recogniser:
    # an optional extra
    from benchmarks.understanding.peer import HomeAssistant
    from nlu.engine import load_languages

    home = rich_home()
    rooms = {"ko": "거실", "en": "living room"}
    known = {
        code: HomeAssistant(language, home, rooms[code] if area else None)
        for code, language in load_languages().items()
        if code in rooms
    }
    return lambda row: known[row["lang"]].understand(row["text"])


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _rows_language(path: Path) -> str:
    return str(next(_rows(path))["lang"])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", nargs=2, metavar=("KIND", "SOURCE"))
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    engine = load_engine()
    show = (options.show[0], options.show[1]) if options.show else None
    measure(_ours(engine), options.folder, "jipsa", show)
    if options.peer:
        measure(_peer(False), options.folder, "home assistant, typed", None)
        measure(_peer(True), options.folder, "home assistant, spoken to in the living room", None)
        print(_NOT_COMPARABLE)
    if options.scale:
        scale(engine)


if __name__ == "__main__":
    main()
