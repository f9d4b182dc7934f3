"""Whether a machine without any words runs, told from the power it draws. Pure: time comes with each call."""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

RunState = Literal["running", "finished", "stopped"]

_LONG_S = 30.0
# between two readings: what was in between is not known
_SAME_W = 0.4
# a rest is as quiet as the one before, give or take
_READINGS = 5_000


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How a type of machine draws power; watts are means over a time, so that bursts and pauses even out."""

    start_w: float
    # this much over `start_s` is a run
    start_s: float
    sure_w: float
    # only a run draws this much: one reading of it holds until the next
    finish_w: float
    # no more than this over `finish_s` is the end
    finish_s: float
    quiet_s: float
    # no more than it drew before the run, for this long, is the end as well
    least_s: float
    # what took less was no run: it was stopped


@dataclass(frozen=True, slots=True)
class Change:
    """The machine does something else now."""

    state: RunState
    since: float
    # when it really began, seconds since the epoch: it takes a while to be sure


@dataclass(slots=True)
class PowerCurve:
    """One machine. Feed it what the plug measures; tick it while the plug is silent."""

    thresholds: Thresholds
    state: RunState = "stopped"
    since: float = 0.0
    # when this state began
    _readings: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=_READINGS))
    # (time, watts), oldest first; a reading holds until the next
    _rest_w: float | None = None
    # the least it drew while it did not run

    @property
    def measured(self) -> bool:
        """Whether anything was measured."""
        return bool(self._readings)

    def feed(self, watts: float, at: float) -> Change | None:
        """A reading; returns what the machine does now if that is something else than before."""
        at = max(at, self._readings[-1][0]) if self._readings else at
        self._readings.append((at, max(0.0, watts)))
        if self.state != "running" and watts < self.thresholds.start_w:
            self._rest_w = watts if self._rest_w is None else min(self._rest_w, watts)
        return self.tick(at)

    def tick(self, at: float) -> Change | None:
        """Time went by: as `feed`, with nothing new measured."""
        if not self._readings:
            return None
        at = max(at, self._readings[-1][0])
        self._forget(at)
        if self.state != "running":
            return self._begun(at)
        return self._ended(at)

    def cut(self, at: float) -> Change | None:
        """The plug was switched off: nothing runs, and nothing came to its end."""
        self._readings.clear()
        self._readings.append((at, 0.0))
        return self._become("stopped", at) if self.state == "running" else None

    def lost(self) -> None:
        """The plug cannot be reached: what it measured before says nothing of now."""
        self._readings.clear()

    def _begun(self, at: float) -> Change | None:
        limits = self.thresholds
        drawn, first = 0.0, at
        for begin, end, watts, after in self._pieces(at - limits.start_s, at):
            known = watts if watts >= limits.sure_w or end - begin <= _LONG_S else min(watts, after)
            drawn += known * (end - max(begin, at - limits.start_s))
            if known >= limits.start_w:
                first = min(first, begin)
        return self._become("running", first) if drawn >= limits.start_w * limits.start_s else None

    def _ended(self, at: float) -> Change | None:
        limits = self.thresholds
        window = at - limits.finish_s
        over = False
        if self._readings[0][0] <= window and self.since <= window:
            pieces = self._pieces(window, at)
            drawn = sum(watts * (end - max(begin, window)) for begin, end, watts, _ in pieces)
            over = drawn <= limits.finish_w * limits.finish_s
        if not over and not self._quiet(at):
            return None
        end = self._low_since(at)
        return self._become("finished" if end - self.since >= limits.least_s else "stopped", end)

    def _quiet(self, at: float) -> bool:
        """Whether it is as quiet as before it ran; a plug that showed 0 then may show 0 for a pause, too."""
        window = at - self.thresholds.quiet_s
        if not self._rest_w or self._readings[0][0] > window or self.since > window:
            return False
        pieces = self._pieces(window, at)
        drawn = sum(watts * (end - max(begin, window)) for begin, end, watts, _ in pieces)
        steady = all(watts <= self._rest_w + 3 * _SAME_W for _, _, watts, _ in pieces)
        return steady and drawn <= (self._rest_w + _SAME_W) * self.thresholds.quiet_s

    def _low_since(self, at: float) -> float:
        """When it last drew as much as a run does."""
        low = at
        for begin, watts in reversed(self._readings):
            if watts > self.thresholds.start_w:
                return low
            low = begin
        return low

    def _pieces(self, since: float, at: float) -> list[tuple[float, float, float, float]]:
        """(begin, end, watts, watts of the next reading) of all that reaches into the time from `since`.

        The last reading holds until now, and for so long is not contradicted.
        """
        found = []
        end, after = at, 0.0
        for begin, watts in reversed(self._readings):
            found.append((begin, end, watts, after))
            if begin <= since:
                break
            end, after = begin, watts
        return found

    def _forget(self, at: float) -> None:
        oldest = at - max(self.thresholds.finish_s, self.thresholds.start_s, self.thresholds.quiet_s)
        while len(self._readings) > 1 and self._readings[1][0] <= oldest:
            self._readings.popleft()

    def _become(self, state: RunState, since: float) -> Change:
        self.state, self.since = state, since
        return Change(state, since)
