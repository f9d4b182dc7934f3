"""Messages that are kept for a while: so many, so long, or none at all."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.desk.heard import Heard, Said
from tests.support.servers import free_port

KEYS = Keys("home")
DAY = 86_400.0


class Clock:
    """The real time, and later when told so: ids of entries are the server's time."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def clock(redis: Redis) -> Clock:
    seconds, _ = await redis.time()
    return Clock(float(seconds))


def heard(redis: Redis, clock: Clock, messages: int = 3, days: int = 14) -> Heard:
    return Heard(redis, KEYS, messages=messages, days=days, clock=clock)


def said(text: str, at: float = 1.0) -> Said:
    return Said(text, at, "ko", "power.turn_on")


async def texts(one: Heard) -> list[str]:
    return [message.text for message in await one.all()]


async def test_the_newest_comes_first_and_the_oldest_make_room(redis: Redis, clock: Clock) -> None:
    kept = heard(redis, clock)
    for text in ("하나", "둘", "셋", "넷"):
        await kept.add(said(text))
    assert await texts(kept) == ["넷", "셋", "둘"]
    assert (await kept.all())[0] == said("넷")
    assert await redis.xlen(KEYS.key("words", "heard")) == 3


async def test_another_run_of_the_house_finds_them(redis: Redis, clock: Clock) -> None:
    await heard(redis, clock).add(said("불 켜줘"))
    again = heard(redis, clock)
    await again.start()
    assert await texts(again) == ["불 켜줘"]


async def test_none_is_shown_or_left_behind_when_it_is_too_old(redis: Redis, clock: Clock) -> None:
    kept = heard(redis, clock, days=2)
    await kept.add(said("어제"))
    clock.now += 3 * DAY
    assert await texts(kept) == []
    await kept.start()
    assert await redis.xlen(KEYS.key("words", "heard")) == 0


async def test_the_key_goes_by_itself(redis: Redis, clock: Clock) -> None:
    await heard(redis, clock, days=2).add(said("불 켜줘"))
    assert 0 < await redis.ttl(KEYS.key("words", "heard")) <= 2 * DAY


async def test_a_smaller_number_counts_at_the_next_start(redis: Redis, clock: Clock) -> None:
    for text in ("하나", "둘", "셋"):
        await heard(redis, clock).add(said(text))
    fewer = heard(redis, clock, messages=1)
    await fewer.start()
    assert await redis.xlen(KEYS.key("words", "heard")) == 1


async def test_switched_off_nothing_is_written_and_what_was_there_goes(redis: Redis, clock: Clock) -> None:
    await heard(redis, clock).add(said("불 켜줘"))
    off = heard(redis, clock, messages=0)
    assert await texts(off) == []
    await off.start()
    await off.add(said("불 꺼줘"))
    assert await redis.keys() == []


async def test_all_is_forgotten_when_that_is_wanted(redis: Redis, clock: Clock) -> None:
    kept = heard(redis, clock)
    await kept.add(said("불 켜줘"))
    await kept.forget()
    assert await texts(kept) == []
    assert await redis.keys() == []


async def test_what_another_version_wrote_is_left_out(redis: Redis, clock: Clock) -> None:
    kept = heard(redis, clock)
    await redis.xadd(KEYS.key("words", "heard"), {"record": '{"words": 1}'})
    await redis.xadd(KEYS.key("words", "heard"), {"other": "x"})
    await kept.add(said("불 켜줘"))
    assert await texts(kept) == ["불 켜줘"]


async def test_a_store_that_is_away_is_said_so() -> None:
    client = Redis.from_url(f"redis://127.0.0.1:{free_port()}", retry=None)
    kept = Heard(client, KEYS, messages=3, days=1)
    with pytest.raises(StoreUnavailable):
        await kept.add(said("불 켜줘"))
    with pytest.raises(StoreUnavailable):
        await kept.all()
    await client.aclose()
