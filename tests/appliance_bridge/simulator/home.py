"""Devices of the shipped home with a clock that the test turns."""

import json
from typing import Any

from appliance_bridge.simulator.announce import announcements
from appliance_bridge.simulator.device import SimulatedDevice
from appliance_bridge.simulator.home import load_home

HOME = load_home()
ROWS = {row.id: row for row in HOME.devices}
MINUTE = 60.0
HOUR = 3600.0


class Hand:
    """One device, its clock at 0; `now` moves only when told."""

    def __init__(self, device_id: str) -> None:
        self.device = SimulatedDevice(ROWS[device_id])
        self.now = 0.0

    def tell(self, role: str, payload: str = "PRESS") -> bool:
        """A command over the wire; whether it had an effect."""
        self.device.hear(role, payload, f"sim/{self.device.row.id}/{role}/set", self.now, 1000.0 + self.now)
        return self.device.view().commands[-1].changed

    def press(self, knob: str, payload: str = "PRESS") -> None:
        """A person at the appliance."""
        self.device.press(knob, payload, self.now)

    def change(self, **conditions: object) -> None:
        """Other circumstances."""
        self.device.change(self.now, **conditions)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        self.device.advance(self.now)

    def said(self, *roles: str) -> list[str]:
        """What it reports."""
        report = self.device.report()
        return [report[role] for role in roles]


def payloads(device_id: str) -> dict[str, dict[str, Any]]:
    """Its discovery messages, decoded: topic → payload."""
    return {one.topic: json.loads(one.payload) for one in announcements(HOME, ROWS[device_id])}
