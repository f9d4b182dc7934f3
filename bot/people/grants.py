"""What an adult allowed somebody for a while: kept in Redis, over by itself."""

import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.people.person import Rule
from bot.people.store import store_errors
from bot.plan import CommandStep

GRANT_S = 3_600.0
"""How long a grant lasts."""


@dataclass(frozen=True, slots=True)
class Grant:
    """From the adult's word to `until` a person may do these acts without asking."""

    person: str
    appliance: str
    acts: frozenset[str]
    # as `act_of` has them
    until: float
    # seconds since the epoch
    by: str
    # who allowed it
    rules: tuple[Rule, ...] = ()
    # rules of the person that would deny it: the adult was asked about these, and about no others

    def covers(self, appliance: str, act: str, rule: Rule | None, now: float) -> bool:
        """Whether it allows an act that this rule, or no rule, denies."""
        asked_about = rule is None or rule in self.rules
        return now < self.until and appliance == self.appliance and act in self.acts and asked_about


def act_of(step: CommandStep) -> str:
    """What is granted: "power.turn_on"; of the danger class with its values, as others were not asked for."""
    act = f"{step.capability}.{step.action}"
    exact = step.risk in {"confirm", "secure"} and step.arguments
    return f"{act} {json.dumps(step.arguments, sort_keys=True)}" if exact else act


_GRANT = TypeAdapter(Grant)


class Grants:
    """All grants of one home. Key: `grants`, a hash of JSON that is gone an hour after the last one."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        clock: Callable[[], float],
        void_before: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """void_before: person id → what was given to or by them before this moment counts no more."""
        self._redis = redis
        self._key = keys.key("grants")
        self._clock = clock
        self._void_before = void_before
        self._given: dict[str, Grant] = {}

    async def start(self) -> None:
        """Load what was given. Raises StoreUnavailable."""
        with store_errors():
            stored = await cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(self._key))
        for grant_id, raw in stored.items():
            with suppress(ValidationError):
                self._given[grant_id.decode()] = _GRANT.validate_json(raw)

    async def give(self, grant: Grant) -> None:
        """From now on it counts. Raises StoreUnavailable: it does not."""
        over = [one for one, other in self._given.items() if other.until <= self._clock()]
        grant_id = secrets.token_hex(8)
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                if over:
                    pipe.hdel(self._key, *over)
                pipe.hset(self._key, grant_id, _GRANT.dump_json(grant).decode())
                pipe.expire(self._key, int(GRANT_S) + 60)
                await pipe.execute()
        for one in over:
            del self._given[one]
        self._given[grant_id] = grant

    def of(self, person: str) -> tuple[Grant, ...]:
        """Those of a person that are not over."""
        return tuple(one for one in self._given.values() if one.person == person and self._counts(one))

    def allow(self, person: str, appliance: str, act: str, rule: Rule | None) -> bool:
        """Whether one of them allows an act that this rule, or no rule, denies."""
        return any(one.covers(appliance, act, rule, self._clock()) for one in self.of(person))

    def _counts(self, grant: Grant) -> bool:
        given_at = grant.until - GRANT_S
        both = (self._void_before(one) for one in (grant.person, grant.by))
        return self._clock() < grant.until and all(given_at >= void for void in both)
