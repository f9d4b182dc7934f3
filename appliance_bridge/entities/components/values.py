"""How single values look on the wire, shared by the components."""

from collections.abc import Callable, Mapping

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import Data, IgnoredError
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite, number, text, words
from appliance_bridge.entities.templates import parsed

Parse = Callable[[Entity, str], Value | None]
Send = Callable[[Entity, Data], object]
Range = Callable[[Entity], Mapping[str, object]]


def real(entity: Entity, word: str) -> float:
    """A number; whole ones as int."""
    value = finite(word)
    if value is None or "_" in word:
        raise IgnoredError
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def plain(entity: Entity, word: str) -> str:
    """Text as it is."""
    return word


def among(*pairs: tuple[str, str, str | None]) -> Parse:
    """Canonical words by (canonical word, option with the payload that means it, default payload)."""

    def parse(entity: Entity, word: str) -> str:
        for meaning, option, default in pairs:
            if word == text(entity.config, option, default):
                return meaning
        raise IgnoredError

    return parse


def one_of(option: str, default: tuple[str, ...] = ()) -> Parse:
    """A word of a list option."""

    def parse(entity: Entity, word: str) -> str:
        if word not in words(entity.config, option, default):
            raise IgnoredError
        return word

    return parse


def known(*allowed: str) -> Parse:
    """One of the words that Home Assistant fixes."""

    def parse(entity: Entity, word: str) -> str:
        if word not in allowed:
            raise IgnoredError
        return word

    return parse


def constant(option: str, default: str) -> Send:
    """The payload that an option names."""
    return lambda entity, data: text(entity.config, option, default)


def given(name: str) -> Send:
    """A data field as it is."""
    return lambda entity, data: data[name]


def has(option: str) -> Callable[[Entity], bool]:
    """Offered when the option is not null (some payloads are switched off by null)."""
    return lambda entity: option not in entity.config or entity.config[option] is not None


def options_of(option: str, default: tuple[str, ...] = ()) -> Range:
    """Limits: the words of a list option."""
    return lambda entity: {"options": list(words(entity.config, option, default))}


def between(
    least: str, lowest: float, most: str, highest: float, step: str | None = None, unit: str | None = None
) -> Range:
    """Limits: two options with defaults, and perhaps a step."""

    def limits(entity: Entity) -> Mapping[str, object]:
        found: dict[str, object] = {
            "minimum": number_or(entity, least, lowest),
            "maximum": number_or(entity, most, highest),
        }
        if step is not None:
            found["step"] = number_or(entity, step, 1)
        if unit is not None:
            found["unit"] = unit
        return found

    return limits


def percent(entity: Entity) -> Mapping[str, object]:
    """Limits: 0 to 100 percent."""
    return {"minimum": 0, "maximum": 100, "unit": "%"}


def number_or(entity: Entity, option: str, default: float) -> float:
    """A number option, or its default."""
    value = number(entity.config, option)
    return default if value is None else value


def scaled(value: object, low: float, high: float) -> int:
    """A device value as percent of its range. Raises IgnoredError outside of it."""
    amount = finite(value)
    if amount is None or high == low:
        raise IgnoredError
    share = (amount - low) / (high - low) * 100
    if not -0.5 <= share <= 100.5:
        raise IgnoredError
    return round(share)


def unscaled(share: object, low: float, high: float) -> int:
    """Percent as a device value of its range."""
    amount = finite(share)
    if amount is None:
        raise IgnoredError
    return round(low + (high - low) * amount / 100)


def json_object(word: str) -> dict[str, object]:
    """The JSON object in a text. Raises IgnoredError."""
    value = parsed(word)
    if not isinstance(value, dict):
        raise IgnoredError
    return value


ON_OFF: Parse = among(("on", "payload_on", "ON"), ("off", "payload_off", "OFF"))


def _state_words(entity: Entity, word: str) -> Value:
    """On or off by state_on and state_off, which default to the payloads of the commands."""
    for meaning, option, payload, default in (
        ("on", "state_on", "payload_on", "ON"),
        ("off", "state_off", "payload_off", "OFF"),
    ):
        if word == text(entity.config, option, text(entity.config, payload, default)):
            return meaning
    raise IgnoredError


STATE_ON_OFF: Parse = _state_words
