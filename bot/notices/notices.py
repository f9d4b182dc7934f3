"""Keeps promises to tell: they live in Redis, survive restarts, and each is told once."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from typing import cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.bridge import Bridge
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.event import StateChanged
from appliance_bridge.keys import Keys
from appliance_bridge.tasks import end
from bot.message import IncomingMessage, Language
from bot.notices.watch import Watch
from bot.plan import WatchStep

log = logging.getLogger(__name__)

MOST = 1_000
"""Promises of one home at once; more would be a flood."""

_WATCH = TypeAdapter(Watch)


class Notices:
    """All open promises of one home."""

    def __init__(self, redis: Redis, keys: Keys, bridge: Bridge, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._key = keys.key("watches")
        self._bridge = bridge
        self._clock = clock
        self._open: dict[str, Watch] = {}
        self._listening: asyncio.Task[None] | None = None
        self._looking: set[asyncio.Task[None]] = set()
        self._tell: Callable[[Watch], Awaitable[None]] | None = None

    async def start(self, tell: Callable[[Watch], Awaitable[None]]) -> None:
        """Load what was promised, tell what came true meanwhile, and listen. Raises StoreUnavailable."""
        events, self._tell = self._bridge.events(), tell
        try:
            stored = await cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(self._key))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        for raw in stored.values():
            with suppress(ValidationError):
                watch = _WATCH.validate_json(raw)
                self._open[watch.id] = watch

        async def listen() -> None:
            for appliance in {watch.step.appliance for watch in self._open.values()}:
                await self._look(appliance, tell)
            async for event in events:
                if isinstance(event, StateChanged):
                    await self._look(event.appliance, tell)

        self._listening = asyncio.create_task(listen(), name="notices")

    async def stop(self) -> None:
        """Stop listening; what is promised stays in the store."""
        await end(self._listening, *self._looking)

    async def promise(self, step: WatchStep, message: IncomingMessage, language: Language) -> None:
        """Promise it to the chat of this message. Raises StoreUnavailable: then nothing is promised."""
        same = next((one for one in self._open.values() if _same(one, step, message)), None)
        watch_id = secrets.token_hex(8) if same is None else same.id
        if same is None and len(self._open) >= MOST:
            raise StoreUnavailable("too many open promises")
        watch = Watch(
            watch_id,
            step,
            message.chat,
            message.sender,
            language,
            message.group,
            self._clock() + step.within_s,
        )
        try:
            await self._redis.hset(self._key, watch_id, _WATCH.dump_json(watch))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        self._open[watch_id] = watch
        if self._tell is not None:
            # it may have come true while it was being promised
            looking = asyncio.create_task(self._look(step.appliance, self._tell), name="notice")
            self._looking.add(looking)
            looking.add_done_callback(self._looking.discard)

    async def moved(self, old: str, new: str) -> None:
        """What was promised to a chat is told under its new id. Raises StoreUnavailable."""
        for watch in [one for one in self._open.values() if one.chat == old]:
            there = replace(watch, chat=new)
            try:
                await self._redis.hset(self._key, watch.id, _WATCH.dump_json(there))
            except (RedisError, OSError) as error:
                raise StoreUnavailable(str(error)) from error
            if watch.id in self._open:
                self._open[watch.id] = there

    async def _look(self, appliance: str, tell: Callable[[Watch], Awaitable[None]]) -> None:
        for watch in [one for one in self._open.values() if one.step.appliance == appliance]:
            over = self._clock() > watch.expires_at
            if not over and not watch.is_met(self._bridge.state(appliance).value(watch.step.key)):
                continue
            self._open.pop(watch.id, None)
            try:
                first = await self._redis.hdel(self._key, watch.id)
                if first and not over:
                    await tell(watch)
            except (RedisError, OSError, StoreUnavailable):
                log.warning("the store is away; what %s was to be told comes later", watch.person)
                self._open[watch.id] = watch


def _same(watch: Watch, step: WatchStep, message: IncomingMessage) -> bool:
    return (watch.step.appliance, watch.step.key, watch.chat, watch.person) == (
        step.appliance, step.key, message.chat, message.sender,
    )  # fmt: skip
