"""What protocols want to be said in return: in order, never more than a broker and a device can take."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace

from appliance_bridge.dialects.base import Publish

_LOG = logging.getLogger(__name__)

_WAITING = 500
_AT_ONCE = 100
_PER_S = 50
# of one dialect: a big house asks for all its states at once, and then there is little to say


class Answers:
    """The answers of one dialect to one broker, one after the other."""

    def __init__(self, say: Callable[[Publish], Awaitable[None]]) -> None:
        """`say` publishes one and does not raise."""
        self._say = say
        self._waiting: deque[Publish] = deque()
        self._left_out = 0
        self._saying: asyncio.Task[None] | None = None
        self._credit = float(_AT_ONCE)
        self._counted_at = 0.0

    def put(self, message: Publish) -> None:
        """Say it soon; returns at once. What is too much is left out."""
        if len(self._waiting) >= _WAITING:
            self._left_out += 1
            if self._left_out.bit_count() == 1:
                _LOG.warning(
                    "too much to answer at once: nothing is said to %.200r (%d so far)",
                    message.topic, self._left_out,
                )  # fmt: skip
            return
        self._waiting.append(replace(message, qos=min(1, message.qos), retain=False))
        if self._saying is None or self._saying.done():
            self._saying = asyncio.create_task(self._work(), name="answers")

    @property
    def task(self) -> "asyncio.Task[None] | None":
        """The work under way, to be ended."""
        return self._saying

    def clear(self) -> None:
        """The connection is gone: what was asked on it is asked again on the next."""
        self._waiting.clear()

    async def _work(self) -> None:
        while self._waiting:
            await self._turn()
            if self._waiting:
                await self._say(self._waiting.popleft())

    async def _turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._credit = min(float(_AT_ONCE), self._credit + (now - self._counted_at) * _PER_S)
        self._counted_at = now
        if self._credit < 1:
            await asyncio.sleep((1 - self._credit) / _PER_S)
        self._credit -= 1
