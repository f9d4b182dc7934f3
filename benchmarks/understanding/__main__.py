"""Command line."""

import argparse
import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.understanding import __doc__ as about
from benchmarks.understanding.home import rich_home
from benchmarks.understanding.judge import Meaning, Row, is_wanted, meaning_of, verdict
from benchmarks.understanding.rows import sources
from benchmarks.understanding.show import Show
from benchmarks.understanding.tally import LEGEND, VERDICTS, Tally, times_line
from benchmarks.understanding.trained import measure_trained
from bot.rasa.models import Models, models_folder
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


def measure(recognisers: Mapping[str, Recogniser], folder: Path, show: Show | None) -> None:
    """Print shares per source, and its rows of one kind when asked."""
    times: dict[str, list[float]] = {name: [] for name in recognisers}
    tally = Tally()
    for name, rows in sources(folder):
        tally.wanted[name] = sum(map(is_wanted, rows))
        for row in rows:
            for title, recognise in recognisers.items():
                began = time.perf_counter()
                meaning = recognise(row)
                times[title].append(time.perf_counter() - began)
                tally.add([name], title, verdict(row, meaning))
                if show is not None and title == "jipsa":
                    show.row(name, row, {title: meaning})
    print(LEGEND)
    print("\n".join(tally.lines()))
    for title, taken in times.items():
        print(f"  {title:12}parse {times_line(taken)}")


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trained", type=Path, metavar="STATE_DIR")
    parser.add_argument("--show", nargs=2, metavar=("VERDICT", "SOURCE"))
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    show = Show(*options.show) if options.show else None
    if show is not None and show.kind not in VERDICTS:
        parser.error(f"a verdict is one of {', '.join(VERDICTS)}")
    engine = load_engine()
    if options.trained is not None:
        models = Models(models_folder(options.trained.absolute()))
        asyncio.run(measure_trained(options.folder, models, show))
    else:
        recognisers = {"jipsa": _ours(engine)}
        if options.peer:
            # typed, and spoken to in the living room
            recognisers |= {"HA typed": _peer(False), "HA in a room": _peer(True)}
        measure(recognisers, options.folder, show)
        if options.peer:
            print(_NOT_COMPARABLE)
    if options.scale:
        scale(engine)


if __name__ == "__main__":
    main()
