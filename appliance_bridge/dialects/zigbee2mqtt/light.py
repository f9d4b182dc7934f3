"""Lights, at one endpoint or several, as entities of the JSON schema."""

from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose
from appliance_bridge.dialects.zigbee2mqtt.making import Maker
from appliance_bridge.dialects.zigbee2mqtt.views import Renamed

_SCALE = 254
_FEATURES = ("state", "brightness", "color_temp", "color_xy", "color_hs")


def make_light(one: Expose, maker: Maker) -> None:
    """One light."""
    dims = one.feature("brightness") is not None
    # Who sets a colour sets how bright it is.
    wanted = _FEATURES if dims else ("state",)
    found = {name: feature for name in wanted if (feature := one.feature(name)) is not None}
    state = found.get("state")
    if state is None or not state.settable:
        maker.left_out.append("a light that cannot be set")
        return
    colour = found.get("color_xy") or found.get("color_hs")
    temperature = found.get("color_temp")
    modes = ["xy" if "color_xy" in found else "hs"] if colour is not None else []
    modes += ["color_temp"] if temperature is not None else []
    if not modes:
        modes = ["brightness"] if dims else ["onoff"]
    config: dict[str, object] = {
        "schema": "json",
        "state_topic": maker.topic,
        "command_topic": maker.commands,
        "supported_color_modes": modes,
        "brightness_scale": _SCALE,
    }
    if dims:
        config["brightness_scale"] = found["brightness"].maximum or _SCALE
    if temperature is not None and temperature.minimum and temperature.maximum:
        config |= {"min_mireds": temperature.minimum, "max_mireds": temperature.maximum}
    object_id = state.endpoint or "light"
    names = {_plain(name): feature.key for name, feature in found.items() if feature.key}
    if any(plain != own for plain, own in names.items()) or modes[0] == "hs":
        own = maker.own(object_id)
        maker.views.append(Renamed(own, names))
        config |= {"state_topic": own, "command_topic": own}
    maker.add("light", object_id, maker.called(state), config)


def _plain(name: str) -> str:
    return "color" if name.startswith("color_") and name != "color_temp" else name
