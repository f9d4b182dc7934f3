"""A home of Tasmota devices, and what they announce for themselves."""

import json
from collections.abc import Mapping
from typing import Any

from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import (
    Effect,
    Incoming,
)
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.tasmota.convention import Tasmota
from tests.support.dialect_home import NOW, DialectHome

CATALOGUE: Catalogue = load_catalogue()
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


class House(DialectHome):
    """The dialect, and what its effects amount to."""

    def __init__(self) -> None:
        super().__init__(EntityDialect(Tasmota(), CATALOGUE))
        self.now = NOW

    @property
    def asked(self) -> list[tuple[str, str]]:
        """What was said in return."""
        return [(one.topic, one.payload.decode()) for one in self.answered]

    def say(self, topic: str, payload: object) -> list[Effect]:
        """Let a message arrive; anything but text is sent as JSON."""
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        return self.take(self.dialect.receive(Incoming(topic, raw, True, self.now)))

    def announce(self, sensors: Mapping[str, object] | None = None, **changes: Any) -> list[Effect]:
        """Let a device announce itself, with its sensors."""
        said = config(**changes)
        effects = self.say(f"tasmota/discovery/{said['mac']}/config", said)
        if sensors is not None:
            effects += self.say(f"tasmota/discovery/{said['mac']}/sensors", {"sn": sensors, "ver": 1})
        return effects
