"""One device costs no more than its share, and what is cut is named."""

import json

import pytest

from appliance_bridge.dialects.base import Incoming, Problem
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant import discovery
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.dialects.shelly import convention
from appliance_bridge.entities.templates import MAX_TOKENS, compiled
from tests.appliance_bridge.hostile.street import CATALOGUE, NOW, Street


def test_a_template_of_too_many_signs_is_not_even_parsed() -> None:
    assert compiled("{{ 1" + "+1" * (MAX_TOKENS // 2) + " }}").problem == "is longer than a template may be"
    assert compiled("{{ 1" + "+1" * 100 + " }}").problem is None


def test_one_announcement_has_so_many_templates_and_no_more() -> None:
    street = Street(HomeAssistant(CATALOGUE))
    parts = {
        f"c{n}": {
            "p": "sensor",
            "uniq_id": f"c{n}",
            "stat_t": "s",
            "val_tpl": "{{ 1" + "+1" * 300 + f"+{n} }}}}",
        }
        for n in range(200)
    }
    payload = {"dev": {"ids": "x", "name": "Box"}, "o": {"name": "x"}, "cmps": parts}
    street.say("homeassistant/device/x/config", payload)
    assert [one for one in street.problems if "templates are larger" in one] == [
        f"Its templates are larger than {discovery.MAX_TEMPLATES // 1024} KB; the rest is left out."
    ]
    assert street.appliances()


def test_the_same_template_of_all_parts_counts_once() -> None:
    street = Street(HomeAssistant(CATALOGUE))
    long = "{{ value_json.x" + " " * 3_000 + "}}"
    parts = {f"c{n}": {"p": "sensor", "uniq_id": f"c{n}", "stat_t": "s", "val_tpl": long} for n in range(60)}
    street.say("homeassistant/device/x/config", {"dev": {"ids": "x"}, "o": {"name": "x"}, "cmps": parts})
    assert street.problems == []


def test_strangers_that_never_say_who_they_are_are_bounded_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convention, "MAX_STRANGERS", 10)
    dialect = EntityDialect(convention.Shelly(), CATALOGUE)
    heard = [
        effect
        for n in range(30)
        for effect in dialect.receive(Incoming(f"s{n}/online", json.dumps(True).encode(), True, NOW))
    ]
    told = {one.reason for one in heard if isinstance(one, Problem)}
    assert told == {"More than 10 devices are there that never say who they are."}
