"""valve: by words, or by position when it reports one."""

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import (
    Data,
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import (
    Send,
    among,
    has,
    number_or,
    percent,
    scaled,
    unscaled,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import flag, text
from appliance_bridge.entities.templates import parsed

_STATE = among(*((word, f"state_{word}", word) for word in ("open", "opening", "closed", "closing")))


def _ends(entity: Entity) -> tuple[float, float]:
    return number_or(entity, "position_closed", 0), number_or(entity, "position_open", 100)


def _reports_position(entity: Entity) -> bool:
    return flag(entity.config, "reports_position")


def _part(word: str, name: str) -> str | None:
    # both may come as JSON in one message
    value = parsed(word)
    if not isinstance(value, dict):
        return word
    return None if value.get(name) is None else str(value[name])


def _position(entity: Entity, word: str) -> int:
    if not _reports_position(entity):
        raise IgnoredError
    return scaled(_part(word, "position"), *_ends(entity))


def _state(entity: Entity, word: str) -> Value | None:
    try:
        return _STATE(entity, _part(word, "state") or "")
    except IgnoredError:
        return "closed" if _position(entity, word) == 0 else "open"


def _to(end: int, option: str, default: str) -> Send:
    def send(entity: Entity, data: Data) -> object:
        return _ends(entity)[end] if _reports_position(entity) else text(entity.config, option, default)

    return send


def _stoppable(entity: Entity) -> bool:
    return text(entity.config, "payload_stop") is not None


VALVE = RowComponent(
    "valve",
    readings=(
        Reading("state", "state_topic", ("value_template",), _state),
        Reading("position", "state_topic", ("value_template",), _position),
    ),
    orders=(
        Order(
            "open_valve",
            "command_topic",
            "command_template",
            _to(1, "payload_open", "OPEN"),
            offered=has("payload_open"),
        ),
        Order(
            "close_valve",
            "command_topic",
            "command_template",
            _to(0, "payload_close", "CLOSE"),
            offered=has("payload_close"),
        ),
        Order(
            "stop_valve",
            "command_topic",
            "command_template",
            lambda entity, data: text(entity.config, "payload_stop"),
            offered=_stoppable,
        ),
        Order(
            "set_valve_position",
            "command_topic",
            "command_template",
            lambda entity, data: unscaled(data["position"], *_ends(entity)),
            "position",
            offered=_reports_position,
        ),
    ),
    ranges={"position": percent},
)
