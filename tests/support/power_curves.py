"""Power that machines draw on a metering plug: made up, but with what makes real ones hard to read."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Second = float
# watts during one second


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a machine, with the hours around it."""

    kind: str
    type: str
    watts: tuple[Second, ...]
    began: int
    # seconds from the beginning
    ended: int


@dataclass(frozen=True, slots=True)
class Plug:
    """How a plug tells what it measures."""

    name: str
    every_s: float
    # between two readings
    on_change: bool = False
    # only what differs by a tenth, and at least every `every_s`
    floor_w: float = 0.0
    # what is less is told as 0
    gaps: bool = False
    # now and then it is silent for minutes


PLUGS = (
    Plug("every 10 s", 10),
    Plug("every minute", 60),
    Plug("every 5 minutes", 300),
    Plug("on change", 600, on_change=True),
    Plug("coarse, every 30 s", 30, floor_w=4.0),
    Plug("every 30 s with gaps", 30, gaps=True),
)


def runs(seeds: range) -> Iterator[Run]:
    """Every kind of machine, once for each seed."""
    for kind, (type_key, make) in KINDS.items():
        for seed in seeds:
            yield _run(kind, type_key, make, random.Random(f"{kind} {seed}"))


def readings(run: Run, plug: Plug, seed: int) -> Iterator[tuple[float, float]]:
    """(second, watts) as this plug tells them."""
    chance = random.Random(f"{run.kind} {plug.name} {seed}")
    step = 1.0 if plug.on_change else plug.every_s
    at, told_at, told = chance.uniform(0, step), -1e9, -1.0
    while at < len(run.watts):
        watts = run.watts[int(at)]
        watts = 0.0 if watts < plug.floor_w else round(watts, 1)
        different = abs(watts - told) > max(1.0, told / 10)
        if not plug.on_change or different or at - told_at >= plug.every_s:
            yield at, watts
            told_at, told = at, watts
        at += chance.uniform(120, 480) if plug.gaps and chance.random() < 0.01 else step


def _run(kind: str, type_key: str, make: "Maker", chance: random.Random) -> Run:
    rest = chance.uniform(0.3, 2.5)
    before = _level(chance, rest, chance.randint(1800, 5400))
    inside, after = make(chance, rest)
    later = _level(chance, rest, 3600)
    watts = (*before, *inside, *after, *later)
    return Run(kind, type_key, watts, len(before), len(before) + len(inside))


# --- shapes, a number for each second


def _level(chance: random.Random, watts: float, seconds: int) -> list[Second]:
    return [max(0.0, chance.gauss(watts, 0.05 + watts / 50)) for _ in range(seconds)]


def _tumble(
    chance: random.Random, watts: float, on: int, off: int, seconds: int, low: float = 5.0
) -> list[Second]:
    made: list[Second] = []
    while len(made) < seconds:
        made += _level(chance, watts * chance.uniform(0.7, 1.3), on + chance.randint(-2, 2))
        made += _level(chance, low, off + chance.randint(-2, 2))
    return made[:seconds]


def _minutes(chance: random.Random, low: float, high: float) -> int:
    return int(60 * chance.uniform(low, high))


def _washed(chance: random.Random, heat: float, soaks: int, rinses: int) -> list[Second]:
    made = _tumble(chance, 90, 10, 6, _minutes(chance, 3, 6))
    if heat:
        made += _level(chance, heat, _minutes(chance, 8, 18))
    for _ in range(soaks):
        made += _level(chance, chance.uniform(3.2, 5), _minutes(chance, 10, 15))
        made += _tumble(chance, 110, 12, 8, _minutes(chance, 5, 10))
    made += _tumble(chance, 120, 12, 8, _minutes(chance, 15, 30))
    for _ in range(rinses):
        made += _level(chance, 30, _minutes(chance, 1, 2))
        made += _tumble(chance, 100, 10, 8, _minutes(chance, 4, 7))
        made += _level(chance, chance.uniform(180, 420), _minutes(chance, 1.5, 4))
    return [*made, *_level(chance, chance.uniform(300, 600), _minutes(chance, 4, 8))]


Made = tuple[list[Second], list[Second]]
Maker = Callable[[random.Random, float], Made]


def _warm_wash(chance: random.Random, rest: float) -> Made:
    return _washed(chance, 2000, 0, 3), _level(chance, rest + 2, _minutes(chance, 3, 8))


def _eco_wash(chance: random.Random, rest: float) -> Made:
    return _washed(chance, 1100, 4, 2), _level(chance, rest + 1.5, _minutes(chance, 3, 8))


def _cold_wash_then_anti_crease(chance: random.Random, rest: float) -> Made:
    after: list[Second] = []
    for _ in range(chance.randint(8, 14)):
        after += _level(chance, rest + 2, _minutes(chance, 2, 4)) + _level(chance, 80, chance.randint(8, 14))
    return _washed(chance, 0, 1, 2), after


def _heat_pump_dryer(chance: random.Random, rest: float) -> Made:
    made = _level(chance, 250, 120)
    for _ in range(chance.randint(5, 9)):
        made += _level(chance, chance.uniform(350, 650), _minutes(chance, 8, 14))
        made += _level(chance, 200, 15)
    made += _level(chance, 160, _minutes(chance, 4, 8))
    after: list[Second] = []
    for _ in range(chance.randint(0, 12)):
        after += _level(chance, rest + 2, _minutes(chance, 1.5, 4)) + _level(
            chance, 190, chance.randint(10, 20)
        )
    return made, after


def _dishwasher(chance: random.Random, rest: float) -> Made:
    made = _level(chance, 60, _minutes(chance, 4, 8))
    made += _level(chance, chance.uniform(1900, 2200), _minutes(chance, 10, 18))
    for _ in range(chance.randint(1, 3)):
        made += _tumble(chance, 70, 60, 20, _minutes(chance, 10, 20), low=6)
        made += _level(chance, 3.5, _minutes(chance, 4, 10))
    made += _level(chance, 2000, _minutes(chance, 8, 14)) + _level(chance, 50, _minutes(chance, 3, 6))
    made += _level(chance, rest + 2.2, _minutes(chance, 15, 35)) + _level(chance, 35, 40)
    return made, _level(chance, rest + 1.5, 60)


def _rice_cooker(chance: random.Random, rest: float) -> Made:
    made = _tumble(chance, 700, 12, 30, _minutes(chance, 8, 12), low=8) + _level(
        chance, 1050, _minutes(chance, 8, 14)
    )
    made += _tumble(chance, 900, 20, 15, _minutes(chance, 6, 10), low=8)
    made += _tumble(chance, 500, 8, 40, _minutes(chance, 5, 8), low=8)
    return made, _tumble(chance, 600, 5, 110, _minutes(chance, 60, 120), low=6)


def _kettle(chance: random.Random, rest: float) -> Made:
    return _level(chance, chance.uniform(1500, 2200), _minutes(chance, 2, 6)), []


KINDS: dict[str, tuple[str, Maker]] = {
    "warm wash": ("washer", _warm_wash),
    "eco wash with soaking": ("washer", _eco_wash),
    "cold wash, anti-crease": ("washer", _cold_wash_then_anti_crease),
    "heat pump dryer": ("dryer", _heat_pump_dryer),
    "dishwasher": ("dishwasher", _dishwasher),
    "rice cooker, keeps warm": ("rice_cooker", _rice_cooker),
    "kettle": ("kettle", _kettle),
}
