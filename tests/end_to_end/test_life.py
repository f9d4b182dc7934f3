"""Life and death of a home: it starts, goes through trouble, and always comes to an end."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

import appliance_bridge.transport
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.dialects.base import Publish
from appliance_bridge.simulator.control import Simulator
from appliance_bridge.state_store import StateStore
from appliance_bridge.transport import Transport
from bot.app import build
from bot.embedded import broker as embedded_broker
from bot.embedded.broker import EmbeddedBroker
from bot.message import Answer
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for, settled
from tests.support.house import House, wait_for
from tests.support.servers import Server, free_port, need, redis_server
from tests.support.waiting import until

END_WITHIN_S = 15.0
"""What a home promises is about 10 s; the rest is for a busy machine."""


@contextlib.asynccontextmanager
async def living(folder: Path, **sections: object) -> AsyncIterator[Family]:
    """A home that must end in time and leave no task behind."""
    before = asyncio.all_tasks()
    stack = AsyncExitStack()
    try:
        yield await settled(await build(settings_for(folder, **sections), RunOptions(port=0), stack))
    finally:
        async with asyncio.timeout(END_WITHIN_S):
            await stack.aclose()
    left = [task.get_name() for task in asyncio.all_tasks() - before if not task.done()]
    assert left == []


def child_of_this_process(name: str) -> int | None:
    """The youngest living process of this name that this process started."""
    pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    found = [pid for pid in pids if Path(f"/proc/{pid}/comm").read_text().strip() == name[:15]]
    return int(found[-1]) if found else None


class TestStopping:
    """Whatever goes on, a stop comes to its end, and nothing is left."""

    async def test_at_once_after_the_start(self, tmp_path: Path) -> None:
        async with living(tmp_path):
            pass

    async def test_while_a_command_waits(self, tmp_path: Path) -> None:
        async with living(tmp_path) as family:
            family.home.simulator.change("light-kitchen", slow_s=60.0)  # type: ignore[union-attr]
            answer = await family.say("주방 불 켜줘", wait_s=0.0)
            assert [one.result for one in answer.commands] == ["pending"]

    async def test_while_pages_listen(self, tmp_path: Path) -> None:
        lines: list[str] = []

        async def listen(url: str, token: str) -> None:
            async with (
                httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as client,
                client.stream("GET", f"{url}/api/v1/events", timeout=None) as response,
            ):
                async for line in response.aiter_lines():
                    lines.append(line)  # noqa: PERF401  # another task looks at it meanwhile

        async with living(tmp_path) as family:
            token = (tmp_path / "state" / "token").read_text().strip()
            pages = [asyncio.create_task(listen(family.home.web.url, token)) for _ in range(3)]
            await until(lambda: lines.count(": connected") == 3)
        await asyncio.wait(pages, timeout=END_WITHIN_S)
        assert all(page.done() for page in pages)

    async def test_when_a_cancel_gets_lost_in_the_store_client(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """`asyncio.wait_for`, and with it redis-py, drops a cancel that comes when its work is just done."""
        writing = asyncio.Event()
        write = StateStore._write

        async def write_and_drop_one_cancel(self: StateStore) -> None:
            await write(self)
            if not writing.is_set():
                writing.set()
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()

        monkeypatch.setattr(StateStore, "_write", write_and_drop_one_cancel)
        async with living(tmp_path):
            await asyncio.wait_for(writing.wait(), 10)

    async def test_a_part_that_hangs_is_named_and_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        stop = Simulator.stop

        async def hang(self: Simulator) -> None:
            await stop(self)
            await asyncio.Event().wait()

        monkeypatch.setattr(Simulator, "stop", hang)
        async with living(tmp_path):
            pass
        assert "The simulated home did not stop" in caplog.text
        assert child_of_this_process("mosquitto") is None and child_of_this_process("valkey-server") is None

    async def test_a_part_that_fails_does_not_spare_the_others(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        stop = Simulator.stop

        async def fail(self: Simulator) -> None:
            await stop(self)
            raise RuntimeError("broken on purpose")

        monkeypatch.setattr(Simulator, "stop", fail)
        async with living(tmp_path):
            pass
        assert "The simulated home did not stop in order" in caplog.text
        assert child_of_this_process("mosquitto") is None and child_of_this_process("valkey-server") is None

    def test_servers_that_hang_cannot_keep_it(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            for pid in house.servers():
                os.kill(pid, signal.SIGSTOP)
            house.end(signal.SIGINT)
            wait_for(lambda: house.servers() == [], END_WITHIN_S)

    def test_who_insists_is_obeyed_at_once(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            process = house.process
            assert process is not None
            # it cannot even end what it waits for
            for pid in house.servers():
                os.kill(pid, signal.SIGSTOP)
            process.send_signal(signal.SIGINT)
            wait_for(lambda: "Stopping." in house.log.read_text() or process.poll() is not None)

            def insist() -> bool:
                process.send_signal(signal.SIGINT)
                return process.poll() is not None

            wait_for(insist, 5.0)
            assert process.returncode == 130
            for pid in house.servers():
                os.kill(pid, signal.SIGCONT)
            wait_for(lambda: house.servers() == [], END_WITHIN_S)

    def test_ctrl_c_while_it_starts(self, tmp_path: Path) -> None:
        with House(tmp_path) as house:
            house.end()
            process = house.launch()
            wait_for(lambda: house.servers() or process.poll() is not None)
            assert house.end(signal.SIGINT) in (0, -signal.SIGINT, 130)
            wait_for(lambda: house.servers() == [], END_WITHIN_S)
            assert "Traceback" not in house.log.read_text()


class TestTheBroker:
    """A healthy broker is never given up, and a dead one comes back."""

    async def test_an_answer_that_came_while_we_were_busy_counts(
        self, mosquitto: Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(appliance_bridge.transport, "_ACKNOWLEDGED_WITHIN_S", 0.3)
        lost: list[str] = []
        connected = asyncio.Event()
        transport = Transport(
            BrokerSettings(mosquitto.host, mosquitto.port),
            client_id="busy",
            on_message=lambda _: None,
            on_connected=connected.set,
            on_disconnected=lost.append,
        )
        await transport.start()
        try:
            async with asyncio.timeout(10):
                await connected.wait()
            await transport.publish(Publish("jipsa/test", b"first", qos=1))
            second = asyncio.create_task(transport.publish(Publish("jipsa/test", b"second", qos=1)))
            await asyncio.sleep(0)
            # the answer comes and the time runs out while nobody can look
            time.sleep(0.8)  # noqa: ASYNC251
            async with asyncio.timeout(10):
                await second
            assert lost == [] and transport.connected
        finally:
            await transport.stop()

    async def test_two_homes_that_start_together_have_a_broker_each(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        need("mosquitto")
        monkeypatch.setattr(embedded_broker, "PREFERRED_PORT", free_port())
        brokers = [EmbeddedBroker(tmp_path / name) for name in ("ours", "theirs")]
        try:
            settings = await asyncio.gather(*(one.start() for one in brokers))
            assert [(one.kind, one.note) for one in brokers] == [("mosquitto", None)] * 2
            assert settings[0].port != settings[1].port
            assert all(one.pid is not None for one in brokers)
        finally:
            for one in brokers:
                await one.stop()

    async def test_killed_it_comes_back_with_all_appliances(self, tmp_path: Path) -> None:
        need("mosquitto")
        async with living(tmp_path) as family:
            broker = child_of_this_process("mosquitto")
            assert broker is not None
            os.kill(broker, signal.SIGKILL)
            await until(lambda: not family.home.bridge.connected)
            await until(lambda: family.home.bridge.ready, 30)
            await until(lambda: all(one.online for one in family.home.steward.appliances()), 30)
            answer = await family.say("거실 불 켜줘")
            assert [one.result for one in answer.commands] == ["confirmed"]


@pytest.fixture
async def store(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """A redis-server of this test's own, which it may stop and start."""
    server = redis_server(tmp_path_factory.mktemp("own-redis"))
    server.start()
    yield server
    server.stop()


class TestTheStore:
    """Without the store nothing is done and that is said; with it all goes on."""

    async def test_away_and_back(self, tmp_path: Path, store: Server) -> None:
        async with living(tmp_path, redis={"url": f"redis://{store.host}:{store.port}/0"}) as family:
            assert (await family.say("거실 불 켜줘")).outcome == "acted"
            store.stop()
            for text, sentence in (
                ("거실 불 꺼줘", "저장할 수 없어서"),
                ("turn off the living room light", ""),
            ):
                # a person is told soon, not after all tries of all layers
                async with asyncio.timeout(5):
                    answer = await family.say(text)
                assert not answer.commands and sentence in answer.replies[0].text
                assert answer.outcome == "refused", answer
            assert family.value("light-living", "power.on") is True
            failing = [one.name for one in await family.home.steward.health() if not one.ok]
            assert failing == ["store"]
            store.start()
            answer = await family.say("거실 불 꺼줘")
            assert [one.result for one in answer.commands] == ["confirmed"]
            assert all(one.ok for one in await family.home.steward.health())

    async def test_a_home_stops_also_without_it(self, tmp_path: Path, store: Server) -> None:
        async with living(tmp_path, redis={"url": f"redis://{store.host}:{store.port}/0"}) as family:
            await family.say("거실 불 켜줘")
            store.kill()

    async def test_one_that_hangs_is_told_of_as_well(self, tmp_path: Path, store: Server) -> None:
        async with living(tmp_path, redis={"url": f"redis://{store.host}:{store.port}/0"}) as family:
            assert store.process is not None
            store.process.send_signal(signal.SIGSTOP)
            try:
                async with asyncio.timeout(10):
                    answer = await family.say("거실 불 켜줘")
                assert not answer.commands and "저장할 수 없어서" in answer.replies[0].text
            finally:
                store.process.send_signal(signal.SIGCONT)
            answer = await family.say("거실 불 켜줘")
            assert [one.result for one in answer.commands] == ["confirmed"]

    async def test_the_one_that_comes_along_is_started_again(self, tmp_path: Path) -> None:
        async with living(tmp_path) as family:
            first = await family.say("거실 불 켜줘", message_id="before")
            server = child_of_this_process("valkey-server")
            assert server is not None
            os.kill(server, signal.SIGKILL)
            answer = await _once_it_is_back(family, "거실 불 꺼줘")
            assert [one.result for one in answer.commands] == ["confirmed"]
            assert child_of_this_process("valkey-server") not in (None, server)
            # nothing it had taken was lost: the message from before is not carried out again
            assert await family.say("거실 불 켜줘", message_id="before") == first
            assert family.value("light-living", "power.on") is False


async def _once_it_is_back(family: Family, text: str) -> Answer:
    end = time.monotonic() + 20
    while not (answer := await family.say(text)).commands:
        assert time.monotonic() < end, "it did not come back"
    return answer
