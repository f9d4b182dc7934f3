"""Requests to an adult: open for ten minutes, answered once, remembered over a restart."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.conversation.pending import Listener
from bot.people.person import Rule
from bot.people.store import store_errors
from bot.plan import Plan

OPEN_S = 600.0
"""How long an adult may answer."""

MOST_AN_HOUR = 5
"""Requests of one person."""

_KEPT_S = 3_600


@dataclass(frozen=True, slots=True)
class Request:
    """Something a person may not do, and the adults who may allow it."""

    id: str
    asker: Listener
    plan: Plan
    # the commands, with their own refusals taken away
    adults: tuple[str, ...]
    expires_at: float
    # seconds since the epoch
    rules: tuple[Rule, ...] = ()
    # rules of the asker that deny it


Word = Literal["allowed", "allowed_hour", "refused", "expired"]


@dataclass(frozen=True, slots=True)
class Decision:
    """The one answer a request gets."""

    word: Word
    by: str = ""
    # who gave it; nobody when it expired


_REQUEST, _DECISION = TypeAdapter(Request), TypeAdapter(Decision)


class Requests:
    """The open requests of one home. Methods that wait raise StoreUnavailable.

    Keys: `requests` (hash, id → JSON), `request:<id>` (its decision), `requests_by:<person>` (count).
    """

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        clock: Callable[[], float],
        void_before: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """void_before: person id → what they asked for before this moment, nobody can allow any more."""
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._void_before = void_before
        self._open: dict[str, Request] = {}

    async def start(self) -> None:
        """Load what is open."""
        with store_errors():
            stored = await cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(self._all))
        for raw in stored.values():
            with suppress(ValidationError):
                request = _REQUEST.validate_json(raw)
                self._open[request.id] = request

    def opened(self) -> tuple[Request, ...]:
        """All open ones, oldest first."""
        return tuple(self._open.values())

    def open_to(self, adult: str) -> tuple[Request, ...]:
        """Those that this person may answer now."""
        now = self._clock()
        open_now = (one for one in self._open.values() if self._counts(one) and now < one.expires_at)
        return tuple(one for one in open_now if adult in one.adults)

    def ends_at(self) -> float:
        """When a request that is made now expires."""
        return self._clock() + OPEN_S

    def get(self, request_id: str) -> Request | None:
        """An open one."""
        found = self._open.get(request_id)
        return found if found is not None and self._counts(found) else None

    async def open(self, request: Request) -> Literal["asked", "asked_before", "too_often"]:
        """Keep it, unless the same is open already or the person asked too often."""
        same = (one for one in self._open.values() if _is_same(one, request))
        if any(self._clock() < one.expires_at for one in same):
            return "asked_before"
        counter = self._keys.key("requests_by", request.asker.person)
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(counter, 0, ex=_KEPT_S, nx=True)
                pipe.incr(counter)
                _, asked = await pipe.execute()
            if asked > MOST_AN_HOUR:
                return "too_often"
            await self._redis.hset(self._all, request.id, _REQUEST.dump_json(request).decode())
        self._open[request.id] = request
        return "asked"

    async def decide(self, request_id: str, decision: Decision) -> Decision | None:
        """Give it its one answer; None: this was it, else the one that was there before."""
        key = self._keys.key("request", request_id)
        with store_errors():
            first = await self._redis.set(key, _DECISION.dump_json(decision).decode(), nx=True, ex=_KEPT_S)
            stored = None if first else await self._redis.get(key)
            await self._redis.hdel(self._all, request_id)
        self._open.pop(request_id, None)
        return None if first else _decision(stored) or Decision("expired")

    async def decision(self, request_id: str) -> Decision | None:
        """The answer it got, for an hour; None: none, or it is long ago."""
        with store_errors():
            return _decision(await self._redis.get(self._keys.key("request", request_id)))

    def _counts(self, request: Request) -> bool:
        return request.expires_at - OPEN_S >= self._void_before(request.asker.person)

    @property
    def _all(self) -> str:
        return self._keys.key("requests")


def _decision(stored: bytes | str | None) -> Decision | None:
    try:
        return None if stored is None else _DECISION.validate_json(stored)
    except ValidationError:
        return None


def _is_same(one: Request, other: Request) -> bool:
    return one.asker.person == other.asker.person and one.plan == other.plan
