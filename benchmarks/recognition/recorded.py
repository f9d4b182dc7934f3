"""Recorded announcements of real bridges beside what they are (gold.yaml)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Dialect
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.dialects.plain.dialect import Plain
from appliance_bridge.dialects.tasmota.convention import Tasmota
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from benchmarks.recognition.homes import Home, Message, actions, attributes


@dataclass(frozen=True, slots=True)
class Expected:
    """One appliance as it really is."""

    type: str
    controls: Mapping[str, str]
    # action → pattern found in "topic payload" of each of its messages
    reports: tuple[str, ...]
    missing: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """One recorded device."""

    name: str
    messages: tuple[Message, ...]
    states: tuple[Message, ...]
    # examples of what it says later
    expected: tuple[Expected, ...]


@dataclass(slots=True)
class Score:
    """How far the rules got."""

    types: tuple[str, ...] = ()
    right_types: bool = False
    parts: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    # commands that go elsewhere, or that there should not be


def samples(folder: Path) -> list[Sample]:
    """All recorded devices in the folder that gold.yaml knows."""
    gold = yaml.safe_load(Path(__file__).with_name("gold.yaml").read_text(encoding="utf-8"))["samples"]
    paths = (path for path in sorted(folder.glob("*.json")) if path.stem in gold)
    return [_sample(path, gold[path.stem]) for path in paths]


def home_of(sample: Sample, catalogue: Catalogue) -> Home:
    """A home in which it announced itself."""
    home = Home(_dialect(sample.name, catalogue), catalogue)
    home.hear(sample.messages)
    return home


def scored(sample: Sample, catalogue: Catalogue) -> Score:
    """What was made of it, beside what it is."""
    home = home_of(sample, catalogue)
    found = sorted(home.appliances.values(), key=lambda one: one.type)
    score = Score(types=tuple(one.type for one in found))
    wanted = sorted(sample.expected, key=lambda one: one.type)
    score.right_types = score.types == tuple(one.type for one in wanted)
    if not score.right_types:
        return score
    for appliance, expected in zip(found, wanted, strict=True):
        _score(home, appliance, expected, score)
    return score


def _score(home: Home, appliance: Appliance, expected: Expected, score: Score) -> None:
    offered = actions(appliance)
    told = set(attributes(appliance))
    reasons = {(one.capability, one.reason) for one in appliance.missing}
    score.parts += len(expected.controls) + len(expected.reports) + len(expected.missing)
    score.missed += [key for key in expected.controls if key not in offered]
    score.missed += [key for key in expected.reports if key not in told]
    score.missed += [f"{key}: {why}" for key, why in expected.missing.items() if (key, why) not in reasons]
    for key in offered:
        pattern = expected.controls.get(key)
        for message in home.sent(appliance, key):
            sent = f"{message.topic} {message.payload.decode('utf-8', 'replace')}"
            if pattern is None or not re.search(pattern, sent):
                score.wrong.append(f"{key} → {sent}")


def _dialect(name: str, catalogue: Catalogue) -> Dialect:
    if name.startswith("z2m-"):
        return EntityDialect(Zigbee2Mqtt(("zigbee2mqtt",)), catalogue)
    if name.startswith("tasmota-"):
        return EntityDialect(Tasmota(), catalogue)
    if name.startswith(("miele-", "smartthings_", "heishamon-")):
        return Plain(catalogue, {})
    return HomeAssistant(catalogue)


def _sample(path: Path, gold: list[dict[str, Any]]) -> Sample:
    read = json.loads(path.read_text(encoding="utf-8"))
    expected = tuple(
        Expected(one["type"], one["controls"], tuple(one["reports"]), one.get("missing", {})) for one in gold
    )
    states = tuple(
        (_filled(topic), payload)
        for example in read.get("state_examples") or ()
        for topic, payload in example.items()
    )
    plain = path.stem.startswith(("miele-", "smartthings_", "heishamon-"))
    # They announce nothing: they are known by what they say.
    messages = states if plain else tuple(_messages(read["discovery"]))
    return Sample(path.stem, messages, states, expected)


def _messages(discovery: list[dict[str, Any]]) -> Iterator[Message]:
    for number, message in enumerate(discovery):
        topic, payload = str(message.get("topic")), message.get("payload")
        if payload is not None:
            # Some samples show the announcement of one of many under one topic.
            yield topic.replace("_state/config", f"_{number}/config"), payload


def _filled(topic: str) -> str:
    return re.sub(r"<[^>]*>", "0a1b2c3d", topic)
