"""water_heater: hot water."""

from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.temperature import (
    celsius,
    outgoing,
    temperature_range,
)
from appliance_bridge.entities.components.values import constant, given, one_of, options_of

_MODES = ("eco", "electric", "gas", "heat_pump", "high_demand", "performance", "off")

WATER_HEATER = RowComponent(
    "water_heater",
    readings=(
        Reading(
            "state", "mode_state_topic", ("mode_state_template", "value_template"), one_of("modes", _MODES)
        ),
        Reading(
            "temperature",
            "temperature_state_topic",
            ("temperature_state_template", "value_template"),
            celsius,
        ),
        Reading(
            "current_temperature",
            "current_temperature_topic",
            ("current_temperature_template", "value_template"),
            celsius,
        ),
    ),
    orders=(
        Order("turn_on", "power_command_topic", "power_command_template", constant("payload_on", "ON")),
        Order("turn_off", "power_command_topic", "power_command_template", constant("payload_off", "OFF")),
        Order(
            "set_temperature",
            "temperature_command_topic",
            "temperature_command_template",
            outgoing("temperature", "temp_step"),
            "temperature",
        ),
        Order(
            "set_operation_mode",
            "mode_command_topic",
            "mode_command_template",
            given("operation_mode"),
            "operation_mode",
        ),
    ),
    ranges={
        "state": options_of("modes", _MODES),
        "operation_mode": options_of("modes", _MODES),
        "temperature": temperature_range("min_temp", "max_temp", "temp_step", 43.3, 60),
        "current_temperature": lambda entity: {"unit": "°C"},
    },
)
