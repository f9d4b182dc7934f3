"""Options of an announcement, read leniently: bridges write numbers as text and lists of one as a word."""

import math
from collections.abc import Mapping

from appliance_bridge.entities.templates import Template

_TRUE = frozenset({"true", "on", "yes", "enable", "1"})
_LARGEST = 1e12
_FALSE = frozenset({"false", "off", "no", "disable", "0"})


def flag(config: Mapping[str, object], option: str, default: bool = False) -> bool:
    """A boolean: true, "True", "ON", 1 … ; anything else is the default."""
    value = config.get(option)
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    return False if word in _FALSE else default


def number(config: Mapping[str, object], option: str) -> float | None:
    """A number, also when written as text; None when it is none or larger than any limit can be."""
    value = config.get(option)
    found = None if isinstance(value, bool) else finite(value)
    return found if found is not None and abs(found) < _LARGEST else None


def finite(value: object) -> float | None:
    """The value as a finite float, or None."""
    if not isinstance(value, str | int | float):
        return None
    try:
        result = float(value)
    except (ValueError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def text(config: Mapping[str, object], option: str, default: str | None = None) -> str | None:
    """Text; numbers and booleans as Home Assistant spells them; null and missing are the default."""
    value = config.get(option)
    return str(value) if isinstance(value, str | int | float) else default


def words(config: Mapping[str, object], option: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    """A list of words; one word alone is a list of one."""
    value = config.get(option)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list):
        return tuple(str(word) for word in value if isinstance(word, str | int | float))
    return default


def template(config: Mapping[str, object], *options: str) -> Template | None:
    """The first of these options that is set, compiled; None when none is."""
    for option in options:
        value = config.get(option)
        if isinstance(value, Template):
            return value
    return None


def topic(config: Mapping[str, object], option: str) -> str | None:
    """A topic (discovery has checked it), or None."""
    value = config.get(option)
    return value if isinstance(value, str) else None
