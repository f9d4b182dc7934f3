"""fan: also ventilation and air purifiers; and the speed words of older bridges."""

import math
from collections.abc import Mapping

from appliance_bridge.entities.components.rows import (
    Data,
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import (
    ON_OFF,
    among,
    constant,
    given,
    known,
    number_or,
    one_of,
    options_of,
    percent,
    real,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite, text, topic, words

_ALL = 100
# speeds: no steps but percent

_SPEED_PAYLOADS = {
    "low": "payload_low_speed",
    "medium": "payload_medium_speed",
    "high": "payload_high_speed",
    "off": "payload_off_speed",
}


def _speed_range(entity: Entity) -> tuple[float, float]:
    # a range from 1: zero is off
    return number_or(entity, "speed_range_min", 1) - 1, number_or(entity, "speed_range_max", 100)


def _percentage(entity: Entity, word: str) -> int:
    low, high = _speed_range(entity)
    speed = real(entity, word)
    if not low <= speed <= high or high == low:
        raise IgnoredError
    return math.floor((speed - low) * 100 / (high - low))


def _speed(entity: Entity, data: Data) -> object:
    low, high = _speed_range(entity)
    share = finite(data["percentage"])
    if share is None:
        raise IgnoredError
    # a little is never nothing
    return max(round(low + (high - low) * share / 100), math.floor(low) + (1 if share else 0))


def _old_speed(entity: Entity, word: str) -> str:
    for speed in words(entity.config, "speeds"):
        if word == text(entity.config, _SPEED_PAYLOADS.get(speed, ""), speed):
            return speed
    raise IgnoredError


def _old_speed_payload(entity: Entity, data: Data) -> object:
    speed = str(data["preset_mode"])
    return text(entity.config, _SPEED_PAYLOADS.get(speed, ""), speed)


def _speeds(entity: Entity) -> Mapping[str, object]:
    """Percent, in as many steps as it has speeds."""
    low, high = _speed_range(entity)
    return {**percent(entity), "step": 100 / (high - low)} if 1 < high - low < _ALL else percent(entity)


def _oscillation(entity: Entity, data: Data) -> object:
    if data["oscillating"]:
        return text(entity.config, "payload_oscillation_on", "oscillate_on")
    return text(entity.config, "payload_oscillation_off", "oscillate_off")


def _oscillating(entity: Entity, word: str) -> bool:
    return _OSCILLATION(entity, word) == "on"


_OSCILLATION = among(
    ("on", "payload_oscillation_on", "oscillate_on"), ("off", "payload_oscillation_off", "oscillate_off")
)


def _presets(entity: Entity) -> dict[str, object]:
    old = topic(entity.config, "speed_command_topic") is not None and "preset_modes" not in entity.config
    if old:
        return {"options": [speed for speed in words(entity.config, "speeds") if speed != "off"]}
    return dict(options_of("preset_modes")(entity))


FAN = RowComponent(
    "fan",
    readings=(
        Reading("state", "state_topic", ("state_value_template", "value_template"), ON_OFF),
        Reading(
            "percentage",
            "percentage_state_topic",
            ("percentage_value_template",),
            _percentage,
            "payload_reset_percentage",
        ),
        Reading("preset_mode", "speed_state_topic", ("speed_value_template",), _old_speed),
        Reading(
            "preset_mode",
            "preset_mode_state_topic",
            ("preset_mode_value_template",),
            one_of("preset_modes"),
            "payload_reset_preset_mode",
        ),
        Reading("oscillating", "oscillation_state_topic", ("oscillation_value_template",), _oscillating),
        Reading(
            "direction", "direction_state_topic", ("direction_value_template",), known("forward", "reverse")
        ),
    ),
    orders=(
        Order("turn_on", "command_topic", "command_template", constant("payload_on", "ON")),
        Order("turn_off", "command_topic", "command_template", constant("payload_off", "OFF")),
        Order(
            "set_percentage", "percentage_command_topic", "percentage_command_template", _speed, "percentage"
        ),
        Order("set_preset_mode", "speed_command_topic", "", _old_speed_payload, "preset_mode"),
        Order(
            "set_preset_mode",
            "preset_mode_command_topic",
            "preset_mode_command_template",
            given("preset_mode"),
            "preset_mode",
        ),
        Order(
            "oscillate",
            "oscillation_command_topic",
            "oscillation_command_template",
            _oscillation,
            "oscillating",
        ),
        Order(
            "set_direction",
            "direction_command_topic",
            "direction_command_template",
            given("direction"),
            "direction",
        ),
    ),
    ranges={
        "percentage": _speeds,
        "preset_mode": _presets,
        "direction": lambda entity: {"options": ["forward", "reverse"]},
    },
)
