"""Times of what is settled for a chat or a guest: until when it lasts, or from when to when each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.planner.moments import Either, Unclear, place
from nlu.understanding import TimeExpression

_EVENING = "06:00"
# "from ten to seven": an hour from six on is of the evening when quiet hours begin


@dataclass(frozen=True, slots=True)
class Span:
    """A part of each day: "22:00", "07:00"."""

    begins: str
    ends: str
    guessed: bool
    # which half of the day, or that it is each day, was not said


def lasts_until(times: Sequence[TimeExpression], now: datetime) -> float | None:
    """The end of it in seconds since the epoch; None when no clock tells. now: aware, in the home's zone."""
    (one, *more) = times
    if more:
        return None
    if one.seconds is not None:
        return now.timestamp() + one.seconds
    if one.clock is None and one.either is None:
        return _end_of_day(one, now)
    placed = place(times, now)
    if isinstance(placed, Unclear):
        return None
    if isinstance(placed, Either):
        # until six: the next six o'clock that is meant by it
        placed = placed.evening if one.day is not None else placed.morning
    until = placed.get("until")
    return None if until is None else float(until)


def span_of(times: Sequence[TimeExpression]) -> Span | None:
    """From … to … each day; None when the times say no such thing."""
    clocks = [one for one in times if one.clock is not None or one.either is not None]
    if len(clocks) != 2:
        return None
    first, last = clocks
    every = any(one.kind == "every" for one in times)
    one_day = not every and any(one.day is not None for one in times)
    begins = first.clock or (
        _later(str(first.either)) if str(first.either) >= _EVENING else str(first.either)
    )
    ends = last.clock or _next_after(begins, str(last.either))
    if begins == ends:
        return None
    return Span(begins, ends, one_day or first.clock is None)


def _end_of_day(one: TimeExpression, now: datetime) -> float | None:
    """Until tomorrow, until Sunday: that whole day. Nobody knows when a morning ends."""
    if one.kind != "until" or one.day is None or one.half is not None:
        return None
    late = TimeExpression("at", one.text, one.start, one.end, clock="23:59", day=one.day)
    placed = place([late], now)
    if isinstance(placed, Unclear | Either):
        return None
    day = datetime.fromtimestamp(float(placed["at"]), now.tzinfo).date()
    return datetime.combine(day + timedelta(days=1), time(), now.tzinfo).timestamp()


def _next_after(begins: str, clock: str) -> str:
    """Of both halves of the day the one that comes first."""
    return min(clock, _later(clock), key=lambda one: (_minutes(one) - _minutes(begins)) % 1440 or 1440)


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)


def _later(clock: str) -> str:
    """Half a day later."""
    hour, minute = divmod((_minutes(clock) + 720) % 1440, 60)
    return f"{hour:02d}:{minute:02d}"
