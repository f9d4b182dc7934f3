"""Attributes of modules as payloads of entities, and back."""

import re
from collections.abc import Mapping

from appliance_bridge.capability import Value
from appliance_bridge.dialects.onem2m.resources import Attributes
from appliance_bridge.entities.options import finite

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)")
_TRUE, _FALSE = ("true", "1", "on"), ("false", "0", "off")
_LARGEST = 1e9


def shown(kind: str, value: object, high: float, words: Mapping[int, str]) -> str | None:
    """The payload that says this value; None when it cannot be told."""
    if kind == "flag":
        flag = as_flag(value)
        return None if flag is None else "ON" if flag else "OFF"
    if kind in ("number", "share"):
        number = None if isinstance(value, bool) else finite(value)
        if number is None or abs(number) > _LARGEST:
            return None
        return _plain(round(number * 100 / high, 1) if kind == "share" else number)
    if kind == "time":
        found = _MOMENT.match(value) if isinstance(value, str) else None
        return None if found is None else "{}-{}-{}T{}:{}:{}+00:00".format(*found.groups())
    if kind == "text":
        return str(value) if isinstance(value, str | int | float) else None
    number = finite(value)
    return None if number is None else words.get(int(number))


def written(kind: str, payload: str, high: float, words: Mapping[int, str]) -> Value | None:
    """The value that a payload stands for; None when there is none."""
    if kind == "flag":
        return as_flag(payload.lower())
    if kind in ("number", "share"):
        number = finite(payload)
        if number is None or abs(number) > _LARGEST:
            return None
        if kind == "share":
            return round(number * high / 100)
        return int(number) if number.is_integer() else number
    return next((number for number, name in words.items() if name == payload), None)


def as_flag(value: object) -> bool | None:
    """A truth value, also one written as text; None when it is none."""
    if isinstance(value, bool):
        return value
    said = str(value).lower()
    return True if said in _TRUE else False if said in _FALSE else None


def bound(limit: float | str | None, said: Attributes) -> float | None:
    """A limit: the number itself, or what the attribute says; None when there is none."""
    return finite(said.get(limit)) if isinstance(limit, str) else limit


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)
