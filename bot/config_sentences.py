"""What pydantic found, as one plain sentence with the way out."""

from collections.abc import Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.config_errors import ConfigError
from bot.strict_yaml import Document, KeyPath, dotted


def wrong(sentence: str) -> PydanticCustomError:
    """To raise in a validator: the sentence is shown as it is."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


def wrong_key(key: str, sentence: str) -> PydanticCustomError:
    """To raise in a validator of keys: the sentence is about this one of them."""
    return PydanticCustomError("unknown_key", "{sentence}", {"key": key, "sentence": sentence})


def refuse_unknown_keys(value: object, known: tuple[str, ...]) -> object:
    """The value as it is, unless it has a key nobody reads."""
    for key in value if isinstance(value, Mapping) else ():
        if key not in known:
            near = get_close_matches(str(key), known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(known)}."
            raise wrong_key(str(key), f"There is no such key. {hint}")
    return value


def to_config_error(error: ValidationError, document: Document) -> ConfigError:
    """The first mistake in the order of the file."""
    mistakes = [(_path(detail), _sentence(detail)) for detail in error.errors(include_url=False)]
    path, sentence = min(mistakes, key=lambda mistake: document.line(mistake[0]) or 0)
    return ConfigError(document.file, document.line(path), dotted(path), sentence)


def _path(detail: ErrorDetails) -> KeyPath:
    path = tuple(part for part in detail["loc"] if part != "[key]")
    return (*path, str(detail.get("ctx", {})["key"])) if detail["type"] == "unknown_key" else path


def _sentence(detail: ErrorDetails) -> str:
    context: Mapping[str, object] = detail.get("ctx", {})
    kind = detail["type"]
    if kind in {"sentence", "unknown_key"}:
        return str(context["sentence"])
    if kind == "string_pattern_mismatch" and detail["loc"][-1] == "hours":
        return 'Write the hours like "22:00-07:00".'
    if kind == "literal_error":
        return f"This must be one of: {str(context['expected']).replace(' or ', ', ')}."
    if kind.startswith(("greater_than", "less_than")):
        return f"{detail['msg'].replace('Input should be', 'The number must be')}."
    if "datetime" in kind:
        return "Write the date and time like 2026-12-24T18:00."
    return _SENTENCES.get(kind, f"{detail['msg']}.").format(**context)


_LIST = "This must be a list: one line each, beginning with a dash."
_KEYS = "Here must stand keys, each with a colon after it, indented under this one."
_EMPTY = "This is empty. Fill it in, or remove the key."
_SENTENCES = {
    "missing": "This key is missing. Add it.",
    "string_pattern_mismatch": "Use only a-z, 0-9, _ and -, at most 64, and begin with a letter or a digit.",
    "string_too_long": "This is longer than {max_length} characters. Shorten it.",
    "string_too_short": _EMPTY,
    "too_short": _EMPTY,
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "float_parsing": "This must be a number.",
    "float_type": "This must be a number.",
    "bool_parsing": "This must be true or false.",
    "bool_type": "This must be true or false.",
    "string_type": "This must be a text. Put it in quotes.",
    "path_type": "This must be a path. Put it in quotes.",
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
}
