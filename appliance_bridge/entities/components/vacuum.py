"""vacuum: robots, by one JSON state and a command topic."""

from collections.abc import Callable

from appliance_bridge.capability import Value
from appliance_bridge.entities.components.rows import (
    IgnoredError,
    Order,
    Reading,
    RowComponent,
)
from appliance_bridge.entities.components.values import (
    Parse,
    constant,
    given,
    json_object,
    options_of,
    scaled,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import words

_STATES = frozenset({"cleaning", "docked", "paused", "idle", "returning", "error"})
_DEFAULT_FEATURES = ("start", "stop", "return_home", "clean_spot")


def _field(name: str, check: Callable[[object], Value]) -> Parse:
    def parse(entity: Entity, word: str) -> Value | None:
        said = json_object(word)
        if name not in said:
            raise IgnoredError
        return None if said[name] is None else check(said[name])

    return parse


def _state(value: object) -> str:
    if not isinstance(value, str) or value not in _STATES:
        raise IgnoredError
    return value


def _speed(value: object) -> str:
    if not isinstance(value, str):
        raise IgnoredError
    return value


def _feature(name: str) -> Callable[[Entity], bool]:
    return lambda entity: name in words(entity.config, "supported_features", _DEFAULT_FEATURES)


def _order(service: str, feature: str, payload: str) -> Order:
    return Order(
        service, "command_topic", "", constant(f"payload_{service}", payload), offered=_feature(feature)
    )


VACUUM = RowComponent(
    "vacuum",
    readings=(
        Reading("state", "state_topic", (), _field("state", _state)),
        Reading("fan_speed", "state_topic", (), _field("fan_speed", _speed)),
        Reading(
            "battery_level", "state_topic", (), _field("battery_level", lambda value: scaled(value, 0, 100))
        ),
    ),
    orders=(
        _order("start", "start", "start"),
        _order("pause", "pause", "pause"),
        _order("stop", "stop", "stop"),
        _order("return_to_base", "return_home", "return_to_base"),
        _order("locate", "locate", "locate"),
        _order("clean_spot", "clean_spot", "clean_spot"),
        Order(
            "set_fan_speed",
            "set_fan_speed_topic",
            "",
            given("fan_speed"),
            "fan_speed",
            offered=_feature("fan_speed"),
        ),
    ),
    ranges={
        "fan_speed": options_of("fan_speed_list"),
        "battery_level": lambda entity: {"minimum": 0, "maximum": 100, "unit": "%"},
    },
)
