"""Robot vacuum."""

import json

from appliance_bridge.simulator.behaviours.base import Order
from appliance_bridge.simulator.behaviours.vacuum import RobotVacuum
from appliance_bridge.simulator.conditions import Conditions
from tests.appliance_bridge.simulator.home import HOUR, MINUTE, Hand


def activity(robot: Hand) -> str:
    return str(json.loads(robot.said("state")[0])["state"])


def test_a_tour_from_dock_to_dock() -> None:
    robot = Hand("robot-vacuum-1")
    assert robot.tell("command", "start")
    robot.wait(30 * MINUTE)
    assert activity(robot) == "cleaning"
    assert robot.said("battery", "cleaned_area") == ["75", "36"]
    assert not robot.tell("command", "start")
    robot.wait(16 * MINUTE)
    assert activity(robot) == "returning"
    robot.wait(2 * MINUTE)
    assert activity(robot) == "docked"
    robot.wait(2 * HOUR)
    assert robot.said("battery") == ["100"]
    assert robot.device.wakes_at() is None


def test_a_long_time_at_once_ends_the_same_way() -> None:
    robot = Hand("robot-vacuum-1")
    robot.tell("command", "start")
    robot.wait(24 * HOUR)
    assert (activity(robot), robot.said("battery", "cleaned_area")) == ("docked", ["100", "54"])


def test_pause_goes_on_where_it_was_and_home_is_home() -> None:
    robot = Hand("robot-vacuum-1")
    robot.tell("command", "start")
    robot.wait(10 * MINUTE)
    assert robot.tell("command", "pause")
    robot.wait(HOUR)
    assert robot.said("cleaned_area") == ["12"]
    robot.tell("command", "start")
    robot.wait(5 * MINUTE)
    assert robot.said("cleaned_area") == ["18"]
    assert robot.tell("command", "return_to_base")
    assert not robot.tell("command", "return_to_base")
    robot.wait(3 * MINUTE)
    assert activity(robot) == "docked"


def test_a_low_battery_sends_it_home() -> None:
    robot = RobotVacuum(kind="vacuum", suctions=("표준",), tour_minutes=500)
    well = Conditions()
    state = robot.obey(robot.begin(), Order("command", "start"), well, 0)
    now = 0.0
    while state.activity == "cleaning":
        moment = robot.wakes_at(state, now)
        assert moment is not None
        assert moment > now
        now = moment
        state = robot.settle(state, well, now)
    assert (state.activity, round(state.battery.at(now), 3)) == ("returning", 15)
    assert robot.obey(state, Order("command", "start"), well, now) == state


def test_suction_locate_and_nonsense() -> None:
    robot = Hand("robot-vacuum-1")
    assert robot.tell("fan_speed", "터보")
    assert not robot.tell("fan_speed", "광속")
    assert json.loads(robot.said("state")[0])["fan_speed"] == "터보"
    assert robot.tell("command", "locate")
    assert not robot.tell("command", "dance")
    assert not robot.tell("dock", "PRESS")


def test_stuck_until_freed() -> None:
    robot = Hand("robot-vacuum-1")
    robot.tell("command", "start")
    robot.change(fault="E5")
    assert activity(robot) == "error"
    assert not robot.tell("command", "start")
    robot.change(fault="")
    assert activity(robot) == "idle"
