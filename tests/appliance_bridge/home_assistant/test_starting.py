"""The shapes of "start", and what never starts."""

import pytest

from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.house import House, device


def test_writing_the_active_programme_starts() -> None:
    house = House()
    machine = device("dw", "Dishwasher")
    house.announce("select", "dw_activeprogram", machine, name="ActiveProgram", options=["Eco50", "Auto2"])
    house.announce(
        "select", "dw_selectedprogram", machine, name="SelectedProgram", options=["Eco50", "Auto2"]
    )
    house.announce("button", "dw_abort", machine, name="AbortProgram")
    house.announce("sensor", "dw_operationstate", machine, name="OperationState")
    assert house.encode("run_control.start", program="Eco50") == [("dw_activeprogram/set", "Eco50")]
    assert house.encode("program.select", value="Auto2") == [("dw_selectedprogram/set", "Auto2")]
    assert house.encode("run_control.stop") == [("dw_abort/set", "PRESS")]
    with pytest.raises(Unsupported):
        house.encode("run_control.start")
    assert ("program", "start_needs_program") in {(one.capability, one.reason) for one in house.one().missing}


def test_an_active_programme_is_never_merely_selected() -> None:
    house = House()
    house.announce("select", "dw_p", device("dw", "Dishwasher"), name="ActiveProgram", options=["Eco50"])
    assert not house.one().can("program", "select")


def test_a_select_of_commands_starts_and_stops() -> None:
    house = House()
    machine = device("st", "Washer")
    house.announce("select", "st_machine", machine, name="Machine state", options=["run", "pause", "stop"])
    house.announce("sensor", "st_job", machine, name="Job state")
    assert house.encode("run_control.start") == [("st_machine/set", "run")]
    assert house.encode("run_control.pause") == [("st_machine/set", "pause")]
    assert house.encode("run_control.stop") == [("st_machine/set", "stop")]
    house.say("st_machine/state", "pause")
    assert house.state["st"]["run_control.state"] == "paused"


def test_a_select_with_words_like_commands_is_no_command() -> None:
    house = House()
    machine = device("w", "Washer")
    house.announce("select", "w_buzzer", machine, name="Buzzer", options=["on", "off"])
    house.announce(
        "select", "w_refresh", machine, name="Gateway refresh mode", options=["start", "stop", "off"]
    )
    house.announce(
        "select", "w_conf", machine, name="Mode", options=["run", "stop"], entity_category="config"
    )
    assert not house.one().can("run_control", "start")
    assert not house.one().can("run_control", "stop")


def test_a_cookers_switch_starts_the_selected_programme() -> None:
    house = House()
    cooker = device("rc", "r4s0.Cooker")
    house.announce("switch", "rc_switch", cooker, name="switch")
    house.announce(
        "select", "rc_program", cooker, name="program", options=["OFF", "Rice / Рис", "Soup / Суп"]
    )
    house.announce("sensor", "rc_hour", cooker, name="hour")
    house.announce("sensor", "rc_min", cooker, name="min")
    found = house.one()
    assert found.type == "rice_cooker"
    assert found.offers["program"].limits["selected"].options == ("Rice / Рис", "Soup / Суп")
    assert house.encode("run_control.start", program="Rice / Рис") == [
        ("rc_program/set", "Rice / Рис"),
        ("rc_switch/set", "ON"),
    ]
    assert house.encode("run_control.stop") == [("rc_switch/set", "OFF")]
    house.say("rc_hour/state", "1")
    assert house.state.get("rc", {}).get("remaining_time.seconds") is None
    house.say("rc_min/state", "20")
    assert house.state["rc"]["remaining_time.seconds"] == 4800


def test_a_washers_power_switch_does_not_start_it() -> None:
    house = House()
    house.announce("switch", "w_power", device("w", "Washer"), name="Power")
    assert house.one().can("power", "turn_on")
    assert not house.one().can("run_control", "start")


@pytest.mark.parametrize(
    "name", ["Reset", "Start update", "Delay start", "Restart", "Identify", "Start test", "예약 시작"]
)
def test_other_buttons_never_start(name: str) -> None:
    house = House()
    house.announce("button", "w_x", device("w", "Washer"), name=name)
    assert house.one().offers == {}
