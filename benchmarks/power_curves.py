"""How well runs are told from power alone: python -m benchmarks.power_curves [seeds]"""

import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.power_curve import PowerCurve, Thresholds
from tests.support.power_curves import PLUGS, Plug, Run, readings, runs

START_WITHIN_S = (-120.0, 600.0)
FINISH_WITHIN_S = (-300.0, 1800.0)
# told so long before or after it happened counts as right
_TICK_S = 30.0


@dataclass(slots=True)
class Score:
    """What was told of one event, over many runs."""

    happened: int = 0
    told: int = 0
    right: int = 0
    late_s: list[float] = field(default_factory=list)

    def add(self, told: Sequence[float], truth: float, within: tuple[float, float]) -> None:
        """All times at which it was told in a run where it happened once."""
        good = [one for one in told if within[0] <= one - truth <= within[1]]
        self.happened += 1
        self.told += len(told)
        self.right += bool(good)
        self.late_s += [one - truth for one in good[:1]]

    @property
    def precision(self) -> float:
        """Of what was told, how much was right."""
        return self.right / self.told if self.told else 0.0

    @property
    def recall(self) -> float:
        """Of what happened, how much was told in time."""
        return self.right / self.happened if self.happened else 0.0

    @property
    def late_min(self) -> float:
        """The median lateness, in minutes."""
        return statistics.median(self.late_s) / 60 if self.late_s else float("nan")


def told(run: Run, plug: Plug, thresholds: Thresholds, seed: int = 0) -> tuple[list[float], list[float]]:
    """When starts and when ends of this run are told."""
    curve = PowerCurve(thresholds)
    found: dict[str, list[float]] = {"running": [], "finished": [], "stopped": []}
    ticked = 0.0

    def note(at: float, watts: float | None) -> None:
        change = curve.tick(at) if watts is None else curve.feed(watts, at)
        if change is not None:
            found[change.state].append(at)

    for at, watts in readings(run, plug, seed):
        while ticked + _TICK_S < at:
            ticked += _TICK_S
            note(ticked, None)
        note(at, watts)
    return found["running"], found["finished"] + found["stopped"]


def measure(seeds: range) -> dict[tuple[str, str], tuple[Score, Score]]:
    """(kind of run, plug) → starts, ends."""
    types = load_catalogue().types
    scores: dict[tuple[str, str], tuple[Score, Score]] = {}
    for number, run in enumerate(runs(seeds)):
        thresholds = types[run.type].power_curve
        for plug in PLUGS if thresholds is not None else ():
            started, ended = told(run, plug, thresholds, number) if thresholds is not None else ([], [])
            starts, ends = scores.setdefault((run.kind, plug.name), (Score(), Score()))
            starts.add(started, run.began, START_WITHIN_S)
            ends.add(ended, run.ended, FINISH_WITHIN_S)
    return scores


def main() -> None:
    """Print the table."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    print(
        f"{len(seeds)} runs of each; start within -2..10 min, end within -5..30 min; lateness is the median"
    )
    print(f"{'':26} {'plug':22} {'start':>22} {'end':>26}")
    scores = measure(seeds)
    for (kind, plug), (starts, ends) in scores.items():
        _show(kind, plug, starts, ends)
    for plug in dict.fromkeys(name for _, name in scores):
        some = [pair for (_, name), pair in scores.items() if name == plug]
        _show("all", plug, _sum(starts for starts, _ in some), _sum(ends for _, ends in some))
    _show("all", "all", _sum(one for one, _ in scores.values()), _sum(one for _, one in scores.values()))


def _show(kind: str, plug: str, *scores: Score) -> None:
    row = "".join(f"   p {one.precision:4.0%} r {one.recall:4.0%} {one.late_min:5.1f} min" for one in scores)
    print(f"{kind:26} {plug:22}{row}")


def _sum(scores: Iterable[Score]) -> Score:
    total = Score()
    for one in scores:
        total.happened += one.happened
        total.told += one.told
        total.right += one.right
        total.late_s += one.late_s
    return total


if __name__ == "__main__":
    main()
