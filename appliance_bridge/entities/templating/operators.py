"""What operators of templates do: fields of data, never attributes of Python objects; counting; comparing."""

import operator
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any

from jinja2 import nodes

from appliance_bridge.entities.templating.functions import METHODS
from appliance_bridge.entities.templating.moments import FIELDS
from appliance_bridge.entities.templating.moments import METHODS as TIME_METHODS
from appliance_bridge.entities.templating.text import percent_format
from appliance_bridge.entities.templating.values import (
    MAX_BITS,
    UNDEFINED,
    Function,
    Namespace,
    TemplateError,
    Undefined,
    as_text,
)


def get_field(value: object, field: object) -> object:
    if isinstance(value, dict):
        return value.get(as_key(field), UNDEFINED)
    if isinstance(field, int) and isinstance(value, str | list | tuple):
        return value[field] if -len(value) <= field < len(value) else UNDEFINED
    if isinstance(value, Namespace):
        return value.values.get(as_text(field), UNDEFINED)
    if isinstance(value, date | time | timedelta) and field in FIELDS:
        return getattr(value, as_text(field))
    if isinstance(value, Undefined):
        raise TemplateError("a field of something that is not there")
    return UNDEFINED


def as_key(value: object) -> str | int | float | None:
    if value is None or isinstance(value, str | int | float):
        return value
    raise TemplateError("a key that is neither text nor number")


def part_of(value: object, bounds: list[Any]) -> object:
    if isinstance(value, str | list | tuple):
        return value[slice(*bounds)]
    raise TemplateError("a part of something that has no parts")


METHOD_NAMES = frozenset(TIME_METHODS).union(*METHODS.values())


def method_named(name: str) -> Function:
    def call(value: object, *arguments: object, **named: object) -> object:
        if isinstance(value, date | time | timedelta):
            return TIME_METHODS[name](value, *arguments, **named)
        table = METHODS.get(list if isinstance(value, tuple) else type(value), {})
        if name not in table:
            raise TemplateError(f"{name}() of something that has none")
        return table[name](value, *arguments, **named)

    return call


def _known(*values: object) -> None:
    if any(isinstance(value, Undefined) for value in values):
        raise TemplateError("counting with something that is not there")


def _plus(left: Any, right: Any) -> object:
    _known(left, right)
    return left + right


def _minus(left: Any, right: Any) -> object:
    _known(left, right)
    return left - right


def _times(left: Any, right: Any) -> object:
    # Text and lists times a number is how a short template fills the memory.
    if isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple):
        raise TemplateError("text times a number")
    _known(left, right)
    return left * right


def _modulo(left: Any, right: Any) -> object:
    return percent_format(left, right) if isinstance(left, str) else left % right


def _power(left: Any, right: Any) -> object:
    if not isinstance(left, int | float) or not isinstance(right, int | float):
        raise TemplateError("a power of something that is no number")
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > MAX_BITS:
        raise TemplateError("a number grows too large")
    return left**right


OPERATIONS: Mapping[type, Callable[[Any, Any], object]] = {
    nodes.Add: _plus,
    nodes.Div: operator.truediv,
    nodes.FloorDiv: operator.floordiv,
    nodes.Mod: _modulo,
    nodes.Mul: _times,
    nodes.Pow: _power,
    nodes.Sub: _minus,
}

SIGNS: Mapping[type, Callable[[Any], object]] = {
    nodes.Neg: operator.neg,
    nodes.Not: operator.not_,
    nodes.Pos: operator.pos,
}

COMPARISONS: Mapping[str, Callable[[Any, Any], object]] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "gteq": operator.ge,
    "in": lambda left, right: left in _container(right),
    "lt": operator.lt,
    "lteq": operator.le,
    "ne": operator.ne,
    "notin": lambda left, right: left not in _container(right),
}


def _container(value: Any) -> Any:
    return () if isinstance(value, Undefined) else value
