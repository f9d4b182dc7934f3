"""One MQTT connection, driven by the event loop, opened once and never again.

A client of the library keeps what it could not send and sends it after a reconnect, which could start
a washer an hour late. So each connection gets a new client, and its queue dies with it.
"""

import asyncio
import contextlib
import logging
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from appliance_bridge.broker_settings import BrokerSettings, LinkFailed, cannot_connect
from appliance_bridge.dialects.base import Publish
from appliance_bridge.errors import BrokerRefused, NotAcknowledged, NotConnected
from appliance_bridge.mqtt_buffer import BufferedSocket
from appliance_bridge.mqtt_client import MQTT_5, MqttVersion, acknowledge_at_once, make_client, open_blocking
from appliance_bridge.subscriber import Subscriber
from appliance_bridge.tasks import fail, in_time

_LOG = logging.getLogger(__name__)

_CONNECT_WITHIN_S = 10.0
_READS_AT_ONCE = 100
_IN_FLIGHT = 20
_AWAKE_S = 1.0

_UNSUPPORTED_VERSION = 0x84
_BAD_CREDENTIALS = (0x86, 0x87)
_NOT_AUTHORIZED = 0x87
_TAKEN_OVER = 0x8E


class Link:
    """One connection. `closed` resolves with the reason when it is over."""

    def __init__(
        self,
        settings: BrokerSettings,
        client_id: str,
        protocol: MqttVersion,
        will: Publish | None,
        on_message: Callable[[str, bytes, bool], None],
    ) -> None:
        self._settings = settings
        self._place = f"{settings.host}:{settings.port}"
        self._loop = asyncio.get_running_loop()
        self._on_message = on_message
        self._received = 0
        self._heard = 0.0
        self._awake: asyncio.Future[None] | None = None
        self._protocol = protocol
        self._accepted: asyncio.Future[None] = self._loop.create_future()
        self.closed: asyncio.Future[str] = self._loop.create_future()
        self.slots = asyncio.Semaphore(_IN_FLIGHT)
        self._acks: dict[int, asyncio.Future[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._socket: BufferedSocket | socket.socket | None = None

        client = make_client(settings, client_id, protocol, will)
        client.on_connect = self._connected
        client.on_disconnect = self._disconnected
        client.on_message = self._message
        client.on_publish = self._published
        client.on_subscribe = self._subscribed
        client.on_unsubscribe = self._unsubscribed
        self._client = client
        self._subscriber = Subscriber(lambda batch: client.subscribe(list(batch))[1])

    # --- opening and closing

    async def open(self) -> None:
        """Connect and wait until the broker accepts. Raises LinkFailed."""
        opening = self._loop.run_in_executor(None, open_blocking, self._client, self._settings)
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(self._drop_when_opened)
            raise
        except OSError as error:
            raise LinkFailed(cannot_connect(error, self._settings)) from error
        except ValueError as error:
            raise LinkFailed(f"The broker settings for {self._place} cannot be used: {error}") from error
        self._adopt()
        try:
            if not await in_time(self._accepted, _CONNECT_WITHIN_S):
                raise LinkFailed(f"{self._place} does not answer as a broker.", hung_up=True)
            self._accepted.result()
        except BaseException:
            self.abort("")
            raise

    def _drop_when_opened(self, opening: "asyncio.Future[None]") -> None:
        if not opening.cancelled():
            opening.exception()
        self.abort("")

    def _adopt(self) -> None:
        """From here on the socket belongs to the event loop."""
        client = self._client
        sock = client.socket()
        if sock is None:
            return
        self._socket = sock  # type: ignore[assignment]
        client.on_socket_close = lambda *_: self._release()
        client.on_socket_register_write = self._watch_writable
        client.on_socket_unregister_write = self._unwatch_writable
        self._loop.add_reader(sock, self._readable)
        if client.want_write():
            self._watch_writable(client, None, sock)
        self._tick()

    def _watch_writable(self, _client: Client, _data: Any, sock: Any) -> None:
        self._loop.add_writer(sock, self._step, self._client.loop_write)

    def _unwatch_writable(self, _client: Client, _data: Any, sock: Any) -> None:
        self._loop.remove_writer(sock)

    def _tick(self) -> None:
        self._step(self._client.loop_misc)
        self._subscriber.tick()
        if not self.closed.done():
            self._timer = self._loop.call_later(1.0, self._tick)

    def _readable(self) -> None:
        """Empty the socket, then let the library read a part: one call takes one message."""
        self._heard = self._loop.time()
        acknowledge_at_once(self._socket)
        if isinstance(self._socket, BufferedSocket):
            self._socket.drain()
        for _ in range(_READS_AT_ONCE):
            before = self._received
            self._step(self._client.loop_read)
            if self.closed.done() or (self._received == before and not self._pending()):
                return
        if self._pending():
            self._loop.call_soon(self._readable)

    def _pending(self) -> bool:
        return isinstance(self._socket, BufferedSocket) and self._socket.pending() > 0

    def _step(self, work: Callable[[], MQTTErrorCode]) -> None:
        """Let the library work; whatever bytes make it stumble end this connection, not the process."""
        if self.closed.done():
            return
        try:
            work()
        except Exception as error:
            self.abort(f"{self._place} sent something that is not MQTT ({type(error).__name__}).")

    def _release(self) -> None:
        """Take the socket away from the event loop, while its number is still its own."""
        sock, self._socket = self._socket, None
        if sock is not None and sock.fileno() >= 0:
            self._loop.remove_reader(sock)
            self._loop.remove_writer(sock)

    def abort(self, reason: str) -> None:
        """Cut the connection; bytes not yet sent are thrown away."""
        sock: Any = self._client.socket()
        self._release()
        self._client.on_socket_close = None
        self._client.on_socket_unregister_write = None
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            sock.close()
        self._over(reason)

    def goodbye(self) -> None:
        """Tell the broker that we go, so that it does not publish the will."""
        with contextlib.suppress(Exception):
            self._client.disconnect()
            self._client.loop_write()
        if self._client.socket() is not None:
            # not even good-bye could leave
            self.abort("closed")
        self._release()
        self._over("closed")

    def _over(self, reason: str) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self.closed.done():
            return
        self.closed.set_result(reason)
        acks, self._acks = self._acks, {}
        for waiting in acks.values():
            fail(waiting, NotAcknowledged(reason))
        fail(self._accepted, LinkFailed(reason, hung_up=True))

    # --- sending

    async def answers(self, within_s: float) -> bool:
        """Whether the broker is awake, asked unless it was heard just now.

        One that hangs would take a command into its buffer and pass it on whenever it wakes. The question is
        to stop listening to what we never listened to: an answer and no effect in every protocol version.
        """
        if self._loop.time() - self._heard < _AWAKE_S:
            return True
        if self._awake is None or self._awake.done():
            self._awake = self._loop.create_future()
            self._client.unsubscribe("jipsa/awake")
            self._step(self._client.loop_write)
        return await in_time(self._awake, within_s) and not self.closed.done()

    def send(self, message: Publish, expiry_s: int | None) -> "asyncio.Future[None]":
        """Put it on the wire now; the future is done when the broker acknowledged (QoS 0: when written)."""
        properties = None
        if expiry_s is not None and self._protocol == MQTT_5:
            properties = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
            properties.MessageExpiryInterval = expiry_s
        info = self._client.publish(message.topic, message.payload, message.qos, message.retain, properties)
        if info.rc != MQTTErrorCode.MQTT_ERR_SUCCESS:
            raise NotConnected(str(info.rc))
        acknowledged = self._loop.create_future()
        self._acks[info.mid] = acknowledged
        self._step(self._client.loop_write)
        return acknowledged

    @property
    def subscribing(self) -> bool:
        """Whether a subscription waits for its answer."""
        return self._subscriber.busy

    def subscribe(self, filters: Sequence[tuple[str, int]]) -> None:
        """Listen to (filter, QoS)."""
        self._subscriber.subscribe(filters)

    def unsubscribe(self, filters: Sequence[str]) -> None:
        """Stop listening, also to what was not yet asked for."""
        self._subscriber.forget(filters)
        self._client.unsubscribe(list(filters))

    # --- callbacks of the library; they only note, for it holds a lock meanwhile

    def _connected(self, _client: Client, _data: Any, _flags: Any, reason: ReasonCode, props: Any) -> None:
        if self._accepted.done():
            return
        if not reason.is_failure:
            limit = getattr(props, "ReceiveMaximum", _IN_FLIGHT)
            self.slots = asyncio.Semaphore(min(_IN_FLIGHT, limit))
            self._accepted.set_result(None)
            return
        refused = reason.value in _BAD_CREDENTIALS
        said = "the user name or password" if refused else f"the connection ({reason})"
        self._accepted.set_exception(
            LinkFailed(
                f"The broker at {self._place} does not accept {said}.",
                other_version=reason.value == _UNSUPPORTED_VERSION,
                permanent=refused,
            )
        )

    def _disconnected(self, _client: Client, _data: Any, flags: Any, reason: ReasonCode, _: Any) -> None:
        if reason.value == _TAKEN_OVER:
            said = f"Another program connected to the broker at {self._place} with the same client id."
        elif flags.is_disconnect_packet_from_server:
            said = f"The broker at {self._place} closed the connection ({reason})."
        else:
            said = f"The connection to the broker at {self._place} was lost."
        self._over(said)

    def _message(self, _client: Client, _data: Any, message: MQTTMessage) -> None:
        self._received += 1
        try:
            topic = message.topic
        except UnicodeDecodeError:
            return
        self._on_message(topic, bytes(message.payload), message.retain)

    def _published(self, _client: Client, _data: Any, mid: int, reason: ReasonCode, _properties: Any) -> None:
        waiting = self._acks.pop(mid, None)
        if waiting is None or waiting.done():
            return
        if not reason.is_failure:
            waiting.set_result(None)
        elif reason.value == _NOT_AUTHORIZED:
            fail(waiting, BrokerRefused("not allowed by the broker"))
        else:
            fail(waiting, BrokerRefused(f"refused by the broker: {reason}".lower()))

    def _subscribed(self, _client: Client, _data: Any, mid: int, reasons: list[ReasonCode], _: Any) -> None:
        refused = self._subscriber.answered(mid, [reason.is_failure for reason in reasons])
        if refused:
            _LOG.warning("not allowed by the broker: listening to %s", ", ".join(refused))

    def _unsubscribed(self, *_: object) -> None:
        if self._awake is not None and not self._awake.done():
            self._awake.set_result(None)
