"""The dialect as a whole: effects, ids, overrides, availability."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import (
    Announced,
    Dialect,
    Publish,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.errors import UnknownAppliance
from appliance_bridge.override import Override
from tests.appliance_bridge.home_assistant.house import House, device


def test_it_is_a_dialect() -> None:
    dialect: Dialect = House().dialect
    assert dialect.name == "home_assistant"
    assert [one.qos for one in dialect.subscriptions()] == [0]


def test_the_greeting_is_a_birth_message() -> None:
    assert list(House().dialect.greetings()) == [
        Publish("homeassistant/status", b"online", qos=1, retain=False)
    ]


def test_an_announcement_asks_for_its_states() -> None:
    house = House()
    effects = house.announce("light", "lamp", device("lamp", "Lamp"), name=None)
    assert [type(one) for one in effects] == [Subscribe, Announced]
    assert effects[0] == Subscribe(("lamp/state",))
    assert house.dialect.subscriptions()[1] == Subscribe(("lamp/state",))


def test_the_same_announcement_again_says_nothing() -> None:
    house = House()
    house.announce("light", "lamp", device("lamp", "Lamp"), name=None)
    assert house.announce("light", "lamp", device("lamp", "Lamp"), name=None) == []


def test_an_entity_that_changes_nothing_announces_nothing() -> None:
    house = House()
    house.announce("light", "lamp", device("lamp", "Lamp"), name=None)
    house.announce("update", "lamp_fw", device("lamp", "Lamp"), name="Firmware", latest_version_topic="x")
    assert house.announcements == 1


def test_entities_join_their_appliance_and_leave_it() -> None:
    house = House()
    house.announce("button", "w_start", device("w", "Washer"), name="Start")
    house.announce("button", "w_pause", device("w", "Washer"), name="Pause")
    assert house.one().offers["run_control"].actions == {"start", "pause", "resume"}
    house.say("homeassistant/button/w_start/config", "")
    assert house.one().offers["run_control"].actions == {"pause"}
    effects = house.say("homeassistant/button/w_pause/config", "")
    assert Withdrawn("w") in effects
    assert not house.appliances


def test_topics_are_given_up_with_their_entity() -> None:
    house = House()
    house.announce("light", "lamp", device("lamp", "Lamp"), name=None)
    assert Unsubscribe(("lamp/state",)) in house.say("homeassistant/light/lamp/config", "")


def test_only_the_part_that_changed_is_announced() -> None:
    house = House()
    for number in range(20):
        house.announce("light", f"pad_l{number}", device("pad", "Wallpad"), name=f"Light {number}")
    before = house.announcements
    house.announce("light", "pad_l20", device("pad", "Wallpad"), name="Light 20")
    assert house.announcements == before + 1
    assert len(house.appliances) == 21


def test_what_was_said_before_is_told_once_to_an_appliance_that_gains_it() -> None:
    house = House()
    house.announce(
        "sensor", "x", device("old", "Thermometer"), name="Temperature", device_class="temperature"
    )
    house.say("x/state", "21")
    effects = house.announce(
        "sensor", "x", device("new", "Kitchen thermometer"), name="Temperature", device_class="temperature"
    )
    assert [one for one in effects if isinstance(one, Report)] == [Report("new", {"temperature.current": 21})]
    assert set(house.appliances) == {"new"}
    effects = house.announce("sensor", "y", device("new"), name="Humidity", device_class="humidity")
    assert not [one for one in effects if isinstance(one, Report)]


def test_being_allowed_to_start_is_never_repeated() -> None:
    house = House()
    house.announce("binary_sensor", "x", device("old", "Washer"), name="Remote start")
    house.say("x/state", "ON")
    house.announce("binary_sensor", "x", device("new", "Washer"), name="Remote start")
    assert "new" not in house.state
    house.say("x/state", "ON")
    assert house.state["new"] == {"remote_control.allowed": True}


def test_online_is_told_when_it_changes() -> None:
    house = House()
    lamp = device("lamp", "Lamp")
    house.announce("light", "lamp", lamp, name=None, availability_topic="lamp/a")
    house.announce(
        "sensor", "lamp_p", lamp, name="Power", unit_of_measurement="W", availability_topic="lamp/a"
    )
    assert house.online == {}
    effects = house.say("lamp/a", "online")
    assert [one for one in effects if isinstance(one, Report)] == [Report("lamp", {}, True)]
    assert not [one for one in house.say("lamp/a", "online") if isinstance(one, Report)]
    house.say("lamp/a", "offline")
    assert house.online == {"lamp": False}


def test_an_unknown_value_is_reported_as_unknown() -> None:
    house = House()
    house.announce(
        "sensor", "t", device("t", "온도계"), name=None, device_class="temperature", unit_of_measurement="°C"
    )
    house.say("t/state", "21.5")
    house.say("t/state", "None")
    assert house.state["t"] == {"temperature.current": None}


def test_an_unknown_appliance_is_refused() -> None:
    with pytest.raises(UnknownAppliance):
        House().dialect.encode("nobody", "power", "turn_on", {}, None)  # type: ignore[arg-type]


def test_commands_are_never_retained() -> None:
    house = House()
    house.announce("switch", "s", device("s", "Lamp"), name=None, retain=True, qos=0)
    assert house.publish("power.turn_on") == [Publish("s/set", b"ON", qos=1, retain=False)]


def test_two_devices_with_one_name_have_two_ids() -> None:
    house = House()
    house.announce("light", "a", device("Lamp 1", "Lamp"), name=None)
    house.announce("light", "b", device("lamp-1", "Lamp"), name=None)
    assert len(house.appliances) == 2
    assert "lamp-1" in house.appliances


def test_what_an_admin_says_wins() -> None:
    house = House(
        {
            "plug-1": Override(type="heater", names=("난로", "Heater"), areas=("서재",)),
            "plug-2": Override(hidden=True),
        }
    )
    house.announce("switch", "one", device("plug-1", "Plug", suggested_area="Attic"), name=None)
    house.announce("switch", "two", device("plug-2", "Plug"), name=None)
    found = house.one()
    assert (found.id, found.type, found.names, found.areas) == (
        "plug-1",
        "heater",
        ("난로", "Heater"),
        ("서재",),
    )
    house.say("two/state", "ON")
    assert "plug-2" not in house.state


TEXT = st.text(max_size=12)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["switch", "light", "sensor", "select", "button", "climate", "fan", "number", "cover"]
            ),
            TEXT,
            TEXT,
            st.sampled_from(["washer", "Lamp", "거실", "", "플러그"]),
        ),
        max_size=8,
    )
)
def test_any_bag_of_entities_makes_appliances_with_legal_ids(bag: list[tuple[str, str, str, str]]) -> None:
    house = House()
    for number, (component, name, key, device_name) in enumerate(bag):
        house.announce(
            component,
            f"e{number}",
            device(key or "d", device_name),
            name=name,
            options=[name or "x", "start", "stop"],
            modes=[name, "off"],
            mode_command_topic=f"e{number}/m",
            percentage_command_topic=f"e{number}/p",
        )
    seen = list(house.appliances)
    assert len(seen) == len(set(seen))
    for one in house.appliances.values():
        assert 0 < len(one.id) <= 64
        assert one.names
        for capability, offer in one.offers.items():
            for action in offer.actions:
                assert one.can(capability, action)
