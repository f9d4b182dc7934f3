"""The devices of held_out.yaml: their announcements, and how far the rules get with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.recognition.naming import slug
from benchmarks.recognition.homes import Home, Message, actions

_SHORT = {"class": "device_class", "unit": "unit_of_measurement", "category": "entity_category"}
_SILENT = frozenset({"button", "scene"})
# they report nothing
_MUTE = frozenset({"sensor", "binary_sensor"})
# they cannot be told anything
_NAMED = {
    "fan": {"percentage": "percentage", "oscillation": "oscillation", "preset_modes": "preset_mode"},
    "humidifier": {"modes": "mode"},
}
# component → option → name of the topics that come with it


@dataclass(frozen=True, slots=True)
class Bag:
    """One device and what should be made of it."""

    name: str
    messages: tuple[Message, ...]
    topics: Mapping[str, str]
    # first part of a topic → name of the part
    types: tuple[str, ...]
    controls: Mapping[str, str] | None
    # action → name of the part; None: whatever is right for such a home
    reports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # attribute → names of the parts that may tell it
    miss: str = ""
    # why the rules do not get there yet; empty when they do


@dataclass(slots=True)
class Score:
    """What was found of what is there."""

    types: tuple[str, ...] = ()
    missed: list[str] = field(default_factory=list)
    # parts that nobody plays, and readings from the wrong part
    wrong: list[str] = field(default_factory=list)
    # commands to a part that is not for that
    parts: int = 0


def bags() -> list[Bag]:
    """All devices of held_out.yaml."""
    path = Path(__file__).with_name("held_out.yaml")
    return [_bag(one) for one in yaml.safe_load(path.read_text(encoding="utf-8"))["bags"]]


def scored(bag: Bag, catalogue: Catalogue) -> Score:
    """How far the rules get with this device."""
    home = Home(HomeAssistant(catalogue), catalogue)
    home.hear(bag.messages)
    score = Score(types=tuple(sorted(one.type for one in home.appliances.values())))
    if bag.controls is None:
        return score
    score.parts = len(bag.controls) + len(bag.reports)
    sent: dict[str, set[str]] = {}
    read: dict[str, set[str]] = {}
    for one in home.appliances.values():
        if len(set(bag.types)) > 1 and one.type != bag.types[0]:
            continue
        for key in actions(one):
            told = {bag.topics[message.topic.split("/")[0]] for message in home.sent(one, key)}
            sent.setdefault(key, set()).update(told)
        explanation = home.dialect.explain(one.id)
        for part in explanation.parts if explanation is not None else ():
            read.setdefault(part.key, set()).add(bag.topics[part.where.split("/")[0]])
    for key, name in bag.controls.items():
        if name not in sent.get(key, ()):
            score.missed.append(key)
    for key, names in bag.reports.items():
        if not read.get(key, set()) & set(names):
            score.missed.append(key)
    for key, told in sent.items():
        # A programme may be selected on the way to a start.
        allowed = {bag.controls.get(key), bag.controls.get("program.select") if "start" in key else None}
        score.wrong += [f"{key} → {name}" for name in sorted(told) if name not in allowed]
    return score


def _bag(read: dict[str, Any]) -> Bag:
    device = dict(read["device"])
    key = device.pop("key")
    topics: dict[str, str] = {}
    messages = tuple(_messages(key, {"identifiers": [key], **device}, read["parts"], topics))
    reports = {name: tuple(said.split("|")) for name, said in read.get("reports", {}).items()}
    return Bag(
        device["name"],
        messages,
        topics,
        tuple(sorted(read["types"])),
        read.get("controls"),
        reports,
        read.get("miss", ""),
    )


def _messages(
    key: str, device: dict[str, Any], parts: list[list[Any]], topics: dict[str, str]
) -> Iterator[Message]:
    for number, (component, name, *more) in enumerate(parts):
        options = {_SHORT.get(option, option): value for option, value in (more[0] if more else {}).items()}
        own = f"{key}_{slug(name).replace('-', '_')}" if name.isascii() and name else f"{key}_{number}"
        object_id = key if not name else own
        topic = f"{key}-{number}"
        topics[topic] = name
        yield (
            f"homeassistant/{component}/{object_id}/config",
            {
                "unique_id": f"{object_id}_{number}",
                "object_id": object_id,
                "name": name or None,
                "device": device,
                **_topics(component, topic, options),
                **{name: value for name, value in options.items() if value is not True},
            },
        )


def _topics(component: str, topic: str, options: dict[str, Any]) -> dict[str, Any]:
    """The topics of a part, as bridges would announce them with these options."""
    if component in ("climate", "water_heater"):
        names = [name for name in ("mode", "fan_mode", "swing_mode", "preset_mode") if f"{name}s" in options]
        found = [_pair(topic, name) for name in ("temperature", *names)]
        return {key: value for pair in found for key, value in pair.items()}
    if component == "lawn_mower":
        orders = {f"{name}_command_topic": f"{topic}/set" for name in ("start_mowing", "pause", "dock")}
        return {"activity_state_topic": f"{topic}/state", **orders}
    made: dict[str, Any] = {} if component in _SILENT else {"state_topic": f"{topic}/state"}
    if component not in _MUTE:
        made["command_topic"] = f"{topic}/set"
    if component == "vacuum":
        made |= {"set_fan_speed_topic": f"{topic}/fan/set", "supported_features": options.pop("features")}
    if component == "humidifier":
        made |= _pair(topic, "target_humidity")
    if options.pop("position", False):
        made |= {"set_position_topic": f"{topic}/position/set", "position_topic": f"{topic}/position"}
    for option, name in _NAMED.get(component, {}).items():
        made |= _pair(topic, name) if option in options else {}
    return made


def _pair(topic: str, name: str) -> dict[str, Any]:
    return {f"{name}_command_topic": f"{topic}/{name}/set", f"{name}_state_topic": f"{topic}/{name}"}
