"""Nobody makes another's appliance obey, whichever dialects announced the two."""

import json
from collections.abc import Mapping

import pytest

from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.dialects.plain.description import PlainAppliance
from appliance_bridge.dialects.plain.dialect import Plain, PlainConfigured
from appliance_bridge.dialects.tasmota.convention import Tasmota
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from tests.appliance_bridge.hostile.street import CATALOGUE, Street
from tests.appliance_bridge.zigbee2mqtt.network import ADDRESS, STATE, binary, device, numeric, thing

LOCK = thing("lock", binary("state", "LOCK", "UNLOCK"))
LIGHT = thing("light", STATE, numeric("brightness", value_max=254))
TASMOTA_OVEN: Mapping[str, object] = {
    "ip": "10.0.0.9", "dn": "Oven", "fn": ["Oven", None, None, None, None, None, None, None],
    "hn": "oven", "mac": "AABBCCDDEEFF", "md": "Plug", "ty": 0, "if": 0, "ofln": "Offline", "onln": "Online",
    "state": ["OFF", "ON", "TOGGLE", "HOLD"], "sw": "14.0", "t": "oven", "ft": "%prefix%/%topic%/",
    "tp": ["cmnd", "stat", "tele"], "rl": [1, 0, 0, 0, 0, 0, 0, 0], "swc": [-1] * 8, "swn": [None] * 8,
    "btn": [0] * 8, "so": {"4": 0, "11": 0, "13": 0, "17": 0, "20": 0, "30": 0, "68": 0, "73": 0, "82": 0,
    "114": 0, "117": 0}, "lk": 0, "lt_st": 0, "sho": [0] * 4, "ver": 1,
}  # fmt: skip


def _street() -> Street:
    return Street(
        HomeAssistant(CATALOGUE),
        *(EntityDialect(one, CATALOGUE) for one in (Zigbee2Mqtt(), Homie(), Tasmota())),
    )


def _lamp(street: Street, topic: str, word: str = "UNLOCK", **more: object) -> None:
    told = {"uniq_id": "lamp", "cmd_t": topic, "pl_on": word, "pl_off": word, "name": None}
    street.say("homeassistant/light/lamp/config", {**told, "dev": {"ids": "lamp-1", "name": "Lamp", **more}})


def _zigbee_lock(street: Street, name: str = "front") -> None:
    street.say("zigbee2mqtt/bridge/devices", [device(name, LOCK)])


@pytest.mark.parametrize(
    "topic",
    [
        "zigbee2mqtt/front/set",
        "zigbee2mqtt/front/set/state",
        f"zigbee2mqtt/{ADDRESS}/set",
        "zigbee2mqtt/front/left/set",
    ],
)
@pytest.mark.parametrize("lock_first", [True, False])
def test_a_lamp_of_one_dialect_does_not_open_the_lock_of_another(topic: str, *, lock_first: bool) -> None:
    street = _street()
    if lock_first:
        _zigbee_lock(street)
    _lamp(street, topic, '{"state": "UNLOCK"}')
    _zigbee_lock(street)
    lamp, lock = (
        next(one for one in street.appliances().values() if one.type == t) for t in ("light", "door_lock")
    )
    for action in ("power.turn_on", "power.turn_off"):
        told = street.tell(lamp.id, action)
        assert isinstance(told, str), told
        assert lock.id in told
    assert not isinstance(street.tell(lock.id, "lock.unlock"), str)


def test_claiming_to_be_the_lock_makes_a_lamp_no_lock() -> None:
    street = _street()
    _zigbee_lock(street)
    _lamp(street, "zigbee2mqtt/front/set", '{"state": "UNLOCK"}', cns=[["ieee", ADDRESS]])
    lamp = next(one for one in street.appliances().values() if one.type == "light")
    assert isinstance(street.tell(lamp.id, "power.turn_on"), str)


def test_a_twin_that_swaps_the_words_commands_nothing() -> None:
    street = _street()
    _zigbee_lock(street)
    swapped = {"uniq_id": "x", "cmd_t": "zigbee2mqtt/front/set", "pl_lock": '{"state": "UNLOCK"}'}
    street.say("homeassistant/lock/x/config", {**swapped, "dev": {"ids": "shed", "name": "Shed lock"}})
    assert isinstance(street.tell("shed", "lock.lock"), str)


def test_the_same_device_in_two_dialects_is_commanded_as_before() -> None:
    street = _street()
    told = {
        "uniq_id": "front", "cmd_t": "zigbee2mqtt/front/set", "pl_lock": '{"state": "LOCK"}',
        "dev": {"ids": [f"zigbee2mqtt_{ADDRESS}"], "name": "front"},
    }  # fmt: skip
    street.say("homeassistant/lock/front/config", told)
    _zigbee_lock(street)
    (lock,) = street.appliances().values()
    assert not isinstance(street.tell(lock.id, "lock.lock"), str)
    assert not isinstance(street.tell(lock.id, "lock.unlock"), str)


def test_the_lock_and_the_lamp_of_one_device_share_its_topic() -> None:
    street = _street()
    lamp = {**LIGHT, "endpoint": "left"}
    street.say("zigbee2mqtt/bridge/devices", [device("front", LOCK, lamp)])
    lamps = [one for one in street.appliances().values() if one.type == "light"]
    assert all(not isinstance(street.tell(one.id, "power.turn_on"), str) for one in lamps)
    assert lamps


def test_who_calls_a_lamp_an_oven_does_not_take_it_from_its_owner() -> None:
    street = _street()
    street.say("zigbee2mqtt/bridge/devices", [device("desk", LIGHT)])
    told = {
        "uniq_id": "x",
        "cmd_t": "zigbee2mqtt/desk/set",
        "pl_on": "ON",
        "dev": {"ids": "o", "name": "Oven"},
    }
    street.say("homeassistant/switch/x/config", told)
    lamp = next(one for one in street.appliances().values() if one.type == "light")
    assert not isinstance(street.tell(lamp.id, "power.turn_on"), str)


@pytest.mark.parametrize("topic", ["cmnd/oven/POWER", "cmnd/oven/Backlog0"])
def test_a_lamp_does_not_start_an_oven_of_tasmota(topic: str) -> None:
    street = _street()
    street.say("tasmota/discovery/AABBCCDDEEFF/config", TASMOTA_OVEN)
    _lamp(street, topic, "Power ON")
    assert {one.type for one in street.appliances().values()} == {"oven", "light"}
    assert isinstance(street.tell("lamp-1", "power.turn_on"), str)


def test_one_device_cannot_lend_its_lock_to_a_lamp_announced_apart() -> None:
    """Who announces under the identifiers of a lock is believed to be a part of it, but no part opens it."""
    street = _street()
    lock = {"uniq_id": "front", "cmd_t": "door/set", "dev": {"ids": "0x12", "name": "Entrance"}}
    street.say("homeassistant/lock/front/config", lock)
    told = {"uniq_id": "evil", "cmd_t": "door/set", "pl_on": "UNLOCK", "dev": {"ids": "0x12", "name": "Lamp"}}
    street.say("homeassistant/light/evil/config", told)
    lamp = next((one for one in street.appliances().values() if one.type == "light"), None)
    assert lamp is None or isinstance(street.tell(lamp.id, "power.turn_on"), str)


@pytest.mark.parametrize(
    "topic",
    [
        "jipsa/home/status",
        "homeassistant/lock/front/config",
        "homeassistant/status",
        "zigbee2mqtt/bridge/request/device/remove",
        "zigbee2mqtt/bridge/request/permit_join",
        "zigbee2mqtt/bridge/devices",
        "tasmota/discovery/AABBCCDDEEFF/config",
    ],
)
def test_what_conventions_talk_about_is_commanded_by_nobody(topic: str) -> None:
    street = _street()
    street.say("tasmota/discovery/AABBCCDDEEFF/config", {**TASMOTA_OVEN, "dn": "Socket", "fn": ["Socket"]})
    _zigbee_lock(street)
    _lamp(street, topic, "")
    assert isinstance(street.tell("lamp-1", "power.turn_on"), str)


def test_what_an_admin_describes_may_use_any_topic() -> None:
    described = PlainAppliance.model_validate(
        {"commands": {"power.turn_on": {"topic": "zigbee2mqtt/front/set", "payload": "x"}}}
    )
    plain = Plain(CATALOGUE, {"bell": PlainConfigured(described, "light", ("Bell",))}, profiles=())
    street = Street(plain, EntityDialect(Zigbee2Mqtt(), CATALOGUE))
    _zigbee_lock(street)
    told = street.tell("bell", "power.turn_on")
    assert not isinstance(told, str), told


def test_what_an_admin_describes_is_not_commanded_by_others() -> None:
    described = PlainAppliance.model_validate(
        {"commands": {"power.turn_on": {"topic": "oven/in", "payload": json.dumps({"on": 1})}}}
    )
    plain = Plain(CATALOGUE, {"oven": PlainConfigured(described, "oven", ("Oven",))}, profiles=())
    street = Street(plain, HomeAssistant(CATALOGUE))
    _lamp(street, "oven/in", '{"on": 1}')
    assert isinstance(street.tell("lamp-1", "power.turn_on"), str)
