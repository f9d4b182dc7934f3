"""What single words say of time: the pieces that `times.py` puts together."""

from collections.abc import Iterable

from nlu.tokens import Token

LENGTHS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0}


def parts_of(token: Token) -> list[str]:
    """What a time word says: "tonight" is today and evening."""
    return token.value.split("+") if token.kind == "time" else []


def roots_of(token: Token) -> set[str]:
    return {part.split(".")[0] for part in parts_of(token)}


def names_day(token: Token) -> bool:
    return "day" in roots_of(token)


def is_bare(token: Token) -> bool:
    return token.is_a("quantity", "")


def is_military(token: Token) -> bool:
    """1900, 0630."""
    digits = token.text.strip()
    plain = is_bare(token) and len(digits) == 4 and digits.isdigit()
    return plain and int(digits[2:]) < 60 and digits < "2400"


def length_of(token: Token) -> float:
    """Seconds that a token says: 30분, an hour."""
    if token.kind == "quantity":
        return token.number * LENGTHS.get(token.value, 0.0)
    said = next((part for part in parts_of(token) if part.startswith("length.")), None)
    return float(said.removeprefix("length.")) if said else 0.0


def has_clock(run: Iterable[Token]) -> bool:
    return any(
        token.kind == "clock" or token.value.startswith("clock") or is_bare(token)
        for token in run
        if token.kind != "time"
    ) or any(parts_of(token) in (["noon"], ["midnight"]) for token in run)
