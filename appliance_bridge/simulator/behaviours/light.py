"""Lights: plain, dimmed, warm to cold, coloured; in the plain and in the JSON schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import PositiveInt

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Component,
    Components,
    attribute,
    number_between,
    on_off,
    plain,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Lamp:
    """How a light stands."""

    brightness: float
    # in units of its scale; kept while off
    on: bool = False
    kelvin: int = 4000
    rgb: Colour | None = None
    # None: it shines white, at `kelvin`


class Light(Behaviour[Lamp]):
    """One light; brightness, colour and colour temperature turn it on, as on real ones."""

    kind: Literal["light"]
    wire: Literal["basic", "json"] = "basic"
    dims: bool = False
    scale: PositiveInt = 255
    # brightness of full light on the wire
    kelvin: tuple[int, int] | None = None
    coloured: bool = False

    def begin(self) -> Lamp:
        """Off, full when turned on."""
        return Lamp(self.scale)

    def components(self) -> Components:
        """One light entity."""
        return {"light": self._json_component() if self.wire == "json" else self._basic_component()}

    def report(self, state: Lamp, now: float) -> Mapping[str, str]:
        """One JSON message, or a topic for each attribute."""
        if self.wire == "json":
            return {"state": json.dumps(self._json_state(state))}
        said = {"light": on_off(state.on)}
        if self.dims:
            said["brightness"] = plain(state.brightness)
        if self.kelvin:
            said["color_temp"] = plain(state.kelvin)
        if self.coloured:
            said["rgb"] = ",".join(map(str, state.rgb or (255, 255, 255)))
        return said

    def obey(self, state: Lamp, order: Order, conditions: Conditions, now: float) -> Lamp:
        """What either schema can say; nonsense changes nothing."""
        if self.wire == "json" and order.role == "light" and not order.local:
            return self._obey_json(state, order.payload)
        return self._set(state, order.role, order.payload)

    def _set(self, state: Lamp, role: str, payload: str) -> Lamp:
        match role:
            case "light":
                wanted = switched(payload)
                return state if wanted is None else replace(state, on=wanted)
            case "brightness" if self.dims:
                level = number_between(payload, 0, self.scale)
                if level is None:
                    return state
                level = round(level)
                return replace(state, on=True, brightness=level) if level else replace(state, on=False)
            case "color_temp" if self.kelvin:
                kelvin = number_between(payload, *self.kelvin)
                return state if kelvin is None else replace(state, on=True, kelvin=round(kelvin), rgb=None)
            case "rgb" if self.coloured:
                parts = [number_between(part, 0, 255) for part in payload.split(",")]
                red, green, blue = (*parts, None, None, None)[:3]
                if len(parts) != 3 or red is None or green is None or blue is None:
                    return state
                return replace(state, on=True, rgb=(round(red), round(green), round(blue)))
        return state

    def _obey_json(self, state: Lamp, payload: str) -> Lamp:
        try:
            said = json.loads(payload)
        except (ValueError, RecursionError):
            return state
        if not isinstance(said, dict):
            return state
        colour = said.get("color")
        if isinstance(colour, dict):
            state = self._set(state, "rgb", ",".join(str(colour.get(part)) for part in "rgb"))
        for name in ("color_temp", "brightness"):
            if name in said:
                state = self._set(state, name, str(said[name]))
        return self._set(state, "light", str(said.get("state")))

    def _json_state(self, state: Lamp) -> dict[str, object]:
        said: dict[str, object] = {"state": on_off(state.on)}
        if self.dims:
            said["brightness"] = state.brightness
        if self.coloured and state.rgb is not None:
            said["color"] = dict(zip("rgb", state.rgb, strict=True))
            said["color_mode"] = "rgb"
        elif self.kelvin:
            said["color_temp"] = state.kelvin
            said["color_mode"] = "color_temp"
        else:
            said["color_mode"] = self._colour_modes()[0]
        return said

    def _colour_modes(self) -> list[str]:
        modes = ["color_temp"] if self.kelvin else []
        if self.coloured:
            modes.append("rgb")
        return modes or (["brightness"] if self.dims else ["onoff"])

    def _json_component(self) -> Component:
        light: dict[str, object] = {
            "platform": "light",
            "schema": "json",
            "name": None,
            "state_topic": "~/state",
            "command_topic": "~/light/set",
            "supported_color_modes": self._colour_modes(),
        }
        if self.dims:
            light |= {"brightness": True, "brightness_scale": self.scale}
        return light | self._kelvin_bounds()

    def _basic_component(self) -> Component:
        light: dict[str, object] = {
            "platform": "light",
            "name": None,
            "state_topic": "~/light",
            "command_topic": "~/light/set",
        }
        if self.dims:
            light |= attribute("brightness", "brightness") | {"brightness_scale": self.scale}
        if self.kelvin:
            light |= attribute("color_temp", "color_temp")
        if self.coloured:
            light |= attribute("rgb", "rgb")
        return light | self._kelvin_bounds()

    def _kelvin_bounds(self) -> dict[str, object]:
        if not self.kelvin:
            return {}
        return {"color_temp_kelvin": True, "min_kelvin": self.kelvin[0], "max_kelvin": self.kelvin[1]}
