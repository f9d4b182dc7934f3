"""Which dialects the config asks for, in which order, on which broker."""

from functools import cache
from pathlib import Path

import pytest

from appliance_bridge.bridge import MAIN
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Dialect
from bot.config import Settings, load_settings
from bot.dialects import brokers_of, dialects_of

EVERY = "discovery_prefixes", "zigbee2mqtt", "homie", "tasmota", "shelly", "valetudo", "plain"


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


def settings(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "config.yaml"
    file.write_text(text)
    known = catalogue()
    return load_settings(file, {}, known.types, known.capabilities)


def names(dialects: object) -> list[str]:
    assert isinstance(dialects, list | tuple)
    return [one.name for one in dialects]


@pytest.mark.parametrize("text", ["", "mqtt: {host: b}"])
def test_without_a_word_all_are_listened_to(tmp_path: Path, text: str) -> None:
    found = names(dialects_of(settings(tmp_path, text), catalogue(), {}))
    assert found == [
        "home_assistant", "zigbee2mqtt", "homie", "tasmota", "shelly", "valetudo", "plain",
    ]  # fmt: skip


@pytest.mark.parametrize("key", EVERY)
def test_each_can_be_switched_off(tmp_path: Path, key: str) -> None:
    every = names(dialects_of(settings(tmp_path, "mqtt: {host: b}"), catalogue(), {}))
    left = names(dialects_of(settings(tmp_path, f"mqtt: {{host: b, {key}: false}}"), catalogue(), {}))
    assert set(every) - set(left) == {"home_assistant" if key == "discovery_prefixes" else key}


def test_the_topics_are_those_of_the_config(tmp_path: Path) -> None:
    given = settings(tmp_path, "mqtt: {host: b, zigbee2mqtt: [upstairs], tasmota: their/place, homie: [h]}")
    dialects: list[Dialect] = [*dialects_of(given, catalogue(), {})]
    heard = [topic for one in dialects for asked in one.subscriptions() for topic in asked.filters]
    assert any(one.startswith("upstairs/") for one in heard)
    assert any(one.startswith("their/place/") for one in heard)
    assert any(one.startswith("h/") for one in heard)
    assert not any(one.startswith(("zigbee2mqtt/", "tasmota/discovery/", "homie/")) for one in heard)


def test_onem2m_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    given = settings(tmp_path, "mqtt: {host: b, onem2m: {cse_id: /id-in, cse_name: cse-in}}")
    assert "onem2m" in names(dialects_of(given, catalogue(), {}))


def test_what_the_config_describes_counts_first(tmp_path: Path) -> None:
    given = settings(
        tmp_path,
        "appliances:\n  heater-1:\n    type: heater\n    plain:\n"
        "      commands: {power.turn_on: {topic: a/b, payload: x}}\n",
    )
    first, *rest = dialects_of(given, catalogue(), {})
    assert [one.appliance.id for one in first.described()] == ["heater-1"]
    assert "plain" in names(rest)


def test_each_broker_has_dialects_of_its_own(tmp_path: Path) -> None:
    given = settings(tmp_path, "brokers:\n  garage: {host: g, shelly: false}\n  attic: {host: a, port: 99}\n")
    garage, attic = brokers_of(given, catalogue())
    assert (garage.name, garage.settings.host, "shelly" in names(garage.dialects)) == ("garage", "g", False)
    assert (attic.settings.port, "shelly" in names(attic.dialects)) == (99, True)
    assert MAIN not in (garage.name, attic.name)
