"""Robot vacuum: cleans, comes home, charges."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, PositiveFloat

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import Components, image, percent_sensor, plain, sensor
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.drawing import rooms
from appliance_bridge.simulator.motion import Ramp, rounded, soonest

Activity = Literal["docked", "cleaning", "paused", "idle", "returning", "error"]

CHARGING = 100 / (150 * 60)
CLEANING = -100 / (120 * 60)
# percent of the battery in a second
LOW_BATTERY = 15.0
FULL, NOT_BEGUN = Ramp(100), Ramp(0)


@dataclass(frozen=True, slots=True)
class Vacuum:
    """How the robot stands."""

    suction: str
    activity: Activity = "docked"
    battery: Ramp = FULL
    work: Ramp = NOT_BEGUN
    # seconds cleaned of this tour
    home_at: float = 0.0
    # when it will be back, while returning
    beeps: int = 0
    # how often it was asked where it is


class RobotVacuum(Behaviour[Vacuum]):
    """One tour at a time; a low battery or a finished tour sends it home."""

    kind: Literal["vacuum"]
    suctions: Annotated[tuple[str, ...], Field(min_length=1)]
    tour_minutes: PositiveFloat = 45
    way_home_minutes: PositiveFloat = 2
    square_metres_a_minute: PositiveFloat = 1.2

    def begin(self) -> Vacuum:
        """In its dock, full."""
        return Vacuum(self.suctions[0])

    def components(self) -> Components:
        """The vacuum itself, its battery and how much it has cleaned."""
        robot = {
            "platform": "vacuum",
            "name": None,
            "schema": "state",
            "state_topic": "~/state",
            "command_topic": "~/command/set",
            "set_fan_speed_topic": "~/fan_speed/set",
            "fan_speed_list": list(self.suctions),
            "supported_features": [
                "start", "pause", "stop", "return_home", "locate", "fan_speed", "status",
            ],
        }  # fmt: skip
        return {
            "vacuum": robot,
            "battery": percent_sensor("battery", "battery"),
            "cleaned_area": sensor("cleaned_area", unit_of_measurement="m²"),
            "map": image("map"),
        }

    def report(self, state: Vacuum, now: float) -> Mapping[str, str]:
        """State as the public convention wants it, in JSON."""
        area = state.work.at(now) / 60 * self.square_metres_a_minute
        return {
            "state": json.dumps({"state": state.activity, "fan_speed": state.suction}, ensure_ascii=False),
            "battery": plain(rounded(state.battery.at(now), 1)),
            "cleaned_area": plain(rounded(area, 1)),
            "map": rooms(),
        }

    def obey(self, state: Vacuum, order: Order, conditions: Conditions, now: float) -> Vacuum:
        """Its commands; a start while cleaning changes nothing."""
        if order.role == "fan_speed":
            return replace(state, suction=order.payload) if order.payload in self.suctions else state
        if order.role != "command":
            return state
        match order.payload, state.activity:
            case "start", "docked" | "idle" | "paused" | "returning":
                return state if conditions.fault else self._cleaning(state, now)
            case "pause", "cleaning" | "returning":
                return self._standing(state, "paused", now)
            case "stop", "cleaning" | "returning" | "paused":
                return self._standing(state, "idle", now)
            case "return_to_base", "cleaning" | "paused" | "idle":
                return self._returning(state, now)
            case "locate", _:
                return replace(state, beeps=state.beeps + 1)
        return state

    def settle(self, state: Vacuum, conditions: Conditions, now: float) -> Vacuum:
        """The tour ends, the battery runs low, it arrives, it gets stuck."""
        if conditions.fault:
            return state if state.activity == "error" else self._standing(state, "error", now)
        if state.activity == "error":
            return self._standing(state, "idle", now)
        leaves = self._leaves_at(state)
        if leaves is not None and leaves <= now:
            state = self._returning(state, leaves)
        if state.activity == "returning" and state.home_at <= now:
            charging = state.battery.heading(CHARGING, state.home_at)
            return replace(state, activity="docked", battery=charging)
        return state

    def wakes_at(self, state: Vacuum, now: float) -> float | None:
        """The next percent or square metre, or the end of what it does."""
        home = state.home_at if state.activity == "returning" else None
        metre = state.work.next_step(now, 60 / self.square_metres_a_minute)
        return soonest(state.battery.next_step(now, 1), metre, self._leaves_at(state), home)

    def _leaves_at(self, state: Vacuum) -> float | None:
        if state.activity != "cleaning":
            return None
        return soonest(state.work.reaches(self.tour_minutes * 60), state.battery.reaches(LOW_BATTERY))

    def _cleaning(self, state: Vacuum, now: float) -> Vacuum:
        if state.battery.at(now) <= LOW_BATTERY:
            return state
        # after a pause the tour goes on, otherwise a new one begins
        work = state.work if state.activity == "paused" else NOT_BEGUN
        return replace(
            state,
            activity="cleaning",
            work=work.heading(1, now, high=self.tour_minutes * 60),
            battery=state.battery.heading(CLEANING, now),
        )

    def _standing(self, state: Vacuum, activity: Activity, now: float) -> Vacuum:
        still = state.work.heading(0, now, high=self.tour_minutes * 60)
        return replace(state, activity=activity, work=still, battery=state.battery.heading(0, now))

    def _returning(self, state: Vacuum, now: float) -> Vacuum:
        leaving = self._standing(state, "returning", now)
        return replace(leaving, home_at=now + self.way_home_minutes * 60)
