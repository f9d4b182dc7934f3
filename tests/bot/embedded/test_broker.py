"""The embedded broker: this computer only, retained messages outlive any kill, and an honest substitute."""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from appliance_bridge.broker_settings import BrokerSettings
from bot.embedded import broker as broker_module
from bot.embedded.broker import EmbeddedBroker
from tests.bot.embedded.processes import Parent, alive
from tests.support.servers import need


@pytest.fixture
def mosquitto_installed() -> str:
    return need("mosquitto")


@pytest.fixture
def no_mosquitto(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(broker_module, "SYSTEM_FOLDERS", str(tmp_path))


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[EmbeddedBroker, BrokerSettings]]:
    broker = EmbeddedBroker(folder)
    settings = await broker.start()
    try:
        yield broker, settings
    finally:
        await broker.stop()


def publish_retained(settings: BrokerSettings, topic: str, payload: str) -> None:
    """Publish at QoS 1 and wait for the broker's word."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    client.connect(settings.host, settings.port)
    client.loop_start()
    client.publish(topic, payload, qos=1, retain=True).wait_for_publish(10)
    client.disconnect()
    client.loop_stop()


def retained(settings: BrokerSettings, topic: str, within_s: float = 10.0) -> str | None:
    """The retained message of a topic; None when nothing came by the time a later one did."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)
    got: list[str] = []
    client.on_message = lambda _client, _data, message: got.append(message.payload.decode())
    client.on_subscribe = lambda *_: client.publish(topic, "the end", qos=1)
    client.connect(settings.host, settings.port)
    client.loop_start()
    client.subscribe(topic, 1)
    deadline = time.monotonic() + within_s
    while "the end" not in got and time.monotonic() < deadline:
        time.sleep(0.01)
    client.disconnect()
    client.loop_stop()
    return got[0] if got[0] != "the end" else None


def listening_addresses(port: int) -> set[str]:
    tables = "".join(Path("/proc/net", table).read_text() for table in ("tcp", "tcp6"))
    rows = [row.split() for row in tables.splitlines()]
    return {row[1].split(":")[0] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}


LOOPBACK = {"0100007F"}


@pytest.mark.usefixtures("mosquitto_installed")
async def test_mosquitto_serves_this_computer_only(tmp_path: Path) -> None:
    async with running(tmp_path) as (broker, settings):
        assert (broker.kind, broker.note) == ("mosquitto", None)
        assert listening_addresses(settings.port) == LOOPBACK
        assert (tmp_path / "broker").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("mosquitto_installed")
async def test_retained_messages_outlive_a_restart_and_a_kill(tmp_path: Path) -> None:
    async with running(tmp_path) as (broker, settings):
        await asyncio.to_thread(publish_retained, settings, "집/세탁기/state", "ON")
    async with running(tmp_path) as (broker, settings):
        assert await asyncio.to_thread(retained, settings, "집/세탁기/state") == "ON"
        await asyncio.to_thread(publish_retained, settings, "집/세탁기/state", "OFF")
        first = broker.pid
        assert first is not None
        await saved(tmp_path, b"OFF")  # it writes in its next round, up to 0.1 s after it acknowledged
        os.kill(first, signal.SIGKILL)
        await back(broker, settings, first)
        assert await asyncio.to_thread(retained, settings, "집/세탁기/state") == "OFF"


@pytest.mark.usefixtures("mosquitto_installed")
async def test_thousands_of_retained_messages_reach_one_subscriber(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, settings):

        def count() -> int:
            client = mqtt.Client(CallbackAPIVersion.VERSION2)
            client.max_inflight_messages_set(500)
            client.connect(settings.host, settings.port)
            client.loop_start()
            sent = [client.publish(f"many/{n}", "x" * 300, qos=1, retain=True) for n in range(3000)]
            for one in sent:
                one.wait_for_publish(30)
            seen: set[str] = set()
            client.on_message = lambda _client, _data, message: seen.add(message.topic)
            client.subscribe("many/#", 1)
            deadline = time.monotonic() + 30
            while len(seen) < 3000 and time.monotonic() < deadline:
                time.sleep(0.02)
            client.disconnect()
            client.loop_stop()
            return len(seen)

        assert await asyncio.to_thread(count) == 3000


@pytest.mark.usefixtures("mosquitto_installed")
async def test_no_broker_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    parent = Parent(tmp_path)
    parent.kill()
    assert await parent.children_gone()
    async with running(tmp_path) as (broker, _):
        assert broker.kind == "mosquitto"


@pytest.mark.usefixtures("mosquitto_installed")
async def test_a_broker_left_behind_is_ended(tmp_path: Path) -> None:
    parent = Parent(tmp_path, orphans=True)
    parent.kill()
    async with running(tmp_path) as (broker, _):
        assert broker.kind == "mosquitto"
        assert not alive(parent.facts["broker"])
    parent.end_children()


@pytest.mark.usefixtures("mosquitto_installed")
async def test_a_relative_path_with_hangul(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(Path("우리 집")) as (broker, settings):
        assert broker.kind == "mosquitto"
        await asyncio.to_thread(publish_retained, settings, "a", "b")
    assert (tmp_path / "우리 집" / "broker" / "mosquitto.db").exists()


async def test_a_taken_port_is_left_to_its_owner(tmp_path: Path) -> None:
    with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", broker_module.PREFERRED_PORT)):
        async with running(tmp_path) as (_, settings):
            assert settings.port != broker_module.PREFERRED_PORT


@pytest.mark.usefixtures("no_mosquitto")
async def test_without_mosquitto_a_small_broker_serves_and_says_so(tmp_path: Path) -> None:
    async with running(tmp_path) as (broker, settings):
        assert broker.kind == "amqtt"
        assert broker.note is not None
        assert "apt install mosquitto" in broker.note
        assert listening_addresses(settings.port) == LOOPBACK
        await asyncio.to_thread(publish_retained, settings, "집/불", "켜짐")
        assert await asyncio.to_thread(retained, settings, "집/불") == "켜짐"
    assert listening_addresses(settings.port) == set()


async def test_a_mosquitto_that_will_not_start_is_replaced_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "mosquitto"
    broken.write_text("#!/bin/sh\necho 'the library is missing' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    async with running(tmp_path / "state") as (broker, settings):
        assert broker.kind == "amqtt"
        assert broker.note is not None
        assert "the library is missing" in broker.note
        assert listening_addresses(settings.port) == LOOPBACK


async def saved(folder: Path, payload: bytes) -> None:
    """Wait until the broker's file holds the payload."""
    deadline = time.monotonic() + 10
    while payload not in (folder / "broker" / "mosquitto.db").read_bytes():
        assert time.monotonic() < deadline, "it was never saved"
        await asyncio.sleep(0.01)


async def back(broker: EmbeddedBroker, settings: BrokerSettings, first: int) -> None:
    """Wait until another process serves the same port."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if broker.pid not in (None, first) and listening_addresses(settings.port):
            return
        await asyncio.sleep(0.02)
    pytest.fail("the broker did not come back")
