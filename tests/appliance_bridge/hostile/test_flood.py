"""A device that brings ever new topics holds up nobody's lamp, over a real broker."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from tests.appliance_bridge.home_assistant.house import CATALOGUE
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
LAMP = {
    "uniq_id": "good",
    "cmd_t": "good/set",
    "stat_t": "good/state",
    "dev": {"ids": "good", "name": "Lamp"},
}
MESSAGES = 25_000


def client(mosquitto: Server) -> Client:
    """A connected client."""
    made = Client(CallbackAPIVersion.VERSION2)
    made.max_queued_messages_set(0)
    made.connect(mosquitto.host, mosquitto.port)
    made.loop_start()
    return made


@pytest.fixture
def lamp(mosquitto: Server) -> Iterator[Client]:
    """A lamp that does what it is told."""
    made = client(mosquitto)
    made.on_message = lambda one, _data, message: one.publish("good/state", message.payload, 1)
    made.subscribe("good/set", 1)
    yield made
    made.disconnect()
    made.loop_stop()


def flood(mosquitto: Server) -> None:
    """Announce thousands of lamps, each at topics of its own, and let them speak."""
    evil = client(mosquitto)
    for number in range(MESSAGES):
        said = {"uniq_id": f"e{number}", "cmd_t": f"e{number}/set", "stat_t": f"e{number}/s",
                "dev": {"ids": f"e{number % 300}", "name": f"Evil {number}"}}  # fmt: skip
        evil.publish(f"homeassistant/light/e{number}/config", json.dumps(said), 0)
        evil.publish(f"e{number}/s", "ON", 0)
        if number % 100 == 0:
            time.sleep(0.02)
    evil.disconnect()
    evil.loop_stop()


async def test_a_lamp_obeys_while_ever_new_ones_are_announced(
    bridge_of: MakeBridge, mosquitto: Server, lamp: Client
) -> None:
    bridge = await bridge_of(dialects=[HomeAssistant(CATALOGUE)])
    lamp.publish("homeassistant/light/good/config", json.dumps(LAMP), 1)
    await until(lambda: bridge.appliance("good"))
    flooding = threading.Thread(target=flood, args=(mosquitto,))
    results = []
    for number in range(25):
        action = "turn_off" if number % 2 else "turn_on"
        order = Command(f"c{number}", "good", "power", action, deadline=time.time() + 30)
        [result] = await bridge.execute(f"m{number}", [order])
        results.append(result.result)
        if number == 0:
            flooding.start()
        await asyncio.sleep(0.3)
    await asyncio.to_thread(flooding.join)
    assert results == ["confirmed"] * 25
