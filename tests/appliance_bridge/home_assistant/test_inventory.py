"""The inventory: entities come, change and go; states and availability reach whom they concern."""

import pytest

from appliance_bridge.entities.inventory import Changes
from appliance_bridge.errors import Unsupported
from tests.appliance_bridge.home_assistant.announce import Announced, announced

SWITCH = "homeassistant/switch/plug/config"
PLUG = {
    "uniq_id": "plug",
    "name": "Plug",
    "stat_t": "plug/state",
    "cmd_t": "plug/set",
    "avty_t": "plug/online",
}


@pytest.fixture
def inventory() -> Announced:
    return Announced()


def test_announced(inventory: Announced) -> None:
    changes = announced(inventory, SWITCH, PLUG)
    assert [entity.key for entity in changes.added] == ["switch.plug"]
    assert changes.subscribe == ("plug/state", "plug/online")
    assert inventory.state_topics() == changes.subscribe
    assert inventory.state("switch.plug") == {}
    assert inventory.available("switch.plug") is None
    assert inventory.says_availability("switch.plug")


def test_state_and_availability(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    assert inventory.receive("plug/state", b"ON") == Changes(states={"switch.plug": {"state": "on"}})
    assert inventory.receive("plug/online", b"online") == Changes(availability={"switch.plug": True})
    assert not inventory.receive("plug/online", b"online")
    assert inventory.receive("plug/online", b"offline").availability == {"switch.plug": False}
    assert inventory.state("switch.plug") == {"state": "on"}
    assert inventory.available("switch.plug") is False


def test_an_unchanged_state_is_told_again(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    first = inventory.receive("plug/state", b"ON")
    assert inventory.receive("plug/state", b"ON") == first


def test_the_same_announcement_changes_nothing(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    assert not announced(inventory, SWITCH, PLUG)


def test_a_new_name_changes_the_entity_and_subscribes_nothing(inventory: Announced) -> None:
    announced(inventory, SWITCH, {**PLUG, "dev": {"ids": "d", "name": "A"}})
    inventory.receive("plug/state", b"ON")
    changes = announced(inventory, SWITCH, {**PLUG, "dev": {"ids": "d", "name": "B"}})
    assert [entity.device.name for entity in changes.changed] == ["B"]
    assert not changes.subscribe
    assert inventory.state("switch.plug") == {"state": "on"}
    assert inventory.entities_of("d")[0].device.name == "B"


def test_new_topics_move_the_subscriptions(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    changes = announced(inventory, SWITCH, {**PLUG, "stat_t": "plug/new"})
    assert changes.subscribe == ("plug/new", "plug/online")
    assert changes.unsubscribe == ("plug/state",)
    assert not inventory.receive("plug/state", b"ON")
    assert inventory.receive("plug/new", b"ON").states


def test_changed_words_are_used_at_once(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    changes = announced(inventory, SWITCH, {**PLUG, "pl_on": "1"})
    # subscribed again, so that the retained state is read with the new words
    assert "plug/state" in changes.subscribe
    assert inventory.receive("plug/state", b"1").states == {"switch.plug": {"state": "on"}}


@pytest.mark.parametrize("payload", [b"", b"  "])
def test_an_empty_announcement_withdraws(inventory: Announced, payload: bytes) -> None:
    announced(inventory, SWITCH, PLUG)
    changes = inventory.receive(SWITCH, payload)
    assert [entity.key for entity in changes.removed] == ["switch.plug"]
    assert set(changes.unsubscribe) == {"plug/state", "plug/online"}
    assert not inventory.entities
    assert not inventory.state_topics()
    assert not inventory.receive("plug/state", b"ON")
    assert not inventory.receive(SWITCH, payload)


def test_withdrawn_and_back(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    announced(inventory, SWITCH, "")
    changes = announced(inventory, SWITCH, PLUG)
    assert changes.added
    assert changes.subscribe == ("plug/state", "plug/online")


def test_a_topic_shared_by_many_is_kept_for_the_rest(inventory: Announced) -> None:
    for name in ("a", "b"):
        announced(
            inventory,
            f"homeassistant/sensor/{name}/config",
            {"uniq_id": name, "stat_t": "shared", "val_tpl": f"{{{{ value_json.{name} }}}}"},
        )
    assert inventory.receive("shared", b'{"a": "1", "b": "2"}').states == {
        "sensor.a": {"state": "1"},
        "sensor.b": {"state": "2"},
    }
    assert not announced(inventory, "homeassistant/sensor/a/config", "").unsubscribe
    assert inventory.receive("shared", b'{"a": "1", "b": "2"}').states == {"sensor.b": {"state": "2"}}


def test_a_topic_may_carry_state_and_availability(inventory: Announced) -> None:
    announced(inventory, SWITCH, {**PLUG, "avty_t": "plug/state", "pl_avail": "ON", "pl_not_avail": "gone"})
    changes = inventory.receive("plug/state", b"ON")
    assert changes.states == {"switch.plug": {"state": "on"}}
    assert changes.availability == {"switch.plug": True}


def test_state_inside_the_discovery_prefix(inventory: Announced) -> None:
    topic = "homeassistant/climate/livingroom"
    options = {
        "mode_stat_t": f"{topic}/state",
        "mode_stat_tpl": "{{ value_json.mode }}",
        "mode_cmd_t": f"{topic}/mode",
    }
    announced(inventory, f"{topic}/config", {"uniq_id": "boiler", **options})
    assert inventory.receive(f"{topic}/state", b'{"mode": "heat"}').states == {
        "climate.boiler": {"state": "heat"}
    }


def test_a_unique_id_is_not_taken_over(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    changes = announced(inventory, "homeassistant/switch/thief/config", {**PLUG, "cmd_t": "thief/set"})
    assert len(changes.problems) == 1
    assert not changes.added
    assert not changes.changed
    assert inventory.entities["switch.plug"].config["command_topic"] == "plug/set"
    assert not announced(inventory, "homeassistant/switch/thief/config", "").removed


def test_the_second_owner_gets_the_unique_id_once_it_is_free(inventory: Announced) -> None:
    second = "homeassistant/switch/second/config"
    announced(inventory, SWITCH, PLUG)
    assert announced(inventory, second, PLUG).problems
    announced(inventory, SWITCH, "")
    assert announced(inventory, second, PLUG).added


def test_one_unique_id_in_two_components(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    assert announced(inventory, "homeassistant/sensor/plug/config", {"uniq_id": "plug", "stat_t": "w"}).added
    assert set(inventory.entities) == {"switch.plug", "sensor.plug"}


def test_an_announcement_cannot_silence_another(inventory: Announced) -> None:
    announced(inventory, "homeassistant/sensor/thief/config", {"uniq_id": "x", "stat_t": SWITCH})
    assert announced(inventory, SWITCH, PLUG).added


def test_migration_moves_entities_to_a_device(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    assert not announced(inventory, SWITCH, {"migr_discvry": True})
    device = {"dev": {"ids": "d"}, "cmps": {"plug": {"p": "switch", **PLUG}}}
    changes = announced(inventory, "homeassistant/device/d/config", device)
    assert not changes.problems
    assert [entity.source for entity in changes.changed] == ["homeassistant/device/d/config"]
    assert not announced(inventory, SWITCH, "").removed
    assert inventory.receive("plug/state", b"ON").states
    assert announced(inventory, "homeassistant/device/d/config", "").removed


def test_too_many_entities() -> None:
    inventory = Announced(max_entities=2)
    for number in range(4):
        changes = announced(inventory, f"homeassistant/button/b{number}/config", {"cmd_t": "a"})
        assert bool(changes.problems) == (number >= 2)
    assert len(inventory.entities) == 2


def test_encode_only_for_known_entities(inventory: Announced) -> None:
    announced(inventory, SWITCH, PLUG)
    (message,) = inventory.encode("switch.plug", "turn_on", {})
    assert (message.topic, message.payload, message.qos, message.retain) == ("plug/set", b"ON", 1, False)
    with pytest.raises(Unsupported):
        inventory.encode("switch.other", "turn_on", {})


def test_retain_in_the_announcement_is_not_obeyed(inventory: Announced) -> None:
    announced(inventory, SWITCH, {**PLUG, "ret": True})
    assert not inventory.encode("switch.plug", "turn_on", {})[0].retain


def test_entities_of_a_device_follow_it(inventory: Announced) -> None:
    announced(inventory, SWITCH, {**PLUG, "dev": {"ids": "one"}})
    announced(inventory, SWITCH, {**PLUG, "dev": {"ids": "two"}})
    assert inventory.entities_of("one") == ()
    assert [entity.key for entity in inventory.entities_of("two")] == ["switch.plug"]


def test_birth() -> None:
    (message,) = Announced().birth()
    assert (message.topic, message.payload, message.retain) == ("homeassistant/status", b"online", False)
