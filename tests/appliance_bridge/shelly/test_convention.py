"""How devices are found, asked, believed and forgotten."""

import json
from typing import Any

import pytest

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.dialects.shelly import convention
from appliance_bridge.dialects.shelly.convention import Shelly
from appliance_bridge.dialects.shelly.device import OURS
from tests.appliance_bridge.shelly.house import NOW, House
from tests.appliance_bridge.shelly.simulated import ID, MAC, SimulatedShelly

STATUS: dict[str, Any] = {"switch:0": {"id": 0, "output": False}}


def test_answers_are_listened_to_before_anybody_is_asked() -> None:
    assert [one for subscribed in Shelly().subscriptions() for one in subscribed.filters] == [
        f"{OURS}/+/rpc", f"{OURS}/+/+/rpc", "+/events/rpc", "+/+/events/rpc", "+/online", "+/+/online",
    ]  # fmt: skip


@pytest.mark.parametrize("prefix", [ID, "거실스위치", "home/kitchen"])
def test_the_topic_prefix_is_the_owner_s_choice(prefix: str) -> None:
    device = SimulatedShelly(STATUS, prefix=prefix)
    house = House(device)
    assert house.one().id == ID
    house.do("power.turn_on")
    assert house.published[-1].topic == f"{prefix}/rpc"
    assert house.values()["power.on"] is True


def test_another_device_s_online_is_asked_once_and_no_more() -> None:
    house = House()
    for word in ("true", "true", "false", "online", "1", ""):
        house.say("robot/online", word)
    assert [one.topic for one in house.published] == ["robot/rpc"]
    assert json.loads(house.published[0].payload)["method"] == "Shelly.GetDeviceInfo"
    assert not house.appliances


@pytest.mark.parametrize("prefix", ["$SYS/broker", "", "/", "a/b/c", f"{OURS}/{ID}"])
def test_what_is_no_device_is_not_asked(prefix: str) -> None:
    house = House()
    house.say(f"{prefix}/online", "true")
    assert not house.published


@pytest.mark.parametrize(
    "info",
    [
        {"id": ID, "mac": MAC, "gen": 1},
        {"id": ID, "gen": 2},
        {"id": "../x", "mac": MAC, "gen": 2},
        {"mac": MAC, "gen": 2},
        {"id": ID, "mac": "12", "gen": 3},
    ],
)
def test_who_does_not_answer_as_a_shelly_is_none(info: dict[str, Any]) -> None:
    house = House()
    house.say("x/online", "true")
    asked = json.loads(house.published[0].payload)
    house.say(f"{asked['src']}/rpc", {"id": asked["id"], "src": ID, "result": info})
    assert house.problems == ["It answers, but not as a Shelly of the second generation or later."]
    assert len(house.published) == 1


@pytest.mark.parametrize(
    ("topic", "frame"),
    [
        (f"{OURS}/{ID}/rpc", {"id": 999, "src": ID}),
        (f"{OURS}/{ID}/rpc", {"id": 1, "src": "shellyother-000000000000"}),
        (f"{OURS}/other/rpc", {"id": 1, "src": ID}),
        (f"{OURS}/{ID}/rpc", {"id": "1", "src": ID}),
    ],
)
def test_only_the_answer_to_a_question_from_whom_was_asked_is_believed(
    topic: str, frame: dict[str, Any]
) -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    calls = len(house.published)
    for number in range(1, 20):
        said = {"result": {"switch:0": {"id": 0, "output": True}}, **frame}
        house.say(topic, {**said, "id": number} if frame["id"] == 1 else said)
    assert house.values()["power.on"] is False
    assert len(house.published) == calls


def test_nobody_notifies_in_the_name_of_another() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    house.deliver([device.event("NotifyStatus", {"switch:0": {"output": True}}, src="shellyother-1")])
    assert house.values()["power.on"] is False


def test_a_device_that_is_there_cannot_be_taken_over() -> None:
    device, thief = (
        SimulatedShelly(STATUS),
        SimulatedShelly({"switch:0": {"id": 0, "output": True}}, prefix="thief"),
    )
    house = House(device, thief)
    assert house.problems == [f"{ID} is already there under another topic."]
    house.do("power.turn_on")
    assert house.published[-1].topic == f"{ID}/rpc"


def test_a_device_may_move_to_another_prefix() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    house.deliver(device.leaves())
    assert house.online == {ID: False}
    moved = SimulatedShelly(STATUS, prefix="kitchen/plug")
    house.devices = [moved]
    house.deliver(moved.connects())
    assert house.online == {ID: True}
    assert [*house.topics] == ["kitchen/plug/status/+"]
    house.do("power.turn_on")
    assert house.published[-1].topic == "kitchen/plug/rpc"


def test_renamed_by_its_owner() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    device.config["sys"]["device"]["name"] = "주방 플러그"
    event = {"ts": 1, "events": [{"component": "sys", "event": "config_changed", "ts": 1}]}
    house.deliver([device.event("NotifyEvent", event)])
    assert house.one().names == ("주방 플러그",)
    house.deliver(
        [device.event("NotifyEvent", {"events": [{"component": "input:0", "event": "single_push"}]})]
    )
    asked = len(house.published)
    house.deliver([device.event("NotifyEvent", event)] * 5)
    assert len(house.published) == asked


def test_offline_and_online_again() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    house.deliver(device.leaves())
    assert house.online == {ID: False}
    device.status["switch:0"]["output"] = True
    house.now += 60
    house.deliver(device.connects())
    assert house.online == {ID: True}
    assert house.values()["power.on"] is True


def test_removed_by_an_empty_online() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    house.say(f"{ID}/online", "")
    assert not house.appliances
    assert not house.topics
    house.deliver(device.notifies(switch_0={"output": True}))
    assert house.appliances


def test_a_device_whose_online_is_not_retained_is_found_by_what_it_notifies() -> None:
    house = House()
    house.devices = [SimulatedShelly(STATUS)]
    house.deliver(house.devices[0].notifies(switch_0={"output": True}))
    assert house.values()["power.on"] is True


def test_a_lost_answer_is_asked_for_again() -> None:
    device = SimulatedShelly(STATUS)
    house = House()
    house.deliver(device.connects())
    assert not house.appliances
    house.devices, house.now = [device], house.now + 60
    house.deliver(device.notifies(switch_0={"output": True}))
    assert house.one().id == ID


def test_a_refused_command_is_told() -> None:
    device = SimulatedShelly(STATUS)
    house = House(device)
    device.fails["Switch.Set"] = {"code": -109, "message": "Overpower"}
    house.do("power.turn_on")
    assert house.problems == ["Switch.Set was refused: Overpower."]
    assert house.values()["power.on"] is False


def test_a_device_that_wants_a_password_is_told() -> None:
    device = SimulatedShelly(STATUS)
    device.fails["Shelly.GetDeviceInfo"] = {"code": 401, "message": "{}"}
    assert House(device).problems == ["It wants a password for calls over MQTT: turn its authentication off."]


def test_too_many_devices_and_strangers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convention, "MAX_DEVICES", 2)
    monkeypatch.setattr(convention, "MAX_STRANGERS", 2)
    devices = [SimulatedShelly(STATUS, id=f"shelly-{place}", mac=f"00000000000{place}") for place in range(4)]
    house = House(*devices)
    assert len(house.appliances) == 2
    assert house.problems == ["There are more than 2 devices."] * 2
    asked = len(house.published)
    house.say("stranger/online", "true")
    assert len(house.published) == asked


@pytest.mark.parametrize(
    ("topic", "payload"),
    [("$shelly/other/switch:0", b"ON"), (f"$shelly/{ID}/switch:0", b"TOGGLE"), (f"$shelly/{ID}/sys", b"ON"),
     (f"$shelly/{ID}/cover:0", b"101"), (f"$shelly/{ID}", b"ON"), (f"$shelly/{ID}/switch:x", b"ON")],
)  # fmt: skip
def test_what_cannot_be_said_is_never_sent(topic: str, payload: bytes) -> None:
    house = House(SimulatedShelly(STATUS))
    assert not house.dialect._convention.outgoing(Publish(topic, payload))


def test_unanswered_commands_are_not_kept_for_ever() -> None:
    shelly = Shelly()
    shelly.hear(Incoming(f"{ID}/online", b"true", True, NOW))
    known = shelly._devices[ID]
    for _ in range(500):
        known.call("Switch.Set", {"id": 0, "on": True}, command=True)
    assert len(known.pending) == 50
