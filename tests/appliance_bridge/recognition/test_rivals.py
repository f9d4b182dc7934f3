"""Where two entities could be commanded and nothing decides, none is; what nobody knows is used by name."""

import pytest

from appliance_bridge.appliance import Appliance
from tests.appliance_bridge.home_assistant.house import House, device


def reasons(one: Appliance) -> set[tuple[str, str, str]]:
    return {(each.capability, each.reason, each.detail) for each in one.missing}


def test_two_starts_of_an_oven_start_nothing() -> None:
    house = House()
    oven = device("o", "Oven")
    house.announce("button", "o_1", oven, name="Start")
    house.announce("button", "o_2", oven, name="Start cooking")
    assert not house.one().can("run_control", "start")
    assert ("run_control", "several_candidates", "Start, Start cooking") in reasons(house.one())
    told = house.dialect.explain("o")
    assert told is not None
    assert {one.why for one in told.left_out} == {"nothing decides who plays run_control.start"}


def test_of_a_washer_the_plainer_name_is_taken() -> None:
    house = House()
    washer = device("w", "Washer")
    house.announce("button", "w_2", washer, name="Run")
    house.announce("button", "w_1", washer, name="Start")
    assert house.encode("run_control.start") == [("w_1/set", "PRESS")]


def test_two_of_the_same_name_are_none() -> None:
    house = House()
    washer = device("w", "Washer")
    house.announce("button", "w_1", washer, name="Start")
    house.announce("button", "w_2", washer, name="Start")
    assert not house.one().can("run_control", "start")


def test_no_other_way_to_start_is_looked_for_then() -> None:
    house = House()
    cooker = device("c", "Rice cooker")
    house.announce("switch", "c_p", cooker, name="Power")
    house.announce("button", "c_1", cooker, name="Start")
    house.announce("button", "c_2", cooker, name="Start")
    assert not house.one().can("run_control", "start")


def test_two_command_lists_start_nothing() -> None:
    house = House()
    washer = device("w", "Washer")
    for name in ("Upper drum", "Lower drum"):
        house.announce("select", name[:5], washer, name=name, options=["run", "pause", "stop"])
    assert not house.one().can("run_control", "start")
    assert ("run_control", "several_candidates", "Upper drum, Lower drum") in reasons(house.one())


@pytest.mark.parametrize("other", ["Boot lock", "Charging cable lock", "Frunk"])
def test_of_the_locks_of_a_car_the_doors_are_meant(other: str) -> None:
    house = House()
    car = device("c", "MG4", manufacturer="SAIC")
    for name in (other, "Doors", "Gateway"):
        house.announce("lock" if name != "Gateway" else "sensor", f"c_{name[:3].lower()}", car, name=name)
    assert house.encode("lock.lock", "c") == [("c_doo/set", "LOCK")]


def test_switches_that_the_owner_named_are_each_their_own() -> None:
    house = House()
    wall = device("sw", "벽 스위치")
    for number, name in enumerate(("주방", "거실", "식기세척기")):
        house.announce("switch", f"sw_relay_{number}", wall, name=name, device_class="switch")
    assert house.types() == ["dishwasher", "switch", "switch"]
    assert {names for one in house.appliances.values() for names in one.names} >= {
        "벽 스위치 주방",
        "벽 스위치 거실",
    }


def test_of_a_device_nobody_knows_the_parts_are_used_by_name() -> None:
    house = House()
    box = device("b", "Gizmo")
    house.announce("switch", "b_boost", box, name="Boost")
    house.announce("number", "b_power", box, name="Output", unit_of_measurement="%", min=0, max=100)
    house.announce("select", "b_style", box, name="Style", options=["calm", "wild"])
    house.announce("sensor", "b_x", box, name="Wobble")
    house.announce("switch", "b_reset", box, name="Factory reset")
    by_name = {one.names[0]: one for one in house.appliances.values()}
    boost, output, style = (by_name[f"Gizmo {name}"] for name in ("Boost", "Output", "Style"))
    assert house.encode("power.turn_on", boost.id) == [("b_boost/set", "ON")]
    assert house.encode("level.set", output.id, value=30) == [("b_power/set", "30")]
    assert house.encode("mode.set", style.id, value="wild") == [("b_style/set", "wild")]
    assert (output.type, style.type) == ("unknown", "unknown")
    assert not any("reset" in name.lower() for name in by_name)
    assert "sensor" in by_name["Gizmo"].offers
