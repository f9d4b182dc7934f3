"""Whatever arrives, the convention goes on."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.dialects.tasmota import convention
from appliance_bridge.dialects.tasmota.convention import Tasmota
from tests.appliance_bridge.tasmota.house import MAC, NOW, House, config

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS | st.sampled_from(["%prefix%", "%topic%", "ON", 3, 2, 1]),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=10), inner, max_size=6),
    max_leaves=20,
)
KEYS = st.sampled_from(sorted(config()))
TOPICS = st.sampled_from([
    f"tasmota/discovery/{MAC}/config", f"tasmota/discovery/{MAC}/sensors", "tele/tasmota_D0B1E7/LWT",
    "stat/tasmota_D0B1E7/RESULT", "stat/tasmota_D0B1E7/STATUS10", "tele/tasmota_D0B1E7/SENSOR", "", "/", "+/#",
])  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(KEYS, VALUES, max_size=6), VALUES)
def test_any_announcement(changes: dict[str, Any], sensors: Any) -> None:
    house = House()
    sample = {"A": {"Temperature": 1}, "x": sensors}
    house.announce(sample, **{"rl": [1, 2, 3, 3], **changes, "mac": MAC})
    house.say("stat/tasmota_D0B1E7/STATUS10", {"StatusSNS": sample})
    house.say("stat/tasmota_D0B1E7/RESULT", changes)
    house.say(f"tasmota/discovery/{MAC}/config", "")
    assert not house.appliances
    assert not house.topics


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TOPICS, st.binary(max_size=40) | VALUES.map(lambda one: json.dumps(one).encode()))))
def test_any_bytes(messages: list[tuple[str, bytes]]) -> None:
    house = House()
    house.announce({"A": {"Temperature": 1}}, rl=[1, 2, 3, 3], swc=[1])
    for topic, payload in messages:
        house.dialect.receive(Incoming(topic, payload, False, NOW))
    house.announce()
    assert house.appliances


def test_too_many_devices_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convention, "MAX_DEVICES", 3)
    house = House()
    for number in range(5):
        house.announce(mac=f"00000000000{number}", t=f"t{number}")
    assert len(house.appliances) == 3
    assert house.problems == ["There are more than 3 devices."] * 2


def test_too_many_sensors_are_left_out() -> None:
    house = House()
    house.announce({f"S{number}": {"Temperature": 1} for number in range(1000)}, rl=[0])
    assert len(house.dialect._inventory.entities) == 200


@pytest.mark.parametrize(
    "topic", ["$tasmota/x/Shutter1", f"$tasmota/{MAC}/Shutterx", f"$tasmota/{MAC}", "$other"]
)
def test_what_was_not_announced_is_never_sent(topic: str) -> None:
    tasmota = Tasmota()
    tasmota.hear(Incoming(f"tasmota/discovery/{MAC}/config", json.dumps(config()).encode(), True, NOW))
    assert not tasmota.outgoing(Publish(topic, b"40"))
