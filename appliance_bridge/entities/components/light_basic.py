"""light, basic schema: a topic for each thing."""

from collections.abc import Callable, Mapping, Sequence

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Publish
from appliance_bridge.entities.components.colours import (
    from_hs,
    from_xy,
    kelvin_of,
    numbers,
    rgb_of,
    to_hs,
    to_xy,
    written,
)
from appliance_bridge.entities.components.light_limits import RANGES
from appliance_bridge.entities.components.rows import Data, Order, Reading, RowComponent
from appliance_bridge.entities.components.values import (
    ON_OFF,
    constant,
    given,
    number_or,
    one_of,
    scaled,
    unscaled,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import flag, text, topic


def _scale(entity: Entity) -> float:
    return number_or(entity, "brightness_scale", 255)


def _brightness(entity: Entity, word: str) -> int:
    return scaled(word, 0, _scale(entity))


def _send_brightness(entity: Entity, data: Data) -> object:
    share = data["brightness_percent"]
    # a little light is never none
    return max(unscaled(share, 0, _scale(entity)), 1 if share else 0)


def _kelvin(entity: Entity, word: str) -> int:
    return kelvin_of(word, flag(entity.config, "color_temp_kelvin"))


def _send_kelvin(entity: Entity, data: Data) -> object:
    return kelvin_of(data["color_temp_kelvin"], flag(entity.config, "color_temp_kelvin"))


def _hs(entity: Entity, word: str) -> str:
    hue, saturation = numbers(word.split(","), 2)
    return written(from_hs(hue, saturation))


def _xy(entity: Entity, word: str) -> str:
    x, y = numbers(word.split(","), 2)
    return written(from_xy(x, y))


def _send_rgb(entity: Entity, data: Data) -> object:
    return written(rgb_of(data["rgb"]))


def _send_hs(entity: Entity, data: Data) -> object:
    return ",".join(map(str, to_hs(rgb_of(data["rgb"]))))


def _send_xy(entity: Entity, data: Data) -> object:
    return ",".join(map(str, to_xy(rgb_of(data["rgb"]))))


def _rgb_names(entity: Entity, data: Data) -> Mapping[str, object]:
    return dict(zip(("red", "green", "blue"), rgb_of(data["rgb"]), strict=True))


def _hs_names(entity: Entity, data: Data) -> Mapping[str, object]:
    return dict(zip(("hue", "sat"), to_hs(rgb_of(data["rgb"])), strict=True))


def _xy_names(entity: Entity, data: Data) -> Mapping[str, object]:
    return dict(zip(("x", "y"), to_xy(rgb_of(data["rgb"])), strict=True))


def _no(*topics: str) -> Callable[[Entity], bool]:
    return lambda entity: all(topic(entity.config, name) is None for name in topics)


def _on_by_brightness(entity: Entity) -> bool:
    return text(entity.config, "on_command_type") == "brightness"


class _Basic(RowComponent):
    __slots__ = ()

    def encode(self, entity: Entity, service: str, data: Mapping[str, Value]) -> Sequence[Publish]:
        if service == "turn_on" and _on_by_brightness(entity):
            data = {"brightness_percent": 100, **data}
        messages = super().encode(entity, service, data)
        if service == "turn_on" and text(entity.config, "on_command_type") != "first":
            # the plain "on" goes last, as bridges expect unless they say otherwise
            return (
                [*messages[1:], messages[0]]
                if messages[0].topic == entity.config.get("command_topic")
                else messages
            )
        return messages


BASIC = _Basic(
    "light",
    readings=(
        Reading("state", "state_topic", ("state_value_template", "value_template"), ON_OFF),
        Reading("brightness_percent", "brightness_state_topic", ("brightness_value_template",), _brightness),
        Reading("color_temp_kelvin", "color_temp_state_topic", ("color_temp_value_template",), _kelvin),
        Reading("rgb", "xy_state_topic", ("xy_value_template",), _xy),
        Reading("rgb", "hs_state_topic", ("hs_value_template",), _hs),
        Reading(
            "rgb", "rgb_state_topic", ("rgb_value_template",), lambda entity, word: written(rgb_of(word))
        ),
        Reading("effect", "effect_state_topic", ("effect_value_template",), one_of("effect_list")),
    ),
    orders=(
        Order(
            "turn_on",
            "command_topic",
            "",
            constant("payload_on", "ON"),
            offered=lambda entity: not _on_by_brightness(entity),
        ),
        Order(
            "turn_on",
            "brightness_command_topic",
            "brightness_command_template",
            _send_brightness,
            "brightness_percent",
        ),
        Order(
            "turn_on",
            "color_temp_command_topic",
            "color_temp_command_template",
            _send_kelvin,
            "color_temp_kelvin",
        ),
        Order("turn_on", "rgb_command_topic", "rgb_command_template", _send_rgb, "rgb", _rgb_names),
        Order(
            "turn_on",
            "hs_command_topic",
            "hs_command_template",
            _send_hs,
            "rgb",
            _hs_names,
            offered=_no("rgb_command_topic"),
        ),
        Order(
            "turn_on",
            "xy_command_topic",
            "xy_command_template",
            _send_xy,
            "rgb",
            _xy_names,
            offered=_no("rgb_command_topic", "hs_command_topic"),
        ),
        Order("turn_on", "effect_command_topic", "effect_command_template", given("effect"), "effect"),
        Order("turn_off", "command_topic", "", constant("payload_off", "OFF")),
    ),
    ranges=RANGES,
)
