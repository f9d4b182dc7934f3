"""Described appliances: what they say, what they are told, what an admin says over it."""

import pytest

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Announced, Report, Subscribe
from appliance_bridge.errors import UnknownAppliance, Unsupported
from appliance_bridge.override import Override
from tests.appliance_bridge.plain.house import House, described, heater, one_of


def test_an_appliance_is_there_even_if_it_is_silent() -> None:
    house = House(heater())
    house.override({})
    found = house.one()
    assert (found.id, found.type, found.names) == ("garage-heater", "heater", ("차고 히터", "Garage heater"))
    assert found.areas == ("차고", "Garage")
    assert (found.source, found.missing) == ("plain:garage-heater", ())
    assert found.offers["temperature"].limits["target"].minimum == 10
    assert all(offer.feedback for offer in found.offers.values())


def test_it_is_announced_once() -> None:
    house = House(heater())
    first = [*house.say("else/where", "x"), *house.say("heater/state", "1"), *house.override({})]
    assert len([one for one in first if isinstance(one, Announced)]) == 1


def test_it_listens_to_its_own_topics_and_those_of_profiles_only() -> None:
    signs, own = House(heater()).dialect.subscriptions()
    assert set(own.filters) == {"heater/LWT", "heater/state", "heater/json"}
    assert all("#" not in one and not one.startswith("+/+") for one in signs.filters)


def test_what_it_says() -> None:
    house = House(heater())
    house.say("heater/state", "1")
    house.say("heater/LWT", "Online")
    house.say("heater/json", {"t": 17.5, "set": 20})
    assert house.told() == {"power.on": True, "temperature.current": 17.5, "temperature.target": 20}
    house.say("heater/json", {"t": 18})
    assert house.told()["temperature.target"] == 20
    house.say("heater/LWT", "Offline")
    assert house.online == {"garage-heater": False}


def test_what_it_is_told() -> None:
    house = House(heater())
    house.override({})
    assert house.encode("power.turn_on") == [("heater/cmd", "1")]
    assert house.encode("temperature.set", value=21.0) == [("heater/set", '{"to": 21}')]
    assert all(not one.retain and one.qos == 1 for one in house.publish("power.turn_off"))


@pytest.mark.parametrize(
    ("key", "report", "payload", "value"),
    [
        ("power.on", {}, "on", True),
        ("power.on", {}, "꺼짐", False),
        ("power.on", {}, "perhaps", None),
        ("power.on", {"values": {"AN": True}}, " an ", True),
        ("power.on", {"values": {"AN": "yes"}}, "AN", None),
        ("run_control.state", {}, "RUNNING", "running"),
        ("run_control.state", {}, "세탁중", "running"),
        ("run_control.state", {"values": {"7": "finished"}}, "7", "finished"),
        ("run_control.state", {"values": {"7": "finished"}}, "paused", "paused"),
        ("run_control.state", {"values": {"7": "gone"}}, "7", None),
        ("run_control.phase", {}, "spin", "spin"),
        ("temperature.current", {}, "21.46", 21.46),
        ("temperature.current", {"unit": "F"}, "68", 20.0),
        ("temperature.current", {}, "warm", None),
        ("temperature.current", {}, "nan", None),
        ("remaining_time.seconds", {"unit": "min"}, "5", 300),
        ("remaining_time.seconds", {}, "1:30", 5400),
        ("remaining_time.finish_at", {}, "2026-08-01T10:00:00Z", 1_785_578_400.0),
        ("energy.power_w", {"unit": "kW"}, "1.2", 1200),
        ("door.open", {}, "closed", False),
        ("position.state", {}, "opening", "opening"),
        ("lock.state", {}, "LOCKED", "locked"),
        ("error.active", {}, "ok", False),
        ("error.active", {}, "E4", True),
        ("error.code", {}, "E4", "E4"),
        ("sensor.pressure", {}, "1.5", 1.5),
        ("sensor.words", {}, "hello", "hello"),
        ("fan_speed.selected", {}, "3", "3"),
        ("mode.selected", {"values": {"3": "cool"}}, "3", "cool"),
        ("power.on", {}, "unknown", None),
        ("power.on", {"template": "{{ value_json.a.b }}"}, '{"a": {"b": true}}', True),
    ],
)
def test_values_are_read_as_their_attribute_is(
    key: str, report: dict[str, object], payload: str, value: Value | None
) -> None:
    house = one_of(reports={key: {"topic": "t", **report}})
    house.say("t", payload)
    assert house.told() == {key: value}
    assert type(house.told()[key]) is type(value)


@pytest.mark.parametrize("payload", ["", "  ", "{}", "5", "[", '{"a": 1}', b"\xff\xfe"])
def test_a_message_without_the_value_says_nothing_of_it(payload: str | bytes) -> None:
    house = one_of(reports={"temperature.current": {"topic": "t", "template": "{{ value_json.a.b }}"}})
    assert not [one for one in house.say("t", payload) if isinstance(one, Report)]


def test_options_as_words() -> None:
    house = one_of(
        "washer",
        reports={"program.selected": "w/program"},
        commands={"program.select": {"topic": "w/select", "options": ["cotton", "wool"]}},
    )
    house.say("w/program", "wool")
    assert house.one().offers["program"].limits["selected"].options == ("cotton", "wool")
    assert house.encode("program.select", value="Cotton") == [("w/select", "cotton")]
    with pytest.raises(Unsupported):
        house.encode("program.select", value="silk")


def test_options_with_payloads_of_their_own_are_read_back() -> None:
    house = one_of(
        "air_conditioner",
        reports={"mode.selected": "a/mode"},
        commands={"mode.set": {"topic": "a/mode/set", "options": {"냉방": "3", "Heating": "1"}}},
    )
    house.say("a/mode", "3")
    assert house.told() == {"mode.selected": "cool"}
    assert house.one().offers["mode"].limits["selected"].options == ("cool", "heat")
    assert house.encode("mode.set", value="heat") == [("a/mode/set", "1")]


def test_units_of_commands() -> None:
    house = one_of(
        commands={
            "temperature.set": {"topic": "a", "unit": "f", "minimum": 50, "maximum": 86},
            "duration.set": {"topic": "b", "unit": "min"},
        }
    )
    house.override({})
    limits = house.one().offers["temperature"].limits["target"]
    assert (limits.minimum, limits.maximum, limits.unit) == (10, 30, "celsius")
    assert house.encode("temperature.set", value=20) == [("a", "68")]
    assert house.encode("duration.set", value=600) == [("b", "10")]


def test_several_messages_go_in_order() -> None:
    house = one_of(
        commands={"temperature.set": [{"topic": "mode", "payload": "manual"}, {"topic": "to"}, "again"]}
    )
    house.override({})
    assert house.encode("temperature.set", value=20.5) == [
        ("mode", "manual"),
        ("to", "20.5"),
        ("again", "20.5"),
    ]


def test_a_start_may_name_a_program() -> None:
    ways = [{"topic": "p", "options": {"cotton": "1", "wool": "2"}}, {"topic": "go", "payload": "GO"}]
    house = one_of("washer", commands={"run_control.start": ways})
    house.override({})
    assert house.encode("run_control.start") == [("go", "GO")]
    assert house.encode("run_control.start", program="wool") == [("p", "2"), ("go", "GO")]
    assert house.one().offers["run_control"].limits["program"].options == ("cotton", "wool")
    with pytest.raises(Unsupported):
        house.encode("run_control.start", program="silk")
    with pytest.raises(Unsupported):
        house.encode("run_control.start", temperature=40)


def test_without_a_report_nothing_shows_that_a_command_worked() -> None:
    house = one_of("washer", commands={"run_control.start": {"topic": "a", "payload": "go"}})
    house.override({})
    assert house.one().offers["run_control"].feedback is False
    assert ("run_control", "no_state") in [(one.capability, one.reason) for one in house.one().missing]


def test_what_a_type_lacks_is_told() -> None:
    house = one_of("washer", reports={"run_control.state": "a", "program.selected": "b"})
    house.override({})
    told = {one.capability: one.reason for one in house.one().missing}
    assert told == {
        "run_control": "no_start_control",
        "program": "program_read_only",
        "remaining_time": "not_offered",
    }


def test_it_does_only_what_was_described() -> None:
    house = House(heater())
    house.override({})
    for action, arguments in [
        ("power.explode", {}),
        ("mode.set", {"value": "cool"}),
        ("temperature.set", {}),
        ("power.turn_on", {"value": 1}),
        ("temperature.set", {"value": 20, "zone": 1}),
    ]:
        with pytest.raises(Unsupported):
            house.encode(action, **arguments)  # type: ignore[arg-type]
    with pytest.raises(UnknownAppliance):
        house.encode("power.turn_on", "nobody")


def test_the_type_is_what_its_names_say_unless_it_is_given() -> None:
    assert _type_of(names=("Old washing machine",)) == "washer"
    assert _type_of(names=("Old washing machine",), type="dryer") == "dryer"
    assert _type_of(names=("Bob",)) == "unknown"


def _type_of(**about: object) -> str:
    house = House({"x": described({"reports": {"power.on": "a"}}, **about)})
    house.override({})
    return house.one().type


# --- what an admin says


def test_an_admin_names_types_and_places_it() -> None:
    house = House(heater())
    house.override({"garage-heater": Override(type="fan", names=("바람돌이",), areas=("거실",))})
    found = house.one()
    assert (found.type, found.names, found.areas) == ("fan", ("바람돌이",), ("거실",))
    assert house.dialect.described()[0].appliance.type == "heater"


def test_a_hidden_one_is_gone_and_comes_back_with_what_it_said() -> None:
    house = House(heater())
    house.say("heater/state", "1")
    house.override({"garage-heater": Override(hidden=True)})
    assert house.appliances == {}
    assert house.dialect.described()[0].hidden
    house.say("heater/json", {"t": 3})
    with pytest.raises(UnknownAppliance):
        house.encode("power.turn_on", "garage-heater")
    house.state.clear()
    effects = house.override({})
    assert any(isinstance(one, Subscribe) for one in effects)
    assert house.told() == {"power.on": True, "temperature.current": 3}


def test_being_allowed_to_start_is_never_told_from_memory() -> None:
    house = one_of("washer", reports={"remote_control.allowed": "r", "run_control.state": "s"})
    house.say("r", "on")
    house.say("s", "stopped")
    house.override({"thing": Override(hidden=True)})
    house.state.clear()
    house.override({})
    assert house.told() == {"run_control.state": "stopped"}


def test_roles_take_a_part_away_or_give_it_to_another_topic() -> None:
    house = one_of(reports={"power.on": "a", "sensor.relay": "b"}, commands={"power.turn_on": "c"})
    house.say("a", "on")
    house.override({"thing": Override(roles={"power.on": "none", "power.turn_on": "none"})})
    assert "power" not in house.one().offers
    assert house.told() == {"power.on": None}
    house.override({"thing": Override(roles={"power.on": "sensor.relay"})})
    house.say("b", "off")
    assert house.told()["power.on"] is False
    house.say("a", "on")
    assert house.told()["power.on"] is False


def test_one_that_shall_report_nothing_asks_for_nothing() -> None:
    house = one_of(reports={"power.on": "a"}, commands={"power.turn_on": "c"})
    effects = house.override({"thing": Override(roles={"power.on": "none"})})
    assert not [one for one in effects if isinstance(one, Subscribe)]
    assert house.encode("power.turn_on") == [("c", "ON")]


def test_it_explains_itself() -> None:
    house = House(heater())
    assert house.dialect.explain("garage-heater") is None
    house.override({})
    told = house.dialect.explain("garage-heater")
    assert told is not None
    assert {(one.key, one.where) for one in told.parts} >= {
        ("power.on", "heater/state"),
        ("power.turn_on", "heater/cmd"),
    }
    assert house.dialect.explain("nobody") is None
