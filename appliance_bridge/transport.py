"""Bytes to and from the broker; the only file that imports the MQTT library."""
# paho-mqtt driven by the asyncio loop. SIGNATURE FIXED, body to be written by the bridge slice.

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from appliance_bridge.dialects.base import Incoming, Publish


@dataclass(frozen=True, slots=True)
class TlsSettings:
    """TLS to the broker; all None: the system's certificates."""

    ca_file: str | None = None
    cert_file: str | None = None
    key_file: str | None = None


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """Where the broker is and how to get in."""

    host: str = "127.0.0.1"
    port: int = 1883
    username: str | None = None
    password: str | None = None
    tls: TlsSettings | None = None


class Transport:
    """One MQTT connection that reconnects for ever and never sends late."""

    def __init__(
        self,
        settings: BrokerSettings,
        *,
        client_id: str,
        on_message: Callable[[Incoming], None],
        on_connected: Callable[[], None],
        on_disconnected: Callable[[str], None],
        will: Publish | None = None,
    ) -> None:
        raise NotImplementedError

    @property
    def connected(self) -> bool:
        """Whether a publish could leave now."""
        raise NotImplementedError

    async def start(self) -> None:
        """Begin to connect; returns at once, `on_connected` tells (after every connect; no session is kept)."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Say good-bye to the broker and close."""
        raise NotImplementedError

    def subscribe(self, filters: Sequence[str], qos: int = 1) -> None:
        """Listen; remembered and repeated after each reconnect by this class."""
        raise NotImplementedError

    def unsubscribe(self, filters: Sequence[str]) -> None:
        """Stop listening."""
        raise NotImplementedError

    async def publish(self, message: Publish, *, deadline: float | None = None) -> None:
        """Send now or fail; waits for the broker's acknowledgement at QoS 1.

        deadline: seconds since the epoch; sets the MQTT 5 message expiry to what is left of it.
        Raises NotConnected, DeadlinePassed (errors.py). Nothing is ever queued for later.
        """
        raise NotImplementedError
