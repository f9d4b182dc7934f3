"""climate: air conditioners, thermostats, boilers."""

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.temperature import (
    celsius,
    outgoing,
    temperature_range,
)
from appliance_bridge.entities.components.values import (
    between,
    constant,
    given,
    known,
    one_of,
    options_of,
    real,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import topic, words

_MODES = ("auto", "off", "cool", "heat", "dry", "fan_only")
_FAN_MODES = ("auto", "low", "medium", "high")
_SWING_MODES = ("on", "off")
_ACTIONS = ("off", "preheating", "heating", "cooling", "drying", "idle", "fan", "defrosting")
_TARGET = temperature_range("min_temp", "max_temp", "temp_step", 7, 35)


def _off_is_a_mode(entity: Entity) -> bool:
    return topic(entity.config, "power_command_topic") is None and "off" in words(
        entity.config, "modes", _MODES
    )


def _preset(entity: Entity, word: str) -> Value | None:
    return word if word == "none" else one_of("preset_modes")(entity, word)


def _mode_rows(name: str, options: str, defaults: tuple[str, ...]) -> tuple[Reading, Order]:
    # fan, swing and horizontal swing are the same thing three times
    return (
        Reading(
            name,
            f"{name}_state_topic",
            (f"{name}_state_template", "value_template"),
            one_of(options, defaults),
        ),
        Order(f"set_{name}", f"{name}_command_topic", f"{name}_command_template", given(name), name),
    )


def _temperature_rows(name: str, option: str) -> tuple[Reading, Order]:
    return (
        Reading(name, f"{option}_state_topic", (f"{option}_state_template", "value_template"), celsius),
        Order(
            "set_temperature",
            f"{option}_command_topic",
            f"{option}_command_template",
            outgoing(name, "temp_step"),
            name,
        ),
    )


_ROWS = (
    _mode_rows("fan_mode", "fan_modes", _FAN_MODES),
    _mode_rows("swing_mode", "swing_modes", _SWING_MODES),
    _mode_rows("swing_horizontal_mode", "swing_horizontal_modes", _SWING_MODES),
    _temperature_rows("temperature", "temperature"),
    _temperature_rows("target_temp_low", "temperature_low"),
    _temperature_rows("target_temp_high", "temperature_high"),
)

CLIMATE = RowComponent(
    "climate",
    readings=(
        Reading(
            "state", "mode_state_topic", ("mode_state_template", "value_template"), one_of("modes", _MODES)
        ),
        *(reading for reading, _ in _ROWS),
        Reading(
            "current_temperature",
            "current_temperature_topic",
            ("current_temperature_template", "value_template"),
            celsius,
        ),
        Reading(
            "current_humidity",
            "current_humidity_topic",
            ("current_humidity_template", "value_template"),
            real,
        ),
        Reading(
            "humidity",
            "target_humidity_state_topic",
            ("target_humidity_state_template", "value_template"),
            real,
        ),
        Reading(
            "preset_mode",
            "preset_mode_state_topic",
            ("preset_mode_value_template",),
            _preset,
        ),
        Reading("action", "action_topic", ("action_template", "value_template"), known(*_ACTIONS)),
    ),
    orders=(
        Order("turn_on", "power_command_topic", "power_command_template", constant("payload_on", "ON")),
        Order("turn_off", "power_command_topic", "power_command_template", constant("payload_off", "OFF")),
        Order(
            "turn_off",
            "mode_command_topic",
            "mode_command_template",
            lambda entity, data: "off",
            offered=_off_is_a_mode,
        ),
        Order(
            "set_hvac_mode", "mode_command_topic", "mode_command_template", given("hvac_mode"), "hvac_mode"
        ),
        *(order for _, order in _ROWS),
        Order(
            "set_humidity",
            "target_humidity_command_topic",
            "target_humidity_command_template",
            given("humidity"),
            "humidity",
        ),
        Order(
            "set_preset_mode",
            "preset_mode_command_topic",
            "preset_mode_command_template",
            given("preset_mode"),
            "preset_mode",
        ),
    ),
    ranges={
        "state": options_of("modes", _MODES),
        "hvac_mode": options_of("modes", _MODES),
        "fan_mode": options_of("fan_modes", _FAN_MODES),
        "swing_mode": options_of("swing_modes", _SWING_MODES),
        "swing_horizontal_mode": options_of("swing_horizontal_modes", _SWING_MODES),
        "preset_mode": options_of("preset_modes"),
        "temperature": _TARGET,
        "target_temp_low": _TARGET,
        "target_temp_high": _TARGET,
        "current_temperature": lambda entity: {"unit": "°C"},
        "humidity": between("min_humidity", 30, "max_humidity", 99, unit="%"),
    },
)
