"""What the words of one time say: at, in, for, until, by, every. Understood and shown, never executed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from nlu.dial import SMALL_HOURS, read_clock
from nlu.time_words import LENGTHS, has_clock, is_bare, length_of, parts_of, roots_of
from nlu.tokens import Token
from nlu.understanding import TimeExpression

_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_AFTER = {"today": "tomorrow", "tomorrow": "dayafter"} | dict(pairwise((*_WEEK, "mon")))
_HALVES: tuple[Literal["am", "pm"], ...] = ("am", "pm")
_Kind = Literal["at", "in", "for", "until", "by", "every", "unclear"]


def expression(text: str, run: list[Token]) -> TimeExpression:
    """The time that these tokens say."""
    start, end = run[0].start, run[-1].end
    roots = {root for token in run for root in roots_of(token)}
    roots |= {token.value for token in run if token.kind == "particle"}
    clock, either = read_clock(run)
    timed = clock is not None or either is not None
    seconds = 0.0 if timed else sum(map(length_of, run)) + _half(run)
    days = _days(run) or (["today"] if timed and "vague" in roots else [])
    if timed and _is_after_midnight(run, clock):
        days = [_AFTER.get(day, day) for day in days]
    kind = _kind(roots, bool(seconds), has_clock(run))
    if len(days) > 1 or "weekday" in days:
        kind = "every" if kind in ("at", "unclear") else kind
    elif days == ["weekend"] and kind == "at":
        kind = "unclear"
    if any(root in roots for root in ("from", "until")) and len(days) == 2 and timed:
        # 월요일부터 금요일까지
        days, kind = _range(*days), "every"
    if (timed and _is_ten_before(run)) or _is_dated(run, timed) or (clock is None and _has_loose_in(run)):
        kind = "unclear"
    return TimeExpression(
        kind=kind,
        text=" ".join(_spans(text, run)),
        start=start,
        end=end,
        seconds=seconds or None,
        clock=clock,
        day=",".join(days) or None,
        either=either,
        half=next((half for half in _HALVES if half in roots), None),
    )


def _spans(text: str, run: Sequence[Token]) -> Iterator[str]:
    """The words of a run; other words in between are left out."""
    start = run[0].start
    for before, token in pairwise(run):
        if text[before.end : token.start].strip():
            yield text[start : before.end]
            start = token.start
    yield text[start : run[-1].end]


def _days(run: Iterable[Token]) -> list[str]:
    """The days that are named, "next_week" before the day it goes with."""
    said = [part.removeprefix("day.") for token in run for part in parts_of(token) if part.startswith("day.")]
    days = [day for one in said for day in one.split(",")]
    if "next_week" in days and len(days) == 2:
        return [f"next_week.{next(day for day in days if day != 'next_week')}"]
    return list(dict.fromkeys(day for day in days if day != "this_week"))


def _kind(roots: set[str], length: bool, clock: bool) -> _Kind:
    if "every" in roots:
        return "every"
    if length:
        if "before" in roots:
            # ten minutes before … what?
            return "unclear"
        if roots & {"after", "in", "vague"}:
            return "in"
        return "until" if roots & {"until", "by"} else "for"
    if clock:
        if roots & {"by", "before"}:
            return "by"
        return "until" if "until" in roots else "at"
    if "lasting" in roots:
        return "for"
    return "until" if "until" in roots else "unclear"


def _half(run: list[Token]) -> float:
    """두 시간 반: half of the unit before it."""
    for before, token in pairwise(run):
        if token.is_a("time", "half") and before.value in LENGTHS:
            return LENGTHS[before.value] / 2
    return 0.0


def _is_after_midnight(run: Sequence[Token], clock: str | None) -> bool:
    """오늘 밤 1시 is tomorrow, and so is tonight at midnight."""
    parts = {part for token in run for part in parts_of(token)}
    small = clock is not None and int(clock[:2]) <= SMALL_HOURS
    return small and ("midnight" in parts or "pm.evening" in parts)


def _range(first: str, last: str) -> list[str]:
    if first not in _WEEK or last not in _WEEK:
        return [first, last]
    start = _WEEK.index(first)
    days = [_WEEK[(start + ahead) % 7] for ahead in range((_WEEK.index(last) - start) % 7 + 1)]
    return ["weekday"] if days == list(_WEEK[:5]) else days


def _is_dated(run: Sequence[Token], timed: bool) -> bool:
    """on the 25th, 25일 오전 7시: a day of the month."""
    return any(token.value == "date" or (timed and token.is_a("quantity", "day")) for token in run)


def _has_loose_in(run: Sequence[Token]) -> bool:
    return any("in" in roots_of(token) for token in run) and any(map(is_bare, run))


def _is_ten_before(run: Sequence[Token]) -> bool:
    """9시 10분 전: ten to nine, or before ten past."""
    minute = any(token.is_a("quantity", "minute") for token in run)
    return minute and any("before" in roots_of(token) for token in run)
