"""The names that a description may use, and how a value of each is usually written."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from appliance_bridge.capability import Attribute, Capability, Value
from appliance_bridge.recognition.translation import Translator, choice

_UNITS = {
    "celsius": ("c", "f"),
    "seconds": ("ms", "s", "min", "h", "d"),
    "watt": ("mw", "w", "kw"),
    "kilowatt_hour": ("wh", "kwh", "mwh", "j", "kj", "mj"),
}
# unit of the vocabulary → those that are turned into it
SENSOR = "sensor"
# the capability whose attributes everybody names for themselves

_PAYLOADS = {
    "turn_on": "ON",
    "turn_off": "OFF",
    "open": "OPEN",
    "close": "CLOSE",
    "lock": "LOCK",
    "unlock": "UNLOCK",
    "position.stop": "STOP",
}
# what most devices want to hear
_READERS = {
    "run_control.state": "run_state",
    "position.state": "cover",
    "valve.state": "valve",
    "lock.state": "lock",
    "door.open": "open",
    "remaining_time.seconds": "duration",
    "remaining_time.finish_at": "timestamp",
    "duration.seconds": "duration",
    "energy.power_w": "power",
    "energy.total_kwh": "energy",
    "error.active": "not_nothing",
    "error.code": "code",
    "program.selected": "programme",
}
_BY_KIND = {"boolean": "flag", "number": "number", "text": "text", "choice": "text"}
_TABLES = {"mode.selected": "mode", "fan_speed.selected": "fan_speed"}
# attributes whose words are canonical where they can be


@dataclass(frozen=True, slots=True)
class Scale:
    """Between a unit of the appliance and that of the vocabulary, where the reader does not do it."""

    factor: float = 1.0
    offset: float = 0.0

    def read(self, value: Value | None) -> Value | None:
        """In the unit of the vocabulary."""
        if self == Scale() or value is None or isinstance(value, bool | str):
            return value
        return round(value * self.factor + self.offset, 2)

    def write(self, value: float) -> float:
        """In the unit of the appliance."""
        return value if self == Scale() else round((value - self.offset) / self.factor, 2)


def scale(attribute: Attribute | None, unit: str) -> Scale:
    """How a number of this attribute is counted in the unit."""
    if attribute is not None and attribute.unit == "celsius" and unit.lower() == "f":
        return Scale(5 / 9, -160 / 9)
    return Scale()


def unit_problem(attribute: Attribute | None, unit: str | None) -> str | None:
    """Why a number cannot be counted in this unit, as one plain sentence, or None."""
    known = _UNITS.get(attribute.unit or "", ()) if attribute is not None else ()
    if unit is None or attribute is None or unit.lower() in known:
        return None
    hint = f"Units here: {', '.join(known)}." if known else "Leave the unit out."
    return f"It cannot be counted in {unit}. {hint}"


def default_payload(key: str) -> str | None:
    """What "capability.action" is usually told with, or None."""
    return _PAYLOADS.get(key) or _PAYLOADS.get(key.partition(".")[2])


def translator(key: str, attribute: Attribute | None, unit: str, options: tuple[str, ...]) -> Translator:
    """How a value of "capability.attribute" is read when no table says more; `options`: its own words."""
    if attribute is None:
        return Translator("raw", unit)
    if options:
        own = choice(_TABLES.get(key, ""), options).own
        return Translator("programme" if key == "program.selected" else "choice", unit, own)
    if key in _TABLES:
        return Translator("choice", unit)
    return Translator(_READERS.get(key) or _BY_KIND[attribute.kind], unit)


def argument_words(key: str, options: tuple[str, ...]) -> tuple[str, ...]:
    """The words that people use for these options."""
    return tuple(choice(_TABLES.get(key, ""), options).own)


def fitting(value: Value | None, attribute: Attribute | None) -> Value | None:
    """The value when it is of the kind of its attribute, else None."""
    if value is None or attribute is None:
        return value
    if attribute.kind == "boolean":
        return value if isinstance(value, bool) else None
    if attribute.kind == "number":
        return None if isinstance(value, bool | str) else value
    if attribute.kind == "choice":
        return value if value in attribute.options else None
    return str(value) if not isinstance(value, bool) else ("on" if value else "off")


def name_problem(key: str, kind: str, capabilities: Mapping[str, Capability] | None) -> str | None:
    """Why "capability.attribute" (or ".action") cannot be used, as one plain sentence, or None."""
    capability, dot, name = key.partition(".")
    if not (dot and capability and name) or not key.replace(".", "_").replace("_", "a").isalnum():
        example = "power.on" if kind == "attribute" else "power.turn_on"
        return f"Write this as capability.{kind}, like {example}."
    if capabilities is None or (capability == SENSOR and kind == "attribute"):
        return None
    if capability not in capabilities:
        near = get_close_matches(capability, capabilities, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(sorted(capabilities))}."
        return f'There is no capability "{capability}". {hint}'
    found = capabilities[capability]
    known = found.attributes if kind == "attribute" else found.actions
    if name not in known:
        told = f"There are: {', '.join(known)}." if known else f"It has no {kind}s."
        return f'{capability} has no {kind} "{name}". {told}'
    return None
