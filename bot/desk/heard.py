"""Messages that people of the home wrote to Jipsa lately: what a change of the words is tried on."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import TypeAdapter
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.desk.kept import Kept
from nlu.understanding import Language


@dataclass(frozen=True, slots=True)
class Said:
    """One message, without who wrote it and where."""

    text: str
    # with nothing private in it
    at: float
    # seconds since the epoch
    language: Language
    understood: str
    # as `meaning_line` writes it; "" where that could give away what is private


_SAID = TypeAdapter(Said)


class Heard:
    """The last messages of a home. Methods that wait raise StoreUnavailable."""

    def __init__(
        self, redis: Redis, keys: Keys, *, messages: int, days: int, clock: Callable[[], float] = time.time
    ) -> None:
        """messages: how many are kept, and for so many days at most; 0: none."""
        self._kept = Kept(redis, keys.key("words", "heard"), _SAID, most=messages, days=days, clock=clock)

    async def start(self) -> None:
        """Delete what must no longer be kept."""
        await self._kept.tidy()

    async def add(self, said: Said) -> None:
        """Keep one more."""
        await self._kept.add(said)

    async def all(self) -> list[Said]:
        """All that are kept, newest first."""
        return list((await self._kept.all()).values())[::-1]

    async def forget(self) -> None:
        """Delete all."""
        await self._kept.forget()
