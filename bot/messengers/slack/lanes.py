"""What arrives, in order: one after another in each chat, chats side by side."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Work = Callable[[], Awaitable[None]]


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
        task = asyncio.create_task(self._run(lane), name=f"slack {lane}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self, within_s: float) -> None:
        """Let what is begun be done, but no longer than that."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=within_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, lane: str) -> None:
        waiting = self._waiting[lane]
        try:
            while waiting:
                try:
                    await waiting.popleft()()
                except Exception:  # one message that fails must not end the chat
                    log.exception("What arrived from Slack could not be dealt with.")
        finally:
            del self._waiting[lane]
