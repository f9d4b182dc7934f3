"""Makes and opens a client of the MQTT library; only this file and `mqtt_link` know the library."""

import contextlib
import socket
import ssl
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.dialects.base import Publish
from appliance_bridge.mqtt_buffer import BufferedSocket

MqttVersion = MQTTProtocolVersion
MQTT_5 = MQTTProtocolVersion.MQTTv5
MQTT_3 = MQTTProtocolVersion.MQTTv311

_KEEPALIVE_S = 30
_RECEIVE_BUFFER = 8 * 1024 * 1024


class _Client(Client):
    def _create_socket(self) -> Any:
        # the library has no other place for it; one that does not ask here any more reads as it always did
        return BufferedSocket(super()._create_socket())


def make_client(
    settings: BrokerSettings, client_id: str, protocol: MqttVersion, will: Publish | None
) -> Client:
    """A client for one connection: no session is kept, nothing is tried again, nothing is queued."""
    client = _Client(
        CallbackAPIVersion.VERSION2,
        client_id=client_id,
        clean_session=None if protocol == MQTT_5 else True,
        protocol=protocol,
        reconnect_on_failure=False,
    )
    if settings.username is not None:
        client.username_pw_set(settings.username, settings.password)
    if will is not None:
        client.will_set(will.topic, will.payload, will.qos, will.retain)
    client.max_inflight_messages = 0
    # the caller limits; the library would queue what is over its own limit
    client.on_socket_open = _tune
    return client


def open_blocking(client: Client, settings: BrokerSettings) -> None:
    """Name resolution, TCP, TLS and sending CONNECT; all of it blocks, so it belongs in a thread."""
    if settings.tls is not None:
        context = ssl.create_default_context(cafile=settings.tls.ca_file)
        if settings.tls.cert_file is not None:
            context.load_cert_chain(settings.tls.cert_file, settings.tls.key_file)
        client.tls_set_context(context)
    client.connect(settings.host, settings.port, keepalive=_KEEPALIVE_S)


def acknowledge_at_once(sock: BufferedSocket | socket.socket | None) -> None:
    """Spare a usual mosquitto, which joins small messages, a wait of 40 ms; the kernel forgets it soon."""
    if sock is not None and hasattr(socket, "TCP_QUICKACK"):
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _tune(_client: Client, _data: Any, sock: Any) -> None:
    with contextlib.suppress(OSError):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
