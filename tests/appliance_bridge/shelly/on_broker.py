"""Simulated devices on a real broker."""

import threading
from typing import Protocol

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

Sent = list[tuple[str, bytes, bool]]


class Simulated(Protocol):
    """A device that says things and hears things."""

    subscribes: list[str]
    will: tuple[str, bytes]

    def connects(self) -> Sent:
        """What it says when it comes."""

    def hears(self, topic: str, payload: bytes) -> Sent:
        """What it says to a message."""


class OnBroker:
    """One device with a connection of its own."""

    def __init__(self, device: Simulated, host: str, port: int) -> None:
        self.device = device
        self._ready = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.will_set(*device.will, qos=1, retain=True)
        self._client.on_connect = lambda client, *_: client.subscribe([(one, 1) for one in device.subscribes])
        self._client.on_subscribe = self._subscribed
        self._client.on_message = self._message
        self._client.connect(host, port)
        self._client.loop_start()
        assert self._ready.wait(5), "the device could not connect"

    def say(self, messages: Sent) -> None:
        """Publish."""
        for topic, payload, retain in messages:
            self._client.publish(topic, payload, qos=1, retain=retain)

    def vanish(self) -> None:
        """Lose the connection: the broker says the will."""
        self._client.loop_stop()
        sock = self._client.socket()
        assert sock is not None
        sock.close()

    def stop(self) -> None:
        """Leave."""
        self._client.disconnect()
        self._client.loop_stop()

    def _subscribed(self, *_: object) -> None:
        self.say(self.device.connects())
        self._ready.set()

    def _message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        self.say(self.device.hears(message.topic, bytes(message.payload)))
