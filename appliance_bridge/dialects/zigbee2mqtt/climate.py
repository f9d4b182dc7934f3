"""Thermostats, radiator valves and air conditioners as entities."""

import json
from collections.abc import Sequence
from dataclasses import replace

from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose
from appliance_bridge.dialects.zigbee2mqtt.making import Maker, reads, writes
from appliance_bridge.dialects.zigbee2mqtt.views import TwoSetpoints
from appliance_bridge.entities.templates import Template, compiled

_HEATING = ("occupied_heating_setpoint", "current_heating_setpoint")
_COOLING = ("occupied_cooling_setpoint", "current_cooling_setpoint")
_NEVER = frozenset({"emergency_heating", "emergency heating", "precooling", "sleep"})
# modes that nobody asks for by a word of a chat
_WORD_ROWS = (("fan_mode", "fan_mode"), ("swing_mode", "swing_mode"), ("preset", "preset_mode"))
USED = frozenset(
    {"system_mode", "local_temperature", *_HEATING, *_COOLING, *(name for name, _ in _WORD_ROWS)}
)
"""Features that become part of the climate entity itself."""


def assembled(exposes: Sequence[Expose]) -> tuple[Expose, ...]:
    """The same, where mode and temperatures that stand by themselves are taken together as a climate."""
    found = {one.name: one for one in exposes if not one.endpoint}
    mode, target, current = (
        found.get(name) for name in ("system_mode", "target_temperature", "current_temperature")
    )
    if mode is None or target is None or not (mode.settable and target.settable):
        return tuple(exposes)
    parts = [mode, replace(target, name=_HEATING[0])]
    parts += [replace(current, name="local_temperature")] if current is not None else []
    climate = replace(mode, kind="climate", name="climate", key="", features=tuple(parts))
    return (climate, *(one for one in exposes if one not in (mode, target, current)))


def make_climate(one: Expose, maker: Maker, switch: Expose | None) -> None:
    """One climate entity. `switch`: what turns it on and off, where its modes do not."""
    heating, cooling, mode = one.feature(*_HEATING), one.feature(*_COOLING), one.feature("system_mode")
    target, current = heating or cooling, one.feature("local_temperature")
    first = target or mode or current
    if first is None:
        maker.left_out.append("a climate without temperature and mode")
        return
    object_id = first.endpoint or "climate"
    config: dict[str, object] = {"temperature_unit": "C"}
    if current is not None and current.published:
        config["current_temperature_topic"] = maker.topic
        config["current_temperature_template"] = reads(current.key)
    if target is not None:
        config |= _limits(target) | _target(target, maker)
    if mode and heating and cooling and heating.settable and cooling.settable:
        own = maker.own(object_id)
        maker.views.append(TwoSetpoints(own, mode.key, heating.key, cooling.key))
        config |= {"temperature_state_topic": own, "temperature_state_template": reads("target")}
        config |= {"temperature_command_topic": own, "temperature_command_template": writes("target")}
    config |= _modes(mode, maker, switch, "cool" if heating is None else "heat")
    for name, option in _WORD_ROWS:
        words = one.feature(name)
        if words is None:
            continue
        if words.settable:
            config[f"{option}_command_topic"] = maker.commands
            config[f"{option}_command_template"] = writes(words.key)
        if words.published:
            template = "value_template" if option == "preset_mode" else "state_template"
            config[f"{option}_state_topic"] = maker.topic
            config[f"{option}_{template}"] = reads(words.key)
        config[f"{option}s"] = [str(value) for value in words.values]
    maker.add("climate", object_id, maker.called(first), config)


def _limits(target: Expose) -> dict[str, object]:
    given = {"min_temp": target.minimum, "max_temp": target.maximum, "temp_step": target.step}
    return {option: value for option, value in given.items() if value is not None}


def _target(target: Expose, maker: Maker) -> dict[str, object]:
    config: dict[str, object] = {}
    if target.published:
        config |= {
            "temperature_state_topic": maker.topic,
            "temperature_state_template": reads(target.key),
        }
    if target.settable:
        config |= {
            "temperature_command_topic": maker.commands,
            "temperature_command_template": writes(target.key),
        }
    return config


def _modes(mode: Expose | None, maker: Maker, switch: Expose | None, only: str) -> dict[str, object]:
    words = [str(one) for one in mode.values if str(one) not in _NEVER] if mode is not None else []
    config: dict[str, object] = {"modes": words or [only]}
    if mode is not None:
        if mode.settable:
            config |= {"mode_command_topic": maker.commands, "mode_command_template": writes(mode.key)}
        if mode.published:
            config |= {"mode_state_topic": maker.topic, "mode_state_template": reads(mode.key)}
    if switch is not None:
        config["modes"] = [*(words or [only]), "off"]
        config["mode_command_topic"] = config["mode_state_topic"] = maker.topic
        config["mode_command_topic"] = maker.commands
        config["mode_command_template"] = _switched(switch, mode)
        config["mode_state_template"] = _switched_state(switch, mode, only)
    return config


def _switched(switch: Expose, mode: Expose | None) -> Template:
    """Off is the switch; a mode turns it on as well."""
    off = f'{{"{switch.key}": {json.dumps(switch.value_off)}}}'
    chosen = f', "{mode.key}": {{{{ value | tojson }}}}' if mode is not None and mode.settable else ""
    on = f'{{"{switch.key}": {json.dumps(switch.value_on)}{chosen}}}'
    return compiled(f'{{% if value == "off" %}}{off}{{% else %}}{on}{{% endif %}}')


def _switched_state(switch: Expose, mode: Expose | None, only: str) -> Template:
    off = f'value_json["{switch.key}"] == {json.dumps(switch.value_off)}'
    running = f'value_json["{mode.key}"]' if mode is not None and mode.published else f'"{only}"'
    return compiled(f'{{{{ "off" if {off} else {running} }}}}')
