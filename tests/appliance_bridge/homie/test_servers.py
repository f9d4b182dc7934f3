"""Homie devices on a real broker, through the whole bridge."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.homie.convention import Homie
from tests.appliance_bridge.homie.devices import LAMP
from tests.appliance_bridge.homie.house import four
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]


class Lamp:
    """A version 4 lamp that does what it is told, with a last will."""

    def __init__(self, broker: Server, said: Mapping[str, str]) -> None:
        self.heard: list[tuple[str, str, bool]] = []
        self._said = said
        self._client = Client(CallbackAPIVersion.VERSION2, "lamp")
        self._client.will_set("homie/lamp/$state", "lost", 1, retain=True)
        self._client.on_connect = self._up
        self._client.on_message = self._obey
        self._client.connect(broker.host, broker.port)
        self._client.loop_start()

    def say(self, topic: str, payload: str) -> None:
        self._client.publish(topic, payload, 1, retain=True)

    def drop(self) -> None:
        """Be gone without a word."""
        sock = self._client.socket()
        self._client.loop_stop()
        if sock is not None:
            sock.close()

    def stop(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _up(self, *_: object) -> None:
        self.say("homie/lamp/$state", "init")
        for topic, payload in self._said.items():
            self.say(topic, payload)
        self.say("homie/lamp/light/power", "false")
        self._client.subscribe("homie/lamp/+/+/set", 1)
        self.say("homie/lamp/$state", "ready")

    def _obey(self, client: Client, data: object, message: MQTTMessage) -> None:
        self.heard.append((message.topic, message.payload.decode(), message.retain))
        self.say(message.topic.removesuffix("/set"), message.payload.decode())


@pytest.fixture
def lamp(mosquitto: Server) -> Iterator[Callable[[], Lamp]]:
    made: list[Lamp] = []

    def make() -> Lamp:
        made.append(Lamp(mosquitto, four("lamp", LAMP, "Lamp")))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def dialects() -> list[EntityDialect]:
    return [EntityDialect(Homie(), load_catalogue())]


def turn(action: str, appliance: str = "lamp") -> Command:
    return Command(
        id=f"{action}.0",
        message=action,
        appliance=appliance,
        capability="power",
        action=action,
        deadline=time.time() + 30,
    )


async def test_a_lamp_from_state_to_command_to_confirmation(
    bridge_of: MakeBridge, lamp: Callable[[], Lamp]
) -> None:
    device = lamp()
    bridge = await bridge_of(dialects=dialects())
    await until(lambda: bridge.appliances() and bridge.state("lamp").value("power.on") is False)
    assert bridge.state("lamp").online is True
    [result] = await bridge.execute("turn_on", [turn("turn_on")])
    assert result.result == "confirmed"
    assert device.heard == [("homie/lamp/light/power/set", "true", False)]


async def test_a_lamp_gets_lost_comes_back_and_is_removed(
    bridge_of: MakeBridge, lamp: Callable[[], Lamp]
) -> None:
    bridge = await bridge_of(dialects=dialects())
    first = lamp()
    await until(lambda: bridge.appliances() and bridge.state("lamp").online is True)
    first.drop()
    await until(lambda: bridge.state("lamp").online is False)
    again = lamp()
    await until(lambda: bridge.state("lamp").online is True)
    again.say("homie/lamp/$homie", "")
    await until(lambda: not bridge.appliances())


@pytest.mark.filterwarnings("ignore")
async def test_devices_of_another_implementation(bridge_of: MakeBridge, mosquitto: Server) -> None:
    base: Any = pytest.importorskip("homie.device_base", reason="Homie4 is not installed")
    nodes: Any = pytest.importorskip("homie.node.node_dimmer")
    clients: Any = pytest.importorskip("homie.mqtt.homie_mqtt_client")

    told: list[object] = []
    broker = {
        "MQTT_BROKER": mosquitto.host,
        "MQTT_PORT": mosquitto.port,
        "MQTT_CLIENT_ID": "homie4",
        "MQTT_SHARE_CLIENT": False,
    }
    device = base.Device_Base("hall", "Hall light", {}, broker, extensions=[])

    def obey(percent: object) -> None:
        told.append(percent)
        node.update_dimmer(percent)

    node = nodes.Node_Dimmer(device, set_dimmer=obey)
    device.add_node(node)
    device.start()
    try:
        bridge = await bridge_of(dialects=dialects())
        node.update_dimmer(20)
        await until(lambda: bridge.appliances() and bridge.state("hall").value("level.percent") == 20)
        assert bridge.appliances()[0].type == "light"
        [result] = await bridge.execute("turn_off", [turn("turn_off", "hall")])
        assert result.result == "confirmed"
        assert told == [0]
        device.close()
        await until(lambda: bridge.state("hall").online is False)
    finally:
        clients.close_mqtt_clients()
        device.mqtt_client.mqtt_client.disconnect()
        device.mqtt_client.mqtt_client.loop_stop()
