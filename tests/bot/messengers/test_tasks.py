import asyncio
import logging

import pytest

from bot.messengers.tasks import Tasks
from tests.support.waiting import until


async def test_a_failure_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise RuntimeError("no")

    tasks = Tasks()
    with caplog.at_level(logging.ERROR):
        tasks.begin(fails(), "a reply")
        await until(lambda: "a reply failed" in caplog.text)


async def test_all_end_together() -> None:
    tasks = Tasks()
    running = [tasks.begin(_forever(), f"{n}") for n in range(3)]
    await tasks.end()
    assert all(one.cancelled() for one in running)


async def _forever() -> None:
    await asyncio.Event().wait()
