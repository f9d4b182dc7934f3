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
    "action_topic": "act_t",
    "availability": "avty",
    "availability_mode": "avty_mode",
    "brightness_command_topic": "bri_cmd_t",
    "brightness_scale": "bri_scl",
    "brightness_state_topic": "bri_stat_t",
    "color_temp_kelvin": "clr_temp_k",
    "command_topic": "cmd_t",
    "current_humidity_topic": "curr_hum_t",
    "current_temperature_topic": "curr_temp_t",
    "device": "dev",
    "device_class": "dev_cla",
    "entity_category": "ent_cat",
    "fan_mode_command_topic": "fan_mode_cmd_t",
    "fan_mode_state_topic": "fan_mode_stat_t",
    "identifiers": "ids",
    "manufacturer": "mf",
    "max_humidity": "max_hum",
    "max_kelvin": "max_k",
    "min_humidity": "min_hum",
    "min_kelvin": "min_k",
    "mode_command_topic": "mode_cmd_t",
    "mode_state_topic": "mode_stat_t",
    "model": "mdl",
    "options": "ops",
    "origin": "o",
    "oscillation_command_topic": "osc_cmd_t",
    "oscillation_state_topic": "osc_stat_t",
    "payload_close": "pl_cls",
    "payload_open": "pl_open",
    "percentage_command_topic": "pct_cmd_t",
    "percentage_state_topic": "pct_stat_t",
    "position_topic": "pos_t",
    "power_command_topic": "pow_cmd_t",
    "preset_mode_command_topic": "pr_mode_cmd_t",
    "preset_mode_state_topic": "pr_mode_stat_t",
    "preset_modes": "pr_modes",
    "set_position_topic": "set_pos_t",
    "speed_range_max": "spd_rng_max",
    "speed_range_min": "spd_rng_min",
    "state_class": "stat_cla",
    "state_topic": "stat_t",
    "suggested_area": "sa",
    "supported_color_modes": "sup_clrm",
    "swing_mode_command_topic": "swing_mode_cmd_t",
    "swing_mode_state_topic": "swing_mode_stat_t",
    "target_humidity_command_topic": "hum_cmd_t",
    "target_humidity_state_topic": "hum_stat_t",
    "temperature_command_topic": "temp_cmd_t",
    "temperature_state_topic": "temp_stat_t",
    "temperature_unit": "temp_unit",
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
