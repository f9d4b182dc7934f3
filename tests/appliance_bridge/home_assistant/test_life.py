"""The life of bridges and devices on a real broker: restarts, new names, farewells, storms."""

import json
from collections.abc import Awaitable, Callable, Iterator

import pytest
from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.bridge import Bridge
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
TOPIC = "homeassistant/light/lamp/config"
LAMP = {
    "unique_id": "lamp-1",
    "name": None,
    "state_topic": "lamp/state",
    "command_topic": "lamp/set",
    "availability_topic": "lamp/online",
    "device": {"identifiers": ["lamp-1"], "name": "Desk lamp", "suggested_area": "Study"},
}


class Speaker:
    """A bridge of devices that keeps nothing in the broker and announces itself when it is asked to."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.births = 0
        self.client = self._connect()

    def _connect(self) -> Client:
        client = Client(CallbackAPIVersion.VERSION2)
        client.will_set("lamp/online", "offline", retain=True)
        client.on_message = self._asked
        client.connect(self.server.host, self.server.port, keepalive=5)
        client.subscribe("homeassistant/status")
        client.loop_start()
        return client

    def _asked(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        if message.payload == b"online":
            self.births += 1
            self.announce()

    def say(self, topic: str, payload: object, *, retain: bool = False) -> None:
        """Publish; anything but text as JSON."""
        raw = payload if isinstance(payload, str) else json.dumps(payload)
        self.client.publish(topic, raw, qos=1, retain=retain).wait_for_publish(5)

    def announce(self) -> None:
        """Tell what there is, without waiting: this may be the client's own thread."""
        self.client.publish(TOPIC, json.dumps(LAMP))
        self.client.publish("lamp/online", "online", retain=True)
        self.client.publish("lamp/state", "ON")

    def die(self) -> None:
        """End without a word: the broker tells of it."""
        sock = self.client.socket()
        self.client.loop_stop()
        if sock is not None:
            sock.close()

    def live(self) -> None:
        """A new start."""
        self.client = self._connect()

    def stop(self) -> None:
        """Good-bye."""
        self.client.loop_stop()
        self.client.disconnect()


@pytest.fixture
def speaker(mosquitto: Server) -> Iterator[Speaker]:
    made = Speaker(mosquitto)
    yield made
    made.stop()


async def _house(bridge_of: MakeBridge, **settings: object) -> Bridge:
    return await bridge_of(dialects=[HomeAssistant(load_catalogue(), **settings)])  # type: ignore[arg-type]


async def test_a_bridge_that_keeps_nothing_is_asked_and_comes_back_after_its_restart(
    bridge_of: MakeBridge, speaker: Speaker
) -> None:
    bridge = await _house(bridge_of)
    await until(bridge.appliances)
    assert speaker.births == 1
    (lamp,) = bridge.appliances()
    await until(lambda: bridge.state(lamp.id).value("power.on") is True)
    assert bridge.state(lamp.id).online is True

    speaker.die()
    await until(lambda: bridge.state(lamp.id).online is False)
    assert bridge.appliances() == [lamp]

    speaker.live()
    speaker.announce()
    speaker.say("lamp/state", "OFF")
    await until(lambda: bridge.state(lamp.id).online is True)
    await until(lambda: bridge.state(lamp.id).value("power.on") is False)
    assert bridge.appliances() == [lamp]


async def test_without_birth_nobody_is_asked(bridge_of: MakeBridge, speaker: Speaker) -> None:
    bridge = await _house(bridge_of, birth=False)
    assert not bridge.appliances()
    assert speaker.births == 0


async def test_a_real_home_assistant_beside_us_changes_nothing(
    bridge_of: MakeBridge, speaker: Speaker
) -> None:
    speaker.say("homeassistant/status", "offline", retain=True)
    bridge = await _house(bridge_of)
    await until(bridge.appliances)
    before = speaker.births
    speaker.say("homeassistant/status", "online")
    await until(lambda: speaker.births > before)
    speaker.say("lamp/state", "OFF")
    (lamp,) = bridge.appliances()
    await until(lambda: bridge.state(lamp.id).value("power.on") is False)
    assert len(bridge.appliances()) == 1


async def test_renamed_moved_and_removed(bridge_of: MakeBridge, speaker: Speaker) -> None:
    bridge = await _house(bridge_of)
    await until(bridge.appliances)
    (lamp,) = bridge.appliances()
    device = {"identifiers": ["lamp-1"], "name": "Reading lamp", "suggested_area": "Bedroom"}
    speaker.say(TOPIC, {**LAMP, "device": device})
    await until(lambda: bridge.appliances()[0].names != lamp.names)
    (renamed,) = bridge.appliances()
    assert "Reading lamp" in renamed.names
    assert "Bedroom" in renamed.areas
    assert renamed.source == lamp.source
    assert bridge.state(renamed.id).value("power.on") is True

    speaker.say(TOPIC, "")
    await until(lambda: not bridge.appliances())


async def test_moved_into_a_device_without_being_lost(bridge_of: MakeBridge, speaker: Speaker) -> None:
    bridge = await _house(bridge_of)
    await until(bridge.appliances)
    (lamp,) = bridge.appliances()
    speaker.say(TOPIC, {"migrate_discovery": True})
    parts = {"lamp": {"platform": "light", **{key: LAMP[key] for key in LAMP if key != "device"}}}
    speaker.say(
        "homeassistant/device/lamp/config",
        {"device": LAMP["device"], "origin": {"name": "x"}, "components": parts},
    )
    speaker.say(TOPIC, "")
    speaker.say("lamp/state", "OFF")
    await until(lambda: bridge.state(lamp.id).value("power.on") is False)
    assert [one.id for one in bridge.appliances()] == [lamp.id]


async def test_a_storm_of_announcements_leaves_time_for_the_house(
    bridge_of: MakeBridge, speaker: Speaker
) -> None:
    bridge = await _house(bridge_of)
    await until(bridge.appliances)
    (lamp,) = bridge.appliances()
    parts = {
        f"p{number}": {"platform": "sensor", "unique_id": f"p{number}", "state_topic": "storm/state"}
        for number in range(100)
    }
    for number in range(300):
        device = {"identifiers": ["storm"], "name": f"Storm {number}"}
        config = {"device": device, "origin": {"name": "x"}, "components": parts}
        speaker.client.publish("homeassistant/device/storm/config", json.dumps(config), qos=1)
    speaker.say("lamp/state", "OFF")
    await until(lambda: bridge.state(lamp.id).value("power.on") is False, 20)
    await until(lambda: any("Storm 299" in name for one in bridge.appliances() for name in one.names), 30)
    assert any(one.topic == "homeassistant/device/storm/config" for one in bridge.problems())
