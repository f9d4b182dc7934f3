"""switch: on and off."""

from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.values import STATE_ON_OFF, constant

SWITCH = RowComponent(
    "switch",
    readings=(Reading("state", "state_topic", ("value_template",), STATE_ON_OFF),),
    orders=(
        Order("turn_on", "command_topic", "command_template", constant("payload_on", "ON")),
        Order("turn_off", "command_topic", "command_template", constant("payload_off", "OFF")),
    ),
)
