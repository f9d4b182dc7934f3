"""cover: curtains, blinds, windows, garage doors. 0 is closed, 100 is open."""

from collections.abc import Mapping

from appliance_bridge.entities.components.rows import (
    Data,
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import (
    among,
    constant,
    has,
    number_or,
    percent,
    scaled,
    unscaled,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import topic

_STATE = among(
    *((word, f"state_{word}", word) for word in ("open", "opening", "closed", "closing", "stopped"))
)


def _ends(entity: Entity) -> tuple[float, float]:
    return number_or(entity, "position_closed", 0), number_or(entity, "position_open", 100)


def _tilt_ends(entity: Entity) -> tuple[float, float]:
    return number_or(entity, "tilt_min", 0), number_or(entity, "tilt_max", 100)


def _position(entity: Entity, word: str) -> int:
    return scaled(word, *_ends(entity))


def _state_by_position(entity: Entity, word: str) -> str:
    if topic(entity.config, "state_topic") is not None:
        raise IgnoredError
    return "closed" if _position(entity, word) == 0 else "open"


def _variables(entity: Entity, data: Data) -> Mapping[str, object]:
    closed, opened = _ends(entity)
    low, high = _tilt_ends(entity)
    return {
        "position": data.get("position"),
        "tilt_position": data.get("tilt_position"),
        "position_closed": closed,
        "position_open": opened,
        "tilt_min": low,
        "tilt_max": high,
    }


def _order(service: str, option: str, payload: str) -> Order:
    return Order(service, "command_topic", "", constant(option, payload), offered=has(option))


COVER = RowComponent(
    "cover",
    readings=(
        Reading("state", "position_topic", ("position_template",), _state_by_position),
        Reading("state", "state_topic", ("value_template",), _STATE),
        Reading("position", "position_topic", ("position_template",), _position),
        Reading(
            "tilt",
            "tilt_status_topic",
            ("tilt_status_template",),
            lambda entity, word: scaled(word, *_tilt_ends(entity)),
        ),
    ),
    orders=(
        _order("open_cover", "payload_open", "OPEN"),
        _order("close_cover", "payload_close", "CLOSE"),
        _order("stop_cover", "payload_stop", "STOP"),
        Order(
            "set_cover_position",
            "set_position_topic",
            "set_position_template",
            lambda entity, data: unscaled(data["position"], *_ends(entity)),
            "position",
            _variables,
        ),
        Order(
            "set_cover_tilt_position",
            "tilt_command_topic",
            "tilt_command_template",
            lambda entity, data: unscaled(data["tilt_position"], *_tilt_ends(entity)),
            "tilt_position",
            _variables,
        ),
    ),
    ranges={"position": percent, "tilt_position": percent, "tilt": percent},
)
