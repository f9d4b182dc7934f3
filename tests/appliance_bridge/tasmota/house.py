"""A home of Tasmota devices, and what they announce for themselves."""

import json
from collections.abc import Mapping
from typing import Any

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import (
    Announced,
    Effect,
    Incoming,
    Problem,
    Publish,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.tasmota.convention import Tasmota
from appliance_bridge.state import ApplianceState, Reported

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_800_000_000.0
MAC = "A4CF12D0B1E7"


def config(**changes: Any) -> dict[str, Any]:
    """The announcement of a socket named 거실 콘센트, with changes."""
    return {
        "ip": "192.0.2.7",
        "dn": "거실 콘센트",
        "fn": ["거실 콘센트", None, None, None, None, None, None, None],
        "hn": "tasmota-D0B1E7-4583",
        "mac": MAC,
        "md": "ESP8266 Module",
        "ty": 0,
        "if": 0,
        "cam": 0,
        "ofln": "Offline",
        "onln": "Online",
        "state": ["OFF", "ON", "TOGGLE", "HOLD"],
        "sw": "14.2.0",
        "t": "tasmota_D0B1E7",
        "ft": "%prefix%/%topic%/",
        "tp": ["cmnd", "stat", "tele"],
        "rl": [1, 0, 0, 0, 0, 0, 0, 0],
        "swc": [-1, -1, -1, -1],
        "swn": [None, None, None, None],
        "btn": [0, 0, 0, 0],
        "so": {"4": 0, "11": 0, "13": 0, "17": 0, "20": 0, "30": 0, "68": 0, "73": 0, "82": 0, "114": 0},
        "lk": 1,
        "lt_st": 0,
        "bat": 0,
        "dslp": 0,
        "sho": [],
        "ver": 1,
        **changes,
    }


class House:
    """The dialect, and what its effects amount to."""

    def __init__(self) -> None:
        self.dialect = EntityDialect(Tasmota(), CATALOGUE)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}
        self.topics: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.problems: list[str] = []
        self.now = NOW

    def say(self, topic: str, payload: object) -> list[Effect]:
        """Let a message arrive; anything but text is sent as JSON."""
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        effects = list(self.dialect.receive(Incoming(topic, raw, True, self.now)))
        for effect in effects:
            match effect:
                case Announced(appliance):
                    self.appliances[appliance.id] = appliance
                case Withdrawn(appliance_id):
                    del self.appliances[appliance_id]
                case Report():
                    self.state.setdefault(effect.appliance, {}).update(effect.attributes)
                    if effect.online is not None:
                        self.online[effect.appliance] = effect.online
                case Subscribe():
                    self.topics.update(effect.filters)
                case Unsubscribe():
                    self.topics.difference_update(effect.filters)
                case Publish():
                    self.asked.append((effect.topic, effect.payload.decode()))
                case Problem():
                    self.problems.append(effect.reason)
        return effects

    def announce(self, sensors: Mapping[str, object] | None = None, **changes: Any) -> list[Effect]:
        """Let a device announce itself, with its sensors."""
        said = config(**changes)
        effects = self.say(f"tasmota/discovery/{said['mac']}/config", said)
        if sensors is not None:
            effects += self.say(f"tasmota/discovery/{said['mac']}/sensors", {"sn": sensors, "ver": 1})
        return effects

    def one(self) -> Appliance:
        """The only appliance."""
        (found,) = self.appliances.values()
        return found

    def values(self) -> dict[str, Value | None]:
        """What the only appliance said."""
        return self.state.get(self.one().id, {})

    def types(self) -> list[str]:
        """Types of all appliances, sorted."""
        return sorted(one.type for one in self.appliances.values())

    def named(self, name: str) -> Appliance:
        """The appliance with this name."""
        (found,) = (one for one in self.appliances.values() if name in one.names)
        return found

    def encode(self, action: str, appliance: str = "", /, **arguments: Value) -> list[tuple[str, str]]:
        """Topic and payload of each message of a command."""
        target = appliance or self.one().id
        known = {
            key: Reported(value, NOW)
            for key, value in self.state.get(target, {}).items()
            if value is not None
        }
        capability, _, name = action.partition(".")
        sent = self.dialect.encode(target, capability, name, arguments, ApplianceState(True, known))
        assert not any(one.retain for one in sent)
        return [(one.topic, one.payload.decode()) for one in sent]
