"""Announcements: what they give, and that no bytes can do harm."""

import json

import pytest

from appliance_bridge.entities.entity import Device
from tests.appliance_bridge.home_assistant.announce import Announced, announced, entity_of

SWITCH = "homeassistant/switch/plug/config"
DEVICE = "homeassistant/device/washer/config"
WASHER = {
    "~": "home/washer",
    "dev": {"ids": "washer-1", "name": "세탁기", "sa": "다용도실", "mf": "LG", "mdl": "F21", "sw": 3},
    "o": {"name": "bridge"},
    "avty_t": "~/online",
    "stat_t": "~/state",
    "cmps": {
        "start": {"p": "button", "uniq_id": "w-start", "cmd_t": "~/start"},
        "course": {"p": "sensor", "uniq_id": "w-course", "val_tpl": "{{ value_json.course }}"},
    },
}


def test_single_component() -> None:
    entity = entity_of("switch", name="Plug", cmd_t="a/set", stat_t="a", ent_cat="config", en="false")
    assert (entity.key, entity.component, entity.object_id) == ("switch.one", "switch", "thing")
    assert (entity.name, entity.category, entity.enabled) == ("Plug", "config", False)
    assert entity.config["command_topic"] == "a/set"
    assert entity.source == "homeassistant/switch/thing/config"


def test_without_unique_id_the_topic_names_it() -> None:
    changes = announced(Announced(), "homeassistant/switch/node/plug/config", {"cmd_t": "a"})
    assert changes.added[0].key == "switch/node/plug"
    assert changes.added[0].device.key == "switch/node/plug"


def test_device_shares_options_with_its_components() -> None:
    start, course = announced(Announced(), DEVICE, WASHER).added
    assert start.key == "button.w-start"
    assert start.config["command_topic"] == "home/washer/start"
    assert course.config["state_topic"] == "home/washer/state"
    assert course.config["availability_topic"] == "home/washer/online"
    assert (
        start.device
        == course.device
        == Device("washer-1", "세탁기", "다용도실", manufacturer="LG", model="F21", software="3")
    )


def test_component_with_only_its_platform_is_withdrawn() -> None:
    inventory = Announced()
    announced(inventory, DEVICE, WASHER)
    changes = announced(inventory, DEVICE, {**WASHER, "cmps": {**WASHER["cmps"], "course": {"p": "sensor"}}})
    assert [entity.key for entity in changes.removed] == ["sensor.w-course"]
    assert not changes.changed


def test_missing_component_is_withdrawn() -> None:
    inventory = Announced()
    announced(inventory, DEVICE, WASHER)
    changes = announced(inventory, DEVICE, {**WASHER, "cmps": {"start": WASHER["cmps"]["start"]}})
    assert [entity.key for entity in changes.removed] == ["sensor.w-course"]


@pytest.mark.parametrize(
    ("device", "key"),
    [
        ({"ids": ["a", "b"], "cns": [["mac", "1"]]}, "a"),
        ({"ids": 5}, "switch.one"),
        ({"ids": [5]}, "5"),
        ({"ids": [], "cns": [["mac", "02:00"]]}, "mac:02:00"),
        ({"cns": "mac"}, "switch.one"),
        ("nonsense", "switch.one"),
        (None, "switch.one"),
    ],
)
def test_device_key(device: object, key: str) -> None:
    assert entity_of("switch", dev=device).device.key == key


@pytest.mark.parametrize(
    ("options", "topic"),
    [
        ({"~": "base", "cmd_t": "~/set"}, "base/set"),
        ({"~": "base", "cmd_t": "set/~"}, "set/base"),
        ({"~": "base", "cmd_t": "a/~/b"}, "a/~/b"),
        ({"cmd_t": "~/set"}, "~/set"),
        ({"cmd_t": "short", "command_topic": "long"}, "long"),
    ],
)
def test_base_topic(options: dict[str, object], topic: str) -> None:
    assert entity_of("switch", **options).config["command_topic"] == topic


@pytest.mark.parametrize(
    "topic", ["a\x00b", "a/#", "+/set", "", 5, True, ["a"], {"a": 1}, "가" * 30_000, "a\ud800b"]
)
@pytest.mark.parametrize("option", ["stat_t", "cmd_t", "avty_t", "json_attr_t"])
def test_a_bad_topic_disables_the_entity_and_not_the_house(option: str, topic: object) -> None:
    inventory = Announced()
    components = {
        "bad": {"p": "switch", "uniq_id": "bad", option: topic},
        "good": {"p": "switch", "uniq_id": "good", "cmd_t": "ok"},
    }
    changes = announced(inventory, DEVICE, {"dev": {"ids": "d"}, "cmps": components})
    assert list(inventory.entities) == ["switch.good"]
    assert len(changes.problems) == 1
    assert '"bad"' in changes.problems[0].reason


def test_a_bad_topic_in_the_availability_list_disables_too() -> None:
    changes = announced(Announced(), SWITCH, {"cmd_t": "a", "avty": [{"t": "x/#"}]})
    assert not changes.added
    assert len(changes.problems) == 1


def test_a_null_topic_is_no_topic() -> None:
    assert "state_topic" not in entity_of("switch", stat_t=None, cmd_t="a").config


DEEP = b'{"a":' * 5_000 + b"1" + b"}" * 5_000


@pytest.mark.parametrize(
    "payload",
    [
        b"not json",
        b"[]",
        b'"text"',
        b"5",
        b"null",
        b"\xff\xfe\x00",
        b"{" + b" " * 300_000 + b"}",
        DEEP,
        b'{"a": ' + b"[" * 30 + b"]" * 30 + b"}",
        b'{"n": ' + b"9" * 5_000 + b"}",
    ],
)
def test_a_payload_that_cannot_be_read_is_a_problem_and_keeps_what_was(payload: bytes) -> None:
    inventory = Announced()
    announced(inventory, SWITCH, {"cmd_t": "a"})
    changes = inventory.receive(SWITCH, payload)
    assert len(changes.problems) == 1
    assert changes.problems[0].topic == SWITCH
    assert not changes.removed
    assert len(inventory.entities) == 1


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 400])
def test_strange_numbers_are_harmless(number: str) -> None:
    inventory = Announced()
    payload = (
        f'{{"uniq_id": "n", "cmd_t": "a", "min": {number}, "max": {number}, "step": {number}, "stat_t": "s"}}'
    )
    (entity,) = inventory.receive("homeassistant/number/n/config", payload.encode()).added
    limits = inventory.component(entity).limits(entity, "value")
    assert limits == {"minimum": 1, "maximum": 100, "step": 1}
    assert json.dumps(dict(limits), allow_nan=False)


def test_lone_surrogates_become_writable() -> None:
    payload = b'{"uniq_id": "\\ud800", "name": "a\\udfff", "cmd_t": "a", "dev": {"ids": "\\udc00"}}'
    (entity,) = Announced().receive(SWITCH, payload).added
    for text in (entity.key, entity.name, entity.device.key):
        assert str(text).encode()


def test_names_have_no_control_characters() -> None:
    entity = entity_of("switch", name="a\x00\nb" + "x" * 500, dev={"ids": "d", "name": "\x1b[31mred"})
    assert entity.name is not None
    assert entity.name.startswith("a b")
    assert len(entity.name) <= 200
    assert entity.device.name == "[31mred"


@pytest.mark.parametrize(("count", "problems"), [(500, 0), (501, 1), (5_000, 1)])
def test_lists_are_cut_and_it_is_told(count: int, problems: int) -> None:
    told = {"uniq_id": "s", "cmd_t": "a", "ops": [f"o{n}" for n in range(count)]}
    changes = announced(Announced(), "homeassistant/select/s/config", told)
    options = changes.added[0].config["options"]
    assert isinstance(options, list)
    assert len(options) == 500
    assert len(changes.problems) == problems


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"junk": "x" * 70_000}, "larger than 64 KB"),
        ({"junk": [["x" * 300] * 400]}, "larger than 64 KB"),
        ({"avty": [{"t": f"a{n}"} for n in range(21)]}, "more than 20 availability topics"),
    ],
)
def test_an_entity_that_is_too_big_is_named(options: dict[str, object], word: str) -> None:
    changes = announced(Announced(), SWITCH, {"cmd_t": "a", **options})
    assert not changes.added
    assert word in changes.problems[0].reason


def test_every_kind_is_read_or_named() -> None:
    filters = Announced().discovery_filters()
    for kind in ("date", "datetime", "time", "infrared", "alarm_control_panel", "lock", "notify", "update"):
        assert f"homeassistant/{kind}/+/config" in filters


def test_too_many_components() -> None:
    components = {f"c{n}": {"p": "button", "cmd_t": "a"} for n in range(600)}
    inventory = Announced()
    changes = announced(inventory, DEVICE, {"cmps": components})
    assert len(inventory.entities) == 500
    assert len(changes.problems) == 1


def test_one_unique_id_twice_in_a_device() -> None:
    components = {name: {"p": "button", "uniq_id": "same", "cmd_t": name} for name in ("a", "b")}
    inventory = Announced()
    changes = announced(inventory, DEVICE, {"cmps": components})
    assert inventory.entities["button.same"].config["command_topic"] == "a"
    assert len(changes.problems) == 1


def test_a_template_that_needs_home_assistant_degrades() -> None:
    entity = entity_of(
        "switch", cmd_t="a", cmd_tpl="{{ states('sensor.x') }}", stat_t="s", val_tpl="{{ value }}"
    )
    assert entity.degraded == ("command_template needs states(), which only Home Assistant has",)


@pytest.mark.parametrize(
    ("topic", "problems"),
    [
        ("homeassistant/device_automation/a/config", 0),
        ("homeassistant/tag/a/config", 0),
        ("homeassistant/flux_capacitor/a/config", 1),
        ("homeassistant/infrared/a/config", 1),
        ("homeassistant/alarm_control_panel/a/config", 1),
    ],
)
def test_other_kinds(topic: str, problems: int) -> None:
    changes = announced(Announced(), topic, {"topic": "x"})
    assert (len(changes.added), len(changes.problems)) == (0, problems)


@pytest.mark.parametrize(
    "topic",
    [
        "homeassistant/switch/config",
        "homeassistant//x/config",
        "other/switch/a/config",
        "homeassistant/switch/a/b/c/config",
    ],
)
def test_other_topics_are_not_ours(topic: str) -> None:
    assert not announced(Announced(), topic, {"cmd_t": "a"})


def test_prefixes_are_configurable() -> None:
    inventory = Announced(["home/ha", "second"])
    assert announced(inventory, "home/ha/switch/a/config", {"cmd_t": "a"}).added
    assert announced(inventory, "second/switch/b/config", {"cmd_t": "a"}).added
    assert not announced(inventory, "homeassistant/switch/c/config", {"cmd_t": "a"})


def test_filters_never_take_the_whole_prefix() -> None:
    filters = Announced().discovery_filters()
    assert "homeassistant/device/+/config" in filters
    assert "homeassistant/climate/+/+/config" in filters
    assert all(one.endswith("/config") and "#" not in one for one in filters)
