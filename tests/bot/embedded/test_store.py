"""The embedded store keeps what it acknowledged, whoever is killed, and leaves nothing behind."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.embedded.store import SOCKET_PATH_LIMIT, EmbeddedStore
from bot.errors import UserError
from tests.bot.embedded.processes import Parent, alive


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[tuple[EmbeddedStore, "Redis"]]:
    store = EmbeddedStore(folder)
    url = await store.start()
    client = Redis.from_url(url, decode_responses=True)
    try:
        yield store, client
    finally:
        await client.aclose()
        await store.stop()


async def until(condition: Callable[[], Awaitable[bool]], within_s: float = 20.0) -> None:
    deadline = time.monotonic() + within_s
    while not await condition():
        assert time.monotonic() < deadline, "waited too long"
        await asyncio.sleep(0.02)


async def test_keeps_everything_over_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        await client.set("name", "집사")
        await client.xadd("events", {"said": "세탁기 돌려줘"})
    async with running(tmp_path) as (_, client):
        assert await client.get("name") == "집사"
        assert await client.xlen("events") == 1


async def test_is_durable_never_forgets_to_make_room_and_listens_on_no_port(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        config = await client.config_get("*")
        assert config["appendonly"] == "yes"
        assert config["appendfsync"] == "everysec"
        assert config["maxmemory-policy"] == "noeviction"
        assert config["port"] == "0"
        socket = tmp_path / "store" / "store.sock"
        assert socket.stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "store").stat().st_mode & 0o777 == 0o700


async def test_stop_leaves_no_process_and_no_socket(tmp_path: Path) -> None:
    async with running(tmp_path) as (store, _):
        pid = store.pid
        assert alive(pid)
    assert not alive(pid)
    assert not (tmp_path / "store" / "store.sock").exists()


async def test_a_stale_socket_does_not_hinder(tmp_path: Path) -> None:
    async with running(tmp_path) as (store, _):
        assert store.pid is not None
        # Stopped as by a power cut: nothing was cleaned up.
    stale = tmp_path / "store" / "store.sock"
    stale.touch()
    async with running(tmp_path) as (_, client):
        assert await client.ping()


async def test_no_orphan_after_its_parent_is_killed(tmp_path: Path) -> None:
    parent = Parent(tmp_path)
    client = Redis.from_url(parent.facts["url"])
    await client.set("said", "yes")
    await client.aclose()
    parent.kill()
    assert await parent.children_gone()
    async with running(tmp_path) as (_, client):
        assert await client.get("said") == "yes"


async def test_takes_over_from_a_server_that_was_left_behind(tmp_path: Path) -> None:
    parent = Parent(tmp_path, orphans=True)
    parent.kill()
    orphan = int(parent.facts["store"])
    assert alive(orphan), "the orphan is this test's subject"
    client = Redis.from_url(parent.facts["url"])
    await client.set("kept", "by the orphan")
    await client.aclose()
    async with running(tmp_path) as (store, client):
        assert store.pid != orphan
        assert not alive(orphan)
        assert await client.get("kept") == "by the orphan"
    parent.end_children()


async def test_takes_over_from_a_server_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.embedded.child.TAKE_OVER_TIMEOUT_S", 0.3)
    parent = Parent(tmp_path, orphans=True)
    orphan = int(parent.facts["store"])
    os.kill(orphan, signal.SIGSTOP)
    parent.kill()
    async with running(tmp_path) as (_, client):
        assert not alive(orphan)
        assert await client.ping()
    parent.end_children()


async def test_comes_back_with_its_data_when_it_is_killed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path) as (store, client):
        await client.set("n", 1)
        first = store.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)

        async def is_back() -> bool:
            with contextlib.suppress(Exception):
                return store.pid not in (None, first) and await client.get("n") == "1"
            return False

        await until(is_back)
        told = [record for record in caplog.records if "stopped by itself" in record.message]
        assert len(told) == 1


async def test_a_torn_last_write_is_cut_off(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        for number in range(50):
            await client.set(f"key{number}", "v" * 40)
    log = aof(tmp_path)
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - 7)
    async with running(tmp_path) as (_, client):
        assert await client.get("key48") == "v" * 40
        assert await client.get("key49") is None


async def test_a_damaged_file_is_told_in_one_sentence_and_kept(tmp_path: Path) -> None:
    async with running(tmp_path) as (_, client):
        for number in range(50):
            await client.set(f"key{number}", "v" * 40)
    log = aof(tmp_path)
    damaged = bytearray(log.read_bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + 200] = b"\x00" * 200
    log.write_bytes(damaged)
    with pytest.raises(UserError, match=r"is damaged: put a backup back, or move the folder .*store aside"):
        await EmbeddedStore(tmp_path).start()
    assert log.read_bytes() == bytes(damaged)


async def test_a_long_state_path_gets_its_socket_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / ("아주긴이름" * 8)
    assert len(os.fsencode(folder)) > SOCKET_PATH_LIMIT
    async with running(folder) as (store, client):
        assert await client.set("a", "b")
        assert store.note is not None
        assert "too long" in store.note


async def test_a_path_with_spaces_quotes_and_hangul(tmp_path: Path) -> None:
    async with running(tmp_path / '우리 "집" 50%#$HOME') as (_, client):
        assert await client.ping()


async def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(Path("here")) as (_, client):
        assert await client.ping()
    assert aof(tmp_path / "here").exists()


def aof(folder: Path) -> Path:
    return next((folder / "store" / "appendonlydir").glob("*.incr.aof"))
