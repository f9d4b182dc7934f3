"""Home Assistant MQTT discovery as a convention: entities announce themselves, one or a device at a time.

Bridges that do not keep their announcements in the broker tell them again when Home Assistant says `online`
on `<prefix>/status`. So that is said here too, after every connect and once the broker listens for us. Also
beside a real Home Assistant, and when its word is kept in the broker: it came before anybody here could hear
the answers, and to be asked twice does a bridge no harm. It is never kept, so it does not outlive us, and
`offline` is never said there: bridges would fall silent for Home Assistant as well. With `birth` off only
Home Assistant speaks there; then bridges that keep nothing are known after its next start.
"""

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
        self,
        prefixes: Sequence[str] = ("homeassistant",),
        abbreviations: Abbreviations | None = None,
        *,
        birth: bool = True,
    ) -> None:
        """`prefixes`: discovery prefixes to listen to; `birth`: whether to ask for what is not kept."""
        self._births = tuple(dict.fromkeys(prefix.strip("/") for prefix in prefixes)) if birth else ()
        self._discovery = Discovery(prefixes, tuple(COMPONENTS), abbreviations or load())

    def subscriptions(self) -> Sequence[Subscribe]:
        """At QoS 0 (a broker drops part of a large replay otherwise)."""
        return (Subscribe(self._discovery.filters(), qos=0),)

    def greetings(self) -> Sequence[Publish]:
        """The birth message that makes bridges announce what they do not retain."""
        return tuple(Publish(f"{prefix}/status", b"online") for prefix in self._births)

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
