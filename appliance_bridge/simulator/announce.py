"""How devices of the farm announce themselves: Home Assistant MQTT discovery, retained."""

import json
from collections.abc import Mapping

from appliance_bridge.dialects.base import Publish
from appliance_bridge.simulator.components import Component
from appliance_bridge.simulator.home import Home, Row

DISCOVERY = "homeassistant"
BASE = "sim"
FARM_STATUS = f"{BASE}/status"
ORIGIN = {"name": "sim-farm", "sw": "1.0"}

_SHORT = {
    "availability": "avty",
    "availability_mode": "avty_mode",
    "command_topic": "cmd_t",
    "device": "dev",
    "device_class": "dev_cla",
    "entity_category": "ent_cat",
    "identifiers": "ids",
    "manufacturer": "mf",
    "model": "mdl",
    "options": "ops",
    "origin": "o",
    "payload_close": "pl_cls",
    "payload_open": "pl_open",
    "position_topic": "pos_t",
    "set_position_topic": "set_pos_t",
    "state_class": "stat_cla",
    "state_topic": "stat_t",
    "suggested_area": "sa",
    "topic": "t",
    "unique_id": "uniq_id",
    "unit_of_measurement": "unit_of_meas",
    "value_template": "val_tpl",
}
"""The convention's short names, as far as the single-component devices of this farm use them."""


def device_topic(device: str) -> str:
    """Under it are all topics of one device."""
    return f"{BASE}/{device}"


def availability_topic(device: str) -> str:
    """Where one device says online or offline."""
    return f"{device_topic(device)}/availability"


def announcements(home: Home, row: Row) -> list[Publish]:
    """The retained discovery messages of one device."""
    if row.announce == "single":
        return [
            _retained(
                f"{DISCOVERY}/{component['platform']}/{row.id}/{role}/config",
                _single(home, row, role, component),
            )
            for role, component in row.components().items()
        ]
    payload = {
        "device": _device(home, row),
        "origin": ORIGIN,
        **_availability(row),
        "components": {
            role: _at(_entity(home, row, role, component), device_topic(row.id))
            for role, component in row.components().items()
        },
    }
    return [_retained(f"{DISCOVERY}/device/{row.id}/config", payload)]


def _single(home: Home, row: Row, role: str, component: Component) -> Mapping[str, object]:
    """One entity in short names, its topics relative to `~`."""
    entity = {
        "~": device_topic(row.id),
        **_entity(home, row, role, component),
        **_availability(row),
        "device": _device(home, row),
        "origin": ORIGIN,
    }
    del entity["platform"]
    short = _shortened(entity)
    return short if isinstance(short, dict) else {}


def _entity(home: Home, row: Row, role: str, component: Component) -> dict[str, object]:
    return {"name": home.labels.get(role), "unique_id": f"{row.id}_{role}", **component}


def _device(home: Home, row: Row) -> dict[str, object]:
    return {
        "identifiers": [row.id],
        "name": row.name,
        "manufacturer": home.maker,
        "model": row.model,
        "suggested_area": row.area,
    }


def _availability(row: Row) -> dict[str, object]:
    topics = (FARM_STATUS, availability_topic(row.id))
    return {"availability": [{"topic": topic} for topic in topics], "availability_mode": "all"}


def _at(component: Mapping[str, object], topic: str) -> dict[str, object]:
    """The same with `~` filled in."""
    return {
        key: topic + value[1:] if isinstance(value, str) and value.startswith("~/") else value
        for key, value in component.items()
    }


def _shortened(value: object) -> object:
    if isinstance(value, dict):
        return {_SHORT.get(key, key): _shortened(inner) for key, inner in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [_shortened(inner) for inner in value]
    return value


def _retained(topic: str, payload: Mapping[str, object]) -> Publish:
    return Publish(topic, json.dumps(payload, ensure_ascii=False).encode(), retain=True)
