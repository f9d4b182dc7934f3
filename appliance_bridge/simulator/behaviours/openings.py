"""What moves between open and closed in seconds: curtains, a gas valve, a door lock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import PositiveFloat

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import Components, number_between, percent_sensor, plain
from appliance_bridge.simulator.conditions import Conditions
from appliance_bridge.simulator.motion import Ramp, rounded


@dataclass(frozen=True, slots=True)
class Curtain:
    """How a curtain hangs."""

    way: Ramp
    # percent open
    halted: bool = False
    # it was stopped on its way


class Cover(Behaviour[Curtain]):
    """Moves at a steady pace and says where it is; opening at full height is no movement."""

    kind: Literal["cover"]
    device_class: Literal["curtain", "blind", "shade"] = "curtain"
    seconds: PositiveFloat = 12
    # for the full way

    def begin(self) -> Curtain:
        """Closed."""
        return Curtain(Ramp(0))

    def components(self) -> Components:
        """One cover entity with position."""
        return {
            "cover": {
                "platform": "cover",
                "device_class": self.device_class,
                "name": None,
                "state_topic": "~/state",
                "command_topic": "~/cover/set",
                "position_topic": "~/position",
                "set_position_topic": "~/position/set",
            }
        }

    def report(self, state: Curtain, now: float) -> Mapping[str, str]:
        """Where it is and what it does."""
        position = round(state.way.at(now))
        if state.way.rate:
            word = "opening" if state.way.rate > 0 else "closing"
        elif state.halted and position:
            word = "stopped"
        else:
            word = "open" if position else "closed"
        return {"state": word, "position": str(position)}

    def obey(self, state: Curtain, order: Order, conditions: Conditions, now: float) -> Curtain:
        """OPEN, CLOSE, STOP or a position."""
        if order.role == "cover":
            match order.payload:
                case "OPEN":
                    return self._towards(state, 100, now)
                case "CLOSE":
                    return self._towards(state, 0, now)
                case "STOP" if state.way.rate:
                    return Curtain(state.way.heading(0, now), halted=True)
        elif order.role == "position" and (goal := number_between(order.payload, 0, 100)) is not None:
            return self._towards(state, round(goal), now)
        return state

    def settle(self, state: Curtain, conditions: Conditions, now: float) -> Curtain:
        """It arrives."""
        way = state.way
        goal = way.high if way.rate > 0 else way.low
        if way.rate and way.at(now) == goal:
            return Curtain(way.heading(0, now))
        return state

    def wakes_at(self, state: Curtain, now: float) -> float | None:
        """The next tenth of the way."""
        return state.way.next_step(now, 10)

    def _towards(self, state: Curtain, goal: float, now: float) -> Curtain:
        position = state.way.at(now)
        pace = 100 / self.seconds
        if goal > position:
            return Curtain(state.way.heading(pace, now, high=goal))
        if goal < position:
            return Curtain(state.way.heading(-pace, now, low=goal))
        return Curtain(state.way.heading(0, now)) if state.way.rate else state


@dataclass(frozen=True, slots=True)
class Bolt:
    """How a valve or a lock stands."""

    shut: bool
    until: float | None = None
    # when it will be there; None: it is
    jammed: bool = False
    # it is stuck, or will be when it has moved


class GasValve(Behaviour[Bolt]):
    """From afar it can only be closed; opening needs a hand."""

    kind: Literal["gas_valve"]
    seconds: PositiveFloat = 2

    def begin(self) -> Bolt:
        """Open, as in a house where people live."""
        return Bolt(shut=False)

    def components(self) -> Components:
        """One valve entity without a word for opening."""
        return {
            "valve": {
                "platform": "valve",
                "device_class": "gas",
                "name": None,
                "state_topic": "~/state",
                "command_topic": "~/valve/set",
                "payload_open": None,
                "payload_close": "CLOSE",
                "reports_position": False,
            }
        }

    def report(self, state: Bolt, now: float) -> Mapping[str, str]:
        """open, closing or closed."""
        if state.until is not None:
            return {"state": "closing"}
        return {"state": "closed" if state.shut else "open"}

    def obey(self, state: Bolt, order: Order, conditions: Conditions, now: float) -> Bolt:
        """CLOSE from anywhere, OPEN by hand."""
        if order.role != "valve":
            return state
        if order.payload == "CLOSE" and not state.shut:
            return Bolt(shut=True, until=now + self.seconds)
        if order.payload == "OPEN" and order.local:
            return Bolt(shut=False)
        return state

    def settle(self, state: Bolt, conditions: Conditions, now: float) -> Bolt:
        """The valve arrives."""
        return _arrived(state, now)

    def wakes_at(self, state: Bolt, now: float) -> float | None:
        """When it arrives."""
        return state.until


class DoorLock(Behaviour[Bolt]):
    """Locks and unlocks in a moment; with a fault it jams."""

    kind: Literal["door_lock"]
    seconds: PositiveFloat = 1.5
    battery: float = 80

    def begin(self) -> Bolt:
        """Locked."""
        return Bolt(shut=True)

    def components(self) -> Components:
        """One lock entity and its battery."""
        lock = {"platform": "lock", "name": None, "state_topic": "~/state", "command_topic": "~/lock/set"}
        return {"lock": lock, "battery": percent_sensor("battery", "battery")}

    def report(self, state: Bolt, now: float) -> Mapping[str, str]:
        """The words of the public convention."""
        if state.until is not None:
            word = "LOCKING" if state.shut else "UNLOCKING"
        elif state.jammed:
            word = "JAMMED"
        else:
            word = "LOCKED" if state.shut else "UNLOCKED"
        return {"state": word, "battery": plain(rounded(self.battery, 1))}

    def obey(self, state: Bolt, order: Order, conditions: Conditions, now: float) -> Bolt:
        """LOCK and UNLOCK; what is already so does not move."""
        wanted = {"LOCK": True, "UNLOCK": False}.get(order.payload) if order.role == "lock" else None
        stuck = state.jammed and state.until is None
        if wanted is None or (wanted == state.shut and not stuck):
            return state
        return Bolt(wanted, now + self.seconds, jammed=bool(conditions.fault))

    def settle(self, state: Bolt, conditions: Conditions, now: float) -> Bolt:
        """The bolt arrives."""
        return _arrived(state, now)

    def wakes_at(self, state: Bolt, now: float) -> float | None:
        """When it arrives."""
        return state.until


def _arrived(state: Bolt, now: float) -> Bolt:
    return replace(state, until=None) if state.until is not None and state.until <= now else state
