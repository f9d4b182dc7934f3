"""What real bridges without discovery said: the right types, and driven at the right topics."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.appliance_bridge.plain.house import House

pytestmark = pytest.mark.shared

Sample = Callable[[str], dict[str, Any]]


def house_of(sample: dict[str, Any]) -> House:
    house = House()
    for _ in range(2):
        # What the broker kept comes again as soon as it is listened to.
        for said in sample["state_examples"]:
            for topic, payload in said.items():
                house.say(topic.replace("<id>", "abc-1"), payload)
    return house


def test_the_heat_pump(sample: Sample) -> None:
    recorded = sample("heishamon-heat_pump")
    house = house_of(recorded)
    assert house.one().type == "heat_pump"
    assert house.online == {house.one().id: True}
    assert house.told() == {
        "power.on": True,
        "mode.selected": "heat and hot water",
        "temperature.current": 47,
    }
    sent = [
        *house.encode("power.turn_off"),
        *house.encode("mode.set", value="heat"),
        *house.encode("temperature.set", value=50),
    ]
    assert {topic for topic, _ in sent} <= {one["topic"] for one in recorded["discovery"]}
    assert [payload for _, payload in sent] == ["0", "0", "50"]


def test_the_miele_appliance(sample: Sample) -> None:
    house = house_of(sample("miele-washer-state"))
    # It was saved as a washer, but phase 1799 is a dishwasher's drying: the gateway knows only their phases.
    assert house.one().type == "dishwasher"
    assert house.told() == {
        "run_control.state": "running",
        "run_control.phase": "drying",
        "remaining_time.seconds": 240,
    }
    assert all(not offer.actions for offer in house.one().offers.values())


def test_the_samsung_washer(sample: Sample) -> None:
    recorded = sample("smartthings_bridge-washer")
    house = house_of(recorded)
    assert house.one().type == "washer"
    assert house.told()["run_control.state"] == "running"
    wanted = recorded["discovery"][0]
    ((topic, payload),) = house.encode("run_control.start")
    assert topic == wanted["topic"].replace("<device_id>", "abc-1")
    assert json.loads(payload) == wanted["payload"]
