"""lock: lock, unlock, and open, which pulls the latch."""

from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.values import among, constant
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text

_STATE = among(
    *(
        (word, f"state_{word}", word.upper())
        for word in ("locked", "unlocked", "locking", "unlocking", "jammed")
    ),
    ("open", "state_open", "OPEN"),
    ("opening", "state_opening", "OPENING"),
)


def _can_open(entity: Entity) -> bool:
    return text(entity.config, "payload_open") is not None


LOCK = RowComponent(
    "lock",
    readings=(Reading("state", "state_topic", ("value_template",), _STATE),),
    orders=(
        Order("lock", "command_topic", "command_template", constant("payload_lock", "LOCK")),
        Order("unlock", "command_topic", "command_template", constant("payload_unlock", "UNLOCK")),
        Order(
            "open", "command_topic", "command_template", constant("payload_open", "OPEN"), offered=_can_open
        ),
    ),
)
