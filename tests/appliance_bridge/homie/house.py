"""A home of Homie devices as a broker would tell of them: values only to who subscribed to them."""

import json
from collections.abc import Iterable, Mapping

from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.base import (
    Effect,
    Incoming,
    Subscribe,
)
from appliance_bridge.dialects.convention import Convention
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.homie.convention import Homie
from tests.support.dialect_home import NOW, DialectHome

CATALOGUE = load_catalogue()


class House(DialectHome):
    """The dialect, a broker that retains, and what the effects amount to."""

    def __init__(self, convention: Convention | None = None) -> None:
        super().__init__(EntityDialect(convention or Homie(), CATALOGUE))
        self.retained: dict[str, bytes] = {}
        self.hear(self.dialect.subscriptions())

    def say(self, topic: str, payload: object) -> None:
        """Publish a message, retained; anything but text is sent as JSON."""
        raw = payload if isinstance(payload, bytes) else _text(payload).encode()
        if raw:
            self.retained[topic] = raw
        else:
            self.retained.pop(topic, None)
        if any(matches(one, topic) for one in self.topics):
            self.hear(self.dialect.receive(Incoming(topic, raw, False, NOW)))

    def hear(self, effects: Iterable[Effect]) -> None:
        """Take effects in; a broker tells what it kept to who subscribed."""
        for effect in self.take(effects):
            for one in effect.filters if isinstance(effect, Subscribe) else ():
                for topic, raw in [(at, raw) for at, raw in self.retained.items() if matches(one, at)]:
                    self.hear(self.dialect.receive(Incoming(topic, raw, True, NOW)))


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
