"""Refrigerator and kimchi refrigerator: compartments that stay cold while their door is shut."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Component,
    Components,
    image,
    number,
    number_between,
    on_off,
    plain,
    select,
    switch,
    switched,
    temperature_sensor,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.drawing import shelves
from appliance_bridge.simulator.motion import Drift, rounded, soonest

KITCHEN = 24.0
COLD_TAU_S, WARM_TAU_S = 1800.0, 3600.0


class Compartment(BaseModel):
    """One cold room: its bounds and how cold it is set at first, in celsius."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    minimum: float
    maximum: float
    target: float


@dataclass(frozen=True, slots=True)
class Cold:
    """How a refrigerator stands."""

    targets: Mapping[str, float]
    temperatures: Mapping[str, Drift]
    choices: Mapping[str, str]
    switches: Mapping[str, bool]


class Fridge(Behaviour[Cold]):
    """Always on; its compartments are numbers, as on the real ones."""

    kind: Literal["fridge"]
    compartments: Annotated[dict[str, Compartment], Field(min_length=1)]
    # name → bounds; announced as <name>_target_temperature and <name>_current_temperature
    choices: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    # role → options, first is set
    switches: tuple[str, ...] = ()
    camera: bool = False
    # whether it shows its inside

    def begin(self) -> Cold:
        """Cold."""
        targets = {name: room.target for name, room in self.compartments.items()}
        return Cold(
            targets,
            {name: Drift(celsius, celsius) for name, celsius in targets.items()},
            {role: options[0] for role, options in self.choices.items()},
            dict.fromkeys(self.switches, False),
        )

    def components(self) -> Components:
        """A number and a sensor for each compartment, choices, switches."""
        parts: dict[str, Component] = {}
        for name, room in self.compartments.items():
            target, current = _target(name), _current(name)
            parts[target] = number(
                target, room.minimum, room.maximum, 1, device_class="temperature", unit_of_measurement="°C"
            )
            parts[current] = temperature_sensor(current)
        parts |= {role: select(role, options) for role, options in self.choices.items()}
        parts |= {role: switch(role) for role in self.switches}
        return parts | ({"inside": image("inside")} if self.camera else {})

    def report(self, state: Cold, now: float) -> Mapping[str, str]:
        """All its readings."""
        said = {_target(name): plain(celsius) for name, celsius in state.targets.items()}
        for name, drift in state.temperatures.items():
            said[_current(name)] = plain(rounded(drift.at(now), 0.5))
        said |= state.choices
        if self.camera:
            said["inside"] = shelves()
        return said | {role: on_off(on) for role, on in state.switches.items()}

    def obey(self, state: Cold, order: Order, conditions: Conditions, now: float) -> Cold:
        """Targets, choices, switches."""
        for name, room in self.compartments.items():
            if order.role == _target(name):
                target = number_between(order.payload, room.minimum, room.maximum)
                if target is not None:
                    state = replace(state, targets={**state.targets, name: round(target)})
        if order.payload in self.choices.get(order.role, ()):
            state = replace(state, choices={**state.choices, order.role: order.payload})
        wanted = switched(order.payload)
        if order.role in self.switches and wanted is not None:
            state = replace(state, switches={**state.switches, order.role: wanted})
        return self.settle(state, conditions, now)

    def settle(self, state: Cold, conditions: Conditions, now: float) -> Cold:
        """An open door or a fault lets the warm in."""
        warm = conditions.door_open or bool(conditions.fault)
        tau = WARM_TAU_S if warm else COLD_TAU_S
        aimed = {
            name: drift.towards(KITCHEN if warm else state.targets[name], now, tau)
            for name, drift in state.temperatures.items()
        }
        return replace(state, temperatures=aimed)

    def wakes_at(self, state: Cold, now: float) -> float | None:
        """The next half degree."""
        return soonest(*(drift.next_step(now, 0.5) for drift in state.temperatures.values()))


def _target(name: str) -> str:
    return f"{name}_target_temperature"


def _current(name: str) -> str:
    return f"{name}_current_temperature"
