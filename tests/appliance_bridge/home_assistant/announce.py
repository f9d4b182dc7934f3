"""Announcing single entities in a line."""

import json
from collections.abc import Sequence

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.dialects.home_assistant.abbreviations import load
from appliance_bridge.dialects.home_assistant.convention import HomeAssistantDiscovery
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.inventory import Changes, Inventory

ABBREVIATIONS = load()


class Announced(Inventory):
    """What comes over Home Assistant discovery and the topics it names, without appliances."""

    def __init__(self, prefixes: Sequence[str] = ("homeassistant",), max_entities: int = 50_000) -> None:
        super().__init__(max_entities)
        self.discovery = HomeAssistantDiscovery(prefixes, ABBREVIATIONS)

    def receive(self, topic: str, payload: bytes) -> Changes:
        """What one message changes."""
        heard = self.discovery.hear(Incoming(topic, payload, True, 0.0))
        if heard is None:
            return self.hear(topic, payload)
        (announcement,) = heard.announced
        return self.announce(announcement)

    def discovery_filters(self) -> tuple[str, ...]:
        """What to listen to."""
        return tuple(one for asked in self.discovery.subscriptions() for one in asked.filters)

    def birth(self) -> Sequence[Publish]:
        """What makes bridges announce themselves."""
        return self.discovery.greetings()


def empty_inventory() -> Announced:
    """An inventory that nothing was announced to; the table is read once for all tests."""
    return Announced()


def announced(inventory: Announced, topic: str, payload: object) -> Changes:
    """What the inventory makes of this announcement (text and bytes as they are, else as JSON)."""
    if isinstance(payload, bytes):
        raw = payload
    else:
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
    return inventory.receive(topic, raw)


def entity_of(component: str, **options: object) -> Entity:
    """The one entity that this announcement gives."""
    changes = announced(
        empty_inventory(), f"homeassistant/{component}/thing/config", {"unique_id": "one", **options}
    )
    assert not changes.problems
    assert len(changes.added) == 1
    return changes.added[0]
