"""Child devices: each a device of its own behind the one that announced it."""

from typing import Any

import pytest

from tests.appliance_bridge.home_assistant.announce import Announced, announced
from tests.appliance_bridge.home_assistant.house import House

TOPIC = "homeassistant/device/panel/config"
PANEL: dict[str, Any] = {
    "~": "panel",
    "dev": {
        "ids": ["panel-1"],
        "cns": [["mac", "a8:03:2a:be:54:dc"]],
        "name": "월패드",
        "sa": "거실",
        "mf": "M",
    },
    "o": {"name": "bridge"},
    "avty_t": "~/online",
    "cmps": {"door": {"p": "sensor", "uniq_id": "p-door", "stat_t": "~/door"}},
    "cdevs": [
        {
            "ids": ["panel-light"],
            "name": "거실 조명",
            "cmps": {"light": {"p": "light", "uniq_id": "p-light", "stat_t": "~/l", "cmd_t": "~/l/set"}},
        },
        {
            "identifiers": "panel-fan",
            "name": "환풍기",
            "components": {"fan": {"p": "fan", "uniq_id": "p-fan", "stat_t": "~/f", "cmd_t": "~/f/set"}},
        },
    ],
}


def test_each_child_is_a_device_behind_its_parent() -> None:
    added = {entity.key: entity for entity in announced(Announced(), TOPIC, PANEL).added}
    assert set(added) == {"sensor.p-door", "light.p-light", "fan.p-fan"}
    light = added["light.p-light"]
    assert (light.device.key, light.device.name, light.device.parent) == (
        "panel-light",
        "거실 조명",
        "panel-1",
    )
    assert (light.device.area, light.device.manufacturer) == ("거실", "M")
    assert light.config["command_topic"] == "panel/l/set"
    assert light.config["availability_topic"] == "panel/online"
    # the address is the parent's
    assert not any(one.startswith("mac:") for one in light.device.identities)
    assert added["sensor.p-door"].device.parent is None


def test_children_are_appliances() -> None:
    house = House()
    house.say(TOPIC, PANEL)
    assert {"light", "ventilation"} & set(house.types())
    light = next(one.id for one in house.appliances.values() if one.type == "light")
    assert house.encode("power.turn_on", light) == [("panel/l/set", "ON")]


def test_children_alone_are_enough() -> None:
    changes = announced(Announced(), TOPIC, {**PANEL, "cmps": None})
    assert [entity.component for entity in changes.added] == ["light", "fan"]
    assert not changes.problems


def test_a_child_that_is_not_announced_any_more_is_gone() -> None:
    inventory = Announced()
    announced(inventory, TOPIC, PANEL)
    changes = announced(inventory, TOPIC, {**PANEL, "cdevs": PANEL["cdevs"][:1]})
    assert [entity.key for entity in changes.removed] == ["fan.p-fan"]


@pytest.mark.parametrize(
    ("children", "word"),
    [
        ([{"name": "no identifiers", "cmps": {"a": {"p": "button", "cmd_t": "a"}}}], "no identifiers"),
        ([{"ids": "panel-1", "cmps": {"a": {"p": "button", "cmd_t": "a"}}}], "identifiers of another"),
        ([{"ids": "c", "cmps": {"door": {"p": "button", "cmd_t": "a"}}}], "announced twice"),
        (["text"], "no identifiers"),
    ],
)
def test_a_child_that_cannot_be_is_named(children: list[object], word: str) -> None:
    changes = announced(Announced(), TOPIC, {**PANEL, "cdevs": children})
    assert [entity.key for entity in changes.added] == ["sensor.p-door"]
    assert len(changes.problems) == 1
    assert word in changes.problems[0].reason


def test_a_single_entity_may_be_of_a_child() -> None:
    device = {"ids": "hub-1", "name": "Hub", "cdev": {"ids": "hub-1-a", "name": "Plug A"}}
    topic = "homeassistant/switch/a/config"
    (entity,) = announced(Announced(), topic, {"uniq_id": "a", "cmd_t": "a/set", "dev": device}).added
    assert (entity.device.key, entity.device.name, entity.device.parent) == ("hub-1-a", "Plug A", "hub-1")


def test_too_many_children_are_named() -> None:
    children = [{"ids": f"c{n}", "cmps": {f"c{n}": {"p": "button", "cmd_t": "a"}}} for n in range(300)]
    changes = announced(Announced(), TOPIC, {**PANEL, "cdevs": children})
    assert len(changes.added) == 201
    assert len(changes.problems) == 1


def test_children_that_swap_their_parts_are_still_heard() -> None:
    house = House()
    house.say(TOPIC, PANEL)
    light, fan = PANEL["cdevs"]
    swapped = [
        {"ids": ["panel-light"], "name": "거실 조명", "cmps": fan["components"]},
        {"ids": ["panel-fan"], "name": "환풍기", "cmps": light["cmps"]},
    ]
    house.say(TOPIC, {**PANEL, "cdevs": swapped})
    house.say("panel/l", "ON")
    house.say("panel/f", "ON")
    told = {one: house.state.get(one, {}).get("power.on") for one in house.appliances}
    assert [told[one] for one in sorted(told) if one != "panel-1"] == [True, True]
