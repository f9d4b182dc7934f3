"""Whatever devices answer, the convention goes on."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Incoming
from appliance_bridge.dialects.shelly.components import KINDS
from tests.appliance_bridge.shelly.house import NOW, House
from tests.appliance_bridge.shelly.simulated import ID, SimulatedShelly

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from([
    "output", "brightness", "ct", "rgb", "state", "current_pos", "pos_control", "apower", "aenergy", "value", "meta",
    "options", "name", "min", "max", "enable", "target_C", "current_C", "battery", "alarm", "tC", "type", "ct_range",
    "addr", "access", "id",
])  # fmt: skip
KEYS = st.sampled_from(
    [*(f"{kind}:{place}" for kind in KINDS for place in (0, 1, 200)), "temperature:0", "sys", "x", "em:0"]
)
COMPONENTS = st.dictionaries(
    KEYS | st.text(max_size=12), st.dictionaries(FIELDS, VALUES, max_size=6) | VALUES, max_size=5
)
TOPICS = st.sampled_from([
    f"{ID}/online", f"{ID}/events/rpc", f"{ID}/status/switch:0", f"jipsa/shelly/{ID}/rpc", "x/online", "/online", "",
])  # fmt: skip


class Odd(SimulatedShelly):
    """Has what no device has."""

    def __init__(self, status: Any, config: Any, added: list[dict[str, Any]]) -> None:
        super().__init__({}, {}, added=added)
        self.status, self.config = status, config


@settings(deadline=None, max_examples=60)
@given(
    COMPONENTS,
    COMPONENTS,
    COMPONENTS,
    st.dictionaries(KEYS, st.dictionaries(FIELDS, VALUES, max_size=4), max_size=3),
)
def test_any_components(status: Any, config: Any, change: Any, added: dict[str, Any]) -> None:
    more = [{"key": key, "status": value, "config": value} for key, value in added.items()]
    device = Odd(status, config, more)
    house = House(device)
    house.deliver([device.event("NotifyStatus", change)])
    for one in list(house.appliances.values()):
        for capability, offer in one.offers.items():
            for action in offer.actions & {"turn_on", "turn_off", "open", "close", "stop"}:
                if one.id in house.appliances and action in house.offered(one.id, capability):
                    house.do(f"{capability}.{action}", one.id)
    house.say(f"{ID}/online", "")
    assert not house.appliances


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TOPICS, st.binary(max_size=40) | VALUES.map(lambda one: json.dumps(one).encode()))))
def test_any_bytes(messages: list[tuple[str, bytes]]) -> None:
    device = SimulatedShelly({"switch:0": {"id": 0, "output": True}})
    house = House(device)
    for topic, payload in messages:
        house.dialect.receive(Incoming(topic, payload, False, NOW))
    house.now += 60
    house.deliver(device.connects())
    assert house.one().id == ID


def test_a_device_cannot_fill_the_memory() -> None:
    device = SimulatedShelly({"switch:0": {"id": 0, "output": True}})
    house = House(device)
    for number in range(500):
        change = {f"switch:{number}": {"output": True}, "switch:0": {f"k{number}": 1}}
        house.dialect._convention.hear(
            Incoming(
                f"{ID}/events/rpc",
                json.dumps({"src": ID, "method": "NotifyStatus", "params": change}).encode(),
                False,
                NOW,
            )
        )
    known = house.dialect._convention._devices[ID]  # type: ignore[attr-defined]
    assert len(known.status) == 200
    assert len(known.status["switch:0"]) <= 60
