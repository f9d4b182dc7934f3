"""Times of a sentence → moments in the home's zone; what cannot be placed is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.plan import Facts
from nlu.understanding import TimeExpression

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR = {"today": 0, "tomorrow": 1, "dayafter": 2}


@dataclass(frozen=True, slots=True)
class Unclear:
    """A time that nobody can place: "later", "in the afternoon"."""

    time: TimeExpression


@dataclass(frozen=True, slots=True)
class Either:
    """Seven: in the morning or in the evening?"""

    morning: Facts
    evening: Facts


Placed = Facts | Either | Unclear
"""Facts: at, until, by (seconds since the epoch), after, lasts (seconds), repeat (see `keys.py`)."""


def place(times: Sequence[TimeExpression], now: datetime) -> Placed:
    """When all of this is; the first doubt decides. now: aware, in the home's zone."""
    facts: Facts = {}
    start = now
    for one in sorted(times, key=lambda given: given.kind in ("until", "for")):
        placed = _place(one, now, start)
        if isinstance(placed, Unclear):
            return placed
        if isinstance(placed, Either):
            return Either({**facts, **placed.morning}, {**facts, **placed.evening})
        facts |= placed
        if "at" in placed:
            start = datetime.fromtimestamp(float(placed["at"]), now.tzinfo)
    return facts


def _place(one: TimeExpression, now: datetime, start: datetime) -> Placed:
    if one.kind == "unclear":
        return Unclear(one)
    if one.clock is None and one.either is None:
        return _length(one, now)
    name = "at" if one.kind == "every" else one.kind
    if one.kind == "every":
        return _every(one, now)
    if one.clock is not None:
        moment = _moment(one.clock, one.day, start)
        return Unclear(one) if moment is None else {name: moment.timestamp()}
    early = str(one.either)
    if one.kind == "until" and one.day in (None, "today"):
        # it begins now: the next ten o'clock is meant
        moments = (_moment(clock, None, start) for clock in (early, _later(early)))
        return {name: min(found.timestamp() for found in moments if found is not None)}
    return _either(one, name, early, now)


def _length(one: TimeExpression, now: datetime) -> Placed:
    if one.seconds is None:
        # all night, until I sleep: it has an end that no clock tells
        return {} if one.kind in ("for", "until") else Unclear(one)
    if one.kind == "every":
        return {"repeat": "hour" if one.seconds == 3600 else "length", "lasts": one.seconds}
    if one.kind == "in":
        return {"after": one.seconds, "at": (now + timedelta(seconds=one.seconds)).timestamp()}
    return {"lasts": one.seconds}


def _every(one: TimeExpression, now: datetime) -> Placed:
    def facts(clock: str) -> Facts:
        moment = _moment(clock, None, now)
        at = now.timestamp() if moment is None else moment.timestamp()
        return {"repeat": one.day or "day", "at": at}

    if one.clock is not None:
        return facts(one.clock)
    early = str(one.either)
    return Either(facts(early), facts(_later(early)))


def _either(one: TimeExpression, name: str, early: str, now: datetime) -> Placed:
    """Both readings, unless only one of them is still to come today."""
    day = one.day or "today"
    readings = [_moment(clock, day, now) for clock in (early, _later(early))]
    ahead = [found for found in readings if found is not None]
    if len(ahead) == 1:
        return {name: ahead[0].timestamp()}
    if not ahead and one.day is None:
        ahead = [found for clock in (early, _later(early)) if (found := _moment(clock, "tomorrow", now))]
    if not ahead:
        return Unclear(one)
    return Either({name: ahead[0].timestamp()}, {name: ahead[1].timestamp()})


def _moment(clock: str, day: str | None, now: datetime) -> datetime | None:
    """The next time it is so late on this day; None when that is past."""
    hour, minute = map(int, clock.split(":"))
    at = time(hour, minute, tzinfo=now.tzinfo)
    found = datetime.combine(_date(day, now), at)
    if found > now:
        return found
    if day is None:
        return datetime.combine(now.date() + timedelta(days=1), at)
    return datetime.combine(found.date() + timedelta(days=7), at) if day in _WEEK else None


def _date(day: str | None, now: datetime) -> date:
    today = now.date()
    if day is None or day in _NEAR:
        return today + timedelta(days=_NEAR.get(day or "today", 0))
    name = day.removeprefix("next_week.")
    if name not in _WEEK:
        return today
    ahead = (_WEEK.index(name) - today.weekday()) % 7
    if name != day:
        # of next week, which begins on Monday
        ahead = 7 - today.weekday() + _WEEK.index(name)
    return today + timedelta(days=ahead)


def _later(clock: str) -> str:
    hour, _, minute = clock.partition(":")
    return f"{(int(hour) + 12) % 24:02d}:{minute}"


def completed(time_: TimeExpression, day: str | None, half: str | None) -> TimeExpression:
    """An answer to "when exactly?" with what was said of the day before: "tomorrow" … "at nine"."""
    if time_.either is not None and half is not None:
        clock = time_.either if half == "am" else _later(time_.either)
        time_ = replace(time_, clock=clock, either=None)
    return replace(time_, day=time_.day or day)
