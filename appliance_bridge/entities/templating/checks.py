"""Tests of templates: `value is number`."""

from appliance_bridge.entities.templating import text
from appliance_bridge.entities.templating.functions import FILTERS
from appliance_bridge.entities.templating.values import Function, Undefined, as_text

TESTS: dict[str, Function] = {
    "boolean": lambda value: isinstance(value, bool),
    "contains": FILTERS["contains"],
    "defined": lambda value: not isinstance(value, Undefined),
    "divisibleby": lambda value, number: value % number == 0,
    "eq": lambda value, other: value == other,
    "equalto": lambda value, other: value == other,
    "even": lambda value: value % 2 == 0,
    "false": lambda value: value is False,
    "float": lambda value: isinstance(value, float),
    "ge": lambda value, other: value >= other,
    "gt": lambda value, other: value > other,
    "in": lambda value, other: value in other,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "is_number": FILTERS["is_number"],
    "iterable": lambda value: isinstance(value, str | list | tuple | dict),
    "le": lambda value, other: value <= other,
    "list": lambda value: isinstance(value, list),
    "lower": lambda value: as_text(value).islower(),
    "lt": lambda value, other: value < other,
    "mapping": lambda value: isinstance(value, dict),
    "match": text.regex_match,
    "ne": lambda value, other: value != other,
    "none": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float),
    "odd": lambda value: value % 2 == 1,
    "search": text.regex_search,
    "sequence": lambda value: isinstance(value, str | list | tuple | dict),
    "string": lambda value: isinstance(value, str),
    "true": lambda value: value is True,
    "undefined": lambda value: isinstance(value, Undefined),
    "upper": lambda value: as_text(value).isupper(),
}
TESTS |= {
    "==": TESTS["eq"],
    "!=": TESTS["ne"],
    "<": TESTS["lt"],
    "<=": TESTS["le"],
    ">": TESTS["gt"],
    ">=": TESTS["ge"],
}
