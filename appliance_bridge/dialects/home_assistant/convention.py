"""Home Assistant MQTT discovery as a convention: entities announce themselves, one or a device at a time."""

from collections.abc import Sequence

from appliance_bridge.dialects.base import Incoming, Publish, Subscribe
from appliance_bridge.dialects.convention import Heard
from appliance_bridge.dialects.home_assistant.abbreviations import Abbreviations, load
from appliance_bridge.dialects.home_assistant.discovery import Discovery
from appliance_bridge.entities.components import COMPONENTS


class HomeAssistantDiscovery:
    """A `Convention`: each discovery topic is a source."""

    name = "home_assistant"

    def __init__(
        self, prefixes: Sequence[str] = ("homeassistant",), abbreviations: Abbreviations | None = None
    ) -> None:
        """`prefixes`: discovery prefixes to listen to."""
        self._prefixes = tuple(prefixes)
        self._discovery = Discovery(prefixes, tuple(COMPONENTS), abbreviations or load())

    def subscriptions(self) -> Sequence[Subscribe]:
        """At QoS 0 (a broker drops part of a large replay otherwise)."""
        return (Subscribe(self._discovery.filters(), qos=0),)

    def greetings(self) -> Sequence[Publish]:
        """The birth message that makes bridges announce what they do not retain."""
        return tuple(Publish(f"{prefix}/status", b"online") for prefix in self._prefixes)

    def announces(self, topic: str) -> bool:
        """Whether it is a discovery topic."""
        return self._discovery.address(topic) is not None

    def hear(self, message: Incoming) -> Heard | None:
        """What a discovery message announces."""
        address = self._discovery.address(message.topic)
        if address is None:
            return None
        return Heard(announced=(self._discovery.read(message.topic, address, message.payload),))

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """Devices are not asked for anything but what they announced."""
        return (message,)
