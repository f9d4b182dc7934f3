"""Times in a sentence: at, in, for, until, by, every. Understood and shown here, never executed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from nlu.tokens import Token
from nlu.understanding import TimeExpression

_LENGTHS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}
_ONLY_WITH_TIME = frozenset(("after", "during", "until", "by", "before", "at", "half", "in", "for"))
_BINDING = ("after", "until", "before")
_Kind = Literal["at", "in", "for", "until", "by", "every", "unclear"]


def find_times(text: str, tokens: Sequence[Token]) -> tuple[list[TimeExpression], list[Token]]:
    """The times in the text and the tokens that are left."""
    times: list[TimeExpression] = []
    rest: list[Token] = []
    run: list[Token] = []
    for index, token in enumerate(tokens):
        if _is_time(token, tokens, index) and not _is_amount(tokens, index):
            run.append(token)
            continue
        if token.is_a("particle") and run and run[-1].end == token.start:
            # 7시에, 30분만, 내일은: particles of a time belong to it
            run.append(token)
            continue
        rest += _close(text, run, times)
        run = []
        rest.append(token)
    rest += _close(text, run, times)
    return times, rest


def _is_time(token: Token, tokens: Sequence[Token], index: int) -> bool:
    if token.kind == "clock" or token.kind == "time":
        return True
    if token.kind != "quantity":
        return False
    if token.value in _LENGTHS or token.value.startswith("clock"):
        return True
    near = [*tokens[max(index - 1, 0) : index], *tokens[index + 1 : index + 2]]
    if token.value == "" and 0 <= token.number <= 24:
        beside = [other for other in near if other.kind == "time"]
        return any(other.value.split(".")[0] in ("am", "pm", "at", "by", "until", "half") for other in beside)
    return False


def _is_amount(tokens: Sequence[Token], index: int) -> bool:
    """raise it by 2: an amount, no time to be done by."""
    pair = (index, index + 1) if tokens[index].is_a("time", "by") else (index - 1, index)
    if pair[0] < 0 or pair[1] >= len(tokens):
        return False
    by, number = tokens[pair[0]], tokens[pair[1]]
    changing = any(one.is_a("verb", "up", "down", "dim") or one.is_a("state", "up", "down") for one in tokens)
    return changing and by.is_a("time", "by") and number.is_a("quantity", "")


def _close(text: str, run: list[Token], times: list[TimeExpression]) -> list[Token]:
    """Turn a run of time words into an expression; words that mean time only beside one are handed back."""
    while run and run[-1].is_a("time", "at") and len(run) == 1:
        return run
    real = [token for token in run if not _is_helper(token)]
    if not real:
        if any(token.is_a("time", *_BINDING) for token in run):
            # 영화 뒤에, until dad comes: bound to something that is no clock time
            times.append(
                TimeExpression("unclear", text[run[0].start : run[-1].end], run[0].start, run[-1].end)
            )
        return run
    times.append(_expression(text, run))
    return []


def _is_helper(token: Token) -> bool:
    return token.kind == "particle" or (token.kind == "time" and token.value in _ONLY_WITH_TIME)


def _expression(text: str, run: list[Token]) -> TimeExpression:
    start, end = run[0].start, run[-1].end
    words = {token.value for token in run if token.kind in ("time", "particle")}
    roots = {word.split(".")[0] for word in words}
    seconds = sum(token.number * _LENGTHS[token.value] for token in run if _is_length(token, run))
    seconds += _half(run)
    clock = _clock(run)
    day = next((word.partition(".")[2] for word in sorted(words) if word.startswith("day.")), None)
    has_clock = clock is not None or any(map(_is_clock, run))
    kind = _kind(roots, bool(seconds) and not has_clock, has_clock)
    return TimeExpression(
        kind=kind,
        text=text[start:end],
        start=start,
        end=end,
        seconds=seconds if seconds and not has_clock else None,
        clock=clock,
        day=day,
    )


def _kind(roots: set[str], length: bool, clock: bool) -> _Kind:
    if "every" in roots or roots & {"weekday", "weekend"}:
        return "every"
    if length:
        if roots & {"after", "in", "vague"}:
            return "in"
        if "until" in roots or "by" in roots or "before" in roots:
            return "until"
        return "for"
    if clock:
        if "by" in roots or "before" in roots:
            return "by"
        return "until" if "until" in roots else "at"
    return "unclear"


def _is_clock(token: Token) -> bool:
    return token.kind == "clock" or token.value.startswith("clock") or token.is_a("quantity", "")


def _is_length(token: Token, run: list[Token]) -> bool:
    if token.kind != "quantity" or token.value not in _LENGTHS:
        return False
    if token.value == "minute":
        return not any(other.value.startswith("clock") for other in run)
    return True


def _half(run: list[Token]) -> float:
    """두 시간 반: half of the unit before it."""
    for before, token in pairwise(run):
        if token.is_a("time", "half") and before.value in _LENGTHS:
            return _LENGTHS[before.value] / 2
    return 0.0


def _clock(run: list[Token]) -> str | None:
    """HH:MM when it is certain which half of the day is meant."""
    words = {token.value.removeprefix("clock.") for token in run if token.kind != "particle"}
    if "noon" in words:
        return "12:00"
    if "midnight" in words:
        return "00:00"
    minutes: float | None = None
    for index, token in enumerate(run):
        if token.kind == "clock":
            minutes = token.number
        elif token.kind == "quantity" and (token.value.startswith("clock") or token.value == ""):
            minutes = token.number * 60 + _minutes_after(run[index + 1 :])
    if minutes is None or not 0 <= minutes <= 24 * 60:
        return None
    hour, minute = divmod(round(minutes), 60)
    if words & {"pm", "pm.evening"}:
        hour = hour + 12 if hour < 12 else (0 if hour == 12 and "pm.evening" in words else hour)
    elif words & {"am", "am.early"}:
        hour = 0 if hour == 12 else hour
    elif 1 <= hour <= 12:
        return None
    return f"{hour % 24:02d}:{minute:02d}"


def _minutes_after(run: Sequence[Token]) -> float:
    for token in run:
        if token.is_a("time", "half"):
            return 30.0
        if token.is_a("quantity", "minute"):
            return token.number
    return 0.0
