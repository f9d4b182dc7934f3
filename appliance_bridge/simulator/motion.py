"""Quantities that change by themselves, as closed formulas: no stepping to reach a moment."""

import math
from dataclasses import dataclass

_PAST_THE_EDGE_S = 0.01
# waking exactly on a rounding edge could still show the old value


@dataclass(frozen=True, slots=True)
class Ramp:
    """A straight way at `rate` per second, stopping at low and high."""

    start: float
    since: float = 0.0
    rate: float = 0.0
    low: float = 0.0
    high: float = 100.0

    def at(self, now: float) -> float:
        """Its value."""
        return min(self.high, max(self.low, self.start + self.rate * (now - self.since)))

    def heading(self, rate: float, now: float, *, low: float = 0.0, high: float = 100.0) -> "Ramp":
        """The same value, from now on at another rate and within other ends."""
        return Ramp(self.at(now), now, rate, low, high)

    def reaches(self, value: float) -> float | None:
        """When it gets to the value; None when it does not on this way."""
        if self.rate == 0 or not self.low <= value <= self.high or (value - self.start) * self.rate < 0:
            return None
        return self.since + (value - self.start) / self.rate

    def next_step(self, now: float, step: float) -> float | None:
        """When its value, rounded to steps, will next change; None when it never will."""
        if self.rate == 0:
            return None
        value = self.at(now)
        end = self.high if self.rate > 0 else self.low
        if value == end:
            return None
        edge = _edge(value, step, self.rate)
        if (end - edge) * self.rate < 0:
            edge = end
        return max(now, self.since + (edge - self.start) / self.rate) + _PAST_THE_EDGE_S


@dataclass(frozen=True, slots=True)
class Drift:
    """Nearing `goal` ever more slowly, as temperatures do; tau is the seconds to close 63 % of the gap."""

    start: float
    goal: float
    since: float = 0.0
    tau: float = 900.0

    def at(self, now: float) -> float:
        """Its value."""
        return self.goal + (self.start - self.goal) * math.exp(-max(0.0, now - self.since) / self.tau)

    def towards(self, goal: float, now: float, tau: float) -> "Drift":
        """The same value, from now on nearing another goal."""
        if goal == self.goal and tau == self.tau:
            return self
        return Drift(self.at(now), goal, now, tau)

    def next_step(self, now: float, step: float) -> float | None:
        """When its value, rounded to steps, will next change; None when it never will."""
        value = self.at(now)
        edge = _edge(value, step, self.goal - value)
        if value == self.goal or (self.goal - edge) * (self.goal - value) <= 0:
            return None
        wait = self.tau * math.log((value - self.goal) / (edge - self.goal))
        return now + wait + _PAST_THE_EDGE_S


@dataclass(frozen=True, slots=True)
class Meter:
    """Energy used so far; between two changes of `watts` it grows straight."""

    total_kwh: float = 0.0
    watts: float = 0.0
    since: float = 0.0

    def kwh(self, now: float) -> float:
        """Energy used until now."""
        return self.total_kwh + self.watts * (now - self.since) / 3_600_000

    def drawing(self, watts: float, now: float) -> "Meter":
        """The same meter, from now on at another power."""
        return self if watts == self.watts else Meter(self.kwh(now), watts, now)

    def next_step(self, now: float, step: float = 0.01) -> float | None:
        """When the total, rounded to steps, will next change; None while nothing is drawn."""
        if self.watts <= 0:
            return None
        gap = _edge(self.kwh(now), step, self.watts) - self.kwh(now)
        return now + max(0.0, gap) * 3_600_000 / self.watts + _PAST_THE_EDGE_S


UNUSED = Meter()
"""A new meter."""


def soonest(*moments: float | None) -> float | None:
    """The first of those moments that there are."""
    return min((moment for moment in moments if moment is not None), default=None)


def rounded(value: float, step: float) -> float:
    """The value in whole steps, free of floating-point dust."""
    return round(round(value / step) * step, 6)


def _edge(value: float, step: float, direction: float) -> float:
    """Where the rounded value flips next in that direction."""
    half = step / 2 if direction > 0 else -step / 2
    return round(value / step) * step + half
