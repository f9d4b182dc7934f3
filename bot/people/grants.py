"""What an adult allowed somebody for a while: kept in Redis, over by itself."""

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.people.person import Rule

GRANT_S = 3_600.0
"""How long a grant lasts."""


@dataclass(frozen=True, slots=True)
class Grant:
    """From the adult's word to `until` a person may do these acts without asking."""

    person: str
    appliance: str
    acts: frozenset[str]
    # "power.turn_on"
    until: float
    # seconds since the epoch
    by: str
    # who allowed it
    rules: tuple[Rule, ...] = ()
    # rules of the person that would deny it: the adult was asked about these, and about no others

    def covers(self, appliance: str, act: str, rule: Rule | None, now: float) -> bool:
        """Whether it allows an act ("power.turn_on") that this rule, or no rule, denies."""
        asked_about = rule is None or rule in self.rules
        return now < self.until and appliance == self.appliance and act in self.acts and asked_about


_GRANT = TypeAdapter(Grant)


class Grants:
    """All grants of one home. Key: `grants`, a hash of JSON that is gone an hour after the last one."""

    def __init__(self, redis: Redis, keys: Keys, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._key = keys.key("grants")
        self._clock = clock
        self._given: dict[str, Grant] = {}

    async def start(self) -> None:
        """Load what was given. Raises StoreUnavailable."""
        try:
            stored = await cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(self._key))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        for grant_id, raw in stored.items():
            with suppress(ValidationError):
                self._given[grant_id.decode()] = _GRANT.validate_json(raw)

    async def give(self, grant: Grant) -> None:
        """From now on it counts. Raises StoreUnavailable: it does not."""
        over = [one for one, other in self._given.items() if other.until <= self._clock()]
        grant_id = secrets.token_hex(8)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                if over:
                    pipe.hdel(self._key, *over)
                pipe.hset(self._key, grant_id, _GRANT.dump_json(grant).decode())
                pipe.expire(self._key, int(GRANT_S) + 60)
                await pipe.execute()
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        for one in over:
            del self._given[one]
        self._given[grant_id] = grant

    def of(self, person: str) -> tuple[Grant, ...]:
        """Those of a person that are not over."""
        now = self._clock()
        return tuple(one for one in self._given.values() if one.person == person and now < one.until)

    def allow(self, person: str, appliance: str, act: str, rule: Rule | None) -> bool:
        """Whether one of them allows an act ("power.turn_on") that this rule, or no rule, denies."""
        return any(one.covers(appliance, act, rule, self._clock()) for one in self.of(person))
