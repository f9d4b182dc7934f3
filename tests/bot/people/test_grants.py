"""What was allowed for an hour counts for that act, of that person, against that rule, for that hour."""

from collections.abc import AsyncIterator
from datetime import time

import pytest
from redis.asyncio import Redis

from appliance_bridge.command import Risk
from appliance_bridge.keys import Keys
from bot.people.grants import GRANT_S, Grant, Grants, act_of
from bot.people.person import Hours, Rule
from bot.plan import CommandStep

KEYS = Keys("home")
LATE = Rule("deny", types=frozenset({"tv"}), hours=Hours(time(21), time(7)))
NEVER = Rule("deny", appliances=frozenset({"tv-1"}))


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


def grant(until: float = 1_000.0 + GRANT_S) -> Grant:
    return Grant("child", "tv-1", frozenset({"power.turn_on"}), until, "dad", (LATE,))


async def test_it_covers_what_was_asked_about(redis: Redis) -> None:
    grants = Grants(redis, KEYS, Clock())
    await grants.give(grant())
    assert grants.allow("child", "tv-1", "power.turn_on", None)
    assert grants.allow("child", "tv-1", "power.turn_on", LATE)
    assert not grants.allow("child", "tv-1", "power.turn_on", NEVER)
    assert not grants.allow("child", "tv-1", "volume.set", None)
    assert not grants.allow("child", "tv-2", "power.turn_on", None)
    assert not grants.allow("guest", "tv-1", "power.turn_on", None)


async def test_it_lasts_an_hour_and_over_a_restart(redis: Redis) -> None:
    clock = Clock()
    await Grants(redis, KEYS, clock).give(grant())
    grants = Grants(redis, KEYS, clock)
    await grants.start()
    assert grants.of("child") == (grant(),)
    clock.now += GRANT_S
    assert grants.of("child") == () and not grants.allow("child", "tv-1", "power.turn_on", None)
    await grants.give(grant(clock.now + GRANT_S))
    assert await redis.hlen(KEYS.key("grants")) == 1
    assert 0 < await redis.ttl(KEYS.key("grants")) <= GRANT_S + 60


@pytest.mark.parametrize("gone", ["child", "dad"])
async def test_it_goes_with_who_had_or_gave_it(redis: Redis, gone: str) -> None:
    removed = {gone: 999.0}
    grants = Grants(redis, KEYS, Clock(), lambda person: removed.get(person, 0.0))
    await grants.give(grant())
    assert grants.of("child")
    removed[gone] = 1_000.5
    assert grants.of("child") == () and not grants.allow("child", "tv-1", "power.turn_on", None)


def test_of_what_can_harm_only_the_same_values_are_meant() -> None:
    def act(degrees: int, risk: Risk) -> str:
        return act_of(CommandStep("oven", "temperature", "set", {"value": degrees}, risk))

    assert act(180, "confirm") == act(180, "confirm") != act(250, "confirm")
    assert act(20, "normal") == act(24, "normal") == "temperature.set"


@pytest.mark.parametrize("raw", [b"{}", b"\xff", b"[1]", b'{"person": "child"}'])
async def test_what_cannot_be_read_grants_nothing(redis: Redis, raw: bytes) -> None:
    await redis.hset(KEYS.key("grants"), "x", raw)
    grants = Grants(redis, KEYS, Clock())
    await grants.start()
    assert grants.of("child") == ()
