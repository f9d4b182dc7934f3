"""Work of a messenger that goes on behind an acknowledged call."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

from appliance_bridge.tasks import end

T = TypeVar("T")

log = logging.getLogger(__name__)


class Tasks:
    """Tasks that nobody awaits: kept alive, told of when they fail, ended together."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, T], name: str) -> "asyncio.Task[T]":
        """Let it run; those begun first run first."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return task

    async def end(self, within_s: float = 0.0) -> None:
        """Let them come to their end within this time, then cancel those that did not."""
        if self._running and within_s:
            await asyncio.wait(self._running, timeout=within_s)
        await end(*self._running)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s failed", task.get_name(), exc_info=error)
