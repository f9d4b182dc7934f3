"""Work that is asked for faster than it can be done: one at a time for each asker, and the newest wins."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Superseded(Exception):
    """A newer one was asked for before this one began."""


class Newest(Generic[T]):
    """For each asker one at work; of those that were asked for meanwhile only the last is begun."""

    def __init__(self) -> None:
        self._locks: defaultdict[str | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._last: dict[str | None, object] = {}

    async def run(self, asker: str | None, work: Callable[[], Awaitable[T]]) -> T:
        """What the work comes to. Raises Superseded."""
        this = self._last[asker] = object()
        async with self._locks[asker]:
            if self._last[asker] is not this:
                raise Superseded
            return await work()
