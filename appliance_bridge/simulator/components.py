"""Entities in the words of Home Assistant discovery, before names and topics of one device are filled in."""
# "~" stands for the device's topic, as the public convention has it.

import math
from collections.abc import Mapping, Sequence

Component = Mapping[str, object]
Components = Mapping[str, Component]
"""Role inside the device ("power") → its discovery options."""


def switch(role: str, **more: object) -> Component:
    """On and off, by command."""
    return {"platform": "switch", **_stated(role), **_told(role), **more}


def sensor(role: str, **more: object) -> Component:
    """A reading."""
    return {"platform": "sensor", **_stated(role), **more}


def binary_sensor(role: str, **more: object) -> Component:
    """A reading that is ON or OFF."""
    return {"platform": "binary_sensor", **_stated(role), **more}


def button(role: str, **more: object) -> Component:
    """Something to press."""
    return {"platform": "button", **_told(role), **more}


def select(role: str, options: Sequence[str], **more: object) -> Component:
    """A choice."""
    return {"platform": "select", **_stated(role), **_told(role), "options": list(options), **more}


def number(role: str, low: float, high: float, step: float, **more: object) -> Component:
    """A number to set."""
    bounds = {"min": low, "max": high, "step": step}
    return {"platform": "number", **_stated(role), **_told(role), **bounds, **more}


def image(role: str, **more: object) -> Component:
    """A picture, base64 of a PNG."""
    return {
        "platform": "image",
        "image_topic": f"~/{role}",
        "image_encoding": "b64",
        "content_type": "image/png",
        **more,
    }


def attribute(kind: str, role: str) -> dict[str, object]:
    """State and command topic of one attribute of a larger entity: attribute("mode", "mode") of a climate."""
    return {f"{kind}_state_topic": f"~/{role}", f"{kind}_command_topic": f"~/{role}/set"}


def power_sensor() -> Component:
    """Power drawn now."""
    return sensor(
        "power_consumption", device_class="power", unit_of_measurement="W", state_class="measurement"
    )


def energy_sensor() -> Component:
    """Energy used since it was installed."""
    return sensor("energy", device_class="energy", unit_of_measurement="kWh", state_class="total_increasing")


def percent_sensor(role: str, device_class: str | None = None, **more: object) -> Component:
    """A share of 100, such as a battery or what is left of a filter."""
    known: dict[str, object] = {"device_class": device_class} if device_class else {}
    return sensor(role, unit_of_measurement="%", state_class="measurement", **known, **more)


def temperature_sensor(role: str, **more: object) -> Component:
    """A temperature in celsius."""
    return sensor(
        role, device_class="temperature", unit_of_measurement="°C", state_class="measurement", **more
    )


def on_off(value: bool) -> str:
    """ON or OFF."""
    return "ON" if value else "OFF"


def switched(payload: str) -> bool | None:
    """What ON or OFF asks for; None for other words."""
    return {"ON": True, "OFF": False}.get(payload)


def plain(value: float) -> str:
    """A number without needless zeros."""
    return f"{value:.10g}"


def number_between(payload: str, low: float, high: float) -> float | None:
    """The number that a payload spells; None when it is no number or out of bounds."""
    try:
        value = float(payload)
    except ValueError:
        return None
    return value if math.isfinite(value) and low <= value <= high else None


def _stated(role: str) -> dict[str, object]:
    return {"state_topic": f"~/{role}"}


def _told(role: str) -> dict[str, object]:
    return {"command_topic": f"~/{role}/set"}
