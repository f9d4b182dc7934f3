"""Whatever a network says: nothing raises, and nothing private reaches the broker."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Publish, Subscribe
from appliance_bridge.errors import Unsupported
from appliance_bridge.state import ApplianceState
from tests.appliance_bridge.zigbee2mqtt.network import ADDRESS, Network

KINDS = [
    "light",
    "switch",
    "lock",
    "cover",
    "climate",
    "fan",
    "numeric",
    "binary",
    "enum",
    "text",
    "composite",
    "list",
    "warning",
]
NAMES = [
    "state",
    "brightness",
    "color_temp",
    "color_xy",
    "color_hs",
    "position",
    "tilt",
    "mode",
    "speed",
    "system_mode",
    "fan_mode",
    "preset",
    "local_temperature",
    "occupied_heating_setpoint",
    "current_heating_setpoint",
    "occupied_cooling_setpoint",
    "target_temperature",
    "contact",
    "occupancy",
    "battery",
    "power",
    "feed",
    "warning",
    "alarm",
    "child_lock",
    "pin_code",
    "action",
]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(NAMES)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=10,
)


def _expose(features: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS)},
        optional={
            "name": st.sampled_from(NAMES) | ANYTHING,
            "property": st.sampled_from(NAMES) | st.text(max_size=8) | ANYTHING,
            "access": st.integers(0, 7) | ANYTHING,
            "endpoint": st.sampled_from(["l1", "left", ""]) | ANYTHING,
            "values": st.lists(SCALARS, max_size=5) | ANYTHING,
            "value_on": SCALARS,
            "value_off": SCALARS,
            "value_min": SCALARS,
            "value_max": SCALARS,
            "value_step": SCALARS,
            "unit": SCALARS,
            "category": st.sampled_from(["config", "diagnostic"]) | ANYTHING,
            "features": features,
        },
    )


EXPOSES = st.recursive(_expose(st.none()), lambda inner: _expose(st.lists(inner, max_size=5)), max_leaves=12)
DEVICES = st.fixed_dictionaries(
    {
        "ieee_address": st.sampled_from([ADDRESS, "0x1"]) | ANYTHING,
        "friendly_name": st.sampled_from(["등", "a/b", "+"]) | st.text(max_size=8) | ANYTHING,
        "definition": st.fixed_dictionaries(
            {"exposes": st.lists(EXPOSES | ANYTHING, max_size=6) | ANYTHING},
            optional=dict.fromkeys(("model", "vendor", "description"), ANYTHING),
        )
        | ANYTHING,
    },
    optional=dict.fromkeys(
        ("type", "disabled", "interviewing", "power_source", "software_build_id"), ANYTHING
    ),
)
STATES = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(DEVICES | ANYTHING, max_size=3), max_size=3), STATES)
def test_any_list_of_devices_is_survived(lists: list[Any], state: dict[str, Any]) -> None:
    network = Network()
    for listed in lists:
        effects = network.say("bridge/devices", listed)
        effects += network.say("bridge/state", "online")
        for topic in sorted(network.topics):
            effects += network.hear(topic, json.dumps(state).encode())
        effects += network.say("bridge/info", {})
        for effect in effects:
            assert not isinstance(effect, Subscribe) or all(_legal(topic) for topic in effect.filters)
            assert not isinstance(effect, Publish) or (effect.topic.endswith("/get") and not effect.retain)
    for one in network.appliances.values():
        for capability, offer in one.offers.items():
            for action in offer.actions:
                try:
                    sent = network.dialect.encode(one.id, capability, action, {}, ApplianceState(True, {}))
                except Unsupported:
                    continue
                assert all(message.topic.endswith("/set") for message in sent)
                assert all(json.loads(message.payload) for message in sent)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_survived(payload: bytes) -> None:
    network = Network()
    for topic in ("bridge/devices", "bridge/state", "bridge/info", "a/availability", "a", "bridge/devices/x"):
        network.hear(f"zigbee2mqtt/{topic}", payload)
    assert network.appliances == {}


def _legal(topic: str) -> bool:
    return bool(topic) and not set(topic) & set("#+\0") and not topic.startswith("$")
