"""A network on a real broker, told and heard through the whole bridge."""

import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from tests.appliance_bridge.zigbee2mqtt.network import STATE, device, numeric, thing
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
LIGHT = thing("light", STATE, numeric("brightness", value_max=254))


class Zigbee:
    """Zigbee2MQTT as far as the broker sees it: lists, states, and obedience."""

    def __init__(self, host: str, port: int) -> None:
        self.commands: list[tuple[str, Any]] = []
        self.asked: list[str] = []
        self._state: dict[str, dict[str, Any]] = {}
        self._client = Client(CallbackAPIVersion.VERSION2)
        self._client.on_message = self._told
        self._client.connect(host, port)
        self._client.subscribe([("zigbee2mqtt/+/set", 1), ("zigbee2mqtt/+/get", 1)])
        self._client.loop_start()

    def say(self, topic: str, payload: object) -> None:
        """Publish retained, and wait until the broker has it."""
        self._client.publish(f"zigbee2mqtt/{topic}", json.dumps(payload), 1, True).wait_for_publish(5)

    def stop(self) -> None:
        for topic in ("bridge/devices", "bridge/state", "bridge/info", "안방 조명"):
            self._client.publish(f"zigbee2mqtt/{topic}", b"", 1, True).wait_for_publish(5)
        self._client.disconnect()
        self._client.loop_stop()

    def _told(self, client: Client, data: object, message: MQTTMessage) -> None:
        base, name, kind = message.topic.split("/")
        body = json.loads(message.payload)
        state = self._state.setdefault(name, {"state": "OFF", "brightness": 10})
        if kind == "get":
            self.asked.append(name)
        else:
            self.commands.append((name, body))
            state.update(body)
        client.publish(f"{base}/{name}", json.dumps(state), 1)


@pytest.fixture
def zigbee(mosquitto: Server) -> Iterator[Zigbee]:
    one = Zigbee(mosquitto.host, mosquitto.port)
    yield one
    one.stop()


def _dialects() -> list[EntityDialect]:
    return [EntityDialect(Zigbee2Mqtt(), load_catalogue())]


def _command(appliance: str, capability: str, action: str, number: int, **arguments: Any) -> Command:
    return Command(
        id=f"m{number}.0",
        appliance=appliance,
        message=f"m{number}",
        capability=capability,
        action=action,
        arguments=arguments,
        deadline=time.time() + 30,
    )


async def test_a_network_is_found_told_and_heard(bridge_of: MakeBridge, zigbee: Zigbee) -> None:
    zigbee.say("bridge/state", {"state": "online"})
    zigbee.say("bridge/info", {"version": "2"})
    zigbee.say("bridge/devices", [device("거실 조명", LIGHT, type="Router")])
    bridge = await bridge_of(dialects=_dialects())
    await until(lambda: bridge.appliances())
    lamp = bridge.appliances()[0].id
    # It retained no state: it is asked.
    await until(lambda: bridge.state(lamp).value("power.on") is False)
    assert zigbee.asked == ["거실 조명"]
    assert bridge.state(lamp).online is True

    [result] = await bridge.execute("m1", [_command(lamp, "power", "turn_on", 1)])
    assert result.result == "confirmed"
    [result] = await bridge.execute("m2", [_command(lamp, "level", "set", 2, value=100)])
    assert result.result == "confirmed"
    assert zigbee.commands == [
        ("거실 조명", {"state": "ON"}),
        ("거실 조명", {"state": "ON", "brightness": 254}),
    ]


async def test_renamed_restarted_and_removed(bridge_of: MakeBridge, zigbee: Zigbee) -> None:
    zigbee.say("bridge/state", {"state": "online"})
    zigbee.say("bridge/devices", [device("거실 조명", LIGHT)])
    bridge = await bridge_of(dialects=_dialects())
    await until(lambda: bridge.appliances())
    lamp = bridge.appliances()[0].id
    zigbee.say("bridge/devices", [device("안방 조명", LIGHT)])
    await until(lambda: bridge.appliances()[0].names == ("안방 조명",))
    zigbee.say("안방 조명", {"state": "ON"})
    await until(lambda: bridge.state(lamp).value("power.on") is True)

    zigbee.say("bridge/state", {"state": "offline"})
    await until(lambda: bridge.state(lamp).online is False)
    zigbee.say("bridge/state", {"state": "online"})
    await until(lambda: bridge.state(lamp).online is True)

    zigbee.say("bridge/devices", [])
    await until(lambda: not bridge.appliances())
