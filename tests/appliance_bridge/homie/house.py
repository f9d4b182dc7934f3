"""A home of Homie devices as a broker would tell of them: values only to who subscribed to them."""

import json
from collections.abc import Mapping

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.base import (
    Announced,
    Effect,
    Incoming,
    Problem,
    Publish,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.dialects.convention import Convention
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.homie.convention import Homie
from appliance_bridge.state import ApplianceState, Reported

CATALOGUE = load_catalogue()
NOW = 1_800_000_000.0


class House:
    """The dialect, a broker that retains, and what the effects amount to."""

    def __init__(self, convention: Convention | None = None) -> None:
        self.dialect = EntityDialect(convention or Homie(), CATALOGUE)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}
        self.problems: list[str] = []
        self.announcements = 0
        self.retained: dict[str, bytes] = {}
        self.filters: dict[str, None] = {}
        self._take([*self.dialect.subscriptions()])

    def say(self, topic: str, payload: object) -> None:
        """Publish a message, retained; anything but text is sent as JSON."""
        raw = payload if isinstance(payload, bytes) else _text(payload).encode()
        if raw:
            self.retained[topic] = raw
        else:
            self.retained.pop(topic, None)
        if any(matches(one, topic) for one in self.filters):
            self._take(list(self.dialect.receive(Incoming(topic, raw, False, NOW))))

    def _take(self, effects: list[Effect]) -> None:
        for effect in effects:
            match effect:
                case Subscribe(filters):
                    self._subscribe(filters)
                case Unsubscribe(filters):
                    self.filters = {one: None for one in self.filters if one not in filters}
                case Announced(appliance):
                    self.appliances[appliance.id] = appliance
                    self.announcements += 1
                case Withdrawn(appliance):
                    self.appliances.pop(appliance)
                case Report(appliance, attributes, online):
                    self.state.setdefault(appliance, {}).update(attributes)
                    if online is not None:
                        self.online[appliance] = online
                case Problem(_, reason):
                    self.problems.append(reason)

    def _subscribe(self, filters: tuple[str, ...]) -> None:
        self.filters.update(dict.fromkeys(filters))
        for one in filters:
            for topic, raw in [(topic, raw) for topic, raw in self.retained.items() if matches(one, topic)]:
                self._take(list(self.dialect.receive(Incoming(topic, raw, True, NOW))))

    def encode(self, appliance: str, action: str, **arguments: Value) -> list[tuple[str, str]]:
        """Topic and payload of each message of a command."""
        known = {
            key: Reported(value, NOW)
            for key, value in self.state.get(appliance, {}).items()
            if value is not None
        }
        capability, _, name = action.partition(".")
        sent = self.dialect.encode(appliance, capability, name, arguments, ApplianceState(True, known))
        assert all(isinstance(one, Publish) and one.qos == 1 and not one.retain for one in sent)
        return [(one.topic, one.payload.decode()) for one in sent]


def matches(pattern: str, topic: str) -> bool:
    """MQTT's rule of `+`, which is all that is used."""
    asked, given = pattern.split("/"), topic.split("/")
    return len(asked) == len(given) and all(one in ("+", two) for one, two in zip(asked, given, strict=True))


def four(
    device: str, nodes: Mapping[str, Mapping[str, Mapping[str, str]]], name: str = "", root: str = "homie"
) -> dict[str, str]:
    """Topics and payloads of a version 4 device, its state left out: node → property → attributes."""
    base = f"{root}/{device}"
    said = {f"{base}/$homie": "4.0.0", f"{base}/$name": name or device, f"{base}/$nodes": ",".join(nodes)}
    for node, properties in nodes.items():
        said[f"{base}/{node}/$name"] = node
        said[f"{base}/{node}/$properties"] = ",".join(properties)
        for one, attributes in properties.items():
            for key, value in {"name": one, **attributes}.items():
                said[f"{base}/{node}/{one}/${key}"] = value
    return said


def _text(payload: object) -> str:
    return payload if isinstance(payload, str) else json.dumps(payload)
