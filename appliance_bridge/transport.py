"""Bytes to and from the broker: a connection that comes back for ever and never sends late."""

import asyncio
import logging
import random
import re
import time
from collections.abc import Callable, Sequence

from appliance_bridge.broker_settings import BrokerSettings, LinkFailed, TlsSettings
from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.errors import BadTopic, BridgeError, DeadlinePassed, NotAcknowledged, NotConnected
from appliance_bridge.mqtt_client import MQTT_3, MQTT_5, MqttVersion
from appliance_bridge.mqtt_link import Link
from appliance_bridge.tasks import end, in_time

__all__ = ["BrokerSettings", "TlsSettings", "Transport"]

_LOG = logging.getLogger(__name__)

_FIRST_RETRY_S = 0.25
_LAST_RETRY_S = 30.0
_STEADY_AFTER_S = 5.0
# a connection that lived shorter does not count as a success: two programs may be fighting for one client id
_ACKNOWLEDGED_WITHIN_S = 5.0
_GOODBYE_WITHIN_S = 1.0
_TOPIC_BYTES = 65535
_TOPIC_LEVELS = 200
# mosquitto's own limit
_POISON = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# characters for which a broker hangs up


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
        self._settings = settings
        self._client_id = client_id
        self._on_message = on_message
        self._on_connected = on_connected
        self._on_disconnected = on_disconnected
        self._will = will
        self._filters: dict[str, int] = {}
        self._link: Link | None = None
        self._running: asyncio.Task[None] | None = None
        self._last_error: str | None = None
        self._version: MqttVersion | None = None
        # what the broker speaks, once known

    @property
    def connected(self) -> bool:
        """Whether a publish could leave now."""
        return self._link is not None and not self._link.closed.done()

    @property
    def subscribing(self) -> bool:
        """Whether the broker has not yet answered every subscription."""
        return self.connected and self._link is not None and self._link.subscribing

    @property
    def last_error(self) -> str | None:
        """Why there is no connection, as one plain sentence; None while connected or not yet tried."""
        return None if self.connected else self._last_error

    async def start(self) -> None:
        """Begin to connect; returns at once, `on_connected` tells after every connect."""
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="mqtt-transport")

    async def stop(self) -> None:
        """Say good-bye to the broker and close; what the will would have said is said."""
        running, self._running = self._running, None
        if running is None:
            return
        if self._will is not None and self.connected:
            try:
                async with asyncio.timeout(_GOODBYE_WITHIN_S):
                    await self.publish(self._will)
            except (BridgeError, TimeoutError) as error:
                _LOG.debug("the last message could not be sent: %s", error)
        await end(running)
        link, self._link = self._link, None
        if link is not None:
            link.goodbye()

    def subscribe(self, filters: Sequence[str], qos: int = 1) -> None:
        """Listen; remembered and repeated after each reconnect by this class.

        Asking again for the same filter makes the broker send its retained messages again.
        """
        good = [one for one in filters if _usable(one, wildcards=True)]
        if len(good) < len(filters):
            _LOG.warning("topic filters that no broker would take are left out: %r", set(filters) - set(good))
        self._filters.update(dict.fromkeys(good, qos))
        if self._link is not None:
            self._link.subscribe([(one, qos) for one in good])

    def unsubscribe(self, filters: Sequence[str]) -> None:
        """Stop listening."""
        known = [one for one in filters if self._filters.pop(one, None) is not None]
        if known and self._link is not None:
            self._link.unsubscribe(known)

    def check(self, message: Publish) -> None:
        """Raises BadTopic when no broker would take the message."""
        if not _usable(message.topic, wildcards=False):
            raise BadTopic(message.topic)

    async def publish(self, message: Publish, *, deadline: float | None = None) -> None:
        """Send now or fail; waits for the broker's acknowledgement at QoS 1.

        deadline: seconds since the epoch; sets the MQTT 5 message expiry to what is left of it.
        Raises BadTopic, NotConnected, DeadlinePassed: nothing left; NotAcknowledged, BrokerRefused: it left.
        Nothing is ever queued for later.
        """
        self.check(message)
        link = self._link
        if link is None:
            raise NotConnected(self._last_error or "")
        async with link.slots:
            if not await link.answers(_patience(deadline)):
                link.abort("The broker does not answer.")
            # the one gate before the wire: nothing is awaited between it and the write
            if link is not self._link or link.closed.done():
                raise NotConnected(self._last_error or "")
            left = None if deadline is None else deadline - time.time()
            if left is not None and left <= 0:
                raise DeadlinePassed
            acknowledged = link.send(message, None if left is None else max(1, int(left)))
            if not await in_time(acknowledged, _patience(deadline)):
                # what still waits in our buffers must not leave later: the connection goes, and they with it
                link.abort("The broker did not acknowledge a message in time.")
                raise NotAcknowledged("no acknowledgement")
            acknowledged.result()

    # --- the life of the connection

    async def _run(self) -> None:
        retry = _FIRST_RETRY_S
        while True:
            try:
                link = await self._open()
            except LinkFailed as error:
                self._note(error.reason)
                retry = min(retry * 2, _LAST_RETRY_S) if not error.permanent else _LAST_RETRY_S
            else:
                if await self._live(link) >= _STEADY_AFTER_S:
                    retry = _FIRST_RETRY_S
                else:
                    retry = min(retry * 2, _LAST_RETRY_S)
            await asyncio.sleep(retry * random.uniform(0.5, 1.0))  # noqa: S311  # not a secret

    async def _open(self) -> Link:
        """A new connection, with MQTT 5 if the broker can, else 3.1.1."""
        if self._version is not MQTT_5:
            self._version = await self._version_spoken()
        link = Link(self._settings, self._client_id, self._version, self._will, self._deliver)
        try:
            await link.open()
        except LinkFailed:
            self._version = None
            raise
        return link

    async def _version_spoken(self) -> MqttVersion:
        """Say hello without a will, which some old brokers stumble over before they see that it is MQTT 5.

        Hanging up without a word once may be a broker that is just ending: the older protocol has no expiry,
        so it is taken only when the broker says so or does it again.
        """
        hung_up = False
        while True:
            hello = Link(self._settings, self._client_id, MQTT_5, None, self._deliver)
            try:
                await hello.open()
            except LinkFailed as error:
                if error.other_version or (error.hung_up and hung_up):
                    return MQTT_3
                if not error.hung_up:
                    raise
                hung_up = True
            else:
                hello.goodbye()
                return MQTT_5

    async def _live(self, link: Link) -> float:
        """Serve one connection to its end; returns how many seconds it lasted."""
        since = time.monotonic()
        self._link = link
        link.subscribe(list(self._filters.items()))
        self._safely(self._on_connected)
        reason = await asyncio.shield(link.closed)
        self._link = None
        self._note(reason)
        self._safely(self._on_disconnected, reason)
        return time.monotonic() - since

    def _note(self, reason: str) -> None:
        if reason != self._last_error:
            _LOG.warning("%s Trying again.", reason)
        self._last_error = reason

    def _deliver(self, topic: str, payload: bytes, retained: bool) -> None:
        self._safely(self._on_message, Incoming(topic, payload, retained, time.time()))

    def _safely(self, callback: Callable[..., None], *args: object) -> None:
        try:
            callback(*args)
        except Exception:
            _LOG.exception("a callback failed; the connection goes on")


def _patience(deadline: float | None) -> float:
    """How long the broker may take to answer, in seconds."""
    left = _ACKNOWLEDGED_WITHIN_S if deadline is None else deadline - time.time()
    return min(_ACKNOWLEDGED_WITHIN_S, max(left, 0.5))


def _usable(topic: str, *, wildcards: bool) -> bool:
    """Whether a broker would take the topic; a bad one makes it hang up on the whole house."""
    if not topic or _POISON.search(topic) or len(topic.encode()) > _TOPIC_BYTES:
        return False
    levels = topic.split("/")
    if len(levels) > _TOPIC_LEVELS:
        return False
    if not wildcards:
        return "+" not in topic and "#" not in topic and not topic.startswith("$")
    return "#" not in levels[:-1] and all(len(one) == 1 or not {"+", "#"} & set(one) for one in levels)
