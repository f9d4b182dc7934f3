"""A robot of Valetudo, by its own topics."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.dialects.valetudo import convention, robot
from appliance_bridge.dialects.valetudo.convention import Valetudo
from appliance_bridge.entities.entity import Entity
from tests.appliance_bridge.homie.house import House

ROBOT = "valetudo/CleanRobot"
NODES = (
    "MapData,BasicControlCapability,LocateCapability,FanSpeedControlCapability,WaterUsageControlCapability,"
    "OperationModeControlCapability,ConsumableMonitoringCapability,CurrentStatisticsCapability,"
    "TotalStatisticsCapability,MapSegmentationCapability,KeyLockCapability,SpeakerVolumeControlCapability,"
    "AutoEmptyDockManualTriggerCapability,BatteryStateAttribute,StatusStateAttribute,DockStatusStateAttribute"
)
SAID = {
    "$homie": "4.0.0",
    "$name": "로봇청소기",
    "$nodes": NODES,
    "FanSpeedControlCapability/preset/$format": "low,medium,high,max",
    "FanSpeedControlCapability/preset": "medium",
    "WaterUsageControlCapability/preset/$format": "low,high",
    "WaterUsageControlCapability/preset": "low",
    "OperationModeControlCapability/preset/$format": "vacuum,mop,vacuum_and_mop",
    "OperationModeControlCapability/preset": "mop",
    "ConsumableMonitoringCapability/filter/$name": "Filter",
    "ConsumableMonitoringCapability/filter/$unit": "%",
    "ConsumableMonitoringCapability/filter": "61",
    "ConsumableMonitoringCapability/brush-main/$name": "Main Brush",
    "ConsumableMonitoringCapability/brush-main": "360000",
    "CurrentStatisticsCapability/area": "123400",
    "StatusStateAttribute/status": "docked",
    "BatteryStateAttribute/level": "87",
    "BatteryStateAttribute/status": "charging",
    "MapData/segments": json.dumps({"16": "Living room", "17": "주방"}),
}


def house(state: str = "ready", **more: str) -> House:
    made = House(Valetudo())
    made.say(f"{ROBOT}/$state", "init")
    for path, payload in {**SAID, **more}.items():
        made.say(f"{ROBOT}/{path}", payload)
    made.say(f"{ROBOT}/$state", state)
    return made


def test_what_it_is_and_says() -> None:
    one = house()
    made = one.appliances["cleanrobot"]
    assert (made.type, made.names, one.announcements) == ("robot_vacuum", ("로봇청소기",), 1)
    assert made.identities == {"homie:valetudo/CleanRobot"}
    state = one.state["cleanrobot"]
    assert (state["run_control.state"], state["battery.percent"]) == ("docked", 87)
    assert (state["battery.charging"], state["fan_speed.selected"]) == (True, "medium")
    assert (state["mode.selected"], state["consumable.percent"]) == ("mop", 61)
    assert one.online == {"cleanrobot": True}
    assert one.problems == []


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("cleaning", "running"),
        ("manual_control", "running"),
        ("moving", "running"),
        ("paused", "paused"),
        ("idle", "stopped"),
        ("returning", "returning"),
        ("docked", "docked"),
        ("error", "error"),
    ],
)
def test_each_status(status: str, state: str) -> None:
    one = house()
    one.say(f"{ROBOT}/StatusStateAttribute/status", status)
    assert one.state["cleanrobot"]["run_control.state"] == state


def test_what_is_wrong_in_its_own_words() -> None:
    one = house()
    one.say(f"{ROBOT}/StatusStateAttribute/error", "Main brush jammed")
    assert one.state["cleanrobot"]["error.active"] is True
    assert one.state["cleanrobot"]["error.code"] == "Main brush jammed"
    one.say(f"{ROBOT}/StatusStateAttribute/error", "")
    assert one.state["cleanrobot"]["error.active"] is False


@pytest.mark.parametrize(
    ("action", "arguments", "topic", "payload"),
    [
        ("run_control.start", {}, "BasicControlCapability/operation", "START"),
        ("run_control.stop", {}, "BasicControlCapability/operation", "STOP"),
        ("run_control.pause", {}, "BasicControlCapability/operation", "PAUSE"),
        ("run_control.return_to_dock", {}, "BasicControlCapability/operation", "HOME"),
        ("run_control.locate", {}, "LocateCapability/locate", "PERFORM"),
        ("fan_speed.set", {"value": "high"}, "FanSpeedControlCapability/preset", "high"),
        ("mode.set", {"value": "vacuum"}, "OperationModeControlCapability/preset", "vacuum"),
    ],
)
def test_commands(action: str, arguments: dict[str, str], topic: str, payload: str) -> None:
    assert house().encode(action, "cleanrobot", **arguments) == [(f"{ROBOT}/{topic}/set", payload)]


def test_rooms_of_the_map_are_buttons() -> None:
    valetudo = Valetudo()
    made: tuple[Entity, ...] = ()
    for path, payload in {**SAID, "$state": "ready"}.items():
        heard = valetudo.hear(Incoming(f"{ROBOT}/{path}", payload.encode(), True, 1.0))
        made = heard.announced[0].entities if heard is not None and heard.announced else made
    rooms = {one.name: one.config for one in made if one.component == "button"}
    assert set(rooms) == {"Clean Living room", "Clean 주방", "Empty dust bin"}
    assert json.loads(str(rooms["Clean 주방"]["payload_press"])) == {
        "segment_ids": ["17"],
        "customOrder": True,
    }
    assert rooms["Clean 주방"]["command_topic"] == f"{ROBOT}/MapSegmentationCapability/clean/set"
    assert {one.category for one in made if one.component == "switch"} == {"config"}


def test_life() -> None:
    one = house("init")
    assert one.appliances == {}
    one.say(f"{ROBOT}/$state", "ready")
    for state, online in (("lost", False), ("init", False), ("ready", True), ("disconnected", False)):
        one.say(f"{ROBOT}/$state", state)
        assert one.online == {"cleanrobot": online}
    one.say(f"{ROBOT}/$state", "")
    assert one.appliances == {}
    one.say(f"{ROBOT}/$state", "ready")
    assert list(one.appliances) == ["cleanrobot"]


def test_while_it_describes_itself_anew_the_old_counts() -> None:
    one = house()
    one.say(f"{ROBOT}/$state", "init")
    one.say(f"{ROBOT}/$nodes", "StatusStateAttribute")
    assert "mode" in one.appliances["cleanrobot"].offers
    one.say(f"{ROBOT}/$state", "ready")
    assert "mode" not in one.appliances["cleanrobot"].offers


def test_the_picture_of_the_map_is_never_listened_to() -> None:
    assert not any("map-data" in one or "#" in one for one in house().topics)


def test_orders_that_are_none_of_its_own_go_nowhere() -> None:
    valetudo = Valetudo()
    assert valetudo.outgoing(Publish(f"${ROBOT}/command", b"START")) == ()
    valetudo.hear(Incoming(f"{ROBOT}/$name", b"x", True, 1.0))
    assert valetudo.outgoing(Publish(f"${ROBOT}/command", b"EXPLODE")) == ()


def test_caps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robot, "MAX_SEGMENTS", 1)
    monkeypatch.setattr(robot, "MAX_CONSUMABLES", 1)
    monkeypatch.setattr(convention, "MAX_ROBOTS", 1)
    one = house()
    one.say("valetudo/another/$name", "x")
    assert any("more than 1 rooms" in problem for problem in one.problems)
    assert any("more than 1 consumables" in problem for problem in one.problems)
    assert any("more than 1 robots" in problem for problem in one.problems)


TOPICS = (
    st.sampled_from([*SAID, "$state", "ConsumableMonitoringCapability/\ud7a3/$name", "", "x/y/z"]) | st.text()
)
PAYLOADS = st.sampled_from([*(one.encode() for one in SAID.values()), b"ready", b"lost", b"", b"\xff"])
JSON = st.recursive(
    st.none() | st.floats() | st.text(max_size=5), lambda one: st.dictionaries(st.text(max_size=3), one)
).map(lambda value: json.dumps(value).encode())


@given(st.lists(st.tuples(TOPICS, PAYLOADS | JSON | st.binary(max_size=30)), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_messages_in_any_order(messages: list[tuple[str, bytes]]) -> None:
    one = house()
    for path, payload in messages:
        one.hear(list(one.dialect.receive(Incoming(f"{ROBOT}/{path}", payload, False, 1.0))))
        one.hear(list(one.dialect.receive(Incoming(f"valetudo/{path}", payload, False, 1.0))))
    one.dialect.described()


def test_a_flood_of_robots_is_bounded() -> None:
    valetudo = Valetudo()
    for number in range(200):
        valetudo.hear(Incoming(f"valetudo/r{number}/$name", b"x", True, 1.0))
        valetudo.hear(
            Incoming(f"valetudo/r0/ConsumableMonitoringCapability/c{number}/$name", b"x", True, 1.0)
        )
    assert len(valetudo._robots) == 50
    assert len(valetudo._robots["valetudo/r0"].abilities().consumables) == 30
