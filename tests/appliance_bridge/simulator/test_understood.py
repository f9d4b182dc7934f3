"""The shipped home through the public dialect: every device is known for what it is, every offer is kept."""

import pytest

from appliance_bridge.appliance import Appliance, Offer
from appliance_bridge.capability import Action, Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.base import Announced, Incoming, Problem, Publish, Report
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.goal import goal_of
from appliance_bridge.simulator.announce import FARM_STATUS, announcements, availability_topic
from appliance_bridge.state import ApplianceState, Reported
from tests.appliance_bridge.simulator.home import HOME, ROWS, Hand

CATALOGUE: Catalogue = load_catalogue()

BEFORE: dict[str, list[tuple[str, str, dict[str, Value]]]] = {
    "run_control.pause": [("run_control", "start", {})],
    "run_control.resume": [("run_control", "start", {}), ("run_control", "pause", {})],
    "run_control.stop": [("run_control", "start", {})],
    "run_control.return_to_dock": [("run_control", "start", {})],
    "lock.lock": [("lock", "unlock", {})],
    "position.close": [("position", "open", {})],
    "volume.unmute": [("volume", "mute", {})],
}
"""Commands that bring a device to where an action has something to do."""


class Wire:
    """One device and the dialect, joined by topics and payloads only."""

    def __init__(self, device: str) -> None:
        self.hand = Hand(device)
        self.dialect = HomeAssistant(CATALOGUE)
        self.appliances: dict[str, Appliance] = {}
        self.reported: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool | None] = {}
        for message in announcements(HOME, ROWS[device]):
            self._deliver(message.topic, message.payload)
        self._report()
        self._deliver(availability_topic(device), b"online")
        self._deliver(FARM_STATUS, b"online")

    def state(self, appliance: str) -> ApplianceState:
        """What the appliance is known to have said."""
        said = self.reported.get(appliance, {})
        known = {key: Reported(value, 0.0) for key, value in said.items() if value is not None}
        return ApplianceState(self.online.get(appliance), known)

    def do(self, appliance: str, capability: str, action: str, arguments: dict[str, Value]) -> None:
        """One command, a minute for it to be carried out, and what is reported then."""
        for message in self.dialect.encode(appliance, capability, action, arguments, self.state(appliance)):
            self._obey(message)
        self.hand.wait(3 if capability == "run_control" else 60)
        self._report()

    def _obey(self, message: Publish) -> None:
        base, device, role, last = message.topic.split("/")
        assert (base, device, last, message.retain) == ("sim", self.hand.device.row.id, "set", False)
        self.hand.tell(role, message.payload.decode())

    def _report(self) -> None:
        for role, payload in self.hand.device.report().items():
            self._deliver(f"sim/{self.hand.device.row.id}/{role}", payload.encode())

    def _deliver(self, topic: str, payload: bytes) -> None:
        for effect in self.dialect.receive(Incoming(topic, payload, retained=True, at=0.0)):
            match effect:
                case Announced(appliance):
                    self.appliances[appliance.id] = appliance
                case Report(appliance_id, attributes, online):
                    self.reported.setdefault(appliance_id, {}).update(attributes)
                    self.online[appliance_id] = self.online.get(appliance_id) if online is None else online
                case Problem(topic, reason):
                    pytest.fail(f"{topic}: {reason}")


def argument(offer: Offer, action: Action, name: str, kind: str) -> Value:
    """A legal value, not the present one: the middle of a range, the last of the options."""
    also = [attribute for attribute, value in action.reaches.items() if value == f"${name}"]
    limits = next((offer.limits[key] for key in (name, *also) if key in offer.limits), None)
    if kind == "number":
        low = limits.minimum if limits and limits.minimum is not None else 0
        high = limits.maximum if limits and limits.maximum is not None else 100
        return round(low + (high - low) / 3)
    if limits and limits.options:
        return limits.options[-1]
    return "10,20,250"


@pytest.mark.parametrize("device", list(ROWS))
def test_it_is_known_for_what_it_is(device: str) -> None:
    wire = Wire(device)
    row = ROWS[device]
    appliance = wire.appliances[device]
    assert appliance.type == row.type
    assert appliance.names == tuple(row.name.split(" / "))
    assert appliance.areas == tuple(row.area.split(" / "))
    assert wire.online[device] is True


@pytest.mark.parametrize("device", list(ROWS))
def test_it_does_what_it_offers(device: str) -> None:
    for key, appliance in Wire(device).appliances.items():
        for capability, offer in appliance.offers.items():
            for name in sorted(offer.actions):
                action = CATALOGUE.capabilities[capability].actions[name]
                given = {
                    one.name: argument(offer, action, one.name, one.kind)
                    for one in action.arguments
                    if one.required
                }
                wire = Wire(device)
                if appliance.can("power", "turn_on") and name != "turn_on":
                    wire.do(key, "power", "turn_on", {})
                if appliance.type in ("oven", "air_fryer") and capability == "run_control":
                    wire.do(key, "temperature", "set", {"value": 180})
                for step in BEFORE.get(f"{capability}.{name}", ()):
                    wire.do(key, *step)
                wire.do(key, capability, name, given)
                goal = goal_of(Command("1", key, capability, name, given), action, offer)
                assert goal is None or goal.reached(wire.state(key)), (capability, name, given)
