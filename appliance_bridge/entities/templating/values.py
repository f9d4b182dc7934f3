"""Values inside templates: what is undefined, how text is made of them, and how large they may get."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

MAX_TEXT = 65_536
# characters of any one string inside a template
MAX_CONTAINER = 20_000
# values inside one list, tuple or mapping, nested ones counted each time they occur
MAX_DEPTH = 32
MAX_BITS = 256
# of an integer


class TemplateError(Exception):
    """The template cannot be rendered from this input; nothing may be concluded."""


class Undefined:
    """What a name or field has when it is not there; false, empty, and text of it is empty."""

    def __bool__(self) -> bool:
        return False


class Namespace:
    """`namespace()`: the only thing a template may change inside a loop."""

    def __init__(self, values: dict[str, object]) -> None:
        self.values = values


UNDEFINED = Undefined()
_SCALARS = (str, int, float, bool, type(None), datetime, date, time, timedelta, Undefined)


def weigh(value: object) -> int:
    """How much work a value stands for. Raises TemplateError when it is larger than a payload could need."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise TemplateError("a text grows too long")
        return len(value) >> 6
    if isinstance(value, int):
        if value.bit_length() > MAX_BITS:
            raise TemplateError("a number grows too large")
    elif isinstance(value, list | tuple | dict):
        return (MAX_CONTAINER - _count(value, MAX_CONTAINER, MAX_DEPTH)) >> 3
    return 0


def _count(value: object, left: int, depth: int) -> int:
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise TemplateError("a text grows too long")
    left -= 1 + (len(value) // 64 if isinstance(value, str) else 0)
    if left < 0 or depth < 0:
        raise TemplateError("a list grows too large")
    if isinstance(value, dict):
        for key, item in value.items():
            left = _count(item, _count(key, left, 0), depth - 1)
    elif isinstance(value, list | tuple):
        for item in value:
            left = _count(item, left, depth - 1)
    elif not isinstance(value, _SCALARS):
        raise TemplateError("a list holds something that has no text")
    return left


def as_text(value: object) -> str:
    """As the template would print it."""
    if isinstance(value, str):
        return value
    if isinstance(value, Undefined):
        return ""
    if isinstance(value, Namespace):
        raise TemplateError("a namespace has no text")
    return str(value)


def as_list(value: object) -> list[object]:
    """What a loop runs over: items, keys of a mapping, characters; nothing when undefined."""
    if isinstance(value, Undefined):
        return []
    if isinstance(value, str | list | tuple | dict | range):
        return list(value)
    raise TemplateError("a loop runs over something that has no items")


def sized(value: object) -> int:
    """Its length; 0 when undefined."""
    if isinstance(value, Undefined):
        return 0
    if isinstance(value, str | list | tuple | dict | range):
        return len(value)
    raise TemplateError("something without a length is measured")


Function = Callable[..., object]
"""A filter, test, function or method that templates may call."""
