"""Switches, locks, covers and fans: exposes that are a thing with features, as entities."""

from appliance_bridge.dialects.zigbee2mqtt.exposes import Expose
from appliance_bridge.dialects.zigbee2mqtt.kinds import cover_class, is_outlet
from appliance_bridge.dialects.zigbee2mqtt.making import Maker, reads, sets, spelled, writes
from appliance_bridge.entities.templates import compiled

_OFF_SPEED = "off"
_STEPPED = 2
# numbered speeds that make a range
_WARNING_SECONDS = 60
# how long a siren sounds when nobody stops it


def binary_config(one: Expose, maker: Maker) -> dict[str, object]:
    """Options of a switch for a binary property."""
    on = True if one.value_on is None else one.value_on
    off = False if one.value_off is None else one.value_off
    config: dict[str, object] = {
        "command_topic": maker.commands,
        "payload_on": sets(**{one.key: on}),
        "payload_off": sets(**{one.key: off}),
        "state_on": spelled(on),
        "state_off": spelled(off),
    }
    return {**config, **_state(one, maker)}


def make_switch(one: Expose, maker: Maker) -> None:
    """The switch itself; other properties that are dressed as one are settings."""
    state = one.feature("state")
    if state is None or not state.settable:
        maker.left_out.append("a switch that cannot be set")
        return
    config = binary_config(state, maker)
    if not state.key.startswith("state"):
        maker.add("switch", state.key, state.key.replace("_", " "), config, "config")
        return
    config["device_class"] = "outlet" if is_outlet(maker.description) else "switch"
    maker.add("switch", state.endpoint or "switch", maker.gang(state), config)


def make_lock(one: Expose, maker: Maker) -> None:
    """The lock; codes and users stay out of reach."""
    state = one.feature("state")
    if state is None or not state.settable:
        maker.left_out.append("a lock that cannot be set")
        return
    on, off = state.value_on or "LOCK", state.value_off or "UNLOCK"
    config: dict[str, object] = {
        "command_topic": maker.commands,
        "payload_lock": sets(**{state.key: on}),
        "payload_unlock": sets(**{state.key: off}),
        "state_locked": spelled(on),
        "state_unlocked": spelled(off),
        **_state(state, maker),
    }
    if state.name == "child_lock" or state.key.startswith("child_lock"):
        switch = binary_config(state, maker)
        maker.add("switch", "child_lock", "child lock", switch)
        return
    maker.add("lock", state.endpoint or "lock", maker.called(state), config)


def make_cover(one: Expose, maker: Maker) -> None:
    """A curtain, a blind, a door: words, a position, slats."""
    state, position, tilt = one.feature("state"), one.feature("position"), one.feature("tilt")
    first = state or position
    if first is None:
        maker.left_out.append("a cover without state and position")
        return
    kind = cover_class(maker.description)
    config: dict[str, object] = {} if kind is None else {"device_class": kind}
    if state is not None and state.settable:
        config["command_topic"] = maker.commands
        for option, word in (("payload_open", "OPEN"), ("payload_close", "CLOSE"), ("payload_stop", "STOP")):
            config[option] = sets(**{state.key: word}) if word in state.values else None
    if position is not None and position.published:
        config["position_topic"] = maker.topic
        config["position_template"] = reads(position.key)
    elif state is not None and state.published:
        config |= {"state_topic": maker.topic, "value_template": reads(state.key)}
        config |= {"state_open": "OPEN", "state_closed": "CLOSE", "state_stopped": "STOP"}
    if position is not None and position.settable:
        config["set_position_topic"] = maker.commands
        config["set_position_template"] = writes(position.key, "position")
    if tilt is not None and tilt.settable:
        config["tilt_command_topic"] = maker.commands
        config["tilt_command_template"] = writes(tilt.key, "tilt_position")
        if tilt.published:
            config |= {"tilt_status_topic": maker.topic, "tilt_status_template": reads(tilt.key)}
    maker.add("cover", first.endpoint or "cover", maker.called(first), config)


def make_fan(one: Expose, maker: Maker) -> None:
    """A fan or what has one: on and off, speed as a number or as words."""
    state, mode, speed = one.feature("state"), one.feature("mode"), one.feature("speed")
    first = state or mode or speed
    if first is None:
        maker.left_out.append("a fan without state, mode and speed")
        return
    config: dict[str, object] = {}
    if state is not None and state.settable:
        # Its payloads are its states, too.
        config |= {"command_topic": maker.commands, "command_template": writes(state.key)}
        config |= {"payload_on": spelled(state.value_on), "payload_off": spelled(state.value_off)}
        config |= _state(state, maker)
    if speed is not None and speed.maximum is not None and speed.settable:
        config["percentage_command_topic"] = maker.commands
        config["percentage_command_template"] = writes(speed.key)
        config |= {"speed_range_min": max(speed.minimum or 1, 1), "speed_range_max": speed.maximum}
        if speed.published:
            config["percentage_state_topic"] = maker.topic
            config["percentage_value_template"] = reads(speed.key)
    if mode is not None and mode.settable:
        config |= _fan_modes(mode, maker, "percentage_command_topic" not in config)
    maker.add("fan", first.endpoint or "fan", maker.called(first), config)


def _fan_modes(mode: Expose, maker: Maker, numbered: bool) -> dict[str, object]:
    """Numbered modes are speeds, the others are words; "off" is neither."""
    values = [str(one) for one in mode.values if str(one).lower() != _OFF_SPEED]
    speeds = [one for one in values if one.isdecimal() and int(one)]
    config: dict[str, object] = {}
    if numbered and len(speeds) >= _STEPPED and speeds == [str(one + 1) for one in range(len(speeds))]:
        config |= {
            "percentage_command_topic": maker.commands,
            "speed_range_min": 1,
            "speed_range_max": len(speeds),
        }
        config["percentage_command_template"] = compiled(
            f'{{"{mode.key}": {{{{ value | string | tojson if value else "off" | tojson }}}}}}'
        )
        if mode.published:
            here = f'value_json["{mode.key}"]'
            config["percentage_state_topic"] = maker.topic
            config["percentage_value_template"] = compiled(
                f'{{{{ 0 if {here} == "off" else {here} if {here} | is_number else None }}}}'
            )
        values = [one for one in values if one not in speeds]
    if values:
        config |= {"preset_mode_command_topic": maker.commands, "preset_modes": values}
        config["preset_mode_command_template"] = writes(mode.key)
        if mode.published:
            config["preset_mode_state_topic"] = maker.topic
            config["preset_mode_value_template"] = reads(mode.key)
    return config


def make_alarm(alarm: Expose, maker: Maker) -> None:
    """The flag of a siren that makes it sound."""
    config = binary_config(alarm, maker)
    config["command_template"] = compiled("{{ value }}")
    maker.add("siren", "siren", None, config)


def make_siren(warning: Expose, maker: Maker) -> None:
    """The composite `warning` as a siren: it sounds until it is told to stop."""
    mode = next((one for one in warning.features if one.name == "mode"), None)
    words = [str(one) for one in mode.values] if mode is not None else []
    loud = next((word for word in ("emergency", "burglar", "alarm", "fire") if word in words), None)
    if loud is None or "stop" not in words:
        maker.left_out.append("a warning without emergency and stop")
        return
    on = {"mode": loud, "duration": _WARNING_SECONDS, "strobe": True}
    known = {one.name for one in warning.features}
    config: dict[str, object] = {
        "command_topic": maker.commands,
        "payload_on": sets(**{warning.key: {key: value for key, value in on.items() if key in known}}),
        "payload_off": sets(**{warning.key: {"mode": "stop"}}),
        "command_template": compiled("{{ value }}"),
    }
    maker.add("siren", "siren", None, config)


def _state(one: Expose, maker: Maker) -> dict[str, object]:
    if not one.published:
        return {}
    return {"state_topic": maker.topic, "value_template": reads(one.key)}
