"""Rows: what an appliance reports, what is asked, why not."""

import math
from typing import Any

import pytest

from appliance_bridge.appliance import Appliance, Limits, Offer
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.command import Command, Refusal
from appliance_bridge.preconditions import check
from appliance_bridge.state import ApplianceState, Reported

NOW = 1_800_000_000.0
SINCE = NOW - 3600
# when the present connection began


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def appliance(type_key: str, **offers: Offer) -> Appliance:
    return Appliance("it", type_key, ("it",), offers=offers)


def offer(name: str, actions: str, attributes: str = "", **limits: Limits) -> Offer:
    return Offer(name, frozenset(actions.split()), frozenset(attributes.split()), limits)


OVEN = appliance(
    "oven",
    run_control=offer("run_control", "start stop", "state"),
    temperature=offer("temperature", "set", "target", target=Limits(50, 250, 5, "celsius")),
    program=offer("program", "select", "selected", selected=Limits(options=("Grill", "Hot air"))),
    remote_control=offer("remote_control", "", "allowed"),
    door=offer("door", "", "open"),
    child_lock=offer("child_lock", "turn_on turn_off", "on"),
)
GAS = appliance("gas_valve", valve=offer("valve", "open close", "state"))
PLAIN_WASHER = appliance("washer", run_control=offer("run_control", "start stop", "state"))


def state(
    online: bool | None = True, *, age: float = 10, retained: bool = False, **values: Any
) -> ApplianceState:
    reported = {key.replace("__", "."): Reported(value, NOW - age, retained) for key, value in values.items()}
    return ApplianceState(online, reported)


ARMED = {"remote_control__allowed": True}
START, STOP, SET, SELECT = "run_control.start", "run_control.stop", "temperature.set", "program.select"
OFF = "remote_control_off"
Row = tuple[str, Appliance, ApplianceState, str, dict[str, Any], str | None]
# what it is about, the appliance, what it reports, what is asked, with what, why not
ROWS: list[Row] = [
    ("armed", OVEN, state(**ARMED), START, {}, None),
    ("offline", OVEN, state(False, **ARMED), START, {}, "offline"),
    ("offline holds up even the safe direction", OVEN, state(False), STOP, {}, "offline"),
    ("never said", OVEN, state(), START, {}, OFF),
    ("not armed", OVEN, state(remote_control__allowed=False), START, {}, OFF),
    ("no such report", PLAIN_WASHER, state(), START, {}, None),
    ("armed before this connection", OVEN, state(age=4000, **ARMED), START, {}, OFF),
    ("armed an hour ago and online since", OVEN, state(age=3500, **ARMED), START, {}, None),
    ("armed long ago, online unknown", OVEN, state(None, age=130, **ARMED), START, {}, OFF),
    ("armed just now, online unknown", OVEN, state(None, age=100, **ARMED), START, {}, None),
    ("kept by the broker, online unknown", OVEN, state(None, retained=True, **ARMED), START, {}, OFF),
    ("kept by the broker, online", OVEN, state(retained=True, **ARMED), START, {}, None),
    ("door open", OVEN, state(**ARMED, door__open=True), START, {}, "door_open"),
    ("door closed", OVEN, state(**ARMED, door__open=False), START, {}, None),
    ("child lock", OVEN, state(**ARMED, child_lock__on=True), START, {}, "child_lock"),
    ("fault", OVEN, state(**ARMED, error__active=True), START, {}, "fault"),
    ("nothing holds up stop", OVEN, state(None, child_lock__on=True, error__active=True), STOP, {}, None),
    ("already running", OVEN, state(**ARMED, run_control__state="running"), START, {}, "already"),
    ("ran long ago", PLAIN_WASHER, state(None, age=500, run_control__state="running"), START, {}, None),
    ("paused", OVEN, state(**ARMED, run_control__state="paused"), START, {}, None),
    ("no such action", PLAIN_WASHER, state(), "run_control.pause", {}, "unsupported"),
    ("no such capability", PLAIN_WASHER, state(), SET, {"value": 3}, "unsupported"),
    ("a word nobody knows", PLAIN_WASHER, state(), "magic.do", {}, "unsupported"),
    ("opening the gas", GAS, state(), "valve.open", {}, "forbidden"),
    ("closing the gas", GAS, state(None), "valve.close", {}, None),
    ("in range", OVEN, state(), SET, {"value": 250}, None),
    ("too hot", OVEN, state(), SET, {"value": 251}, "out_of_range"),
    ("too cold", OVEN, state(), SET, {"value": 49.9}, "out_of_range"),
    ("not a number", OVEN, state(), SET, {"value": math.nan}, "out_of_range"),
    ("endless", OVEN, state(), SET, {"value": math.inf}, "out_of_range"),
    ("a word for a number", OVEN, state(), SET, {"value": "hot"}, "unsupported"),
    ("a flag for a number", OVEN, state(), SET, {"value": True}, "unsupported"),
    ("nothing given", OVEN, state(), SET, {}, "unsupported"),
    ("its own word", OVEN, state(), SELECT, {"value": " hot AIR "}, None),
    ("another word", OVEN, state(), SELECT, {"value": "Steam"}, "not_an_option"),
]  # fmt: skip


def ask(
    catalogue: Catalogue, what: Appliance, state: ApplianceState, key: str, arguments: dict[str, Any]
) -> Refusal | None:
    capability, action = key.split(".")
    type_ = catalogue.type_of(what.type)
    risk = type_.risk_of(capability, action)
    given = Command("c", what.id, capability, action, arguments, risk)
    return check(what, state, given, type_, catalogue.capabilities.get(capability), NOW, SINCE)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_row(catalogue: Catalogue, row: Row) -> None:
    _, what, state, key, arguments, reason = row
    refusal = ask(catalogue, what, state, key, arguments)
    assert (refusal and refusal.reason) == reason


def test_facts_say_what_would_do(catalogue: Catalogue) -> None:
    far = ask(catalogue, OVEN, state(), "temperature.set", {"value": 900})
    other = ask(catalogue, OVEN, state(), "program.select", {"value": "Steam"})
    fault = ask(
        catalogue, OVEN, state(**ARMED, error__active=True, error__code="E7"), "run_control.start", {}
    )
    assert far is not None
    assert far.facts == {"minimum": 50, "maximum": 250, "unit": "celsius"}
    assert other is not None
    assert other.facts == {"value": "Steam", "options": "Grill, Hot air"}
    assert fault is not None
    assert fault.facts == {"code": "E7"}


def test_the_bounds_of_the_type_hold_for_an_appliance_that_names_none(catalogue: Catalogue) -> None:
    boiler = appliance("boiler", temperature=offer("temperature", "set", "target"))
    refusal = ask(catalogue, boiler, state(), "temperature.set", {"value": 95})
    assert refusal is not None
    assert (refusal.reason, refusal.facts["maximum"]) == ("out_of_range", 80)
