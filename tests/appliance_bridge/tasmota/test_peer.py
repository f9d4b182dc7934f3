"""Our reading of announcements against another implementation's, where that is installed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.dialects.tasmota.device import read_device
from tests.appliance_bridge.tasmota.house import MAC, config

utils = pytest.importorskip("hatasmota.utils")
discovery = pytest.importorskip("hatasmota.discovery")

WORDS = st.text("abcXYZ09_-", min_size=1, max_size=8)
ORDERS = st.sampled_from([
    "%prefix%/%topic%/", "%topic%/%prefix%/", "%prefix%/%hostname%/%topic%/", "house/%id%/%prefix%/",
])  # fmt: skip


@given(ORDERS, WORDS, WORDS, st.lists(WORDS, min_size=3, max_size=3, unique=True))
def test_the_same_topics(order: str, topic: str, host: str, prefixes: list[str]) -> None:
    said = config(ft=order, t=topic, hn=host, tp=prefixes)
    ours = read_device(said, MAC)
    assert ours.command == utils.get_topic_command(said)
    assert f"{ours.status}RESULT" == utils.get_topic_stat_result(said)
    assert f"{ours.telemetry}LWT" == utils.get_topic_tele_will(said)


@pytest.mark.parametrize(
    "changes",
    [
        {"rl": [1, 0, 0, 0]},
        {"rl": [1, 1, 1, 1]},
        {"rl": [2], "lt_st": 5},
        {"rl": [2, 2], "lt_st": 5, "lk": 0},
        {"rl": [2, 2], "lt_st": 4, "lk": 0},
        {"rl": [1, 2], "lt_st": 1},
        {"rl": [3, 3, 1]},
        {"rl": [2, 0, 0], "if": 1},
    ],
)
def test_the_same_parts(changes: dict[str, Any]) -> None:
    from tests.appliance_bridge.tasmota.house import House

    said = discovery.TasmotaDiscoveryMsg(config(**changes))
    theirs = [
        platform
        for platform in ("switch", "light", "cover", "fan")
        for one, _ in discovery.get_entities_for_platform(said, platform)
        if one is not None
    ]
    house = House()
    house.announce(**changes)
    ours = house.dialect._inventory.entities.values()
    assert sorted(one.component for one in ours) == sorted(theirs)
