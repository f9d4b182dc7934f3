"""Temperatures: celsius inside, whatever the device speaks outside."""

from collections.abc import Mapping

from appliance_bridge.entities.components.rows import Data, IgnoredError
from appliance_bridge.entities.components.values import Range, Send, number_or, real
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite, number, text


def speaks_fahrenheit(entity: Entity) -> bool:
    """Whether its temperatures are in fahrenheit: by temperature_unit or unit_of_measurement."""
    unit = text(entity.config, "temperature_unit") or text(entity.config, "unit_of_measurement") or ""
    return unit.strip().lstrip("°").upper() in ("F", "FAHRENHEIT", "DEG F")


def to_celsius(fahrenheit: float) -> float:
    """A temperature, to a hundredth."""
    return round((fahrenheit - 32) / 1.8, 2)


def celsius(entity: Entity, word: str) -> float:
    """A received temperature in celsius."""
    value = real(entity, word)
    return to_celsius(value) if speaks_fahrenheit(entity) else value


def outgoing(name: str, step: str) -> Send:
    """A data field in celsius as the device's own number; fahrenheit is rounded to the device's step."""

    def send(entity: Entity, data: Data) -> object:
        value = finite(data[name])
        if value is None:
            raise IgnoredError
        if not speaks_fahrenheit(entity):
            return int(value) if value.is_integer() else value
        grain = abs(number_or(entity, step, 1)) or 1
        own = float(round(round((value * 1.8 + 32) / grain) * grain, 2))
        return int(own) if own.is_integer() else own

    return send


def temperature_range(least: str, most: str, step: str, lowest: float | None, highest: float | None) -> Range:
    """Limits in celsius; defaults are in celsius too."""

    def limits(entity: Entity) -> Mapping[str, object]:
        fahrenheit = speaks_fahrenheit(entity)
        found: dict[str, object] = {"unit": "°C"}
        for key, option, default in (("minimum", least, lowest), ("maximum", most, highest)):
            own = number(entity.config, option)
            value = default if own is None else to_celsius(own) if fahrenheit else own
            if value is not None:
                found[key] = value
        grain = abs(number_or(entity, step, 1)) or 1
        found["step"] = round(grain / 1.8, 2) if fahrenheit else grain
        return found

    return limits
