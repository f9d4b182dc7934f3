"""Devices that speak Home Assistant discovery from a thread of their own, and an ear on the wire."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.subscribeoptions import SubscribeOptions

from tests.support.house import wait_for


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as it came over the wire."""

    topic: str
    payload: str
    qos: int
    retained: bool
    expiry: int | None
    at: float


class Wire:
    """An MQTT 5 client that remembers all it hears."""

    def __init__(self, host: str, port: int, **access: Any) -> None:
        """access: username, password, ca_file."""
        self.heard: list[Heard] = []
        self._connected_once, self._subscribed = threading.Event(), threading.Event()
        self._filters: list[str] = []
        self.client = Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
        if access.get("username"):
            self.client.username_pw_set(access["username"], access["password"])
        if access.get("ca_file"):
            self.client.tls_set(ca_certs=access["ca_file"])
        self.client.on_message = self._message
        self.client.on_connect = self._connected
        self.client.on_subscribe = lambda *_: self._subscribed.set()
        self.client.reconnect_delay_set(1, 1)
        self.client.connect(host, port)
        self.client.loop_start()
        assert self._connected_once.wait(10), "the broker did not let us in"

    def listen(self, *filters: str) -> "Wire":
        """Hear these from the return of this call on, with the retain flag as it was published."""
        for one in filters:
            self._filters.append(one)
            self._subscribed.clear()
            self._subscribe(one)
            assert self._subscribed.wait(5), "the broker did not answer"
        return self

    def put(self, topic: str, payload: bytes | str, *, retain: bool = True, qos: int = 1) -> None:
        """Publish, and wait until the broker has it."""
        self.client.publish(topic, payload, qos=qos, retain=retain).wait_for_publish(10)

    def of(self, topic: str) -> list[Heard]:
        """What was heard on one topic."""
        return [one for one in self.heard if one.topic == topic]

    def close(self) -> None:
        """Leave."""
        self.client.disconnect()
        self.client.loop_stop()

    def _subscribe(self, one: str) -> None:
        self.client.subscribe(one, options=SubscribeOptions(qos=1, retainAsPublished=True))

    def _connected(self, *_: object) -> None:
        for one in self._filters:
            self._subscribe(one)
        self._connected_once.set()

    def _message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        expiry = getattr(message.properties, "MessageExpiryInterval", None)
        payload = message.payload.decode("utf-8", "replace")
        self.heard.append(
            Heard(message.topic, payload, message.qos, bool(message.retain), expiry, time.monotonic())
        )
        self.obey(message.topic, payload)

    def obey(self, topic: str, payload: str) -> None:
        """What a device does about it."""


class Switch(Wire):
    """A light or a switch that is on or off; slow, mute, or well."""

    def __init__(
        self, host: str, port: int, device_id: str, name: str, *, component: str = "light", slow_s: float = 0.0,
        config: Mapping[str, object] | None = None, **access: Any,
    ) -> None:  # fmt: skip
        self.id, self.slow_s = device_id, slow_s
        self.base = f"thing/{device_id}"
        super().__init__(host, port, **access)
        self.listen(f"{self.base}/set")
        self.report("OFF")
        announced = {
            "name": None, "unique_id": device_id, "command_topic": f"{self.base}/set",
            "state_topic": f"{self.base}/state", "device": {"identifiers": [device_id], "name": name},
            **(config or {}),
        }  # fmt: skip
        self.put(f"homeassistant/{component}/{device_id}/config", json.dumps(announced))

    @property
    def obeyed(self) -> list[str]:
        """The commands it took."""
        return [one.payload for one in self.of(f"{self.base}/set")]

    def report(self, state: str) -> None:
        """Say what it is."""
        self.client.publish(f"{self.base}/state", state, qos=1, retain=True)

    def obey(self, topic: str, payload: str) -> None:
        """Do it and say it."""
        if topic != f"{self.base}/set":
            return
        if self.slow_s:
            threading.Timer(self.slow_s, self.report, (payload,)).start()
        else:
            self.report(payload)

    def until_told(self, count: int) -> None:
        """Wait until it has taken so many commands."""
        wait_for(lambda: len(self.obeyed) >= count)
