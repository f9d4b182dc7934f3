"""Air conditioner."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    attribute,
    energy_sensor,
    number_between,
    percent_sensor,
    plain,
    power_sensor,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import UNUSED, Drift, Meter, rounded, soonest

Mode = Literal["cool", "heat", "dry", "fan_only", "auto"]

WORKING_TAU_S, RESTING_TAU_S = 1200.0, 3600.0
WATTS = {"cooling": 850.0, "heating": 900.0, "drying": 400.0, "fan": 40.0, "idle": 30.0, "off": 0.0}


@dataclass(frozen=True, slots=True)
class Cooling:
    """How an air conditioner stands."""

    mode: Mode
    # the one it is in, or would be in when turned on
    room: Drift
    on: bool = False
    target: float = 26
    fan: str = "auto"
    swing: str = "off"
    preset: str = "none"
    meter: Meter = UNUSED


class Aircon(Behaviour[Cooling]):
    """A climate entity; the room follows it, slowly."""

    kind: Literal["aircon"]
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]
    fans: tuple[str, ...] = ("auto", "low", "medium", "high", "turbo")
    presets: tuple[str, ...] = ("eco", "sleep", "boost")
    minimum: float = 18
    maximum: float = 30
    outside: float = 29
    filter_percent: float = 64

    def begin(self) -> Cooling:
        """Off, in a warm room."""
        return Cooling(self.modes[0], Drift(self.outside, self.outside))

    def components(self) -> Components:
        """The climate entity, its power and its filter."""
        climate = {
            "platform": "climate",
            "name": None,
            **attribute("mode", "mode"),
            "modes": ["off", *self.modes],
            **attribute("temperature", "temperature"),
            "current_temperature_topic": "~/current_temperature",
            "min_temp": self.minimum,
            "max_temp": self.maximum,
            "temp_step": 1,
            "temperature_unit": "C",
            **attribute("fan_mode", "fan_mode"),
            "fan_modes": list(self.fans),
            **attribute("swing_mode", "swing_mode"),
            "swing_modes": ["on", "off"],
            **attribute("preset_mode", "preset_mode"),
            "preset_modes": list(self.presets),
            "action_topic": "~/action",
            "power_command_topic": "~/power/set",
        }
        return {
            "climate": climate,
            "power_consumption": power_sensor(),
            "energy": energy_sensor(),
            "filter_life": percent_sensor("filter_life"),
        }

    def report(self, state: Cooling, now: float) -> Mapping[str, str]:
        """All its readings; what is set is said also while off."""
        return {
            "mode": state.mode if state.on else "off",
            "temperature": plain(state.target),
            "current_temperature": plain(rounded(state.room.at(now), 0.5)),
            "fan_mode": state.fan,
            "swing_mode": state.swing,
            "preset_mode": state.preset,
            "action": self._action(state, now),
            "power_consumption": plain(state.meter.watts),
            "energy": plain(rounded(state.meter.kwh(now), 0.01)),
            "filter_life": plain(self.filter_percent),
        }

    def obey(self, state: Cooling, order: Order, conditions: Conditions, now: float) -> Cooling:
        """Mode, target, fan, swing, preset, power; with a fault it does not turn on."""
        obeyed = self._obeyed(state, order)
        if obeyed.on and not state.on and conditions.fault:
            return state
        return self._working(obeyed, now)

    def settle(self, state: Cooling, conditions: Conditions, now: float) -> Cooling:
        """It reaches its target and rests; a fault turns it off."""
        return self._working(replace(state, on=False) if conditions.fault else state, now)

    def wakes_at(self, state: Cooling, now: float) -> float | None:
        """The next half degree or meter step."""
        return soonest(state.room.next_step(now, 0.5), state.meter.next_step(now))

    def _obeyed(self, state: Cooling, order: Order) -> Cooling:
        word = order.payload
        match order.role:
            case "power":
                wanted = switched(word)
                return state if wanted is None else replace(state, on=wanted)
            case "mode" if word == "off":
                return replace(state, on=False)
            case "mode":
                chosen = next((mode for mode in self.modes if mode == word), None)
                return state if chosen is None else replace(state, on=True, mode=chosen)
            case "temperature":
                target = number_between(word, self.minimum, self.maximum)
                return state if target is None else replace(state, target=round(target))
            case "fan_mode" if word in self.fans:
                return replace(state, fan=word)
            case "swing_mode" if word in ("on", "off"):
                return replace(state, swing=word)
            case "preset_mode" if word in (*self.presets, "none"):
                return replace(state, preset=word)
        return state

    def _working(self, state: Cooling, now: float) -> Cooling:
        action = self._action(state, now)
        goal = {
            "cooling": min(state.target, self.outside),
            "heating": max(state.target, self.outside),
            "drying": self.outside - 1,
            "idle": state.room.goal,
        }.get(action, self.outside)
        tau = RESTING_TAU_S if goal == self.outside else WORKING_TAU_S
        if action == "idle":
            tau = state.room.tau
        meter = state.meter.drawing(WATTS[action], now)
        return replace(state, room=state.room.towards(goal, now, tau), meter=meter)

    def _action(self, state: Cooling, now: float) -> str:
        if not state.on:
            return "off"
        if state.mode in ("dry", "fan_only"):
            return "drying" if state.mode == "dry" else "fan"
        gap = rounded(state.room.at(now), 0.5) - state.target
        if gap > 0 and state.mode in ("cool", "auto"):
            return "cooling"
        if gap < 0 and (state.mode == "heat" or (state.mode == "auto" and "heat" in self.modes)):
            return "heating"
        return "idle"
