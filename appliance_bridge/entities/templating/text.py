"""Text functions of templates whose cost must be known before they run: formats, padding, patterns."""

import re

from appliance_bridge.entities.templating.values import (
    MAX_TEXT,
    Function,
    TemplateError,
    as_list,
    as_text,
)

_PERCENT = re.compile(r"%(?:%|[-+ 0#]{0,5}\d{0,2}(?:\.\d{1,2})?[diouxXeEfFgGs])")
_BRACES = re.compile(
    r"\{\{|\}\}|\{\d?(?::(?:[^{}]?[<>=^])?[-+ ]?#?0?\d{0,2}[,_]?(?:\.\d{1,2})?[bcdeEfFgGnosxX%]?)?\}"
)
_QUANTIFIER = re.compile(r"(?<!\\)[*+?{]")
_UNSAFE_PATTERN = re.compile(r"\)[*+?{]|\\\d|\(\?[^:i]")
_PAD_LIMIT = 256
_PATTERN_LIMIT = 100
_SUBJECT_LIMIT = 200


def percent_format(template: str, values: object) -> str:
    """`"%.1f" % value`, with widths of at most two digits."""
    if "%" in _PERCENT.sub("", template):
        raise TemplateError("an unusual % format")
    items = values if isinstance(values, tuple) else (values,)
    _printable(items, template.count("%"))
    return template % items


def format_filter(template: object, *values: object) -> str:
    """`"%.1f" | format(value)`."""
    return percent_format(as_text(template), values)


def brace_format(template: str, *values: object) -> str:
    """`"{:02x}".format(value)`, positions only: no names, no attributes, widths of at most two digits."""
    rest = _BRACES.sub("", template)
    if "{" in rest or "}" in rest:
        raise TemplateError("an unusual format")
    _printable(values, template.count("{"))
    return template.format(*values)


def _printable(values: tuple[object, ...], times: int) -> None:
    if not all(isinstance(value, str | int | float) for value in values):
        raise TemplateError("a format of something that is neither text nor number")
    if max((len(value) for value in values if isinstance(value, str)), default=0) * times > MAX_TEXT:
        raise TemplateError("a text grows too long")


def replace(value: object, old: object, new: object, count: object = -1) -> str:
    """Text with `old` replaced by `new`."""
    source, find, put = as_text(value), as_text(old), as_text(new)
    if (source.count(find) * len(put)) > MAX_TEXT:
        raise TemplateError("a text grows too long")
    return source.replace(find, put, count if isinstance(count, int) else -1)


def join(values: object, separator: object = "", attribute: object = None) -> str:
    """Items joined to one text."""
    items = as_list(values)
    if attribute is not None:
        items = [item.get(as_text(attribute), "") if isinstance(item, dict) else "" for item in items]
    parts = [as_text(item) for item in items]
    glue = as_text(separator)
    if sum(map(len, parts)) + len(glue) * len(parts) > MAX_TEXT:
        raise TemplateError("a text grows too long")
    return glue.join(parts)


def _padded(method: str) -> Function:
    def pad(value: object, width: object = 80, fill: object = " ") -> str:
        if not isinstance(width, int) or width > _PAD_LIMIT:
            raise TemplateError("a text is padded too wide")
        arguments = (width,) if method == "zfill" else (width, as_text(fill))
        return str(getattr(as_text(value), method)(*arguments))

    return pad


PADDING: dict[str, Function] = {name: _padded(name) for name in ("center", "ljust", "rjust", "zfill")}


def _pattern(value: object, pattern: object, ignorecase: object) -> tuple[str, re.Pattern[str]]:
    # Regular expressions cannot be given a time limit, so only patterns that cannot explode are taken.
    subject, source = as_text(value), as_text(pattern)
    if len(subject) > _SUBJECT_LIMIT or len(source) > _PATTERN_LIMIT:
        raise TemplateError("a regular expression on too long a text")
    if _UNSAFE_PATTERN.search(source) or len(_QUANTIFIER.findall(source)) > 2:
        raise TemplateError("a regular expression that could take for ever")
    try:
        return subject, re.compile(source, re.IGNORECASE if ignorecase else 0)
    except (re.error, OverflowError) as error:
        raise TemplateError("a regular expression with a mistake") from error


def regex_replace(value: object, find: object = "", put: object = "", ignorecase: object = False) -> str:
    """Text with all matches replaced."""
    subject, pattern = _pattern(value, find, ignorecase)
    return pattern.sub(as_text(put)[:_PATTERN_LIMIT], subject)


def regex_match(value: object, find: object = "", ignorecase: object = False) -> bool:
    """Whether the text begins with a match."""
    subject, pattern = _pattern(value, find, ignorecase)
    return pattern.match(subject) is not None


def regex_search(value: object, find: object = "", ignorecase: object = False) -> bool:
    """Whether the text contains a match."""
    subject, pattern = _pattern(value, find, ignorecase)
    return pattern.search(subject) is not None


def regex_findall(value: object, find: object = "", ignorecase: object = False) -> list[object]:
    """All matches."""
    subject, pattern = _pattern(value, find, ignorecase)
    return list(pattern.findall(subject))


def regex_findall_index(
    value: object, find: object = "", index: object = 0, ignorecase: object = False
) -> object:
    """One of all matches."""
    return regex_findall(value, find, ignorecase)[index if isinstance(index, int) else 0]


def _method(name: str) -> Function:
    def call(value: object, *arguments: object) -> object:
        result = getattr(as_text(value), name)(*arguments)
        return list(result) if isinstance(result, tuple) else result

    return call


METHODS: dict[str, Function] = {
    **{
        name: _method(name)
        for name in [
            "capitalize",
            "casefold",
            "count",
            "endswith",
            "find",
            "index",
            "isalnum",
            "isalpha",
            "isdecimal",
            "isdigit",
            "islower",
            "isnumeric",
            "isspace",
            "isupper",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "rfind",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
        ]
    },
    **PADDING,
    "format": brace_format,
    "join": lambda glue, items: join(items, glue),
    "replace": replace,
}
"""Methods of text that a template may call."""
