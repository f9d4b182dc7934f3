"""Clock times as they are said: 7시 반, half past six, ten to eleven, seven thirty, 1900, 밤 열두 시."""

from nlu.time_words import is_bare, is_military, parts_of
from nlu.tokens import Token

SMALL_HOURS = 4
# "one at night" is after midnight


def read_clock(run: list[Token]) -> tuple[str | None, str | None]:
    """HH:MM when it is certain which half of the day is meant; else the earlier of the two as the second."""
    words = {part.removeprefix("clock.") for token in run for part in (*parts_of(token), token.value)}
    if "noon" in words:
        return "12:00", None
    if "midnight" in words:
        return "00:00", None
    minutes = _minutes(run)
    if minutes is None or not 0 <= minutes < 25 * 60:
        return None, None
    hour, minute = divmod(round(minutes), 60)
    if words & {"pm", "pm.evening", "pm.day"}:
        small = "pm.evening" in words and (hour <= SMALL_HOURS or hour == 12)
        early = "pm.day" in words and hour in (10, 11)
        hour = hour % 12 if small else hour if early or hour >= 12 else hour + 12
    elif words & {"am", "am.early"}:
        hour = 0 if hour == 12 else hour
    elif 1 <= hour <= 12:
        return None, f"{hour % 12:02d}:{minute:02d}"
    return f"{hour % 24:02d}:{minute:02d}", None


def _minutes(run: list[Token]) -> float | None:
    """Minutes since midnight, before the half of the day is known."""
    found: float | None = None
    shift = 0.0
    for index, token in enumerate(run):
        before = run[index - 1] if index else None
        moved = _shift(token, before)
        if moved is not None:
            shift, found = moved, None
        elif token.kind == "clock":
            found = token.number
        elif token.kind == "quantity" and (token.value.startswith("clock") or token.value == ""):
            joined = (
                found is not None and found % 60 == 0 and before is not None and before.kind == "quantity"
            )
            # eleven thirty pm
            found = (found or 0.0) + token.number if joined else _on_the_dial(token)
        elif found is not None:
            found += token.number if token.is_a("quantity", "minute") else 30 * token.is_a("time", "half")
    if found is None:
        return None
    return found + shift if found + shift >= 0 else found + shift + 12 * 60


def _shift(token: Token, before: Token | None) -> float | None:
    """Minutes past (or to) the hour that follows."""
    number = before.number if before is not None and is_bare(before) else None
    if token.is_a("mark", "goal") and number is not None:
        return -number
    for part in parts_of(token):
        name, _, said = part.partition(".")
        if name in ("past", "to") and said:
            return float(said) if name == "past" else -float(said)
        if name == "past" and number is not None:
            return number
    return None


def _on_the_dial(token: Token) -> float:
    """Minutes since midnight of 7, of 7.30 and of 1900."""
    if is_military(token):
        return int(token.text[:2]) * 60.0 + int(token.text[2:])
    hours = int(token.number)
    return hours * 60.0 + round((token.number - hours) * 100)
