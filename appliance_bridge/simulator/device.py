"""One simulated device: what it is now, and the few ways in which that changes. No I/O."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from appliance_bridge.simulator.behaviours.base import Behaviour, Order
from appliance_bridge.simulator.components import switched
from appliance_bridge.simulator.conditions import Conditions, as_dict, changed, condition_reports
from appliance_bridge.simulator.errors import UnknownKnob
from appliance_bridge.simulator.home import Row

REMEMBERED_COMMANDS = 500
_PAYLOAD_KEPT = 1000
# characters of one command
_STEPS_AT_ONCE = 5000
_SMALLEST_STEP_S = 0.001


@dataclass(frozen=True, slots=True)
class ReceivedCommand:
    """A command message that a device took in."""

    at: float
    # seconds since the epoch, when it was obeyed
    topic: str
    payload: str
    changed: bool
    # whether it had an effect; a repeated or refused one has none


@dataclass(frozen=True, slots=True)
class SimulatedView:
    """A device as pages and tests see it."""

    id: str
    type: str
    names: tuple[str, ...]
    areas: tuple[str, ...]
    conditions: Mapping[str, bool | float | str]
    # the supported ones, by name
    supported: tuple[str, ...]
    knobs: tuple[str, ...]
    # what a person at the appliance can press or turn
    truth: Mapping[str, str]
    # topic under the device's own → what it would report now, even if it is mute or offline
    commands: tuple[ReceivedCommand, ...]
    # the last ones, oldest first


class SimulatedDevice:
    """Holds the present state of one device; all rules are in its behaviour."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.conditions = Conditions()
        self._behaviour: Behaviour[Any] = row.behaviour
        self._state: Any = row.behaviour.begin()
        self._at = 0.0
        self._commands: deque[ReceivedCommand] = deque(maxlen=REMEMBERED_COMMANDS)
        self._supported = row.supported
        self._knobs = _knobs(row)

    def advance(self, now: float) -> None:
        """Let time pass, stopping wherever something happens by itself."""
        for _ in range(_STEPS_AT_ONCE):
            moment = self._behaviour.wakes_at(self._state, self._at)
            if moment is None or moment > now:
                break
            self._settle(max(moment, self._at + _SMALLEST_STEP_S))
        self._settle(max(now, self._at))

    def wakes_at(self) -> float | None:
        """When it next changes by itself; None: never, as things are."""
        return self._behaviour.wakes_at(self._state, self._at)

    def hear(self, role: str, payload: str, topic: str, now: float, at: float) -> None:
        """Obey a command that came over the wire."""
        self.advance(now)
        effect = self._order(Order(role, payload))
        self._commands.append(ReceivedCommand(at, topic, payload[:_PAYLOAD_KEPT], effect))

    def press(self, knob: str, payload: str, now: float) -> None:
        """A person at the appliance does something. Raises UnknownKnob."""
        if knob not in self._knobs:
            raise UnknownKnob(self.row.id, knob, self._knobs)
        self.advance(now)
        self._order(Order(knob, payload, local=True))

    def change(self, now: float, **wanted: object) -> None:
        """Other circumstances. Raises UnknownCondition, BadCondition; then nothing has changed."""
        conditions = changed(self.row.id, self.conditions, self._supported, **wanted)
        self.advance(now)
        self.conditions = conditions
        self._settle(self._at)

    def report(self) -> dict[str, str]:
        """All it would say now: topic under its own → payload."""
        told = condition_reports(self.conditions, self._supported, opening=self.row.opening)
        return {**self._behaviour.report(self._state, self._at), **told}

    def view(self) -> SimulatedView:
        """A picture of it, as of the last advance."""
        row = self.row
        return SimulatedView(
            id=row.id,
            type=row.type,
            names=tuple(row.name.split(" / ")),
            areas=tuple(row.area.split(" / ")),
            conditions=as_dict(self.conditions, self._supported),
            supported=self._supported,
            knobs=self._knobs,
            truth=self.report(),
            commands=tuple(self._commands),
        )

    def _settle(self, now: float) -> None:
        self._at = now
        self._state = self._behaviour.settle(self._state, self.conditions, now)

    def _order(self, order: Order) -> bool:
        """Whether it had an effect."""
        if order.role == "child_lock" and "child_lock" in self._supported:
            wanted = switched(order.payload)
            if wanted is None or wanted == self.conditions.child_lock:
                return False
            if not (order.local or self.row.child_lock_by_wire):
                return False
            self.conditions = replace(self.conditions, child_lock=wanted)
            return True
        before = self._state
        self._state = self._behaviour.obey(before, order, self.conditions, self._at)
        self._settle(self._at)
        return bool(self._state != before)


def _knobs(row: Row) -> tuple[str, ...]:
    """Every role with a command topic, and what only a hand can do."""
    told = (
        value.removeprefix("~/").removesuffix("/set")
        for component in row.components().values()
        for option, value in component.items()
        if isinstance(value, str) and value.endswith("/set") and option.endswith("topic")
    )
    by_hand = ("child_lock",) if "child_lock" in row.supported else ()
    return tuple(dict.fromkeys((*told, *row.behaviour.hand_knobs, *by_hand)))
