"""Options of one entity, checked: topics legal, templates compiled, availability expanded."""

from collections.abc import Mapping

from appliance_bridge.dialects.home_assistant.abbreviations import (
    Abbreviations,
    is_topic,
    long_names,
    with_base,
)
from appliance_bridge.entities.payload import REPLACEMENT
from appliance_bridge.entities.templates import Template, compiled

MAX_TOPIC_BYTES = 65_535
MAX_SIZE = 64 * 1024
# characters of all options of an entity
MAX_SIGNS = 20
# topics that say whether it is there
_FORBIDDEN = ("\x00", "#", "+", REPLACEMENT)


class BadOptionError(Exception):
    """An option makes the whole entity unusable; the text says which and why."""


def checked_options(config: dict[str, object], abbreviations: Abbreviations) -> dict[str, object]:
    """The options with null topics and templates dropped, templates compiled, availability in long names.

    Raises BadOptionError.
    """
    listed = config.get("availability")
    if isinstance(listed, dict):
        listed = [listed]
    if _size(config) > MAX_SIZE:
        raise BadOptionError(f"its options are larger than {MAX_SIZE // 1024} KB.")
    if isinstance(listed, list):
        if len(listed) > MAX_SIGNS:
            raise BadOptionError(f"it has more than {MAX_SIGNS} availability topics.")
        config["availability"] = [
            _checked(with_base(long_names(entry, abbreviations.options), config.get("~")))
            for entry in listed
            if isinstance(entry, dict)
        ]
    elif listed is not None:
        raise BadOptionError("its availability is not a list.")
    return _checked(config)


def degradations(config: Mapping[str, object]) -> tuple[str, ...]:
    """Why parts of the entity cannot be used: its templates that need what is not here."""
    return tuple(
        f"{name} {value.problem}"
        for name, value in config.items()
        if isinstance(value, Template) and value.problem is not None
    )


def _size(value: object) -> int:
    if isinstance(value, dict):
        return sum(len(name) + _size(one) for name, one in value.items())
    if isinstance(value, list):
        return sum(_size(one) for one in value)
    return len(value) if isinstance(value, str) else 1


def _checked(config: Mapping[str, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, value in config.items():
        if is_topic(name):
            if value is not None:
                result[name] = _checked_topic(name, value)
        elif name == "template" or name.endswith("_template"):
            if isinstance(value, str | int | float):
                result[name] = compiled(str(value))
        else:
            result[name] = value
    return result


def _checked_topic(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadOptionError(f"its {name} is not text.")
    if not value:
        raise BadOptionError(f"its {name} is empty.")
    if any(character in value for character in _FORBIDDEN):
        raise BadOptionError(f"its {name} holds a character that a topic may not have (NUL, #, +).")
    if len(value.encode()) > MAX_TOPIC_BYTES:
        raise BadOptionError(f"its {name} is longer than a topic may be.")
    return value
