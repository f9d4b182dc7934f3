"""A home of simulated Shelly devices, without a broker between them."""

import json
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
from appliance_bridge.dialects.shelly.convention import Shelly
from appliance_bridge.state import ApplianceState, Reported
from tests.appliance_bridge.shelly.simulated import Sent, SimulatedShelly

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_800_000_000.0


class House:
    """The dialect, its devices, and what its effects amount to."""

    def __init__(self, *devices: SimulatedShelly) -> None:
        self.dialect = EntityDialect(Shelly(), CATALOGUE)
        self.devices = list(devices)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}
        self.topics: set[str] = set()
        self.published: list[Publish] = []
        self.problems: list[str] = []
        self.announcements = 0
        self.now = NOW
        for one in devices:
            self.deliver(one.connects())

    def deliver(self, messages: Sent) -> None:
        """Let messages arrive, and what is said in return."""
        for topic, payload, _ in messages:
            self.say(topic, payload)

    def say(self, topic: str, payload: bytes | str | dict[str, Any]) -> list[Effect]:
        """Let one message arrive."""
        raw = payload if isinstance(payload, bytes) else payload.encode() if isinstance(payload, str) else b""
        if isinstance(payload, dict):
            raw = json.dumps(payload).encode()
        effects = list(self.dialect.receive(Incoming(topic, raw, False, self.now)))
        for effect in effects:
            match effect:
                case Announced(appliance):
                    self.appliances[appliance.id] = appliance
                    self.announcements += 1
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
                case Problem():
                    self.problems.append(effect.reason)
                case Publish():
                    self.send(effect)
        return effects

    def send(self, message: Publish) -> None:
        """Let a message reach the devices."""
        assert not message.retain
        self.published.append(message)
        for one in self.devices:
            self.deliver(one.hears(message.topic, message.payload))

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

    def offered(self, appliance: str, capability: str) -> frozenset[str]:
        """The actions of a capability that an appliance offers now."""
        offer = self.appliances[appliance].offers.get(capability)
        return frozenset() if offer is None else offer.actions

    def do(self, action: str, appliance: str = "", /, **arguments: Value) -> None:
        """Carry out a command."""
        target = appliance or self.one().id
        known = {
            key: Reported(value, NOW)
            for key, value in self.state.get(target, {}).items()
            if value is not None
        }
        capability, _, name = action.partition(".")
        for one in self.dialect.encode(target, capability, name, arguments, ApplianceState(True, known)):
            self.send(one)
