"""Waiting for tasks and ending them."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

_A = TypeVar("_A")
_B = TypeVar("_B")

_LOG = logging.getLogger(__name__)

_ASK_AGAIN_S = 0.5
_SLICE_S = 0.25


async def end(*tasks: "asyncio.Task[Any] | None") -> None:
    """Cancel tasks and wait until all have ended; what one failed with is logged.

    A cancel can get lost: `asyncio.wait_for` of Python 3.11 drops one that comes when what it waits for is
    just done, and redis-py sends every command through it. So it is asked again until it is heard.
    """
    waiting = {task for task in tasks if task is not None}
    while waiting:
        for task in waiting:
            task.cancel()
        ended, waiting = await asyncio.wait(waiting, timeout=_ASK_AGAIN_S)
        for task in ended:
            if not task.cancelled() and (error := task.exception()) is not None:
                _LOG.error("%s had failed", task.get_name(), exc_info=error)


async def in_time(future: "asyncio.Future[Any]", within_s: float) -> bool:
    """Whether it is done after at most so many seconds; it is neither cancelled nor asked for its result.

    Time in which the event loop stood still (heavy work, a computer that slept) hardly counts: the answer may
    have come, and nobody was there to read it. So the time is cut into slices, of which such a pause uses up
    one.
    """
    slices = max(1, round(within_s / _SLICE_S))
    for _ in range(slices):
        done, _ = await asyncio.wait([future], timeout=within_s / slices)
        if done:
            return True
    return False


async def both(one: Coroutine[Any, Any, _A], other: Coroutine[Any, Any, _B]) -> tuple[_A, _B]:
    """Do two things at once; when one fails the other has ended before that is told."""
    first, second = asyncio.create_task(one), asyncio.create_task(other)
    try:
        await asyncio.gather(first, second)
    except BaseException:
        await end(*(task for task in (first, second) if not task.done()))
        raise
    return first.result(), second.result()


def fail(waiting: "asyncio.Future[Any]", error: Exception) -> None:
    """Let whoever waits fail, if it is not over; nobody needs to wait any more."""
    if not waiting.done():
        waiting.set_exception(error)
        waiting.exception()
