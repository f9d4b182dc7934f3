"""Availability: one topic or several, combined in three ways."""

import pytest

from tests.appliance_bridge.home_assistant.announce import Announced, announced

TOPIC = "homeassistant/switch/plug/config"
TWO = [{"t": "a"}, {"topic": "b", "pl_avail": "ready", "pl_not_avail": "lost"}]


@pytest.mark.parametrize(
    ("options", "messages", "verdicts"),
    [
        ({}, [("a", "online")], [None]),
        ({"avty_t": "a"}, [("a", "online"), ("a", "offline"), ("a", "?")], [True, False, False]),
        ({"avty_t": "a", "pl_avail": 1, "pl_not_avail": 0}, [("a", "0"), ("a", "1")], [False, True]),
        (
            {"avty_t": "a", "avty_tpl": "{{ 'online' if value | int > 0 else 'offline' }}"},
            [("a", "5")],
            [True],
        ),
        ({"avty_t": "a", "avty_tpl": "{{ states('x') }}"}, [("a", "online")], [None]),
        ({"avty": [{"t": "a", "val_tpl": "{{ value_json.s }}"}]}, [("a", '{"s": "offline"}')], [False]),
        ({"avty": {"t": "a"}}, [("a", "online")], [True]),
        ({"avty": TWO}, [("a", "online"), ("b", "lost"), ("a", "online")], [True, False, True]),
        (
            {"avty": TWO, "avty_mode": "all"},
            [("a", "online"), ("b", "ready"), ("a", "offline")],
            [None, True, False],
        ),
        (
            {"avty": TWO, "avty_mode": "any"},
            [("a", "offline"), ("b", "ready"), ("b", "lost")],
            [None, True, False],
        ),
        ({"avty": [5, {}, {"t": None}]}, [("a", "online")], [None]),
        (
            {"avty": [{"t": "a"}, {"t": "a", "pl_avail": "x"}], "avty_mode": "all"},
            [("a", "online"), ("a", "x")],
            [None, True],
        ),
    ],
)
def test_verdicts(
    options: dict[str, object], messages: list[tuple[str, str]], verdicts: list[bool | None]
) -> None:
    inventory = Announced()
    announced(inventory, TOPIC, {"uniq_id": "plug", "cmd_t": "c", **options})
    seen = []
    for topic, payload in messages:
        inventory.receive(topic, payload.encode())
        seen.append(inventory.available("switch.plug"))
    assert seen == verdicts


def test_other_availability_topics_start_anew() -> None:
    inventory = Announced()
    announced(inventory, TOPIC, {"uniq_id": "plug", "avty_t": "a"})
    inventory.receive("a", b"online")
    announced(inventory, TOPIC, {"uniq_id": "plug", "avty_t": "b"})
    assert inventory.available("switch.plug") is None
