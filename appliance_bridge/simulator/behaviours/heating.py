"""Floor-heating boiler with hot water, as in Korean flats."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    attribute,
    number_between,
    plain,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import Drift, rounded, soonest

UNHEATED, AWAY, COLD_WATER = 17.0, 15.0, 14.0
ROOM_TAU_S, WATER_TAU_S = 5400.0, 300.0
COOLING_ROOM = Drift(20, UNHEATED, tau=ROOM_TAU_S)
WARM_WATER = Drift(40, 42, tau=WATER_TAU_S)
WATER_MODES = ("off", "eco", "performance")


@dataclass(frozen=True, slots=True)
class Heating:
    """How a boiler stands."""

    on: bool = False
    target: float = 23
    preset: str = "none"
    room: Drift = COOLING_ROOM
    water_mode: str = "eco"
    water_target: float = 42
    water: Drift = WARM_WATER


class Boiler(Behaviour[Heating]):
    """Room heat as a climate entity, hot water as a water heater."""

    kind: Literal["boiler"]
    minimum: float = 10
    maximum: float = 35
    water_minimum: float = 35
    water_maximum: float = 60
    presets: tuple[str, ...] = ("away", "sleep")

    def begin(self) -> Heating:
        """Heating off, hot water on."""
        return Heating()

    def components(self) -> Components:
        """Two entities of one device."""
        climate = {
            "platform": "climate",
            "name": None,
            **attribute("mode", "mode"),
            "modes": ["off", "heat"],
            **attribute("temperature", "temperature"),
            "current_temperature_topic": "~/current_temperature",
            "min_temp": self.minimum,
            "max_temp": self.maximum,
            "temp_step": 1,
            "temperature_unit": "C",
            **attribute("preset_mode", "preset_mode"),
            "preset_modes": list(self.presets),
            "action_topic": "~/action",
            "power_command_topic": "~/power/set",
        }
        water = {
            "platform": "water_heater",
            **attribute("mode", "water_mode"),
            "modes": list(WATER_MODES),
            **attribute("temperature", "water_temperature"),
            "current_temperature_topic": "~/water_current_temperature",
            "min_temp": self.water_minimum,
            "max_temp": self.water_maximum,
            "temperature_unit": "C",
        }
        return {"climate": climate, "hot_water": water}

    def report(self, state: Heating, now: float) -> Mapping[str, str]:
        """All its readings."""
        return {
            "mode": "heat" if state.on else "off",
            "temperature": plain(state.target),
            "current_temperature": plain(rounded(state.room.at(now), 0.5)),
            "preset_mode": state.preset,
            "action": self._action(state, now),
            "water_mode": state.water_mode,
            "water_temperature": plain(state.water_target),
            "water_current_temperature": plain(rounded(state.water.at(now), 1)),
        }

    def obey(self, state: Heating, order: Order, conditions: Conditions, now: float) -> Heating:
        """Both halves; with a fault the burner stays off."""
        obeyed = self._obeyed(state, order)
        return state if obeyed.on and not state.on and conditions.fault else self._working(obeyed, now)

    def settle(self, state: Heating, conditions: Conditions, now: float) -> Heating:
        """A fault turns the heating off."""
        return self._working(replace(state, on=False) if conditions.fault else state, now)

    def wakes_at(self, state: Heating, now: float) -> float | None:
        """The next half degree in the room, or degree in the tank."""
        return soonest(state.room.next_step(now, 0.5), state.water.next_step(now, 1))

    def _obeyed(self, state: Heating, order: Order) -> Heating:
        word = order.payload
        match order.role:
            case "power":
                wanted = switched(word)
                return state if wanted is None else replace(state, on=wanted)
            case "mode" if word in ("off", "heat"):
                return replace(state, on=word == "heat")
            case "temperature":
                target = number_between(word, self.minimum, self.maximum)
                return state if target is None else replace(state, target=round(target))
            case "preset_mode" if word in (*self.presets, "none"):
                return replace(state, preset=word)
            case "water_mode" if word in WATER_MODES:
                return replace(state, water_mode=word)
            case "water_temperature":
                target = number_between(word, self.water_minimum, self.water_maximum)
                return state if target is None else replace(state, water_target=round(target))
        return state

    def _working(self, state: Heating, now: float) -> Heating:
        room = max(self._wanted(state), UNHEATED) if state.on else UNHEATED
        water = COLD_WATER if state.water_mode == "off" else state.water_target
        return replace(
            state,
            room=state.room.towards(room, now, ROOM_TAU_S),
            water=state.water.towards(water, now, WATER_TAU_S),
        )

    def _wanted(self, state: Heating) -> float:
        return min(state.target, AWAY) if state.preset == "away" else state.target

    def _action(self, state: Heating, now: float) -> str:
        if not state.on:
            return "off"
        return "heating" if rounded(state.room.at(now), 0.5) < self._wanted(state) else "idle"
