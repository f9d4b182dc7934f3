"""A home's people in a real Redis."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.people.pairing import Pairing
from bot.people.people import People
from bot.people.person import Person
from bot.people.store import PeopleStore

MOM = Person("mom", {"ko": "엄마", "en": "Mom"}, "owner")
DAD = Person("dad", {"ko": "아빠", "en": "Dad"}, "adult")
NOON = 1_800_000_000.0


@dataclass
class Clock:
    """Time that moves when told."""

    now: float = NOON

    def __call__(self) -> float:
        return self.now


@dataclass
class Register:
    """People and pairing of one home; `restarted` reads all of it again."""

    redis: Redis
    clock: Clock = field(default_factory=Clock)
    keys: Keys = field(default_factory=lambda: Keys("home"))

    def __post_init__(self) -> None:
        store = PeopleStore(self.redis, self.keys)
        listed = {"telegram:1": "mom"}
        self.people = People({"mom": MOM, "dad": DAD}, listed, store, self.clock)
        self.pairing = Pairing(self.redis, self.keys, self.people, self.clock)

    async def restarted(self) -> "Register":
        """As a new process sees it."""
        new = Register(self.redis, self.clock)
        await new.people.start()
        return new


@pytest.fixture
async def register(redis_url: str) -> AsyncIterator[Register]:
    redis = Redis.from_url(redis_url)
    made = Register(redis)
    await made.people.start()
    yield made
    await redis.aclose()


@dataclass(frozen=True)
class Visitor:
    """Somebody who writes from a messenger."""

    id: str
    name: str | None = "이모"
    language: str | None = "ko-KR"
    messenger: str = "telegram"

    @property
    def key(self) -> str:
        return f"{self.messenger}:{self.id}"
