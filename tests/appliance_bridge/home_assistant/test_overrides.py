"""What an admin says while the house runs: the same announcements, described anew."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.dialects.base import Announced, Effect, Report, Subscribe, Withdrawn
from appliance_bridge.errors import Unsupported
from appliance_bridge.override import Override
from tests.appliance_bridge.home_assistant.house import House, device

HIDDEN = Override(hidden=True)


def plug(house: House) -> None:
    house.announce("switch", "p", device("plug-1", "Plug", suggested_area="Attic"), name=None)
    house.say("p/state", "ON")


def thermometer(house: House) -> None:
    house.announce("sensor", "t", device("t", "Thermometer"), name=None, device_class="temperature")
    house.say("t/state", "21")


def washer(house: House) -> None:
    parts = device("w", "Washer")
    house.announce("binary_sensor", "w_remote", parts, name="Remote start", availability_topic="w/a")
    house.announce("button", "w_start", parts, name="Start", availability_topic="w/a")
    house.announce("switch", "w_power", parts, name="Power", availability_topic="w/a")
    house.say("w/a", "online")
    house.say("w_remote/state", "ON")
    house.say("w_power/state", "ON")


def kinds(effects: list[Effect]) -> list[type]:
    return [type(one) for one in effects]


def test_only_what_changed_is_told() -> None:
    house = House()
    plug(house)
    thermometer(house)
    assert kinds(house.override({"t": Override(names=("온도계",))})) == [Announced]
    assert house.appliances["t"].names == ("온도계",)
    assert house.override({"t": Override(names=("온도계",))}) == []
    assert house.override({"t": Override(names=("온도계",)), "plug-1": Override()}) == []
    assert kinds(house.override({})) == [Announced]
    assert house.appliances["t"].names == ("Thermometer",)


def test_the_former_mapping_is_replaced_and_not_held_on_to() -> None:
    house = House({"plug-1": HIDDEN})
    plug(house)
    thermometer(house)
    said: dict[str, Override] = {"t": HIDDEN}
    house.override(said)
    assert list(house.appliances) == ["plug-1"]
    said.clear()
    house.announce("sensor", "t", device("t", "Thermometer"), name="Inside", device_class="temperature")
    assert list(house.appliances) == ["plug-1"]


def test_a_hidden_appliance_goes_and_comes_back_with_what_it_said() -> None:
    house = House()
    washer(house)
    before = house.one()
    assert house.override({"w": HIDDEN}) == [Withdrawn("w")]
    assert house.say("w_power/state", "OFF") == []
    assert house.override({"w": HIDDEN}) == []

    house.state.clear()
    house.online.clear()
    effects = house.override({})
    assert house.one() == before
    assert house.online == {"w": True}
    assert house.state["w"]["power.on"] is False
    # what lets it start must be heard anew
    assert "remote_control.allowed" not in house.state["w"]
    assert effects[0] == Subscribe(("w_remote/state",))
    house.say("w_remote/state", "ON")
    assert house.state["w"]["remote_control.allowed"] is True
    house.say("w_power/state", "ON")
    assert house.state["w"]["power.on"] is True


def heater(house: House) -> None:
    parts = device("x", "Plug")
    house.announce("switch", "x_on", parts, name=None)
    house.announce("sensor", "x_w", parts, name="Power", device_class="power", unit_of_measurement="W")
    house.announce("number", "x_t", parts, name="Target temperature", unit_of_measurement="°C", min=5, max=30)
    house.say("x_on/state", "ON")
    house.say("x_w/state", "12")
    house.say("x_t/state", "20")


def test_another_type_has_other_capabilities() -> None:
    house = House({"x": Override(type="heater")})
    heater(house)
    was, said = house.one(), dict(house.state["x"])
    assert said == {"power.on": True, "energy.power_w": 12, "temperature.target": 20}

    [announced, report] = house.override({"x": Override(type="door")})
    assert announced == Announced(house.one())
    assert report == Report("x", {**dict.fromkeys(said), "sensor.w": 12})
    assert house.one().type == "door"
    assert set(house.one().offers) == {"sensor"}
    with pytest.raises(Unsupported):
        house.encode("power.turn_on")

    [announced, report] = house.override({"x": Override(type="heater")})
    assert announced == Announced(was)
    assert report == Report("x", {"sensor.w": None, **said})
    assert house.encode("power.turn_on") == [("x_on/set", "ON")]


SAID = st.dictionaries(
    st.sampled_from(["plug-1", "t", "w", "x", "nobody"]),
    st.builds(
        Override,
        type=st.sampled_from([None, "heater", "door", "light", "washer_dryer", "spaceship"]),
        names=st.sampled_from([(), ("하나", "One")]),
        areas=st.sampled_from([(), ("서재",)]),
        hidden=st.booleans(),
    ),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(SAID, min_size=1, max_size=3))
def test_it_comes_to_the_same_when_said_before_and_after(all_said: list[dict[str, Override]]) -> None:
    before, after = House(all_said[-1]), House()
    for house in (before, after):
        for announce in (plug, thermometer, washer, heater):
            announce(house)
    for said in all_said:
        for effect in after.override(said):
            if isinstance(effect, Withdrawn):
                after.state.pop(effect.appliance, None)
                after.online.pop(effect.appliance, None)
        after.say("w_remote/state", "ON")
    assert after.appliances == before.appliances
    assert after.online == before.online
    assert known(after) == known(before)
    assert described(after) == described(before)


def known(house: House) -> Mapping[str, Mapping[str, object]]:
    told = {
        one: {key: value for key, value in said.items() if value is not None}
        for one, said in house.state.items()
    }
    return {one: said for one, said in told.items() if said}


def test_a_type_that_does_not_exist_is_an_unknown_appliance() -> None:
    house = House()
    plug(house)
    house.override({"plug-1": Override(type="spaceship")})
    assert house.one().type == "unknown"
    house.override({})
    assert house.one().type != "unknown"


def test_it_counts_for_an_appliance_that_comes_later() -> None:
    house = House()
    assert house.override({"plug-1": Override(type="heater"), "t": HIDDEN}) == []
    plug(house)
    thermometer(house)
    assert house.one().type == "heater"


def described(house: House) -> Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...], bool]]:
    return {
        one.appliance.id: (one.appliance.type, one.appliance.names, one.appliance.areas, one.hidden)
        for one in house.dialect.described()
    }


def test_what_was_announced_stays_known() -> None:
    house = House()
    plug(house)
    thermometer(house)
    plain = described(house)
    assert plain["plug-1"] == (house.appliances["plug-1"].type, ("Plug",), ("Attic",), False)
    said = {"plug-1": Override(type="heater", names=("난로",), areas=("서재",)), "t": HIDDEN}
    house.override(said)
    assert described(house) == {**plain, "t": (*plain["t"][:3], True)}
    # looking changes nothing
    assert house.override(said) == []
    house.say("p/state", "OFF")
    assert house.state["plug-1"]["power.on"] is False
    assert house.appliances["plug-1"].type == "heater"


def test_what_is_gone_or_moved_while_hidden_is_not_described_any_more() -> None:
    house = House({"t": HIDDEN, "w": HIDDEN})
    thermometer(house)
    washer(house)
    house.announce("sensor", "t", device("attic", "Thermometer"), name=None, device_class="temperature")
    for component, one in (("binary_sensor", "w_remote"), ("button", "w_start"), ("switch", "w_power")):
        house.say(f"homeassistant/{component}/{one}/config", "")
    assert list(described(house)) == ["attic"]
    assert house.override({}) == []


def test_nothing_is_left_of_ones_that_come_and_go() -> None:
    house = House()
    for _ in range(3):
        thermometer(house)
        house.override({"t": HIDDEN})
        list(house.dialect.described())
        house.override({})
        house.say("homeassistant/sensor/t/config", "")
    household = house.dialect._household
    left = [getattr(household, name) for name in ("_bags", "_bound", "_devices", "_owner", "_by_entity")]
    assert [*left, household._binder._bound, household._binder._traits] == [{}] * 7


def test_a_report_says_only_what_changed() -> None:
    house = House()
    washer(house)
    effects = house.override({"w": Override(type="washer_dryer", areas=("다용도실",))})
    assert [one for one in effects if isinstance(one, Report)] == []
    assert house.state["w"]["remote_control.allowed"] is True
