"""A Tasmota device as its documentation describes it: retained announcements, commands in, results out."""

import json
from typing import Any

from tests.appliance_bridge.tasmota.house import config

Sent = list[tuple[str, bytes, bool]]
"""Topic, payload, retained."""


class SimulatedTasmota:
    """A socket with a meter, under the factory's full topic."""

    def __init__(self, **changes: Any) -> None:
        self.config = config(**changes)
        self.on = False
        self.power = 0.0
        self.heard: list[tuple[str, str]] = []
        self.topic = self.config["t"]
        self.subscribes = [f"cmnd/{self.topic}/#"]
        self.will = (f"tele/{self.topic}/LWT", b"Offline")

    def connects(self) -> Sent:
        """What it says when it comes."""
        about = f"tasmota/discovery/{self.config['mac']}"
        sample = {"sn": {"Time": "2026-11-23T20:00:00", "ENERGY": self._energy()}, "ver": 1}
        return [
            (f"tele/{self.topic}/LWT", b"Online", True),
            (f"{about}/config", json.dumps(self.config).encode(), True),
            (f"{about}/sensors", json.dumps(sample).encode(), True),
        ]

    def hears(self, topic: str, payload: bytes) -> Sent:
        """The result of a command."""
        command, word = topic.rpartition("/")[2].upper(), payload.decode()
        self.heard.append((command, word))
        stat = f"stat/{self.topic}"
        if command in ("POWER", "POWER1"):
            if word in ("ON", "OFF"):
                self.on, self.power = word == "ON", 1200.0 if word == "ON" else 0.0
            state = "ON" if self.on else "OFF"
            said = json.dumps({"POWER": state}).encode()
            return [(f"{stat}/RESULT", said, False), (f"{stat}/POWER", state.encode(), False)]
        if command == "STATUS" and word == "10":
            sensors = {"Time": "2026-11-23T20:00:00", "ENERGY": self._energy()}
            return [(f"{stat}/STATUS10", json.dumps({"StatusSNS": sensors}).encode(), False)]
        if command == "STATUS" and word == "11":
            said_now = {"Uptime": "0T00:00:10", "POWER": "ON" if self.on else "OFF", "Wifi": {"RSSI": 70}}
            return [(f"{stat}/STATUS11", json.dumps({"StatusSTS": said_now}).encode(), False)]
        return []

    def _energy(self) -> dict[str, Any]:
        return {"TotalStartTime": "2026-01-01T00:00:00", "Total": 3.25, "Power": self.power, "Voltage": 231}
