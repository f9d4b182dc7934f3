"""Descriptions: what is short to write, and what mistakes are told."""

from typing import Any

import pytest
from pydantic import ValidationError

from appliance_bridge.dialects.plain.description import PlainAppliance
from appliance_bridge.dialects.plain.dialect import Plain, PlainConfigured
from tests.appliance_bridge.plain.house import CATALOGUE, House, one_of


def mistake(**data: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        PlainAppliance.model_validate(data, context={"capabilities": CATALOGUE.capabilities})
    first = caught.value.errors(include_url=False)[0]
    return f"{first.get('ctx', {}).get('key', '')} {first['msg']}".strip()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "neither reports nor does anything"),
        ({"report": {}}, "report There is no such key. Known here: online, reports, commands."),
        ({"reports": {"power.on": {"topic": "a/+"}}}, "no + or #"),
        ({"reports": {"power.on": {"topic": "a/#"}}}, "no + or #"),
        ({"reports": {"power.on": ""}}, "empty"),
        ({"reports": {"power.on": "$SYS/x"}}, "belong to the broker"),
        ({"reports": {"power.on": "a\nb"}}, "no topic may have"),
        ({"reports": {"power.on": "a" * 70_000}}, "longer than a topic"),
        ({"reports": {"power.on": {"topic": "a", "template": "{{ value"}}}, "This template "),
        ({"reports": {"power.on": {"topic": "a", "template": "{{ states('x') }}"}}}, "This template needs "),
        ({"reports": {"power.on": {"topic": "a", "unti": "s"}}}, "unti There is no such key."),
        ({"reports": {"power": "a"}}, "power Write this as capability.attribute, like power.on."),
        ({"reports": {"pover.on": "a"}}, 'pover.on There is no capability "pover". Did you mean power?'),
        ({"reports": {"xyz.on": "a"}}, 'There is no capability "xyz". There are: air_quality'),
        ({"reports": {"power.onn": "a"}}, 'power has no attribute "onn". There are: on.'),
        ({"commands": {"power.on": "a"}}, 'power has no action "on". There are: turn_on, turn_off.'),
        ({"commands": {"sensor.set": "a"}}, 'sensor has no action "set". It has no actions.'),
        ({"reports": {"power.on": {"topic": "a", "unit": "c"}}}, "counted in c. Leave the unit out."),
        ({"reports": {"temperature.current": {"topic": "a", "unit": "K"}}}, "Units here: c, f."),
        ({"commands": {"run_control.start": "a"}}, "run_control.start needs a payload"),
        ({"commands": {"temperature.set": {"topic": "a", "payload": "x"}}}, "would always send the same"),
        (
            {"commands": {"power.turn_on": {"topic": "a", "payload": "x", "template": "y"}}},
            "Keep one of them",
        ),
        ({"commands": {"level.set": {"topic": "a", "minimum": 5, "maximum": 1}}}, "Swap them"),
        ({"commands": {"power.turn_on": []}}, "at least 1 item"),
    ],
)
def test_mistakes_are_told_in_plain_sentences(data: dict[str, Any], told: str) -> None:
    assert told in mistake(**data)


def test_without_a_vocabulary_only_the_form_of_names_is_checked() -> None:
    assert PlainAppliance.model_validate({"reports": {"pover.on": "a"}})
    with pytest.raises(ValidationError):
        PlainAppliance.model_validate({"reports": {"pover": "a"}})


def test_the_dialect_checks_what_the_config_could_not() -> None:
    with pytest.raises(ValueError, match="no capability"):
        Plain(
            CATALOGUE, {"x": PlainConfigured(PlainAppliance.model_validate({"reports": {"pover.on": "a"}}))}
        )


def test_a_topic_is_enough() -> None:
    house = one_of(
        "light",
        online="l/online",
        reports={"power.on": "l/state", "level.percent": "l/level"},
        commands={"power.turn_on": "l/set", "power.turn_off": "l/set", "level.set": "l/level/set"},
    )
    house.say("l/state", "ON")
    house.say("l/level", "40")
    house.say("l/online", "online")
    assert house.told() == {"power.on": True, "level.percent": 40}
    assert house.online == {"thing": True}
    assert house.encode("power.turn_on") == [("l/set", "ON")]
    assert house.encode("power.turn_off") == [("l/set", "OFF")]
    assert house.encode("level.set", value=55.0) == [("l/level/set", "55")]


@pytest.mark.parametrize(
    ("payload", "sent"),
    [(True, "true"), (False, "false"), (5, "5"), (2.5, "2.5"), ("on", "on"), ({"a": ["b"]}, '{"a": ["b"]}')],
)
def test_payloads_may_be_written_as_yaml_has_them(payload: object, sent: str) -> None:
    house = one_of(commands={"power.turn_on": {"topic": "a", "payload": payload}})
    house.say("any", "thing")
    assert house.encode("power.turn_on") == [("a", sent)]


def test_other_defaults_of_payloads() -> None:
    house = one_of(
        commands=dict.fromkeys(
            ["position.open", "position.close", "position.stop", "lock.lock", "lock.unlock", "valve.close"],
            "a",
        )
    )
    house.say("any", "thing")
    sent = [house.encode(one)[0][1] for one in ("position.open", "position.stop", "lock.lock", "valve.close")]
    assert sent == ["OPEN", "STOP", "LOCK", "CLOSE"]


def test_no_appliance_is_fine() -> None:
    house = House(profiles=())
    assert house.dialect.subscriptions() == []
    assert house.say("a", "b") == []
    assert house.dialect.greetings() == ()
