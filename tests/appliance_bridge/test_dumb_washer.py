"""An old washer on a metering plug, over a real broker: it runs, it is done, it cannot be started."""

import json
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge import bridge as bridge_module
from appliance_bridge.appliance import Missing
from appliance_bridge.bridge import Bridge
from appliance_bridge.command import Command
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.override import Override
from tests.appliance_bridge.home_assistant.house import CATALOGUE
from tests.support.servers import Server
from tests.support.waiting import until

MakeBridge = Callable[..., Awaitable[Bridge]]
DEVICE = {"identifiers": ["plug-3"], "name": "Plug 3"}


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def plug(mosquitto: Server) -> Iterator[Callable[[str, object], None]]:
    client = Client(CallbackAPIVersion.VERSION2)
    client.connect(mosquitto.host, mosquitto.port)
    client.loop_start()
    kept: set[str] = set()

    def say(topic: str, payload: object) -> None:
        text = payload if isinstance(payload, str) else json.dumps(payload)
        retain = topic.startswith("homeassistant/")
        kept.update({topic} if retain else set())
        client.publish(topic, text, qos=1, retain=retain).wait_for_publish(5)

    say(
        "homeassistant/switch/plug3/config",
        {
            "unique_id": "p3",
            "state_topic": "p3/on",
            "command_topic": "p3/set",
            "device_class": "outlet",
            "device": DEVICE,
        },
    )
    say(
        "homeassistant/sensor/plug3w/config",
        {"unique_id": "p3w", "name": "Power", "state_topic": "p3/w", "device_class": "power", "unit_of_measurement": "W",
         "device": DEVICE},
    )  # fmt: skip
    yield say
    for topic in kept:
        client.publish(topic, "", qos=1, retain=True).wait_for_publish(5)
    client.disconnect()
    client.loop_stop()


async def test_a_wash(
    bridge_of: MakeBridge, plug: Callable[[str, object], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bridge_module, "TICK_S", 0.02)
    clock = Clock()
    bridge = await bridge_of(dialects=[HomeAssistant(CATALOGUE)], clock=clock)
    await until(lambda: bridge.appliances())
    key = bridge.appliances()[0].id
    bridge.override({key: Override(type="washer", names=("세탁기",))})
    await until(lambda: bridge.appliances()[0].type == "washer")
    washer = bridge.appliances()[0]
    assert Missing("run_control", "only_its_plug") in washer.missing
    assert washer.offers["run_control"].attributes == {"state"}

    async def draws(watts: float, minutes: int) -> None:
        for step in range(minutes * 6):
            clock.now += 10
            told = watts + step % 2 / 10
            plug("p3/w", str(told))
            await until(lambda told=told: bridge.state(key).value("energy.power_w") == told)

    plug("p3/on", "ON")
    await draws(1, 5)
    assert bridge.state(key).value("run_control.state") == "stopped"
    await draws(220, 20)
    assert bridge.state(key).value("run_control.state") == "running"
    [refused] = await bridge.execute(
        "m1",
        [Command("m1.0", key, "run_control", "start", deadline=clock.now + 30, message="m1")],
    )
    assert refused.refusal is not None
    assert refused.refusal.reason == "unsupported"
    await draws(0.5, 1)
    clock.now += 1800
    # The plug is silent from now on.
    await until(lambda: bridge.state(key).value("run_control.state") == "finished")

    bridge.override({})
    plug("p3/w", "3")
    await until(lambda: bridge.state(key).value("run_control.state") is None)
