"""lawn_mower."""

from appliance_bridge.entities.components.rows import Order, Reading, RowComponent
from appliance_bridge.entities.components.values import known

_ACTIVITIES = ("mowing", "paused", "docked", "returning", "error")


def _order(service: str) -> Order:
    return Order(
        service, f"{service}_command_topic", f"{service}_command_template", lambda entity, data: service
    )


LAWN_MOWER = RowComponent(
    "lawn_mower",
    readings=(
        Reading("activity", "activity_state_topic", ("activity_value_template",), known(*_ACTIVITIES)),
    ),
    orders=tuple(_order(service) for service in ("start_mowing", "pause", "dock")),
    ranges={"activity": lambda entity: {"options": list(_ACTIVITIES)}},
)
