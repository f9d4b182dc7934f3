"""What is said within a moment leaves together: a platform's right to answer is often good for one call."""

import asyncio
import time
from collections.abc import Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

MOMENT_S = 0.03


class Gathering(Generic[T]):
    """Things that leave together, once."""

    def __init__(self, most: int, lives_s: float) -> None:
        """most: how many things fit. lives_s: seconds from now in which they may leave."""
        self._most = most
        self._until = time.monotonic() + lives_s
        self._items: list[T] = []
        self._left = False

    @property
    def remaining_s(self) -> float:
        """Seconds in which they still may leave."""
        return max(0.0, self._until - time.monotonic())

    def add(self, items: Sequence[T]) -> bool:
        """Take them along; False: it has left, it is too late, or they do not fit."""
        if self._left or not self.remaining_s or len(self._items) + len(items) > self._most:
            return False
        self._items += items
        return True

    async def whole(self) -> list[T]:
        """Everything, once a moment has passed in which nothing came."""
        seen = -1
        while seen != len(self._items) < self._most:
            seen = len(self._items)
            await asyncio.sleep(MOMENT_S)
        self._left = True
        return self._items
