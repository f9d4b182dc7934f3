"""humidifier: also dehumidifiers."""

from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.values import (
    ON_OFF,
    between,
    constant,
    given,
    known,
    one_of,
    options_of,
    real,
)

HUMIDIFIER = RowComponent(
    "humidifier",
    readings=(
        Reading("state", "state_topic", ("state_value_template", "value_template"), ON_OFF),
        Reading(
            "humidity",
            "target_humidity_state_topic",
            ("target_humidity_state_template",),
            real,
            "payload_reset_humidity",
        ),
        Reading("mode", "mode_state_topic", ("mode_state_template",), one_of("modes"), "payload_reset_mode"),
        Reading("current_humidity", "current_humidity_topic", ("current_humidity_template",), real),
        Reading(
            "action", "action_topic", ("action_template",), known("off", "humidifying", "drying", "idle")
        ),
    ),
    orders=(
        Order("turn_on", "command_topic", "command_template", constant("payload_on", "ON")),
        Order("turn_off", "command_topic", "command_template", constant("payload_off", "OFF")),
        Order(
            "set_humidity",
            "target_humidity_command_topic",
            "target_humidity_command_template",
            given("humidity"),
            "humidity",
        ),
        Order("set_mode", "mode_command_topic", "mode_command_template", given("mode"), "mode"),
    ),
    ranges={
        "humidity": between("min_humidity", 0, "max_humidity", 100, unit="%"),
        "mode": options_of("modes"),
    },
)
