"""light, JSON schema: one object each way."""

import json
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
from appliance_bridge.entities.components.rows import (
    UNSAYABLE,
    Data,
    IgnoredError,
    Reading,
    RowComponent,
    refuse_outside,
    unsupported,
)
from appliance_bridge.entities.components.values import (
    Parse,
    json_object,
    number_or,
    scaled,
    unscaled,
)
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import flag, topic, words

_COLOUR_MODES = ("rgb", "rgbw", "rgbww", "hs", "xy")


def _has_mode(entity: Entity, *modes: str) -> bool:
    # older bridges say "rgb": true instead of listing modes
    listed = words(entity.config, "supported_color_modes")
    return any(mode in listed or flag(entity.config, mode) for mode in modes)


def _fields(entity: Entity) -> list[str]:
    colour = _has_mode(entity, *_COLOUR_MODES)
    temperature = _has_mode(entity, "color_temp")
    found = []
    if colour or temperature or _has_mode(entity, "brightness", "white"):
        found.append("brightness_percent")
    if temperature:
        found.append("color_temp_kelvin")
    if colour:
        found.append("rgb")
    if flag(entity.config, "effect") or words(entity.config, "effect_list"):
        found.append("effect")
    return found


def _scale(entity: Entity) -> float:
    return number_or(entity, "brightness_scale", 255)


def _reader(name: str, read: Callable[[Entity, object], Value]) -> Parse:
    def parse(entity: Entity, word: str) -> Value | None:
        said = json_object(word)
        if name not in said:
            raise IgnoredError
        return None if said[name] is None else read(entity, said[name])

    return parse


def _state(entity: Entity, value: object) -> str:
    if value not in ("ON", "OFF"):
        raise IgnoredError
    return "on" if value == "ON" else "off"


def _effect(entity: Entity, value: object) -> str:
    if not isinstance(value, str):
        raise IgnoredError
    return value


def _colour(entity: Entity, value: object) -> str:
    if not isinstance(value, dict):
        raise IgnoredError
    if "r" in value:
        return written(rgb_of(",".join(str(value.get(part)) for part in "rgb")))
    if "h" in value:
        hue, saturation = numbers([value["h"], value.get("s")], 2)
        return written(from_hs(hue, saturation))
    x, y = numbers([value.get("x"), value.get("y")], 2)
    return written(from_xy(x, y))


def _colour_out(entity: Entity, value: Value) -> Mapping[str, object]:
    rgb = rgb_of(value)
    if _has_mode(entity, "rgb", "rgbw", "rgbww"):
        extra = "cw" if _has_mode(entity, "rgbww") else "w" if _has_mode(entity, "rgbw") else ""
        return {**dict(zip("rgb", rgb, strict=True)), **dict.fromkeys(extra, 0)}
    if _has_mode(entity, "hs"):
        return dict(zip("hs", to_hs(rgb), strict=True))
    return dict(zip("xy", to_xy(rgb), strict=True))


def _body(entity: Entity, data: Data) -> dict[str, object]:
    body: dict[str, object] = {}
    if "brightness_percent" in data:
        share = data["brightness_percent"]
        body["brightness"] = max(unscaled(share, 0, _scale(entity)), 1 if share else 0)
    if "color_temp_kelvin" in data:
        body["color_temp"] = kelvin_of(data["color_temp_kelvin"], flag(entity.config, "color_temp_kelvin"))
    if "rgb" in data:
        body["color"] = _colour_out(entity, data["rgb"])
    if "effect" in data:
        body["effect"] = data["effect"]
    return body


class _Json(RowComponent):
    __slots__ = ()

    def services(self, entity: Entity) -> Mapping[str, Sequence[str]]:
        if topic(entity.config, "command_topic") is None:
            return {}
        return {"turn_on": _fields(entity), "turn_off": []}

    def encode(self, entity: Entity, service: str, data: Mapping[str, Value]) -> Sequence[Publish]:
        where, fields = topic(entity.config, "command_topic"), self.services(entity).get(service)
        if where is None or fields is None or not set(data) <= set(fields):
            raise unsupported(entity, service, "it has no way to say it")
        for name, value in data.items():
            refuse_outside(entity, service, self.limits(entity, name), value)
        try:
            body = {"state": "ON" if service == "turn_on" else "OFF", **_body(entity, data)}
        except UNSAYABLE as error:
            raise unsupported(entity, service, "the value has no form on the wire") from error
        return [Publish(where, json.dumps(body).encode())]


JSON = _Json(
    "light",
    readings=(
        Reading("state", "state_topic", (), _reader("state", _state)),
        Reading(
            "brightness_percent",
            "state_topic",
            (),
            _reader("brightness", lambda entity, value: scaled(value, 0, _scale(entity))),
        ),
        Reading(
            "color_temp_kelvin",
            "state_topic",
            (),
            _reader(
                "color_temp", lambda entity, value: kelvin_of(value, flag(entity.config, "color_temp_kelvin"))
            ),
        ),
        Reading("rgb", "state_topic", (), _reader("color", _colour)),
        Reading("effect", "state_topic", (), _reader("effect", _effect)),
    ),
    ranges=RANGES,
)
