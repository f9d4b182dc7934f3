"""Light components of a Shelly: light, cct, rgb, rgbw, rgbcct."""

import json
from collections.abc import Callable, Iterator, Mapping

from appliance_bridge.dialects.shelly.making import Call, Maker
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import finite

KINDS = {"light": "Light", "cct": "CCT", "rgb": "RGB", "rgbw": "RGBW", "rgbcct": "RGBCCT"}
"""Component → its name in calls."""
_DEFAULT_RANGE = (2700, 6500)


def light(maker: Maker) -> Iterator[Entity]:
    """The light, in one message each way."""
    modes = []
    if "ct" in maker.status:
        modes.append("color_temp")
    if "rgb" in maker.status:
        modes.append("rgb")
    if not modes and "brightness" in maker.status:
        modes.append("brightness")
    listed = maker.settings.get("ct_range")
    numbers = [one for one in listed if finite(one)] if isinstance(listed, list) else []
    coldest, warmest = (max(numbers), min(numbers)) if len(numbers) == 2 else _DEFAULT_RANGE[::-1]
    config = {
        "schema": "json",
        "command_topic": maker.topic,
        "brightness_scale": 100,
        "color_temp_kelvin": True,
        "min_kelvin": warmest,
        "max_kelvin": coldest,
        "supported_color_modes": modes or ["onoff"],
    }
    yield maker.make("light", config)


def said(status: Mapping[str, object]) -> Mapping[str, object]:
    """Its status in the words of the light."""
    found: dict[str, object] = {}
    if isinstance(status.get("output"), bool):
        found["state"] = "ON" if status["output"] else "OFF"
    if finite(status.get("ct")):
        found["color_temp"] = status["ct"]
    rgb = status.get("rgb")
    if isinstance(rgb, list) and len(rgb) == 3:
        found["color"] = dict(zip("rgb", rgb, strict=True))
    return found


def caller(kind: str) -> Callable[[int, str], Call | None]:
    """How lights of this kind are called."""

    def call(place: int, payload: str) -> Call | None:
        wanted = json.loads(payload)
        params: dict[str, object] = {"id": place, "on": wanted.get("state") == "ON"}
        if "brightness" in wanted:
            params["brightness"] = wanted["brightness"]
        if "color_temp" in wanted:
            params["ct"] = wanted["color_temp"]
        if "color" in wanted:
            params["rgb"] = [wanted["color"][part] for part in "rgb"]
        if kind == "rgbcct" and ("ct" in params or "rgb" in params):
            params["mode"] = "cct" if "ct" in params else "rgb"
        return f"{KINDS[kind]}.Set", params

    return call
