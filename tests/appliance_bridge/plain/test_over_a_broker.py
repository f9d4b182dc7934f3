"""Described appliances behind a real broker, told by the whole bridge."""

import json
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.dialects.plain.dialect import Plain
from tests.appliance_bridge.plain.house import CATALOGUE, heater
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]


class Gadget:
    """A thing somebody soldered: it obeys `heater/cmd` and tells `heater/state`."""

    def __init__(self, server: Server) -> None:
        self.heard: list[tuple[str, str, bool]] = []
        self.client = Client(CallbackAPIVersion.VERSION2)
        self.client.on_message = self._obey
        self.client.connect(server.host, server.port)
        self.client.subscribe([("heater/cmd", 1), ("heater/set", 1)])
        self.client.loop_start()

    def say(self, topic: str, payload: object, *, retain: bool = True) -> None:
        text = payload if isinstance(payload, str) else json.dumps(payload)
        self.client.publish(topic, text, qos=1, retain=retain).wait_for_publish(5)

    def _obey(self, _client: object, _data: object, message: MQTTMessage) -> None:
        text = message.payload.decode()
        self.heard.append((message.topic, text, message.retain))
        if message.topic == "heater/cmd":
            self.client.publish("heater/state", text, qos=1, retain=True)
        else:
            self.client.publish("heater/json", json.dumps({"set": json.loads(text)["to"]}), qos=1)


@pytest.fixture
def gadget(mosquitto: Server) -> Iterator[Gadget]:
    made = Gadget(mosquitto)
    yield made
    for topic in ("heater/state", "heater/LWT", "smartthings/1/state", "smartthings/1/availability"):
        made.say(topic, "")
    made.client.disconnect()
    made.client.loop_stop()


def command(action: str, **arguments: float) -> Command:
    capability, _, name = action.partition(".")
    return Command(
        id=f"m-{action}-{arguments}",
        appliance="garage-heater",
        capability=capability,
        action=name,
        arguments=arguments,
        deadline=time.time() + 30,
        message=f"m-{action}-{arguments}",
    )


async def test_a_heater_from_the_config_is_switched_and_set(bridge_of: MakeBridge, gadget: Gadget) -> None:
    gadget.say("heater/state", "0")
    gadget.say("heater/LWT", "Online")
    bridge = await bridge_of(dialects=[Plain(CATALOGUE, heater())])
    await until(lambda: bridge.state("garage-heater").value("power.on") is False)
    assert bridge.state("garage-heater").online is True

    [switched] = await bridge.execute("m1", [command("power.turn_on")])
    assert (switched.result, switched.refusal) == ("confirmed", None)
    [warmed] = await bridge.execute("m2", [command("temperature.set", value=21.0)])
    assert (warmed.result, warmed.reported["temperature.target"]) == ("confirmed", 21)
    [hot] = await bridge.execute("m3", [command("temperature.set", value=31.0)])
    assert hot.refusal is not None
    assert hot.refusal.reason == "out_of_range"
    assert gadget.heard == [("heater/cmd", "1", False), ("heater/set", '{"to": 21}', False)]


async def test_a_device_of_a_shipped_profile_appears_and_goes_offline(
    bridge_of: MakeBridge, gadget: Gadget
) -> None:
    bridge = await bridge_of(dialects=[Plain(CATALOGUE)])
    gadget.say("smartthings/1/availability", "online")
    gadget.say("smartthings/1/state", {"name": "빨래", "machineState": "run", "washerJobState": "wash"})
    await until(lambda: bridge.appliance("smartthings-1") is not None)
    await until(lambda: bridge.state("smartthings-1").online is True)
    appliance = bridge.appliance("smartthings-1")
    assert appliance is not None
    assert (appliance.type, appliance.names) == ("washer", ("빨래",))
    assert bridge.state("smartthings-1").value("run_control.state") == "running"
    gadget.say("smartthings/1/availability", "offline")
    await until(lambda: bridge.state("smartthings-1").online is False)
