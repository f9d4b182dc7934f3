"""Bridges without discovery that ship described: who appears, as what, and how it is told."""

import json
from pathlib import Path

import pytest

from appliance_bridge.dialects.base import Problem, Subscribe
from appliance_bridge.dialects.plain.dialect import MAX_SEEN
from appliance_bridge.dialects.plain.profiles import load_profiles
from appliance_bridge.errors import CatalogueError
from appliance_bridge.override import Override
from tests.appliance_bridge.plain.house import CATALOGUE, House, described

MIELE = {
    "phase": "SPIN",
    "phaseId": 266,
    "state": "RUNNING",
    "remainingDurationMinutes": 12,
    "remainingDuration": "0:12",
}


def test_shipped_profiles_use_the_vocabulary() -> None:
    for profile in load_profiles():
        assert set(profile.types.values()) <= set(CATALOGUE.types)
        for kind in {*profile.types.values(), "washer"}:
            profile.appliance("1", kind, CATALOGUE.capabilities)


def test_a_bad_profile_is_named_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(
        "maker: X\nid: 'x-{id}'\nsigns:\n  - {topic: a/b, tells: washer}\nplain: {}\n"
    )
    with pytest.raises(CatalogueError) as caught:
        load_profiles(tmp_path)
    assert caught.value.line == 4


def test_nobody_appears_by_itself() -> None:
    house = House()
    for topic, payload in [
        ("smartthings/lamp/state", {"switch.switch": "on"}),
        ("smartthings/lamp/state", "on"),
        ("smartthings/lamp/state", [1]),
        ("home/miele/1", {"phaseId": 266}),
        ("home/miele/1", "x"),
        ("home/miele/1/full", {"ident": {"type": {"value_raw": 99}}}),
        ("x/main/Heatpump_State", "on"),
        ("x/main/Operating_Mode_State", "4"),
        ('a"{{b/main/Heatpump_State', "1"),
    ]:
        assert house.say(topic, payload) == []


def test_a_heat_pump() -> None:
    house = House()
    effects = house.say("aquarea/main/Heatpump_State", "0")
    assert any(isinstance(one, Subscribe) and "aquarea/main/DHW_Temp" in one.filters for one in effects)
    assert set(house.one().offers) == {"power"}
    for name, said in {
        "Operating_Mode_State": "4",
        "DHW_Temp": "47",
        "DHW_Target_Temp": "50",
        "Outside_Temp": "-3",
    }.items():
        house.say(f"aquarea/main/{name}", said)
    house.say("aquarea/LWT", "Online")
    assert (house.one().id, house.one().type) == ("aquarea", "heat_pump")
    assert house.one().names == ("Panasonic 히트펌프", "Panasonic heat pump")
    assert house.told() == {
        "power.on": False,
        "mode.selected": "heat and hot water",
        "temperature.current": 47,
        "temperature.target": 50,
        "sensor.outside_temperature": -3,
    }
    assert house.online == {"aquarea": True}
    assert house.encode("power.turn_on") == [("aquarea/commands/SetHeatpump", "1")]
    assert house.encode("mode.set", value="hot water") == [("aquarea/commands/SetOperationMode", "3")]
    assert house.encode("temperature.set", value=55.0) == [("aquarea/commands/SetDHWTemp", "55")]
    limits = house.one().offers["temperature"].limits["target"]
    assert (limits.minimum, limits.maximum) == (40, 75)
    house.say("aquarea/main/Operating_Mode_State", "-1")
    assert house.told()["mode.selected"] != "heat and hot water"


@pytest.mark.parametrize(("phase", "kind"), [(266, "washer"), (514, "dryer"), (1799, "dishwasher")])
def test_a_miele_appliance_is_what_its_phase_says(phase: int, kind: str) -> None:
    house = House()
    house.say("home/miele/000111", {**MIELE, "phaseId": phase})
    assert house.one().type == kind
    assert house.told() == {
        "run_control.state": "running",
        "run_control.phase": "spin",
        "remaining_time.seconds": 720,
    }
    assert house.one().offers["run_control"].actions == frozenset()
    assert "no_start_control" in [one.reason for one in house.one().missing]
    assert house.one().identities == {"serial:000111"}


def test_what_miele_says_in_full_is_surer_and_has_a_name() -> None:
    house = House()
    house.say("home/miele/1", {**MIELE, "phaseId": 280})
    full = {
        "ident": {"type": {"value_raw": 24}, "deviceName": "다용도실 세탁건조기"},
        "state": {"signalDoor": True},
    }
    house.say("home/miele/1/full", full)
    assert (house.one().type, house.one().names) == ("washer_dryer", ("다용도실 세탁건조기",))
    house.say("home/miele/1", {**MIELE, "phaseId": 514})
    assert house.one().type == "washer_dryer"
    assert house.told()["door.open"] is True


@pytest.mark.parametrize(
    ("said", "state"),
    [("OFF", "stopped"), ("ON", "stopped"), ("END_PROGRAMMED", "finished"), ("PAUSE", "paused"), ("FAILURE", "error"),
     ("PROGRAMMED_WAITING_TO_START", "stopped"), ("UNKNOWN", None), ("IDLE", "stopped"), ("PROGRAMMED", "stopped")],
)  # fmt: skip
def test_states_of_miele(said: str, state: str | None) -> None:
    house = House()
    house.say("home/miele/1", {**MIELE, "state": said})
    assert house.told()["run_control.state"] == state


@pytest.mark.parametrize("kind", ["washer", "dryer", "dishwasher"])
def test_samsung_appliances_are_what_their_job_says(kind: str) -> None:
    house = House()
    operating = f"{kind}OperatingState"
    said = {
        "name": "우리 기계",
        f"{operating}.machineState": "run",
        f"{operating}.{kind}JobState": "drying",
        f"{operating}.completionTime": "2026-08-01T10:00:00Z",
        "switch.switch": "on",
        "remoteControlStatus.remoteControlEnabled": "true",
        "samsungce.kidsLock.lockState": "unlocked",
        "powerConsumptionReport.powerConsumption": {"power": 120},
    }
    house.say("smartthings/ab-12/state", said)
    assert (house.one().id, house.one().type, house.one().names) == (
        "smartthings-ab-12",
        kind,
        ("우리 기계",),
    )
    assert house.told() == {
        "run_control.state": "running",
        "run_control.phase": "drying",
        "remaining_time.finish_at": 1_785_578_400.0,
        "power.on": True,
        "remote_control.allowed": True,
        "child_lock.on": False,
        "energy.power_w": 120,
    }
    for action, word in {"start": "run", "resume": "run", "pause": "pause", "stop": "stop"}.items():
        ((topic, payload),) = house.encode(f"run_control.{action}")
        wanted = {
            "component": "main",
            "capability": operating,
            "command": "setMachineState",
            "arguments": [word],
        }
        assert (topic, json.loads(payload)) == ("smartthings/ab-12/command", {"commands": [wanted]})
    assert house.encode("power.turn_off") == [("smartthings/ab-12/set", "off")]


def test_a_samsung_washer_that_does_not_switch_offers_no_switch() -> None:
    house = House()
    house.say("smartthings/1/state", {"machineState": "stop", "washerJobState": "none"})
    assert set(house.one().offers) == {"run_control", "remaining_time"}
    assert house.told() == {
        "run_control.state": "stopped",
        "run_control.phase": None,
        "remaining_time.finish_at": None,
    }


@pytest.mark.parametrize(
    ("machine", "job", "state"),
    [("run", "delayWash", "stopped"), ("stop", "finish", "finished"), ("stop", "none", "stopped"), ("pause", "spin", "paused"),
     ("run", "finish", "running")],
)  # fmt: skip
def test_states_of_samsung(machine: str, job: str, state: str) -> None:
    house = House()
    house.say("smartthings/1/state", {"machineState": machine, "washerJobState": job})
    assert house.told()["run_control.state"] == state


def test_what_the_config_describes_is_not_taken_over() -> None:
    house = House({"miele-1": described({"reports": {"power.on": "a"}}, type="oven")})
    house.say("home/miele/1", MIELE)
    assert house.one().type == "oven"


def test_an_admin_may_say_otherwise_before_it_appears() -> None:
    house = House(overrides={"smartthings-1": Override(names=("돌돌이",))})
    house.say("smartthings/1/state", {"machineState": "stop", "washerJobState": "none"})
    assert house.one().names == ("돌돌이",)


def test_a_flood_of_devices_ends_with_a_problem() -> None:
    house = House()
    effects = [one for number in range(MAX_SEEN + 20) for one in house.say(f"home/miele/{number}", MIELE)]
    assert len(house.appliances) == MAX_SEEN
    assert any(isinstance(one, Problem) for one in effects)
