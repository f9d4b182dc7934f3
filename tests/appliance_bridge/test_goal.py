"""When a command counts as done."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.appliance import Limits, Offer
from appliance_bridge.capability import Action, Argument
from appliance_bridge.command import Command
from appliance_bridge.goal import goal_of, same
from appliance_bridge.state import ApplianceState, Reported

NUMBERS = st.integers(-(10**6), 10**6) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.booleans() | NUMBERS | st.text(max_size=10)


def reported(**values: Any) -> ApplianceState:
    return ApplianceState(None, {f"x.{key}": Reported(value, 0) for key, value in values.items()})


def goal(
    reaches: dict[str, Any], unit: str | None = None, step: float | None = None, **arguments: Any
) -> Any:
    action = Action("set", (Argument("value", "number", unit),), reaches)
    attributes = frozenset({"state", "target", "on", "rgb"})
    offer = Offer("x", frozenset({"set"}), attributes, {"target": Limits(step=step)})
    return goal_of(Command("c", "it", "x", "set", arguments), action, offer)


@pytest.mark.parametrize(
    ("what", "state", "done"),
    [
        (goal({"on": True}), reported(on=True), True),
        (goal({"on": True}), reported(on=1), False),
        (goal({"on": True}), reported(), False),
        (goal({"state": "open|opening"}), reported(state="Opening"), True),
        (goal({"state": "open|opening"}), reported(state="closed"), False),
        (goal({"state": "$value"}, value="open|opening"), reported(state="open"), False),
        (goal({"target": "$value"}, "celsius", 0.5, value=24), reported(target=24.25), True),
        (goal({"target": "$value"}, "celsius", 0.5, value=24), reported(target=24.5), False),
        (goal({"target": "$value"}, "celsius", value=24), reported(target=24.2), True),
        (goal({"target": "$value"}, "percent", value=50), reported(target=49.8), True),
        (goal({"target": "$value"}, "kelvin", value=6500), reported(target=6536), True),
        (goal({"target": "$value"}, value=7), reported(target="7.0"), True),
        (goal({"target": "$value"}, value=7), reported(target="seven"), False),
        (goal({"rgb": "$value"}, value="255,0,10"), reported(rgb="250, 4, 10"), True),
        (goal({"rgb": "$value"}, value="255,0,10"), reported(rgb="0,255,10"), False),
        (goal({"on": True, "target": "$value"}, value=7), reported(target=7), False),
    ],
)
def test_reached(what: Any, state: ApplianceState, done: bool) -> None:
    assert what.reached(state) is done


def test_nothing_can_show_it() -> None:
    action = Action("set", (), {"on": True})
    command = Command("c", "it", "x", "set")
    assert goal_of(command, action, Offer("x", attributes=frozenset({"other"}))) is None
    assert goal_of(command, action, Offer("x", attributes=frozenset({"on"}), feedback=False)) is None
    assert goal_of(command, Action("locate"), Offer("x", attributes=frozenset({"on"}))) is None
    assert goal({"target": "$value"}) is None


@given(value=VALUES)
def test_a_value_is_itself(value: Any) -> None:
    assert same(value, value, 0.0)
    assert not same(None, value, 100.0)


@given(told=VALUES, asked=VALUES)
def test_any_two_values_can_be_compared(told: Any, asked: Any) -> None:
    assert same(told, asked, 0.5) in (True, False)
