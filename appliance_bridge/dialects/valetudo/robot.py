"""What is known of one robot: what it can do, and its state as one message."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.entities.options import finite

PRESETS = ("FanSpeedControlCapability", "WaterUsageControlCapability", "OperationModeControlCapability")
CONSUMABLES = "ConsumableMonitoringCapability"
STATUS = "StatusStateAttribute"
BATTERY = "BatteryStateAttribute"
MAX_CONSUMABLES = 30
MAX_SEGMENTS = 50
_MAX_NODES = 100
_MAX_OPTIONS = 50
_MAX_TEXT = 200
_STATES: Mapping[str, str] = {
    "error": "error", "docked": "docked", "idle": "idle", "returning": "returning", "cleaning": "cleaning",
    "paused": "paused", "manual_control": "cleaning", "moving": "cleaning",
}  # fmt: skip
# its words → those of a vacuum


@dataclass(frozen=True, slots=True)
class Abilities:
    """What entities are made of."""

    name: str = ""
    nodes: frozenset[str] = frozenset()
    # its capabilities and kinds of state, as it calls them
    presets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # capability → words to choose from
    consumables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # id → its attributes "$name", "$unit"
    segments: Mapping[str, str] = field(default_factory=dict)
    # id → name of a room
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Robot:
    """One robot, as far as it has spoken."""

    topic: str
    identifier: str
    state: str = ""
    # of the connection: init, ready, lost, …
    announced: Abilities | None = None
    _name: str = ""
    _nodes: frozenset[str] = frozenset()
    _presets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _consumables: dict[str, dict[str, str]] = field(default_factory=dict)
    _segments: dict[str, str] = field(default_factory=dict)
    _values: dict[str, object] = field(default_factory=dict)
    _problems: dict[str, None] = field(default_factory=dict)

    def describe(self, path: list[str], text: str) -> bool:
        """Take in a message that tells what it can do; whether it was one."""
        match path:
            case ["$name"]:
                self._name = _clean(text)
            case ["$nodes"]:
                self._nodes = frozenset(_clean(one) for one in text.split(",", _MAX_NODES)[:_MAX_NODES])
            case [capability, "preset", "$format"] if capability in PRESETS:
                words = dict.fromkeys(_clean(one) for one in text.split(",", _MAX_OPTIONS)[:_MAX_OPTIONS])
                self._presets[capability] = tuple(one for one in words if one)
            case ["ConsumableMonitoringCapability", one, ("$name" | "$unit") as attribute]:
                self._consumable(_clean(one), attribute, _clean(text))
            case ["MapData", "segments"]:
                self._map(text)
            case _:
                return False
        return True

    def value(self, path: list[str], text: str) -> bool:
        """Take in a message that is part of the state of the vacuum itself; whether it was one."""
        match path:
            case ["StatusStateAttribute", "status"]:
                self._values["state"] = _STATES.get(text)
            case ["FanSpeedControlCapability", "preset"]:
                self._values["fan_speed"] = _clean(text) or None
            case ["BatteryStateAttribute", "level"]:
                self._values["battery_level"] = finite(text)
            case _:
                return False
        return True

    def state_message(self) -> bytes:
        """The state of the vacuum in one message."""
        return json.dumps(self._values).encode()

    def abilities(self) -> Abilities:
        """What it can do by now. Empty `nodes`: it has not said."""
        return Abilities(
            self._name,
            self._nodes - {""},
            dict(self._presets),
            {key: dict(one) for key, one in self._consumables.items() if "$name" in one},
            dict(self._segments),
            tuple(self._problems),
        )

    def _consumable(self, one: str, attribute: str, text: str) -> None:
        if one not in self._consumables and len(self._consumables) >= MAX_CONSUMABLES:
            self._problems[f"It has more than {MAX_CONSUMABLES} consumables; the rest is left out."] = None
            return
        known = self._consumables.setdefault(one, {})
        if text:
            known[attribute] = text
        else:
            known.pop(attribute, None)
            if not known:
                del self._consumables[one]

    def _map(self, text: str) -> None:
        try:
            rooms = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(rooms, dict):
            return
        named = {_clean(key): _clean(name) for key, name in rooms.items() if isinstance(name, str)}
        usable = [(key, name) for key, name in named.items() if key and name]
        if len(usable) > MAX_SEGMENTS:
            self._problems[f"Its map has more than {MAX_SEGMENTS} rooms; the rest is left out."] = None
        self._segments = dict(usable[:MAX_SEGMENTS])


def _clean(text: str) -> str:
    printable = "".join(sign if sign.isprintable() else " " for sign in text[:_MAX_TEXT])
    return printable.encode("utf-8", "replace").decode().strip()
