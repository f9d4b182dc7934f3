"""What is simply on or off: plugs, plain switches, a cooktop that can only be turned off from afar."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import (
    Components,
    binary_sensor,
    button,
    energy_sensor,
    on_off,
    plain,
    power_sensor,
    switched,
)
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import UNUSED, Meter, rounded


@dataclass(frozen=True, slots=True)
class Switched:
    """On or off, and what it used."""

    on: bool = False
    meter: Meter = UNUSED


class Plug(Behaviour[Switched]):
    """A metering plug that says everything in one JSON message, as radio gateways do."""

    kind: Literal["plug"]
    watts: float = 40

    def begin(self) -> Switched:
        """Off."""
        return Switched()

    def components(self) -> Components:
        """The outlet, its power and its meter, all read out of one topic."""
        outlet = {
            "platform": "switch",
            "device_class": "outlet",
            "name": None,
            "state_topic": "~/state",
            "command_topic": "~/power/set",
            "value_template": "{{ value_json.state }}",
        }
        draw = {"state_topic": "~/state", "value_template": "{{ value_json.power }}"}
        used = {"state_topic": "~/state", "value_template": "{{ value_json.energy }}"}
        return {
            "power": outlet,
            "power_consumption": {**power_sensor(), **draw},
            "energy": {**energy_sensor(), **used},
        }

    def report(self, state: Switched, now: float) -> Mapping[str, str]:
        """The one message."""
        energy = rounded(state.meter.kwh(now), 0.01)
        said = {"state": on_off(state.on), "power": state.meter.watts, "energy": energy}
        return {"state": json.dumps(said)}

    def obey(self, state: Switched, order: Order, conditions: Conditions, now: float) -> Switched:
        """ON and OFF."""
        wanted = switched(order.payload) if order.role == "power" else None
        if wanted is None or wanted == state.on or (wanted and conditions.fault):
            return state
        return Switched(wanted, state.meter.drawing(self.watts if wanted else 0, now))

    def wakes_at(self, state: Switched, now: float) -> float | None:
        """The meter's next step."""
        return state.meter.next_step(now)


@dataclass(frozen=True, slots=True)
class Hob:
    """How a cooktop stands."""

    level: int = 0
    # 0: off

    @property
    def on(self) -> bool:
        """Whether anything on it is hot on purpose."""
        return self.level > 0


class Cooktop(Behaviour[Hob]):
    """By hand it does all, from afar it can only be turned off: it announces nothing that turns it on."""

    kind: Literal["cooktop"]
    hand_knobs: ClassVar[tuple[str, ...]] = ("level",)
    levels: int = 9

    def begin(self) -> Hob:
        """Off."""
        return Hob()

    def components(self) -> Components:
        """Whether it is on, how hot, and a button that turns it off."""
        return {
            "power": binary_sensor("power", device_class="power"),
            "level": {"platform": "sensor", "state_topic": "~/level"},
            "power_off": button("power_off"),
        }

    def report(self, state: Hob, now: float) -> Mapping[str, str]:
        """On or off, and the level."""
        return {"power": on_off(state.on), "level": plain(state.level)}

    def obey(self, state: Hob, order: Order, conditions: Conditions, now: float) -> Hob:
        """Off always; a level only by a hand on its knob."""
        if order.role == "power_off" and order.payload == "PRESS":
            return replace(state, level=0)
        if order.role == "level" and order.local and order.payload.isdecimal():
            level = int(order.payload)
            blocked = level > self.levels or (level > 0 and conditions.hinders_start(local=True))
            return state if blocked else replace(state, level=level)
        return state
