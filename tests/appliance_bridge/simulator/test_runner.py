"""Programmes of washer, oven and their kin, with the clock in the test's hand."""

import pytest

from tests.appliance_bridge.simulator.home import HOUR, MINUTE, Hand

WITH_GATES = ["washer-1", "dryer-1", "dishwasher-1", "microwave-1"]


def test_a_whole_wash() -> None:
    washer = Hand("washer-1")
    assert washer.said("power", "state", "phase", "remaining") == ["OFF", "stopped", "대기", "0"]
    assert washer.tell("start")
    assert washer.said("power", "state", "phase", "remaining", "program") == [
        "ON", "running", "세탁", "58", "표준",
    ]  # fmt: skip
    washer.wait(0.5)
    assert washer.said("remaining") == ["58"]
    washer.wait(MINUTE)
    assert washer.said("remaining") == ["57"]
    washer.wait(27 * MINUTE)
    assert washer.said("phase", "remaining") == ["헹굼", "30"]
    washer.wait(20 * MINUTE)
    assert washer.said("phase") == ["탈수"]
    washer.wait(HOUR)
    assert washer.said("state", "phase", "remaining", "power_consumption") == ["finished", "완료", "0", "0"]
    assert washer.said("energy") == ["0.46"]
    assert washer.device.wakes_at() is None


def test_progress_is_told_every_minute() -> None:
    washer = Hand("washer-1")
    washer.tell("program", "급속")
    washer.tell("start")
    told = []
    while (moment := washer.device.wakes_at()) is not None:
        assert moment > washer.now
        washer.wait(moment - washer.now)
        told.append(washer.said("remaining")[0])
    assert [int(minutes) for minutes in dict.fromkeys(told)] == list(range(28, -1, -1))


@pytest.mark.parametrize("device", WITH_GATES)
@pytest.mark.parametrize(
    "conditions",
    [{"remote_control": False}, {"door_open": True}, {"child_lock": True}, {"fault": "4E"}],
    ids=lambda one: next(iter(one)),
)
def test_the_device_itself_refuses_to_start(device: str, conditions: dict[str, object]) -> None:
    runner = Hand(device)
    runner.change(**conditions)
    before = runner.device.report()
    assert not runner.tell("start")
    assert runner.device.report() == before


def test_a_newcomer_can_start_it_and_opening_the_door_takes_that_away() -> None:
    washer = Hand("washer-1")
    assert washer.said("remote_control") == ["ON"]
    washer.change(door_open=True)
    assert washer.said("door", "remote_control") == ["ON", "OFF"]
    washer.change(door_open=False)
    assert washer.said("door", "remote_control") == ["OFF", "OFF"]
    assert not washer.tell("start")
    washer.change(remote_control=True)
    assert washer.tell("start")


def test_a_repeated_start_does_not_restart() -> None:
    washer = Hand("washer-1")
    washer.tell("start")
    washer.wait(10 * MINUTE)
    assert not washer.tell("start")
    assert washer.said("remaining") == ["48"]
    assert [command.changed for command in washer.device.view().commands] == [True, False]


def test_pause_resume_stop() -> None:
    washer = Hand("washer-1")
    washer.tell("start")
    washer.wait(8 * MINUTE)
    assert washer.tell("pause")
    washer.wait(HOUR)
    assert washer.said("state", "remaining", "power_consumption") == ["paused", "50", "0"]
    assert not washer.tell("pause")
    assert washer.tell("resume")
    washer.wait(MINUTE)
    assert washer.said("state", "remaining") == ["running", "49"]
    assert washer.tell("stop")
    assert washer.said("state", "remaining") == ["stopped", "0"]
    assert not washer.tell("resume")


def test_stop_and_off_are_obeyed_without_remote_control() -> None:
    for role, payload in (("stop", "PRESS"), ("power", "OFF")):
        washer = Hand("washer-1")
        washer.tell("start")
        washer.change(remote_control=False)
        assert washer.tell(role, payload)
        assert washer.said("state") == ["stopped"]


def test_the_door_pauses_and_a_fault_breaks_off() -> None:
    microwave = Hand("microwave-1")
    microwave.tell("start")
    microwave.wait(30)
    microwave.change(door_open=True)
    assert microwave.said("state") == ["paused"]
    washer = Hand("washer-1")
    washer.tell("start")
    washer.wait(MINUTE)
    washer.change(fault="4E")
    assert washer.said("state", "problem", "error_code") == ["error", "ON", "4E"]
    washer.change(fault="")
    assert washer.said("state", "remaining", "problem", "error_code") == ["paused", "57", "OFF", "None"]


def test_a_programme_can_be_chosen_only_between_runs() -> None:
    washer = Hand("washer-1")
    assert washer.tell("program", "울/섬세")
    assert not washer.tell("program", "모름")
    washer.tell("start")
    assert washer.said("remaining") == ["38"]
    assert not washer.tell("program", "표준")
    washer.wait(HOUR)
    assert washer.said("state") == ["finished"]
    assert washer.tell("program", "표준")
    assert washer.said("state") == ["stopped"]


def test_a_person_at_the_washer_needs_no_remote_control() -> None:
    washer = Hand("washer-1")
    washer.change(remote_control=False)
    washer.press("start")
    assert washer.said("state") == ["running"]
    assert washer.device.view().commands == ()


def test_the_oven_needs_a_temperature() -> None:
    oven = Hand("oven-1")
    assert oven.said("target_temperature") == ["None"]
    assert not oven.tell("start")
    assert not oven.tell("target_temperature", "900")
    assert oven.tell("target_temperature", "180")
    assert oven.tell("duration", "20")
    assert oven.tell("start")
    assert oven.said("state", "remaining", "phase") == ["running", "28", "예열"]
    oven.wait(10 * MINUTE)
    assert 150 < float(oven.said("current_temperature")[0]) < 180
    assert oven.tell("target_temperature", "200")
    oven.wait(HOUR)
    assert oven.said("state", "target_temperature") == ["finished", "None"]
    oven.wait(12 * HOUR)
    assert oven.said("current_temperature") == ["22"]


def test_the_rice_cooker_keeps_warm() -> None:
    cooker = Hand("rice-cooker-1")
    cooker.tell("start")
    cooker.wait(HOUR)
    assert cooker.said("state", "phase") == ["finished", "보온"]


def test_half_minutes_count() -> None:
    coffee = Hand("coffee-maker-1")
    coffee.tell("program", "에스프레소")
    coffee.tell("start")
    assert coffee.said("remaining") == ["2"]
    coffee.wait(89)
    assert coffee.said("state", "remaining") == ["running", "1"]
    coffee.wait(1)
    assert coffee.said("state") == ["finished"]
