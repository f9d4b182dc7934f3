"""Announcing single entities in a line."""

import json

from appliance_bridge.dialects.home_assistant.abbreviations import load
from appliance_bridge.dialects.home_assistant.entity import Entity
from appliance_bridge.dialects.home_assistant.inventory import Changes, Inventory

ABBREVIATIONS = load()


def empty_inventory() -> Inventory:
    """An inventory that nothing was announced to; the table is read once for all tests."""
    return Inventory(abbreviations=ABBREVIATIONS)


def announced(inventory: Inventory, topic: str, payload: object) -> Changes:
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
