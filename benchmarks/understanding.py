"""How well real people's sentences are understood, and how many would be acted on wrongly.

    python -m benchmarks.understanding ../shared/datasets/dev [--show right|wrong|acted SOURCE] [--scale]

Rows of the data sets are only measured, never kept.
"""

import argparse
import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlu.engine import load_engine
from nlu.engines.base import Engine, Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Thing, Vocabulary

_ENGLISH = (
    "living room,bedroom,kids room,small room,study,kitchen,bathroom,hallway,entrance,balcony,garage,"
    "garden,dining room,basement,attic,upstairs,downstairs,playroom,closet,front,back,patio"
)
_KOREAN = (
    "거실,안방,아이방,작은방,서재,부엌,화장실,복도,현관,베란다,차고,"
    "마당,식당,지하실,다락방,이층,일층,놀이방,옷방,앞,뒤,파티오"
)
_ROOMS = dict(zip(_ENGLISH.split(","), _KOREAN.split(","), strict=True))
_PER_ROOM = (
    "light",
    "air_conditioner",
    "window",
    "curtain",
    "tv",
    "speaker",
    "plug",
    "thermostat",
    "door",
    "fan",
)
_ONCE = [
    "washer",
    "dryer",
    "dishwasher",
    "refrigerator",
    "kimchi_refrigerator",
    "oven",
    "microwave",
    "rice_cooker",
    "cooktop",
    "hood",
    "gas_valve",
    "boiler",
    "air_purifier",
    "humidifier",
    "dehumidifier",
    "ventilation",
    "heater",
    "robot_vacuum",
    "blind",
    "door_lock",
    "garage_door",
    "coffee_maker",
    "kettle",
    "thermometer",
    "motion_sensor",
    "leak_sensor",
    "smoke_alarm",
    "car",
    "camera",
    "doorbell",
    "water_heater",
    "electric_blanket",
    "bidet",
    "switch",
    "siren",
    "iron",
    "computer",
    "printer",
    "heat_pump",
    "water_purifier",
    "pet_feeder",
    "styler",
]
_ACTIONS = {
    "on": {"power.turn_on", "run_control.start", "mode.set", "channel.set", "source.set", "fan_speed.set"},
    "off": {"power.turn_off", "run_control.stop", "position.close", "volume.mute"},
    "open": {"position.open", "position.set", "lock.unlock"},
    "close": {"position.close", "position.set", "lock.lock"},
    "lock": {"lock.lock", "position.close"},
    "start": {"run_control.start", "power.turn_on", "channel.set", "mode.set", "program.select"},
}


def rich_home(scale: int = 1) -> Vocabulary:
    """A home with nearly everything in nearly every room."""
    things = [
        Thing(f"{kind}-{room}-{n}", kind, (), (korean, room)) if n == 0 else
        Thing(f"{kind}-{room}-{n}", kind, (f"{room} {kind} {n}", f"{korean} {kind} {n}호"), (korean, room))
        for n in range(scale)
        for room, korean in _ROOMS.items()
        for kind in _PER_ROOM
    ]  # fmt: skip
    things += [Thing(f"{kind}-1", kind, ()) for kind in _ONCE]
    return Vocabulary(tuple(things), f"benchmark-{scale}")


def would_act(understanding: Understanding) -> bool:
    """Whether a planner would do something now: a command with nothing left to ask."""
    acts = [
        intent
        for intent in understanding.intents
        if intent.name.split(".")[0] not in ("query", "social", "comfort", "answer", "notify", "conversation")
        and intent.one("unknown") is None
        and intent.confidence == 1
        and all(slot.exact for slot in intent.slots)
    ]
    return understanding.mood == "command" and bool(acts) and not understanding.leftovers


def sensible(row: dict[str, Any], understanding: Understanding) -> bool:
    """Mood and intent fit what the source says of the row."""
    names = {intent.name for intent in understanding.intents}
    asked = (
        row["intent"].startswith("question")
        or any(
            word in row["intent"]
            for word in ("check", ".state", ".humidity", ".illuminance", ".temperature", "_aval")
        )
        or row["intent"].endswith(".power")
    )
    if row["intent"] == "prohibition":
        return not would_act(understanding)
    if asked:
        return understanding.mood == "question" and any(name.startswith("query.") for name in names)
    acting = {name for name in names if not name.startswith("query.")}
    if not acting or understanding.mood not in ("command", "scheduled", "conditional", "chat"):
        return False
    if understanding.mood == "chat" and not acting <= {"comfort.complaint"}:
        return False
    wanted = _ACTIONS.get((row.get("silver") or {}).get("action") or "")
    unknown = any(intent.one("unknown") for intent in understanding.intents)
    return (unknown or not understanding.leftovers) and (
        wanted is None or bool(acting & wanted) or understanding.mood == "chat"
    )


def measure(engine: Engine, folder: Path, show: tuple[str, str] | None) -> None:
    """Print shares per file, and rows of one kind of one source when asked."""
    home = rich_home()
    engine.understand("켜 on", home, Focus())
    times: list[float] = []
    for path in sorted(folder.glob("*.jsonl")):
        counts: Counter[str] = Counter()
        for row in _rows(path):
            began = time.perf_counter()
            understanding = engine.understand(row["text"], home, Focus())
            times.append(time.perf_counter() - began)
            in_scope = row["in_scope"] and row["intent"] != "prohibition"
            kind = "in" if in_scope else "out"
            counts[kind] += 1
            acted = would_act(understanding)
            if in_scope:
                right = sensible(row, understanding)
                wrong_act = acted and row["intent"].startswith("question")
                counts["right"] += right
            else:
                right = not acted
                wrong_act = acted
            counts["acted"] += wrong_act
            if (
                show
                and show[1] in path.name
                and show[0] == ("acted" if wrong_act else "right" if right else "wrong")
            ):
                names = " ".join(intent.name for intent in understanding.intents)
                left = ",".join(leftover.text for leftover in understanding.leftovers)
                print(
                    f"{kind:3} {row['intent'][:22]:22} {row['text']} | {understanding.mood} {names} | {left}"
                )
        share = 100 * counts["right"] / max(counts["in"], 1)
        total = counts["in"] + counts["out"]
        print(
            f"{path.name:28} in scope {counts['in']:5} right {share:5.1f} %   out {counts['out']:5}   "
            f"wrongly acted {counts['acted']:3} ({100 * counts['acted'] / total:.2f} %)"
        )
    ordered = sorted(times)
    print(
        f"parse p50 {1e3 * statistics.median(ordered):.2f} ms, "
        f"p99 {1e3 * ordered[int(len(ordered) * 0.99)]:.2f} ms"
    )


def scale(engine: Engine) -> None:
    """Parse time as the home grows."""
    for factor in (1, 4, 13):
        home = rich_home(factor)
        began = time.perf_counter()
        engine.understand("거실 불 켜줘", home, Focus())
        compiled = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(200):
            engine.understand("거실 에어컨이랑 안방 불 좀 꺼줄래?", home, Focus())
        each = (time.perf_counter() - began) / 200
        print(f"{len(home.things):5} appliances: compile {compiled * 1e3:6.1f} ms, parse {each * 1e3:.2f} ms")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", nargs=2, metavar=("KIND", "SOURCE"))
    parser.add_argument("--scale", action="store_true")
    options = parser.parse_args()
    engine = load_engine()
    measure(engine, options.folder, tuple(options.show) if options.show else None)
    if options.scale:
        scale(engine)


if __name__ == "__main__":
    main()
