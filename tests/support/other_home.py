"""A home of somebody else: devices announced over Home Assistant discovery that do as told and say so."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.support.ha_device import Wire

Parts = Mapping[str, Mapping[str, Any]]
# name of a part → its discovery options, with "component", "said" (what it reports first, by channel)
# and "reacts" (payload → what other parts report then)

ROOT = "other"


class OtherHome(Wire):
    """Any number of devices on one connection; each command is kept and comes back as the new state."""

    def __init__(self, host: str, port: int, **access: Any) -> None:
        """Connected, with no device yet."""
        self._reacts: dict[tuple[str, str], Mapping[str, str]] = {}
        self._count = 0
        super().__init__(host, port, **access)
        self.listen(f"{ROOT}/+/+/set/#")

    def add(self, name: str, area: str | None, parts: Parts, **device: str) -> str:
        """Announce one device; its base topic."""
        self._count += 1
        key = f"d{self._count}"
        base = f"{ROOT}/{key}"
        described: dict[str, Any] = {"identifiers": [key], "name": name, **device}
        if area is not None:
            described["suggested_area"] = area
        for part, given in parts.items():
            options = dict(given)
            component = options.pop("component")
            for channel, payload in options.pop("said", {}).items():
                self.put(f"{base}/{part}/{channel}", payload)
            for payload, effect in options.pop("reacts", {}).items():
                self._reacts[f"{base}/{part}/set", payload] = {
                    f"{base}/{other}/state": said for other, said in effect.items()
                }
            config = {
                "name": None, "unique_id": f"{key}-{part}", "device": described, "~": f"{base}/{part}", **options,
            }  # fmt: skip
            self.put(f"homeassistant/{component}/{key}_{part}/config", json.dumps(config))
        return base

    def obey(self, topic: str, payload: str) -> None:
        """Say the commanded value on the topic that belongs to it; then what follows from it."""
        base, _, channel = topic.partition("/set")
        self._say(f"{base}/{channel.lstrip('/') or 'state'}", payload)
        for other, said in self._reacts.get((topic, payload), {}).items():
            self._say(other, said)

    def _say(self, topic: str, payload: str) -> None:
        self.client.publish(topic, _STATES.get(payload, payload), qos=1, retain=True)

    def told(self, base: str) -> list[str]:
        """What one device was told: "part[/channel] payload"."""
        return [
            f"{one.topic.removeprefix(f'{base}/').replace('/set', '')} {one.payload}"
            for one in list(self.heard)
            if one.topic.startswith(f"{base}/")
        ]

    def all_told(self) -> int:
        """How many commands all devices took together."""
        return len(self.heard)


_STATES = {
    "OPEN": "open", "CLOSE": "closed", "STOP": "stopped", "LOCK": "LOCKED", "UNLOCK": "UNLOCKED",
    "return_to_base": '{"state": "returning"}', "start": '{"state": "cleaning"}', "pause": '{"state": "paused"}',
    "stop": '{"state": "idle"}',
}  # fmt: skip
# what a device reports after a command that is no state itself


def light(on: bool = False, **options: Any) -> Parts:
    """A lamp that can be dimmed."""
    return {
        "light": {
            "component": "light", "command_topic": "~/set", "state_topic": "~/state",
            "brightness_command_topic": "~/set/level", "brightness_state_topic": "~/level", "brightness_scale": 100,
            "said": {"state": "ON" if on else "OFF", "level": "50"}, **options,
        }
    }  # fmt: skip


def switch(on: bool = False, **options: Any) -> Parts:
    """A switch or plug."""
    said = {"state": "ON" if on else "OFF"}
    return {"switch": {"component": "switch", "command_topic": "~/set", "state_topic": "~/state", "said": said, **options}}  # fmt: skip


def climate(modes: Sequence[str], mode: str = "off", target: float = 24, **options: Any) -> Parts:
    """Anything with a target temperature and modes."""
    return {
        "climate": {
            "component": "climate", "modes": modes, "mode_command_topic": "~/set/mode", "mode_state_topic": "~/mode",
            "temperature_command_topic": "~/set/target", "temperature_state_topic": "~/target",
            "current_temperature_topic": "~/current", "min_temp": 10, "max_temp": 32,
            "said": {"mode": mode, "target": str(target), "current": "22.5", "fan": "low"}, **options,
        }
    }  # fmt: skip


def aircon(mode: str = "off", **options: Any) -> Parts:
    """An air conditioner with fan speeds."""
    fan: dict[str, Any] = {
        "fan_modes": ["auto", "low", "medium", "high"], "fan_mode_command_topic": "~/set/fan",
        "fan_mode_state_topic": "~/fan",
    }  # fmt: skip
    return climate(["off", "cool", "dry", "fan_only", "auto"], mode, **fan, **options)


def fan(on: bool = False, presets: Sequence[str] = (), **options: Any) -> Parts:
    """A fan with a percentage and perhaps presets."""
    config: dict[str, Any] = {
        "component": "fan", "command_topic": "~/set", "state_topic": "~/state",
        "percentage_command_topic": "~/set/percent", "percentage_state_topic": "~/percent",
        "said": {"state": "ON" if on else "OFF", "percent": "33", "preset": presets[0] if presets else ""},
    }  # fmt: skip
    if presets:
        config |= {
            "preset_modes": list(presets), "preset_mode_command_topic": "~/set/preset",
            "preset_mode_state_topic": "~/preset",
        }  # fmt: skip
    return {"fan": config | options}


def cover(device_class: str, state: str = "closed", position: bool = True, **options: Any) -> Parts:
    """A curtain, blind or door that moves."""
    config: dict[str, Any] = {
        "component": "cover", "device_class": device_class, "command_topic": "~/set", "state_topic": "~/state",
        "said": {"state": state, "position": "100" if state == "open" else "0"},
    }  # fmt: skip
    if position:
        config |= {"position_topic": "~/position", "set_position_topic": "~/set/position"}
    return {"cover": config | options}


def lock(state: str = "UNLOCKED", **options: Any) -> Parts:
    """A door lock."""
    return {"lock": {"component": "lock", "command_topic": "~/set", "state_topic": "~/state", "said": {"state": state}, **options}}  # fmt: skip


def valve(state: str = "open", **options: Any) -> Parts:
    """A valve."""
    return {"valve": {"component": "valve", "command_topic": "~/set", "state_topic": "~/state", "said": {"state": state}, **options}}  # fmt: skip


def vacuum(**options: Any) -> Parts:
    """A vacuum robot."""
    return {
        "vacuum": {
            "component": "vacuum", "command_topic": "~/set", "state_topic": "~/state",
            "supported_features": ["start", "pause", "stop", "return_home", "status", "battery", "locate", "fan_speed"],
            "said": {"state": '{"state": "docked", "battery_level": 80}'}, **options,
        }
    }  # fmt: skip


def sensor(value: str, name: str | None = None, **options: Any) -> Mapping[str, Any]:
    """One measurement."""
    return {
        "component": "sensor",
        "name": name,
        "state_topic": "~/state",
        "said": {"state": value},
        **options,
    }


def machine(
    programmes: Sequence[str], status: str = "Ready", running: str = "Running", minutes: int = 0, programme_name: str = "Program",
) -> Parts:  # fmt: skip
    """A washing machine and its like as bridges make it: a select, buttons, a status, minutes left."""
    return {
        "program": {
            "component": "select", "name": programme_name, "options": list(programmes), "command_topic": "~/set",
            "state_topic": "~/state", "said": {"state": programmes[0]},
        },
        "start": {
            "component": "button", "name": "Start", "command_topic": "~/set", "payload_press": "GO",
            "reacts": {"GO": {"status": running, "remaining": "75"}},
        },
        "pause": {
            "component": "button", "name": "Pause", "command_topic": "~/set", "payload_press": "HOLD",
            "reacts": {"HOLD": {"status": "Paused"}},
        },
        "stop": {
            "component": "button", "name": "Stop", "command_topic": "~/set", "payload_press": "END",
            "reacts": {"END": {"status": "Ready", "remaining": "0"}},
        },
        "status": sensor(status, "Status"),
        "remaining": sensor(
            str(minutes), "Remaining time", device_class="duration", unit_of_measurement="min"
        ),
    }  # fmt: skip
