"""A home of simulated Shelly devices, without a broker between them."""

import json
from typing import Any

from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import (
    Effect,
    Incoming,
    Publish,
)
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.shelly.convention import Shelly
from tests.appliance_bridge.shelly.simulated import Sent, SimulatedShelly
from tests.support.dialect_home import NOW, DialectHome

CATALOGUE: Catalogue = load_catalogue()


class House(DialectHome):
    """The dialect, its devices, and what its effects amount to."""

    def __init__(self, *devices: SimulatedShelly) -> None:
        super().__init__(EntityDialect(Shelly(), CATALOGUE))
        self.devices = list(devices)
        self.published: list[Publish] = []
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
        effects = self.take(self.dialect.receive(Incoming(topic, raw, False, self.now)))
        for effect in effects:
            if isinstance(effect, Publish):
                self.send(effect)
        return effects

    def send(self, message: Publish) -> None:
        """Let a message reach the devices."""
        assert not message.retain
        self.published.append(message)
        for one in self.devices:
            self.deliver(one.hears(message.topic, message.payload))

    def offered(self, appliance: str, capability: str) -> frozenset[str]:
        """The actions of a capability that an appliance offers now."""
        offer = self.appliances[appliance].offers.get(capability)
        return frozenset() if offer is None else offer.actions

    def do(self, action: str, appliance: str = "", /, **arguments: Value) -> None:
        """Carry out a command."""
        for one in self.publish(action, appliance, **arguments):
            self.send(one)
