"""One teller, many listeners; a slow listener loses the oldest and holds up nobody."""

import asyncio
import weakref
from collections import deque
from collections.abc import AsyncIterator
from typing import Generic, TypeVar

T = TypeVar("T")

_KEPT = 1000


class Feed(AsyncIterator[T], Generic[T]):
    """What was told since this feed was made; ends when the teller ends."""

    def __init__(self, kept: int) -> None:
        self._waiting: deque[T] = deque(maxlen=kept)
        self._wake = asyncio.Event()
        self._ended = False

    def tell(self, what: T) -> None:
        """Add one."""
        self._waiting.append(what)
        self._wake.set()

    def end(self) -> None:
        """No more will come."""
        self._ended = True
        self._wake.set()

    async def __anext__(self) -> T:
        while not self._waiting:
            if self._ended:
                raise StopAsyncIteration
            self._wake.clear()
            await self._wake.wait()
        return self._waiting.popleft()


class Fanout(Generic[T]):
    """Tells all feeds; one that nobody holds any more is forgotten."""

    def __init__(self, kept: int = _KEPT) -> None:
        self._kept = kept
        self._feeds: weakref.WeakSet[Feed[T]] = weakref.WeakSet()

    def listen(self) -> Feed[T]:
        """A feed from now on."""
        feed: Feed[T] = Feed(self._kept)
        self._feeds.add(feed)
        return feed

    def tell(self, what: T) -> None:
        """Tell everybody."""
        for feed in list(self._feeds):
            feed.tell(what)

    def end(self) -> None:
        """End all feeds."""
        for feed in list(self._feeds):
            feed.end()
