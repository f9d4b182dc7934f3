"""What an admin says about single parts of an appliance."""

import pytest

from appliance_bridge.dialects.base import Report
from appliance_bridge.errors import Unsupported
from appliance_bridge.override import Override
from tests.appliance_bridge.home_assistant.house import CATALOGUE, House, device


def machine(house: House) -> None:
    parts = device("m", "Washer")
    house.announce("button", "m_go", parts, name="Blue button")
    house.announce("button", "m_start", parts, name="Start")
    house.announce("button", "m_halt", parts, name="Red button", entity_category="config")
    house.announce("sensor", "m_left", parts, name="Countdown", unit_of_measurement="min")
    house.announce("select", "m_list", parts, name="Left knob", options=["Wool", "Cotton"])


def said(**roles: str) -> dict[str, Override]:
    return {"m": Override(roles={key.replace("__", "."): value for key, value in roles.items()})}


@pytest.mark.parametrize("spelled", ["button.m_go", "m_go", "Blue button", "blue button"])
def test_an_entity_named_by_the_admin_goes_before_the_rules(spelled: str) -> None:
    house = House()
    machine(house)
    assert house.encode("run_control.start") == [("m_start/set", "PRESS")]
    house.override(said(run_control__start=spelled))
    assert house.encode("run_control.start") == [("m_go/set", "PRESS")]
    house.override({})
    assert house.encode("run_control.start") == [("m_start/set", "PRESS")]


def test_also_one_that_no_rule_would_command() -> None:
    house = House(said(run_control__stop="m_halt", program__select="m_list"))
    machine(house)
    assert house.encode("run_control.stop") == [("m_halt/set", "PRESS")]
    assert house.encode("program.select", value="Wool") == [("m_list/set", "Wool")]
    assert house.one().offers["program"].limits["selected"].options == ("Wool", "Cotton")
    assert house.encode("run_control.start", program="Wool") == [
        ("m_list/set", "Wool"),
        ("m_start/set", "PRESS"),
    ]


def test_a_reading_named_by_the_admin_is_told_at_once() -> None:
    house = House()
    machine(house)
    house.say("m_left/state", "12")
    effects = house.override(said(remaining_time__seconds="sensor.m_left"))
    (told,) = (one.attributes for one in effects if isinstance(one, Report))
    assert told == {"remaining_time.seconds": 720, "sensor.left": None}


def test_nobody_plays_it() -> None:
    house = House(said(run_control__start="none"))
    machine(house)
    assert not house.one().can("run_control", "start")
    assert not house.one().can("run_control", "resume")
    with pytest.raises(Unsupported):
        house.encode("run_control.start")


def test_a_measurement_of_its_own_can_be_left_out() -> None:
    house = House()
    machine(house)
    assert "sensor" in house.one().offers
    (name,) = house.one().offers["sensor"].attributes
    house.override({"m": Override(roles={f"sensor.{name}": "none"})})
    assert "sensor" not in house.one().offers


@pytest.mark.parametrize(
    ("roles", "reason"),
    [
        ({"run_control.start": "button.gone"}, ("run_control", "no_such_entity")),
        ({"run_control.begin": "m_go"}, ("run_control", "no_such_role")),
        ({"nonsense.start": "m_go"}, ("nonsense", "no_such_role")),
        ({"temperature.set": "m_go"}, ("temperature", "role_not_possible")),
    ],
)
def test_what_cannot_be_is_told_and_the_rules_hold(roles: dict[str, str], reason: tuple[str, str]) -> None:
    house = House({"m": Override(roles=roles)})
    machine(house)
    assert reason in {(one.capability, one.reason) for one in house.one().missing}
    assert house.encode("run_control.start") == [("m_start/set", "PRESS")]
    explanation = house.dialect.explain("m")
    assert explanation is not None
    assert any(reason[1] in note for note in explanation.notes)


def test_of_two_with_one_name_neither_is_taken() -> None:
    house = House(said(run_control__pause="Twin"))
    parts = device("m", "Washer")
    house.announce("button", "m_a", parts, name="Twin")
    house.announce("button", "m_b", parts, name="Twin")
    assert not house.one().can("run_control", "pause")
    assert ("run_control", "no_such_entity") in {(one.capability, one.reason) for one in house.one().missing}


def test_a_gas_valve_stays_what_it_is() -> None:
    house = House({"g": Override(roles={"power.turn_on": "g_v", "valve.close": "g_v"})})
    house.announce("switch", "g_v", device("g", "가스 밸브"), name=None)
    kind = CATALOGUE.type_of(house.one().type)
    assert kind.risk_of("power", "turn_on") == "forbidden"
    assert house.encode("valve.close") == [("g_v/set", "OFF")]


def test_taken_for_unknown_it_is_used_by_its_parts() -> None:
    house = House({"x": Override(type="unknown")})
    house.announce("switch", "x_p", device("x", "Washer"), name="Power")
    assert house.one().type == "unknown"
    assert house.encode("power.turn_on") == [("x_p/set", "ON")]
