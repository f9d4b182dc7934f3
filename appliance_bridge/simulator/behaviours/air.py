"""What moves, cleans, wets or dries the air: fan, air purifier, humidifier, dehumidifier."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field, PositiveInt

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Component,
    Components,
    attribute,
    binary_sensor,
    number_between,
    on_off,
    percent_sensor,
    plain,
    sensor,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import Drift, Ramp, rounded, soonest

DUSTY, CLEAN = 34.0, 6.0
# µg/m³ of PM2.5 that a room nears without and with a purifier
DUSTY_AIR = Drift(DUSTY, DUSTY)
CLEANING_TAU_S = 900.0


@dataclass(frozen=True, slots=True)
class Blower:
    """How a fan stands."""

    preset: str
    on: bool = False
    speed: int = 1
    oscillating: bool = False
    dust: Drift = DUSTY_AIR


class Fan(Behaviour[Blower]):
    """A fan; with `cleans` it is an air purifier."""

    kind: Literal["fan"]
    presets: Annotated[tuple[str, ...], Field(min_length=1)]
    # the first is the plain one, which a chosen speed returns to
    speeds: PositiveInt
    oscillates: bool = False
    cleans: bool = False
    filter_percent: float = 82

    def begin(self) -> Blower:
        """Off."""
        return Blower(self.presets[0])

    def components(self) -> Components:
        """The fan; a purifier also says what it breathes."""
        fan: dict[str, object] = {
            "platform": "fan",
            "name": None,
            "state_topic": "~/power",
            "command_topic": "~/power/set",
            **attribute("percentage", "speed"),
            "speed_range_min": 1,
            "speed_range_max": self.speeds,
            **attribute("preset_mode", "preset"),
            "preset_modes": list(self.presets),
        }
        if self.oscillates:
            fan |= attribute("oscillation", "oscillation")
        parts: dict[str, Component] = {"fan": fan}
        if self.cleans:
            parts["pm25"] = sensor(
                "pm25", device_class="pm25", unit_of_measurement="µg/m³", state_class="measurement"
            )
            parts["filter_life"] = percent_sensor("filter_life")
        return parts

    def report(self, state: Blower, now: float) -> Mapping[str, str]:
        """All its readings; speed 0 while off."""
        said = {
            "power": on_off(state.on),
            "speed": str(state.speed if state.on else 0),
            "preset": state.preset,
        }
        if self.oscillates:
            said["oscillation"] = "oscillate_on" if state.oscillating else "oscillate_off"
        if self.cleans:
            said["pm25"] = plain(rounded(state.dust.at(now), 1))
            said["filter_life"] = plain(self.filter_percent)
        return said

    def obey(self, state: Blower, order: Order, conditions: Conditions, now: float) -> Blower:
        """Power, speed, preset, oscillation."""
        obeyed = self._obeyed(state, order)
        if obeyed.on and not state.on and conditions.fault:
            return state
        return self._breathing(obeyed, now)

    def settle(self, state: Blower, conditions: Conditions, now: float) -> Blower:
        """A fault turns it off."""
        return self._breathing(replace(state, on=False), now) if conditions.fault and state.on else state

    def wakes_at(self, state: Blower, now: float) -> float | None:
        """The next microgram."""
        return state.dust.next_step(now, 1) if self.cleans else None

    def _obeyed(self, state: Blower, order: Order) -> Blower:
        match order.role:
            case "power":
                wanted = switched(order.payload)
                return state if wanted is None else replace(state, on=wanted)
            case "speed":
                speed = number_between(order.payload, 0, self.speeds)
                if speed is None:
                    return state
                if not round(speed):
                    return replace(state, on=False)
                return replace(state, on=True, speed=round(speed), preset=self.presets[0])
            case "preset" if order.payload in self.presets:
                return replace(state, on=True, preset=order.payload)
            case "oscillation" if self.oscillates:
                swings = {"oscillate_on": True, "oscillate_off": False}.get(order.payload)
                return state if swings is None else replace(state, oscillating=swings)
        return state

    def _breathing(self, state: Blower, now: float) -> Blower:
        if not self.cleans:
            return state
        return replace(state, dust=state.dust.towards(CLEAN if state.on else DUSTY, now, CLEANING_TAU_S))


@dataclass(frozen=True, slots=True)
class Moistener:
    """How a humidifier or dehumidifier stands."""

    mode: str
    target: float
    air: Drift
    # relative humidity of the room
    tank: Ramp
    # percent of water in it
    on: bool = False


class Humidifier(Behaviour[Moistener]):
    """Brings the air to a humidity until its tank is empty; with `dries`, until its tank is full."""

    kind: Literal["humidifier"]
    hand_knobs: ClassVar[tuple[str, ...]] = ("tank",)
    dries: bool = False
    modes: Annotated[tuple[str, ...], Field(min_length=1)]
    minimum: float
    maximum: float
    tank_hours: float = 8

    def begin(self) -> Moistener:
        """Off, the tank ready for use."""
        resting, tank = self._resting_air(), self._ready_tank()
        return Moistener(self.modes[0], 50, Drift(resting, resting), Ramp(tank))

    def components(self) -> Components:
        """The humidifier, the room's humidity, the tank."""
        kind = "dehumidifier" if self.dries else "humidifier"
        moistener = {
            "platform": "humidifier",
            "device_class": kind,
            "name": None,
            "state_topic": "~/power",
            "command_topic": "~/power/set",
            **attribute("target_humidity", "target_humidity"),
            "min_humidity": self.minimum,
            "max_humidity": self.maximum,
            "current_humidity_topic": "~/current_humidity",
            **attribute("mode", "mode"),
            "modes": list(self.modes),
        }
        tank = "tank_full" if self.dries else "tank_empty"
        return {
            kind: moistener,
            "water_level": percent_sensor("water_level"),
            tank: binary_sensor(tank, device_class="problem"),
        }

    def report(self, state: Moistener, now: float) -> Mapping[str, str]:
        """All its readings."""
        return {
            "power": on_off(state.on),
            "target_humidity": plain(state.target),
            "current_humidity": plain(rounded(state.air.at(now), 1)),
            "mode": state.mode,
            "water_level": plain(rounded(state.tank.at(now), 5)),
            "tank_full" if self.dries else "tank_empty": on_off(self._spent(state, now)),
        }

    def obey(self, state: Moistener, order: Order, conditions: Conditions, now: float) -> Moistener:
        """Power, target, mode; a hand on the tank readies it again."""
        match order.role:
            case "power":
                wanted = switched(order.payload)
                if wanted is None or (wanted and (conditions.fault or self._spent(state, now))):
                    return state
                state = replace(state, on=wanted)
            case "target_humidity":
                target = number_between(order.payload, self.minimum, self.maximum)
                state = state if target is None else replace(state, target=target)
            case "mode" if order.payload in self.modes:
                state = replace(state, mode=order.payload)
            case "tank" if order.local:
                state = replace(state, tank=Ramp(self._ready_tank(), now))
        return self._working(state, now)

    def settle(self, state: Moistener, conditions: Conditions, now: float) -> Moistener:
        """A spent tank or a fault turns it off."""
        if state.on and (conditions.fault or self._spent(state, now)):
            return self._working(replace(state, on=False), now)
        return state

    def wakes_at(self, state: Moistener, now: float) -> float | None:
        """The next percent in the air or in the tank."""
        return soonest(state.air.next_step(now, 1), state.tank.next_step(now, 5))

    def _working(self, state: Moistener, now: float) -> Moistener:
        resting = self._resting_air()
        goal = min(state.target, resting) if self.dries else max(state.target, resting)
        pace = 100 / (self.tank_hours * 3600) * (1 if self.dries else -1) if state.on else 0
        tank = state.tank if state.tank.rate == pace else state.tank.heading(pace, now)
        return replace(state, tank=tank, air=state.air.towards(goal if state.on else resting, now, 1800))

    def _spent(self, state: Moistener, now: float) -> bool:
        return state.tank.at(now) == (100 if self.dries else 0)

    def _ready_tank(self) -> float:
        return 0 if self.dries else 100

    def _resting_air(self) -> float:
        return 68 if self.dries else 36
