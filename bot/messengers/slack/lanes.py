"""What arrives, in order: one after another in each chat, chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""An answer that Slack does not take keeps the next message of its chat no longer from being heard."""

Work = Callable[[], Coroutine[Any, Any, None]]


class Lanes:
    """Runs work in tasks of its own until stopped."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Work]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def put(self, lane: str, work: Work) -> None:
        """Do it when all that stands before it in its lane is done."""
        if lane in self._waiting:
            self._waiting[lane].append(work)
            return
        self._waiting[lane] = deque([work])
        self._begin(self._walk(lane))

    async def stop(self, within_s: float) -> None:
        """Let what is begun be done, but no longer than that."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=within_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _walk(self, lane: str) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                await asyncio.wait({self._begin(_done(waiting.popleft()()))}, timeout=PATIENCE_S)
        finally:
            del self._waiting[lane]

    def _begin(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work, name="slack")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task


async def _done(work: Awaitable[None]) -> None:
    try:
        await work
    except (
        Exception
    ) as error:  # one message that fails must not end the chat; its text may hold what was said
        log.error("Something from Slack could not be dealt with: %s", type(error).__name__)
