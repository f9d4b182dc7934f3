"""How a kind of appliance behaves: pure functions from what it is and what happens to what it is then."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from appliance_bridge.simulator.components import Components
from appliance_bridge.simulator.conditions import Conditions

State = TypeVar("State")
"""A frozen dataclass of the behaviour's own; times in it are simulated seconds."""


@dataclass(frozen=True, slots=True)
class Order:
    """Something a device was told: by a command topic, or by a hand on its own knob."""

    role: str
    # which topic: "power" for sim/<id>/power/set
    payload: str
    local: bool = False
    # True: a person at the appliance did it


class Behaviour(BaseModel, ABC, Generic[State]):
    """One kind of appliance, with what this model of it can do; holds no state and does no I/O."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hand_knobs: ClassVar[tuple[str, ...]] = ()
    # roles that only a person at the appliance can order

    @abstractmethod
    def begin(self) -> State:
        """How it stands at moment 0."""

    @abstractmethod
    def components(self) -> Components:
        """The entities it announces."""

    @abstractmethod
    def report(self, state: State, now: float) -> Mapping[str, str]:
        """All it says about itself: topic under the device's own → payload."""

    def obey(self, state: State, order: Order, conditions: Conditions, now: float) -> State:
        """What an order makes of it; the same state when it refuses or does not understand."""
        return state

    def settle(self, state: State, conditions: Conditions, now: float) -> State:
        """What passing time, a door or a fault makes of it; asked at wakes_at and after conditions change."""
        return state

    def wakes_at(self, state: State, now: float) -> float | None:
        """When it would next report something else if nobody touches it; None: never."""
        return None
