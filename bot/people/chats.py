"""What was settled for single chats: silence for a while, quiet hours, who speaks."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import time
from time import time as epoch
from typing import cast

from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.people.person import Hours
from bot.people.store import store_errors

KEPT_IN_MIND = 1_000


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """What holds in one chat; the default is what holds everywhere."""

    muted_until: float | None = None
    # seconds since the epoch; infinite: until somebody ends it; None: not muted
    quiet: Hours | None = None
    # each day, in the home's time zone
    speak: bool | None = None
    # whether appliances answer under their own names; None: as the home has it

    def is_muted(self, now: float) -> bool:
        """Whether nothing is to be said here unasked; now: seconds since the epoch."""
        return self.muted_until is not None and now < self.muted_until

    def is_quiet(self, clock: time) -> bool:
        """Whether it is a quiet hour here; clock: the home's."""
        return self.quiet is not None and self.quiet.contains(clock)


class Chats:
    """Settings by chat key; a thread ("slack:C1/17.2") has those of its chat.

    Every method raises StoreUnavailable when Redis does not answer.
    """

    def __init__(self, redis: Redis, keys: Keys, clock: Callable[[], float] = epoch) -> None:
        self._redis = redis
        self._key = keys.key("chats")
        self._clock = clock
        self._known: dict[str, ChatSettings] = {}
        # read before; one process has them, so this is the present

    async def get(self, chat: str) -> ChatSettings:
        """What holds there."""
        chat = _whole(chat)
        known = self._known.get(chat)
        if known is None:
            with store_errors():
                raw = await cast("Awaitable[bytes | None]", self._redis.hget(self._key, chat))
            # somebody may have changed it while we asked
            known = self._known.get(chat) or _decoded(raw)
            self._remember(chat, known)
        return known

    async def set(self, chat: str, settings: ChatSettings) -> None:
        """From now on this holds there; what is over is not kept."""
        chat = _whole(chat)
        if settings.muted_until is not None and not settings.is_muted(self._clock()):
            settings = ChatSettings(None, settings.quiet, settings.speak)
        with store_errors():
            if settings == ChatSettings():
                await self._redis.hdel(self._key, chat)
            else:
                await self._redis.hset(self._key, chat, _encoded(settings))
        self._remember(chat, settings)

    async def move(self, old: str, new: str) -> None:
        """A chat has a new id."""
        settings = await self.get(old)
        if settings != ChatSettings():
            await self.set(new, settings)
            await self.forget(old)

    async def forget(self, chat: str) -> None:
        """Nothing special holds there any more."""
        await self.set(chat, ChatSettings())

    def _remember(self, chat: str, settings: ChatSettings) -> None:
        if len(self._known) >= KEPT_IN_MIND:
            self._known.clear()
        self._known[chat] = settings


def _whole(chat: str) -> str:
    """Without the thread."""
    place, colon, rest = chat.partition(":")
    return place + colon + rest.partition("/")[0] if colon else chat


def _encoded(settings: ChatSettings) -> str:
    quiet = settings.quiet
    hours = None if quiet is None else [quiet.start.isoformat("minutes"), quiet.end.isoformat("minutes")]
    return json.dumps({"muted_until": settings.muted_until, "quiet": hours, "speak": settings.speak})


def _decoded(raw: bytes | None) -> ChatSettings:
    """Settings as stored; what this version cannot read holds no more."""
    try:
        found = json.loads(raw or b"{}")
        hours = found.get("quiet")
        quiet = None if hours is None else Hours(*(time.fromisoformat(one) for one in hours))
        return ChatSettings(found.get("muted_until"), quiet, found.get("speak"))
    except (ValueError, TypeError, AttributeError):
        return ChatSettings()
