"""A robot of Valetudo on a real broker, through the whole bridge."""

import time
from collections.abc import Awaitable, Callable

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.valetudo.convention import Valetudo
from tests.appliance_bridge.valetudo.test_valetudo import ROBOT, SAID
from tests.support.servers import Server
from tests.support.waiting import until


async def test_from_state_to_command_to_confirmation(
    bridge_of: Callable[..., Awaitable[Bridge]], mosquitto: Server
) -> None:
    heard: list[tuple[str, str, bool]] = []

    def up(client: Client, *_: object) -> None:
        client.publish(f"{ROBOT}/$state", "init", 1, retain=True)
        for path, payload in SAID.items():
            client.publish(f"{ROBOT}/{path}", payload, 1, retain=True)
        client.subscribe(f"{ROBOT}/+/+/set", 1)
        client.publish(f"{ROBOT}/$state", "ready", 1, retain=True)

    def obey(client: Client, data: object, message: MQTTMessage) -> None:
        heard.append((message.topic, message.payload.decode(), message.retain))
        client.publish(f"{ROBOT}/StatusStateAttribute/status", "cleaning", 1, retain=True)

    robot = Client(CallbackAPIVersion.VERSION2, "robot")
    robot.on_connect, robot.on_message = up, obey
    robot.connect(mosquitto.host, mosquitto.port)
    robot.loop_start()
    try:
        bridge = await bridge_of(dialects=[EntityDialect(Valetudo(), load_catalogue())])
        await until(
            lambda: bridge.appliances() and bridge.state("cleanrobot").value("run_control.state") == "docked"
        )
        start = Command("m.0", "cleanrobot", "run_control", "start", deadline=time.time() + 30, message="m")
        [result] = await bridge.execute("m", [start])
        assert result.result == "confirmed"
        assert heard == [(f"{ROBOT}/BasicControlCapability/operation/set", "START", False)]
        robot.publish(f"{ROBOT}/$state", "lost", 1, retain=True)
        await until(lambda: bridge.state("cleanrobot").online is False)
        robot.publish(f"{ROBOT}/$state", b"", 1, retain=True)
        await until(lambda: not bridge.appliances())
    finally:
        robot.disconnect()
        robot.loop_stop()
