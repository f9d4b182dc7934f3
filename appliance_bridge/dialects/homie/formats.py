"""Homie formats and payloads as options of entities."""

import json
import re
from collections.abc import Mapping, Sequence

from appliance_bridge.dialects.homie.description import Property
from appliance_bridge.entities.options import finite
from appliance_bridge.entities.templates import Template, compiled

NUMBERS = frozenset({"integer", "float", "percent"})
DURATION = compiled(
    "{% if value[:1] == 'P' %}{{ "
    + " + ".join(
        f"((value.split('T')[{part}] | regex_findall('([0-9.]+){letter}')) + ['0'])[0] | float * {seconds}"
        for part, letter, seconds in ((0, "D", 86_400), (-1, "H", 3_600), (-1, "M", 60), (-1, "S", 1))
    )
    + " }}{% else %}None{% endif %}"
)
"""Seconds of an ISO 8601 duration ("PT1H5M"); months and years do not occur in a home."""
SECONDS = compiled("PT{{ value | int }}S")
"""Seconds as an ISO 8601 duration."""
_RANGE = re.compile(r"\s*([-+0-9.eE]*)\s*:\s*([-+0-9.eE]*)\s*(?::\s*([0-9.eE+-]+)\s*)?")
_MAX_OPTIONS = 100
_WIDEST = 1_000_000.0
# for numbers without limits
_UNIT_CLASSES: Mapping[str, str] = {
    "°C": "temperature", "°F": "temperature", "W": "power", "kW": "power", "Wh": "energy", "kWh": "energy",
    "V": "voltage", "A": "current", "Pa": "pressure", "hPa": "pressure", "lx": "illuminance", "s": "duration",
    "min": "duration", "h": "duration", "ppm": "carbon_dioxide",
}  # fmt: skip
_UNITS: Mapping[str, str] = {"C": "°C", "F": "°F", "ºC": "°C", "ºF": "°F", "#": ""}
# as devices write them → as they are known here
_WORD_CLASSES: Sequence[tuple[str, str, frozenset[str]]] = (
    ("humidity", "humidity", frozenset({"%", ""})),
    ("battery", "battery", frozenset({"%"})),
    ("temperature", "temperature", frozenset({""})),
)
_BINARY_CLASSES: Sequence[tuple[str, str]] = (
    ("motion", "motion"), ("occupancy", "occupancy"), ("presence", "presence"), ("smoke", "smoke"),
    ("leak", "moisture"), ("flood", "moisture"), ("water", "moisture"), ("window", "window"),
    ("door", "door"), ("contact", "opening"), ("charging", "battery_charging"),
)  # fmt: skip


def unit(one: Property) -> str:
    """The unit of a property; a percentage has "%"."""
    return "%" if one.datatype == "percent" else _UNITS.get(one.unit, one.unit)


def limits(one: Property) -> dict[str, float]:
    """`min`, `max` and `step` of a number's format ("10:30:0.5"), with room where it says none."""
    found = _RANGE.fullmatch(one.format)
    low, high, step = (finite(part) if part else None for part in (found.groups() if found else ("", "", "")))
    percent = unit(one) == "%"
    result = {
        "min": (0.0 if percent else -_WIDEST) if low is None else low,
        "max": (100.0 if percent else _WIDEST) if high is None else high,
    }
    if step is not None and step > 0:
        result["step"] = step
    elif one.datatype == "float":
        result["step"] = 0.1
    return result


def bounded(one: Property) -> bool:
    """Whether its format says how far it goes."""
    found = _RANGE.fullmatch(one.format)
    return found is not None and all(finite(part) is not None for part in found.groups()[:2])


def choices(one: Property) -> list[str]:
    """The payloads of an enum."""
    parts = (part.strip() for part in one.format.split(","))
    return [part for part in dict.fromkeys(parts) if part][:_MAX_OPTIONS]


def colour(one: Property) -> str | None:
    """How a colour is spoken: "rgb", "hsv" or "xyz"; the first of several."""
    return next((part for part in choices(one) if part in ("rgb", "hsv", "xyz")), None)


def measured(one: Property, node: str) -> dict[str, object]:
    """Options that say what a number measures."""
    of = unit(one)
    kind = _UNIT_CLASSES.get(of)
    words = f"{one.id} {one.name} {node}".lower()
    for word, name, units in _WORD_CLASSES:
        if kind is None and word in words and of in units:
            kind = name
    result: dict[str, object] = {"state_class": "measurement"}
    if of:
        result["unit_of_measurement"] = of
    if kind is not None:
        result["device_class"] = kind
    return result


def binary_class(one: Property, node: str) -> dict[str, object]:
    """The device class of a boolean that is only read, when its words tell."""
    for said in (f"{one.id} {one.name}".lower(), node.lower()):
        for word, kind in _BINARY_CLASSES:
            if word in said:
                return {"device_class": kind}
    return {}


def renamed(words: Mapping[str, str]) -> Template:
    """A template that says other words for known ones, and nothing for others."""
    return compiled("{{ " + json.dumps(dict(words)) + ".get(value, 'None') }}")
