"""Waiting for tasks and ending them."""

import asyncio
import contextlib

import pytest

from appliance_bridge.tasks import both, end, in_time


async def test_a_cancel_that_is_dropped_is_asked_again() -> None:
    dropped = asyncio.Event()

    async def drops_the_first() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        dropped.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(drops_the_first())
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await end(task, None)
    assert dropped.is_set() and task.cancelled()


async def test_what_had_failed_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise RuntimeError("broken on purpose")

    task = asyncio.create_task(fail(), name="the failing one")
    await asyncio.wait([task])
    await end(task)
    assert "the failing one had failed" in caplog.text and "broken on purpose" in caplog.text


async def test_one_of_two_fails() -> None:
    ended: list[str] = []

    async def waits() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("the other")

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await both(waits(), fails())
    assert ended == ["the other"]


async def test_in_time_neither_cancels_nor_raises() -> None:
    waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    assert not await in_time(waiting, 0.01) and not waiting.cancelled()
    waiting.set_exception(ValueError())
    assert await in_time(waiting, 0.01)
    assert isinstance(waiting.exception(), ValueError)
