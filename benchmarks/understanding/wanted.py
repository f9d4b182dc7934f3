"""Which of our intents do what a source's label says; labels that say too little allow any act."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

_CHANGE = "*.adjust *.set program.select"
_ON = (
    "power.turn_on run_control.start run_control.resume mode.set channel.set source.set fan_speed.set "
    "program.select"
)
_OFF = "power.turn_off run_control.stop run_control.pause position.close volume.mute"
_LIGHT = "level.* colour.* colour_temperature.* setting.* mode.set"
_HEAT = "temperature.* setting.* mode.set"
_ACTIONS = {
    "on": f"{_ON} position.open volume.unmute colour.* level.*",
    "off": _OFF,
    "open": "position.open position.set lock.unlock",
    "close": "position.close position.set lock.lock",
    "lock": "lock.lock position.close child_lock.*",
    "start": _ON,
    "increase": f"{_CHANGE} position.open",
    "decrease": f"{_CHANGE} position.close volume.mute",
    "set": f"{_CHANGE} {_ON} power.turn_off volume.* lock.lock child_lock.*",
}
# what a rule read from the human's note of a row
_LABELS = {
    "turn_lights_off": f"{_OFF} level.*",
    "turn_lights_on": f"{_ON} {_LIGHT}",
    "turn_appliance_off": f"{_OFF} mode.set",
    "turn_appliance_on": _ON,
    "turn_off_thermostat": f"{_OFF} mode.set",
    "turn_on_thermostat": f"{_ON} {_HEAT}",
    "_thermostat": _HEAT,
    "/close_door": _ACTIONS["close"],
    "/open_door": _ACTIONS["open"],
    "/lock_door": "lock.lock",
    "/unlock_door": "lock.unlock position.open",
    "_lightoff": _OFF,
    "_lighton": f"{_ON} {_LIGHT}",
    "_lightdim": "level.* setting.*",
    "_lightup": "level.* setting.*",
    "_hue_light": f"{_LIGHT} power.*",
    "iot_cleaning": _ON,
    "iot_coffee": _ON,
    "_wemo_on": _ON,
    "_wemo_off": _OFF,
    ".set_color": _LIGHT,
    ".color_loop": "colour.* mode.set",
    "_brightness": _LIGHT,
    "_temperature": _HEAT,
    "hvac_onoff": "power.* mode.set",
    ".set_hvac_": "mode.set setting.* power.*",
    "_fan_mode": "fan_speed.* setting.* mode.set power.turn_on",
    "_volume": "volume.* setting.*",
    ".unmute": "volume.*",
    "_openclose": "position.* lock.*",
    "lock.set_state": "lock.* position.*",
    "vacuum.start": _ON,
    "return_to_base": "run_control.return_to_dock run_control.stop",
}  # the first part of a label that fits


def fits(row: Mapping[str, Any], names: frozenset[str]) -> bool:
    """Whether one of these intents may be what the row wants done."""
    patterns = _patterns(row)
    return patterns is None or any(fnmatchcase(name, one) for name in names for one in patterns.split())


def _patterns(row: Mapping[str, Any]) -> str | None:
    if action := (row.get("silver") or {}).get("action"):
        return _ACTIONS.get(action)
    label = row["intent"]
    if "set_power" in label:
        noted = json.dumps(row["slots"])
        return (
            " ".join(acts for word, acts in (("on", _ON), ("off", _OFF)) if f"enum {word}" in noted) or None
        )
    return next((patterns for part, patterns in _LABELS.items() if part in label), None)
