"""Thousands of announcements kept by a broker with its usual settings."""

import json
from collections.abc import Awaitable, Callable, Sequence

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.transport import Transport
from tests.support.servers import Server
from tests.support.tiny import LAMP, TinyDialect
from tests.support.waiting import until

HOUSE = 5000


async def test_every_kept_announcement_is_read(
    bridge_of: Callable[..., Awaitable[Bridge]], mosquitto: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    subscribe = Transport.subscribe

    def counted(self: Transport, filters: Sequence[str], qos: int = 1) -> None:
        asked.extend(filters)
        subscribe(self, filters, qos)

    monkeypatch.setattr(Transport, "subscribe", counted)
    client = Client(CallbackAPIVersion.VERSION2)
    client.connect(mosquitto.host, mosquitto.port)
    client.loop_start()
    config = json.dumps(LAMP | {"padding": "x" * 500})
    for number in range(HOUSE):
        last = client.publish(f"tiny/lamp{number}/config", config, qos=1, retain=True)
    last.wait_for_publish(60)
    client.disconnect()
    client.loop_stop()

    dialect = TinyDialect()
    bridge = await bridge_of(ready=False, dialects=[dialect])
    await until(lambda: len(bridge.appliances()) == HOUSE, 60)
    assert await bridge.wait_ready(20)
    # counted again, and what was known was not looked at again
    await until(lambda: asked.count("tiny/+/config") == 2)
    await until(lambda: bridge._lines[0].greeted, 20)
    assert HOUSE <= dialect.received < HOUSE * 1.2
