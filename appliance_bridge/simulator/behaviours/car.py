"""Electric car: warmed or cooled before a drive, charged, locked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    attribute,
    binary_sensor,
    number_between,
    on_off,
    percent_sensor,
    plain,
    sensor,
    switch,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import Drift, Ramp, rounded, soonest

PARKED_CELSIUS = 31.0
CABIN_TAU_S = 300.0
PARTLY_CHARGED = Ramp(62)
HOT_CABIN = Drift(PARKED_CELSIUS, PARKED_CELSIUS)


@dataclass(frozen=True, slots=True)
class Parked:
    """How the car stands."""

    locked: bool = True
    plugged_in: bool = True
    charging: bool = False
    battery: Ramp = PARTLY_CHARGED
    climate_until: float | None = None
    # None: off
    target: float = 22
    cabin: Drift = HOT_CABIN


class Car(Behaviour[Parked]):
    """Its climate turns itself off after a while, as remote starts do."""

    kind: Literal["car"]
    hand_knobs: ClassVar[tuple[str, ...]] = ("plugged_in",)
    climate_minutes: float = 20
    full_charge_hours: float = 8
    range_km: float = 420
    odometer_km: int = 18_240

    def begin(self) -> Parked:
        """Locked at its charger, not charging."""
        return Parked()

    def components(self) -> Components:
        """Climate, lock, charging, battery, range."""
        climate = {
            "platform": "climate",
            **attribute("mode", "climate_mode"),
            "modes": ["off", "heat_cool"],
            **attribute("temperature", "climate_temperature"),
            "current_temperature_topic": "~/cabin_temperature",
            "min_temp": 17,
            "max_temp": 27,
            "temp_step": 1,
            "temperature_unit": "C",
        }
        lock = {"platform": "lock", "state_topic": "~/lock", "command_topic": "~/lock/set"}
        return {
            "climate": climate,
            "lock": lock,
            "charging": switch("charging"),
            "battery": percent_sensor("battery", "battery"),
            "plugged_in": binary_sensor("plugged_in", device_class="plug"),
            "range": sensor("range", device_class="distance", unit_of_measurement="km"),
            "odometer": sensor(
                "odometer", device_class="distance", unit_of_measurement="km", state_class="total_increasing"
            ),
        }

    def report(self, state: Parked, now: float) -> Mapping[str, str]:
        """All its readings."""
        percent = rounded(state.battery.at(now), 1)
        return {
            "climate_mode": "off" if state.climate_until is None else "heat_cool",
            "climate_temperature": plain(state.target),
            "cabin_temperature": plain(rounded(state.cabin.at(now), 0.5)),
            "lock": "LOCKED" if state.locked else "UNLOCKED",
            "charging": on_off(state.charging),
            "battery": plain(percent),
            "plugged_in": on_off(state.plugged_in),
            "range": plain(rounded(self.range_km * percent / 100, 1)),
            "odometer": plain(self.odometer_km),
        }

    def obey(self, state: Parked, order: Order, conditions: Conditions, now: float) -> Parked:
        """Climate, lock, charging; only a hand plugs it in."""
        wanted = switched(order.payload)
        match order.role:
            case "climate_mode":
                return self._climate(state, order.payload, conditions, now)
            case "climate_temperature":
                target = number_between(order.payload, 17, 27)
                return state if target is None else self._aimed(replace(state, target=round(target)), now)
            case "lock" if order.payload in ("LOCK", "UNLOCK"):
                return replace(state, locked=order.payload == "LOCK")
            case "charging" if wanted is not None:
                if wanted and (conditions.fault or not state.plugged_in or state.battery.at(now) == 100):
                    return state
                return self._charging(state, wanted, now)
            case "plugged_in" if order.local and wanted is not None:
                state = replace(state, plugged_in=wanted)
                return state if wanted else self._charging(state, on=False, now=now)
        return state

    def settle(self, state: Parked, conditions: Conditions, now: float) -> Parked:
        """The climate's time is up, the battery is full, or a fault ends both."""
        if state.climate_until is not None and (conditions.fault or state.climate_until <= now):
            state = self._aimed(replace(state, climate_until=None), now)
        if state.charging and (conditions.fault or state.battery.at(now) == 100):
            state = self._charging(state, on=False, now=now)
        return state

    def wakes_at(self, state: Parked, now: float) -> float | None:
        """The next percent, half degree, or the climate's end."""
        return soonest(state.battery.next_step(now, 1), state.cabin.next_step(now, 0.5), state.climate_until)

    def _climate(self, state: Parked, mode: str, conditions: Conditions, now: float) -> Parked:
        if mode == "off":
            return self._aimed(replace(state, climate_until=None), now)
        # a repeated start does not lengthen what runs
        if mode != "heat_cool" or state.climate_until is not None or conditions.fault:
            return state
        return self._aimed(replace(state, climate_until=now + self.climate_minutes * 60), now)

    def _aimed(self, state: Parked, now: float) -> Parked:
        goal = PARKED_CELSIUS if state.climate_until is None else state.target
        return replace(state, cabin=state.cabin.towards(goal, now, CABIN_TAU_S))

    def _charging(self, state: Parked, on: bool, now: float) -> Parked:
        if on == state.charging:
            return state
        pace = 100 / (self.full_charge_hours * 3600) if on else 0
        return replace(state, charging=on, battery=state.battery.heading(pace, now))
