"""Chats side by side, each in its own order."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bot.messengers.base import Arrival

log = logging.getLogger(__name__)


class Lanes:
    """One waiting line for each chat, as long as somebody stands in it."""

    def __init__(self, work: Callable[[Arrival], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: dict[str, deque[Arrival]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, arrival: Arrival) -> None:
        """Deal with it after what came before it in its chat."""
        chat = arrival.at.chat
        line = self._waiting.get(chat)
        if line is not None:
            line.append(arrival)
            return
        self._waiting[chat] = deque([arrival])
        task = asyncio.create_task(self._walk(chat), name=f"telegram chat {chat}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self, within_s: float) -> None:
        """Let the arrivals be dealt with, but no longer than that."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _walk(self, chat: str) -> None:
        line = self._waiting[chat]
        try:
            while line:
                arrival = line.popleft()
                try:
                    await self._work(arrival)
                except Exception:
                    log.exception("Arrival %s was not dealt with.", arrival.id)
        finally:
            del self._waiting[chat]
