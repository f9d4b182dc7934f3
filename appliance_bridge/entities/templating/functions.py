"""What templates may call: filters, tests and functions. Data in, data out; nothing reaches beyond."""

import base64
import json
import math

from appliance_bridge.entities.templating import moments, text
from appliance_bridge.entities.templating.values import (
    UNDEFINED,
    Function,
    Namespace,
    TemplateError,
    Undefined,
    as_list,
    as_text,
    sized,
)

_RAISE = object()
_MAX_RANGE = 1_000
_MAX_UNIQUE = 200
# each is compared with each


def _float(value: object, default: object = _RAISE) -> object:
    try:
        return float(value)  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError):
        if default is _RAISE:
            raise TemplateError("float of something that is no number") from None
        return default


def _int(value: object, default: object = _RAISE, base: object = 10) -> object:
    try:
        if isinstance(value, str) and base != 10 and isinstance(base, int):
            return int(value, base)
        try:
            return int(value)  # type: ignore[call-overload]
        except ValueError:
            return int(float(value))  # type: ignore[arg-type]
    except (ValueError, TypeError, OverflowError):
        if default is _RAISE:
            raise TemplateError("int of something that is no number") from None
        return default


def _bool(value: object, default: object = _RAISE) -> object:
    word = as_text(value).strip().lower()
    if word in ("true", "yes", "on", "enable", "1"):
        return True
    if word in ("false", "no", "off", "disable", "0"):
        return False
    if default is _RAISE:
        raise TemplateError("bool of something that is neither")
    return default


def _is_number(value: object) -> bool:
    number = _float(value, None)
    return isinstance(number, float) and math.isfinite(number)


def _round(
    value: object, precision: object = 0, method: object = "common", default: object = _RAISE
) -> object:
    number = _float(value, None)
    if not isinstance(number, float) or not isinstance(precision, int) or abs(precision) > 20:
        if default is _RAISE:
            raise TemplateError("round of something that is no number")
        return default
    scale = 10.0**precision
    if method == "ceil":
        number = math.ceil(number * scale) / scale
    elif method == "floor":
        number = math.floor(number * scale) / scale
    elif method == "half":
        number = round(number * 2) / 2
    else:
        number = round(number, precision)
    return int(number) if precision == 0 else number


def _iif(condition: object, yes: object = True, no: object = False, none: object = _RAISE) -> object:
    if condition is None and none is not _RAISE:
        return none
    return yes if condition else no


def _default(value: object, default: object = "", also_false: object = False) -> object:
    return default if isinstance(value, Undefined) or (also_false and not value) else value


def _from_json(value: object, default: object = _RAISE) -> object:
    try:
        return json.loads(as_text(value))
    except (ValueError, RecursionError):
        if default is _RAISE:
            raise TemplateError("from_json of something that is not JSON") from None
        return default


def _to_json(value: object, ensure_ascii: object = False, sort_keys: object = False) -> str:
    if isinstance(value, Undefined):
        raise TemplateError("to_json of something that is not there")
    return json.dumps(
        value,
        ensure_ascii=bool(ensure_ascii),
        sort_keys=bool(sort_keys),
        separators=(",", ":"),
        allow_nan=False,
    )


def _range(*bounds: object) -> list[object]:
    whole = [bound for bound in bounds if isinstance(bound, int)]
    if not 1 <= len(whole) <= 3 or len(whole) != len(bounds):
        raise TemplateError("range of something that is no whole number")
    numbers = range(*whole)
    if len(numbers) > _MAX_RANGE:
        raise TemplateError("a range is too long")
    return list(numbers)


def _unique(values: object) -> list[object]:
    items = as_list(values)
    if len(items) > _MAX_UNIQUE:
        raise TemplateError("a list grows too large")
    result: list[object] = []
    result.extend(item for item in items if item not in result)
    return result


def _flat(values: tuple[object, ...]) -> list[object]:
    return as_list(values[0]) if len(values) == 1 else list(values)


def _least(*values: object) -> object:
    return min(_flat(values), default=UNDEFINED)  # type: ignore[type-var]


def _most(*values: object) -> object:
    return max(_flat(values), default=UNDEFINED)  # type: ignore[type-var]


def _average(*values: object) -> object:
    items = [number for number in (_float(item, None) for item in _flat(values)) if isinstance(number, float)]
    return sum(items) / len(items)


def _sum(values: object, attribute: object = None, start: object = 0) -> object:
    items = as_list(values)
    if attribute is not None:
        items = [item.get(as_text(attribute)) if isinstance(item, dict) else None for item in items]
    return sum(
        (item for item in items if isinstance(item, int | float)), start if isinstance(start, int) else 0
    )


def _sort(value: object, reverse: object = False) -> list[object]:
    return sorted(as_list(value), reverse=bool(reverse))  # type: ignore[type-var]


def _items(value: object) -> list[object]:
    return list(value.items()) if isinstance(value, dict) else []


def _decode64(value: object) -> str:
    return base64.b64decode(as_text(value)).decode("utf-8")


def _first(value: object) -> object:
    return next(iter(as_list(value)), UNDEFINED)


def _last(value: object) -> object:
    items = as_list(value)
    return items[-1] if items else UNDEFINED


def _dict(**values: object) -> object:
    return values


def _bits(operation: str) -> Function:
    def apply(left: object, right: object) -> int:
        if not isinstance(left, int) or not isinstance(right, int):
            raise TemplateError("bits of something that is no whole number")
        return {"and": left & right, "or": left | right, "xor": left ^ right}[operation]

    return apply


_BOTH: dict[str, Function] = {
    "average": _average,
    "bitwise_and": _bits("and"),
    "bitwise_or": _bits("or"),
    "bitwise_xor": _bits("xor"),
    "bool": _bool,
    "contains": lambda value, item: item in value,
    "float": _float,
    "iif": _iif,
    "int": _int,
    "is_number": _is_number,
    "max": _most,
    "min": _least,
}

FILTERS: dict[str, Function] = {
    **_BOTH,
    **moments.FILTERS,
    **text.PADDING,
    **{name: text.METHODS[name] for name in ("upper", "lower", "title", "capitalize")},
    "abs": lambda value: abs(value),
    "add": lambda value, amount: float(value) + amount,
    "base64_decode": _decode64,
    "base64_encode": lambda value: base64.b64encode(as_text(value).encode()).decode(),
    "count": sized,
    "d": _default,
    "default": _default,
    "first": _first,
    "format": text.format_filter,
    "from_json": _from_json,
    "items": _items,
    "join": text.join,
    "last": _last,
    "length": sized,
    "list": as_list,
    "multiply": lambda value, amount: float(value) * amount,
    "ord": lambda value: ord(value),
    "regex_findall": text.regex_findall,
    "regex_findall_index": text.regex_findall_index,
    "regex_match": text.regex_match,
    "regex_replace": text.regex_replace,
    "regex_search": text.regex_search,
    "replace": text.replace,
    "reverse": lambda value: value[::-1] if isinstance(value, str) else as_list(value)[::-1],
    "round": _round,
    "sort": _sort,
    "string": as_text,
    "sum": _sum,
    "to_json": _to_json,
    "tojson": _to_json,
    "trim": lambda value, characters=None: as_text(value).strip(characters),
    "unique": _unique,
}

FUNCTIONS: dict[str, Function] = {
    **_BOTH,
    **moments.FUNCTIONS,
    "dict": _dict,
    "namespace": lambda **values: Namespace(values),
    "range": _range,
    "sqrt": lambda value, default=_RAISE: math.sqrt(value) if value >= 0 or default is _RAISE else default,
}


def _index(value: object, *arguments: object) -> object:
    return list(value).index(*arguments)  # type: ignore[call-overload]


METHODS: dict[type, dict[str, Function]] = {
    str: text.METHODS,
    dict: {
        "get": lambda value, key, default=None: value.get(key, default),
        "items": _items,
        "keys": lambda value: list(value),
        "values": lambda value: list(value.values()),
    },
    list: {"count": lambda value, item: value.count(item), "index": _index},
}
"""Methods by the type of what they are called on; times and durations are in moments."""
