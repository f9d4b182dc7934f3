"""The list of devices, names, who can be reached, and what is asked for."""

from appliance_bridge.dialects.base import Subscribe, Unsubscribe
from appliance_bridge.dialects.zigbee2mqtt.convention import MAX_DEVICES
from appliance_bridge.dialects.zigbee2mqtt.exposes import MAX_EXPOSES
from tests.appliance_bridge.zigbee2mqtt.network import (
    ADDRESS,
    STATE,
    SWITCH,
    Network,
    asked,
    binary,
    device,
    numeric,
    thing,
)

ONLINE, OFFLINE = {"state": "online"}, {"state": "offline"}
OTHER = "0x00158d0000000002"
GETTABLE = thing("light", STATE, numeric("brightness", value_max=254))


def test_names_may_hold_anything_a_topic_may() -> None:
    network = Network()
    network.devices(device("1층/거실 조명", thing("light", STATE)))
    assert "zigbee2mqtt/1층/거실 조명" in network.topics
    network.say("1층/거실 조명", {"state": "ON"})
    assert network.values() == {"power.on": True}
    assert network.sent("power.turn_off") == [("zigbee2mqtt/1층/거실 조명/set", {"state": "OFF"})]


def test_an_unnamed_device_is_called_by_its_maker_and_kind() -> None:
    network = Network()
    network.devices(device(ADDRESS.upper(), SWITCH, vendor="IKEA", description="Control outlet"))
    assert network.one().names == ("IKEA plug",)
    assert network.one().details["maker"] == "IKEA"
    assert network.one().identities == frozenset({"ieee:00158d0001a2b3c4"})


def test_what_is_no_appliance_is_left_out() -> None:
    network = Network()
    network.devices(
        device("Coordinator", SWITCH, type="Coordinator"),
        device("off", SWITCH, ieee_address="0x01", disabled=True),
        device("new", SWITCH, ieee_address="0x02", interviewing=True),
        device("new too", SWITCH, ieee_address="0x03", interview_state="IN_PROGRESS"),
        {**device("strange", ieee_address="0x04"), "definition": None, "supported": False},
        device("no address", SWITCH, ieee_address="zero"),
        device("+/#", SWITCH, ieee_address="0x05"),
        "nonsense",
    )
    assert network.appliances == {}
    assert network.problems == ["The name of the device 0x05 cannot be a topic."]


def test_a_renamed_device_keeps_its_id_and_speaks_on_its_new_topic() -> None:
    network = Network()
    network.devices(device("거실 조명", thing("light", STATE)))
    before = network.one()
    network.devices(device("안방 조명", thing("light", STATE)))
    assert network.one().id == before.id
    assert network.one().names == ("안방 조명",)
    assert {"zigbee2mqtt/안방 조명", "zigbee2mqtt/안방 조명/availability"} <= network.topics.keys()
    assert not {"zigbee2mqtt/거실 조명", "zigbee2mqtt/거실 조명/availability"} & network.topics.keys()
    assert network.sent("power.turn_on") == [("zigbee2mqtt/안방 조명/set", {"state": "ON"})]


def test_two_devices_may_change_names() -> None:
    network = Network()
    network.devices(device("가", thing("light", STATE)), device("나", SWITCH, ieee_address=OTHER))
    network.devices(device("나", thing("light", STATE)), device("가", SWITCH, ieee_address=OTHER))
    network.say("나", {"state": "ON"})
    lamp = next(one for one in network.appliances.values() if one.type == "light")
    assert lamp.names == ("나",)
    assert network.state[lamp.id] == {"power.on": True}


def test_a_removed_or_disabled_device_is_gone() -> None:
    network = Network()
    network.devices(device("거실 조명", thing("light", STATE)), device("복도", SWITCH, ieee_address=OTHER))
    network.devices(device("복도", SWITCH, ieee_address=OTHER))
    assert network.one().names == ("복도",)
    assert not any(topic.startswith("zigbee2mqtt/거실 조명") for topic in network.topics)
    network.devices(device("복도", SWITCH, ieee_address=OTHER, disabled=True))
    assert network.appliances == {}
    network.devices(device("복도", SWITCH, ieee_address=OTHER))
    network.say("bridge/devices", "")
    assert network.appliances == {}


def test_a_device_that_is_interviewed_again_stays() -> None:
    network = Network()
    network.devices(device("거실 조명", thing("light", STATE)))
    network.devices(device("거실 조명", interviewing=True))
    assert network.one().names == ("거실 조명",)


def test_a_list_that_cannot_be_read_changes_nothing() -> None:
    network = Network()
    network.devices(device("거실 조명", thing("light", STATE)))
    network.say("bridge/devices", "[{")
    network.say("bridge/devices", {"state": "online"})
    assert len(network.appliances) == 1
    assert network.problems == ["The list of devices is not JSON.", "The list of devices is not a list."]


def test_while_nobody_is_tracked_the_bridge_speaks_for_all() -> None:
    network = Network()
    network.devices(device("거실 조명", thing("light", STATE)))
    lamp = network.one().id
    assert network.online == {}
    network.say("bridge/state", ONLINE)
    assert network.online[lamp] is True
    network.say("bridge/state", "offline")
    assert network.online[lamp] is False
    network.say("bridge/state", ONLINE)
    assert network.online[lamp] is True
    network.devices(device("거실 조명", thing("light", STATE)), device("복도", SWITCH, ieee_address=OTHER))
    assert set(network.online.values()) == {True}


def test_a_tracked_device_speaks_for_itself_while_the_bridge_runs() -> None:
    network = Network()
    network.say("bridge/state", ONLINE)
    network.devices(device("거실 조명", thing("light", STATE)))
    lamp = network.one().id
    network.say("거실 조명/availability", OFFLINE)
    assert network.online[lamp] is False
    network.say("거실 조명/availability", "online")
    assert network.online[lamp] is True
    network.say("bridge/state", OFFLINE)
    assert network.online[lamp] is False
    network.say("bridge/state", ONLINE)
    assert network.online[lamp] is True
    network.say("거실 조명/availability", OFFLINE)
    network.say("거실 조명/availability", "")
    assert network.online[lamp] is True


def test_states_are_asked_for_once_and_only_where_none_was_retained() -> None:
    network = Network()
    network.say("bridge/state", ONLINE)
    effects = network.devices(
        device("켜진 등", GETTABLE, type="Router"),
        device("조용한 등", GETTABLE, type="Router", ieee_address=OTHER),
        device("건전지 등", GETTABLE, ieee_address="0x03", power_source="Battery"),
    )
    assert asked(effects) == []
    order = [topic for one in effects if isinstance(one, Subscribe) for topic in one.filters]
    assert order.index("zigbee2mqtt/bridge/info") > order.index("zigbee2mqtt/조용한 등")
    network.say("켜진 등", {"state": "ON"})
    effects = network.say("bridge/info", {"version": "2"})
    assert asked(effects) == [
        ("zigbee2mqtt/켜진 등/get", {"brightness": ""}),
        ("zigbee2mqtt/조용한 등/get", {"state": "", "brightness": ""}),
    ]
    assert Unsubscribe(("zigbee2mqtt/bridge/info",)) in effects
    effects = network.devices(
        device("새 이름", GETTABLE, type="Router"),
        device("조용한 등", GETTABLE, type="Router", ieee_address=OTHER),
    )
    assert "zigbee2mqtt/bridge/info" not in network.topics
    assert asked([*effects, *network.say("bridge/info", {})]) == []


def test_after_a_reconnect_everything_is_listened_to_again() -> None:
    network = Network()
    network.devices(device("거실 조명", GETTABLE, type="Router"))
    topics = {topic for one in network.dialect.subscriptions() for topic in one.filters}
    assert topics == {
        "zigbee2mqtt/bridge/devices",
        "zigbee2mqtt/bridge/state",
        "zigbee2mqtt/bridge/info",
        "zigbee2mqtt/거실 조명",
        "zigbee2mqtt/거실 조명/availability",
    }
    assert not any(topic.startswith("$") for topic in {*network.topics, *topics})


def test_networks_are_told_apart_by_their_base_topics() -> None:
    network = Network("zigbee2mqtt", "home/zigbee/")
    network.devices(device("등", thing("light", STATE)))
    network.hear("home/zigbee/bridge/devices", b"[]")
    assert len(network.appliances) == 1
    network.hear("home/zigbee/bridge/state", b"offline")
    assert network.online == {}
    network.hear("elsewhere/bridge/devices", b"[]")
    assert len(network.appliances) == 1


def test_too_many_devices_and_exposes_are_cut_and_said_so() -> None:
    network = Network()
    many = [device(f"d{number}", SWITCH, ieee_address=hex(number + 1)) for number in range(MAX_DEVICES + 1)]
    network.devices(*many)
    assert len(network.appliances) == MAX_DEVICES
    assert network.problems == [f"It lists more than {MAX_DEVICES} devices; the rest is left out."]
    network = Network()
    network.devices(device("d", *(numeric(f"n{number}", access=1) for number in range(MAX_EXPOSES + 1))))
    assert network.problems == [f"The device {ADDRESS} exposes too much; the rest is left out."]


def test_values_are_never_part_of_a_template() -> None:
    network = Network()
    network.devices(
        device(
            "{{ 7 * 7 }}",
            binary('x"] }}{{ 7 }}', "ON", "OFF"),
            thing("light", {**STATE, "value_on": "{{ 7 }}"}),
        )
    )
    assert network.sent("power.turn_off") == [("zigbee2mqtt/{{ 7 * 7 }}/set", {"state": "OFF"})]
