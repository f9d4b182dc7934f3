"""number and sensor: a value with a unit; temperatures in celsius."""

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import (
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.temperature import (
    celsius,
    outgoing,
    speaks_fahrenheit,
    temperature_range,
)
from appliance_bridge.entities.components.values import Range, between, options_of, plain
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, words

_WORD_CLASSES = frozenset({"date", "enum", "timestamp"})
# device classes of sensors whose value is text


def _sensor_value(entity: Entity, word: str) -> Value:
    config = entity.config
    kind = text(config, "device_class")
    if kind in _WORD_CLASSES or words(config, "options"):
        if kind == "enum" and words(config, "options") and word not in words(config, "options"):
            raise IgnoredError
        return plain(entity, word)
    if kind is not None or any(text(config, option) for option in ("unit_of_measurement", "state_class")):
        return celsius(entity, word)
    return plain(entity, word)


def _unit(entity: Entity) -> dict[str, object]:
    unit = "°C" if speaks_fahrenheit(entity) else text(entity.config, "unit_of_measurement")
    return {} if unit is None else {"unit": unit}


def _number_range(entity: Entity) -> dict[str, object]:
    if speaks_fahrenheit(entity):
        return dict(temperature_range("min", "max", "step", None, None)(entity))
    return {**_PLAIN_RANGE(entity), **_unit(entity)}


_PLAIN_RANGE: Range = between("min", 1, "max", 100, "step")

NUMBER = RowComponent(
    "number",
    readings=(Reading("state", "state_topic", ("value_template",), celsius),),
    orders=(Order("set_value", "command_topic", "command_template", outgoing("value", "step"), "value"),),
    ranges={"value": _number_range, "state": _number_range},
)

SENSOR = RowComponent(
    "sensor",
    readings=(Reading("state", "state_topic", ("value_template",), _sensor_value),),
    ranges={"state": lambda entity: {**_unit(entity), **options_of("options")(entity)}},
)
