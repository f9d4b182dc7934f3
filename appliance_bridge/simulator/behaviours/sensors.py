"""What only tells: thermometers, contacts on windows and doors."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    number_between,
    percent_sensor,
    plain,
    sensor,
    temperature_sensor,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import rounded

DAY_S = 86_400.0
REPORT_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Weather:
    """What a room is like on average."""

    celsius: float
    humidity: float


class Thermometer(Behaviour[Weather]):
    """A radio sensor: both readings and its battery in one JSON message; the day warms and cools the room."""

    kind: Literal["thermometer"]
    hand_knobs: ClassVar[tuple[str, ...]] = ("temperature", "humidity")
    celsius: float = 24
    humidity: float = 48
    day_swing: float = 0.8
    battery: float = 91

    def begin(self) -> Weather:
        """An average day."""
        return Weather(self.celsius, self.humidity)

    def components(self) -> Components:
        """Three sensors that read one topic."""
        return {
            "temperature": {**temperature_sensor("state"), "value_template": "{{ value_json.temperature }}"},
            "humidity": sensor(
                "state",
                device_class="humidity",
                unit_of_measurement="%",
                state_class="measurement",
                value_template="{{ value_json.humidity }}",
            ),
            "battery": percent_sensor(
                "state",
                "battery",
                entity_category="diagnostic",
                value_template="{{ value_json.battery }}",
            ),
        }

    def report(self, state: Weather, now: float) -> Mapping[str, str]:
        """The one message."""
        wave = self.day_swing * math.sin(2 * math.pi * now / DAY_S)
        said = {
            "temperature": rounded(state.celsius + wave, 0.1),
            "humidity": rounded(state.humidity - wave, 1),
            "battery": self.battery,
        }
        return {"state": json.dumps(said)}

    def obey(self, state: Weather, order: Order, conditions: Conditions, now: float) -> Weather:
        """Nothing from afar; a hand may warm or wet it."""
        if not order.local:
            return state
        if order.role == "temperature" and (value := number_between(order.payload, -40, 80)) is not None:
            return replace(state, celsius=value)
        if order.role == "humidity" and (value := number_between(order.payload, 0, 100)) is not None:
            return replace(state, humidity=value)
        return state

    def wakes_at(self, state: Weather, now: float) -> float | None:
        """The next round ten minutes."""
        return (math.floor(now / REPORT_EVERY_S) + 1) * REPORT_EVERY_S if self.day_swing else None


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact has nothing of its own: whether it is open is a condition."""


class ContactSensor(Behaviour[Contact]):
    """A battery beside a window or door; the home file gives it `door_open`."""

    kind: Literal["contact"]
    battery: float = 77

    def begin(self) -> Contact:
        """Nothing to remember."""
        return Contact()

    def components(self) -> Components:
        """Its battery; the opening itself is announced with the conditions."""
        return {"battery": percent_sensor("battery", "battery", entity_category="diagnostic")}

    def report(self, state: Contact, now: float) -> Mapping[str, str]:
        """Its battery."""
        return {"battery": plain(self.battery)}
