"""The farm on a real broker, seen by a client that knows only topics and payloads."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from appliance_bridge.dialects.base import Incoming, Publish
from appliance_bridge.simulator.control import Simulator
from appliance_bridge.simulator.errors import BadCondition, UnknownCondition, UnknownDevice, UnknownKnob
from appliance_bridge.transport import BrokerSettings, Transport
from tests.appliance_bridge.simulator.home import HOME, payloads
from tests.support.servers import Server

WITHIN_S = 10.0


class Watcher:
    """Remembers the last payload and all messages of each topic."""

    def __init__(self, server: Server, client_id: str = "watcher") -> None:
        self.last: dict[str, str] = {}
        self.history: list[tuple[str, str]] = []
        self._news = asyncio.Event()
        self._connected = asyncio.Event()
        self._transport = Transport(
            BrokerSettings(host=server.host, port=server.port),
            client_id=client_id,
            on_message=self._note,
            on_connected=self._connected.set,
            on_disconnected=lambda reason: None,
        )

    def _note(self, message: Incoming) -> None:
        self.last[message.topic] = message.payload.decode()
        self.history.append((message.topic, message.payload.decode()))
        self._news.set()

    async def open(self) -> None:
        self._transport.subscribe(["sim/#", "homeassistant/#"], qos=0)
        await self._transport.start()
        async with asyncio.timeout(WITHIN_S):
            await self._connected.wait()

    async def close(self) -> None:
        await self._transport.stop()

    async def tell(self, topic: str, payload: str) -> None:
        await self._transport.publish(Publish(topic, payload.encode()))

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(WITHIN_S):
            while not true():
                self._news.clear()
                await self._news.wait()

    async def sees(self, topic: str, payload: str) -> None:
        await self.until(lambda: self.last.get(topic) == payload)


@asynccontextmanager
async def living(
    server: Server, *, speed: float = 1.0, home: Path | None = None
) -> AsyncIterator[tuple[Simulator, Watcher]]:
    simulator = Simulator(BrokerSettings(host=server.host, port=server.port), speed=speed, home=home)
    watcher = Watcher(server)
    await watcher.open()
    await simulator.start()
    try:
        async with asyncio.timeout(WITHIN_S):
            await simulator.wait_ready()
        yield simulator, watcher
    finally:
        await simulator.stop()
        await watcher.close()


async def test_it_announces_a_home_that_a_late_client_finds_retained(mosquitto: Server) -> None:
    async with living(mosquitto) as (simulator, _):
        everything = {"sim/status"}
        for view in simulator.devices():
            everything |= {f"sim/{view.id}/availability", *(f"sim/{view.id}/{role}" for role in view.truth)}
            everything |= set(payloads(view.id))
        late = Watcher(mosquitto, "late")
        await late.open()
        try:
            await late.until(lambda: everything <= set(late.last))
            for topic in everything:
                if topic.endswith("/config"):
                    assert isinstance(json.loads(late.last[topic]), dict)
                if topic.endswith("/availability"):
                    assert late.last[topic] == "online"
            assert late.last["sim/washer-1/state"] == "stopped"
            assert [view.id for view in simulator.devices()] == [row.id for row in HOME.devices]
        finally:
            await late.close()


async def test_a_command_a_wash_and_its_duplicate(mosquitto: Server) -> None:
    async with living(mosquitto) as (simulator, watcher):
        await watcher.tell("sim/washer-1/start/set", "PRESS")
        await watcher.sees("sim/washer-1/state", "running")
        assert watcher.last["sim/washer-1/remaining"] == "58"
        await watcher.tell("sim/washer-1/start/set", "PRESS")
        simulator.speed = 36_000
        await watcher.sees("sim/washer-1/state", "finished")
        assert watcher.history.count(("sim/washer-1/state", "running")) == 1
        commands = simulator.device("washer-1").commands
        assert [(one.topic, one.payload, one.changed) for one in commands] == [
            ("sim/washer-1/start/set", "PRESS", True),
            ("sim/washer-1/start/set", "PRESS", False),
        ]


async def test_conditions_show_on_the_wire(mosquitto: Server) -> None:
    async with living(mosquitto) as (simulator, watcher):
        view = simulator.change("washer-1", door_open=True)
        assert (view.conditions["door_open"], view.conditions["remote_control"]) == (True, False)
        await watcher.sees("sim/washer-1/door", "ON")
        await watcher.sees("sim/washer-1/remote_control", "OFF")
        simulator.change("tv-1", online=False)
        await watcher.sees("sim/tv-1/availability", "offline")
        await watcher.tell("sim/tv-1/power/set", "ON")
        simulator.change("light-kitchen", mute=True)
        await watcher.tell("sim/light-kitchen/light/set", "ON")
        simulator.change("plug-1", deaf=True)
        await watcher.tell("sim/plug-1/power/set", "ON")
        await watcher.tell("sim/light-living/light/set", "ON")
        await watcher.sees("sim/light-living/light", "ON")
        for device in ("tv-1", "light-kitchen", "plug-1"):
            assert simulator.device(device).commands == ()
        simulator.press("light-kitchen", "light", "ON")
        simulator.press("tv-1", "power", "ON")
        simulator.change("tv-1", online=True)
        simulator.change("light-kitchen", mute=False)
        await watcher.sees("sim/tv-1/availability", "online")
        await watcher.sees("sim/tv-1/power", "ON")
        await watcher.sees("sim/light-kitchen/light", "ON")


async def test_a_slow_device_obeys_later_and_in_order(mosquitto: Server) -> None:
    async with living(mosquitto) as (simulator, watcher):
        simulator.change("fan-1", slow_s=0.3)
        for speed in ("3", "5", "7"):
            await watcher.tell("sim/fan-1/speed/set", speed)
        await watcher.tell("sim/light-kitchen/light/set", "ON")
        await watcher.sees("sim/fan-1/speed", "7")
        told = [
            entry for entry in watcher.history if entry[0] in ("sim/fan-1/speed", "sim/light-kitchen/light")
        ]
        assert told[-4:] == [
            ("sim/light-kitchen/light", "ON"),
            ("sim/fan-1/speed", "3"),
            ("sim/fan-1/speed", "5"),
            ("sim/fan-1/speed", "7"),
        ]


async def test_it_introduces_itself_again_when_a_controller_is_born(mosquitto: Server) -> None:
    async with living(mosquitto) as (_, watcher):
        await watcher.until(lambda: watcher.last.get("sim/status") == "online")
        watcher.history.clear()
        await watcher.tell("homeassistant/status", "online")
        await watcher.until(lambda: ("sim/status", "online") in watcher.history)
        again = {topic for topic, _ in watcher.history}
        assert "homeassistant/device/washer-1/config" in again
        assert "sim/washer-1/state" in again


async def test_it_comes_back_after_the_broker_did(mosquitto: Server) -> None:
    async with living(mosquitto) as (simulator, watcher):
        simulator.press("light-kitchen", "light", "ON")
        mosquitto.kill()
        mosquitto.start()
        watcher.last.clear()
        await watcher.sees("sim/light-kitchen/light", "ON")
        await watcher.sees("sim/status", "online")
        await watcher.tell("sim/light-kitchen/light/set", "OFF")
        await watcher.sees("sim/light-kitchen/light", "OFF")


async def test_leaving_is_told(mosquitto: Server) -> None:
    watcher = Watcher(mosquitto)
    await watcher.open()
    simulator = Simulator(BrokerSettings(host=mosquitto.host, port=mosquitto.port))
    await simulator.start()
    async with asyncio.timeout(WITHIN_S):
        await simulator.wait_ready()
    await simulator.stop()
    await watcher.sees("sim/status", "offline")
    await watcher.close()


async def test_mistakes_of_the_caller_are_told_in_a_sentence(mosquitto: Server) -> None:
    simulator = Simulator(BrokerSettings(host=mosquitto.host, port=mosquitto.port))
    with pytest.raises(UnknownDevice, match="no device 'toaster'; it has washer-1"):
        simulator.change("toaster", online=False)
    with pytest.raises(UnknownCondition, match="tv-1 has no condition 'door_open'; it has online"):
        simulator.change("tv-1", door_open=True)
    for name, value in (
        ("online", 1), ("slow_s", -1), ("slow_s", True), ("slow_s", float("nan")),
        ("fault", 7), ("fault", "\x00"),
    ):  # fmt: skip
        with pytest.raises(BadCondition, match=name):
            simulator.change("washer-1", **{name: value, "child_lock": True})
    assert simulator.device("washer-1").conditions["child_lock"] is False
    with pytest.raises(UnknownKnob, match="has no knob 'eject'"):
        simulator.press("tv-1", "eject")
    with pytest.raises(RuntimeError, match="not started"):
        await simulator.wait_ready()
    with pytest.raises(ValueError, match="speed"):
        simulator.speed = 0


async def test_a_clock_in_the_callers_hand(mosquitto: Server) -> None:
    moment = [0.0]
    simulator = Simulator(
        BrokerSettings(host=mosquitto.host, port=mosquitto.port), monotonic=lambda: moment[0]
    )
    simulator.press("washer-1", "start")
    moment[0] = 30 * 60.0
    assert simulator.device("washer-1").truth["remaining"] == "28"
    simulator.speed = 60
    moment[0] += 60
    assert simulator.device("washer-1").truth["state"] == "finished"
