"""PINs: hashed, compared, and locked after five wrong tries, in a real Redis."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from bot.people.pins import LOCK_S, TRIES, check_pin, hash_pin, matches
from bot.people.tries import RedisTries

PIN = hash_pin("0417", b"0" * 16)


@pytest.fixture
async def tries(redis_url: str) -> AsyncIterator[RedisTries]:
    redis = Redis.from_url(redis_url)
    yield RedisTries(redis, "jipsa:{p1}:home:")
    await redis.aclose()


def test_a_hash_knows_its_pin_and_no_other() -> None:
    assert matches("0417", PIN)
    assert not any(matches(other, PIN) for other in ("417", "0418", "", "00417"))
    assert hash_pin("0417") != hash_pin("0417")
    assert "0417" not in PIN


@pytest.mark.parametrize("broken", ["", "0417", "scrypt$zz$zz", "scrypt$00", "md5$00$00"])
def test_what_is_no_hash_matches_nothing(broken: str) -> None:
    assert not matches("0417", broken)


async def test_right_wrong_and_not_set_up(tries: RedisTries) -> None:
    assert (await check_pin("mom", None, "0417", tries)).result == "not_set_up"
    wrong = await check_pin("mom", PIN, "9999", tries)
    assert (wrong.result, wrong.left) == ("wrong", TRIES - 1)
    assert (await check_pin("mom", PIN, "0417", tries)).result == "right"
    assert (await check_pin("mom", PIN, "9999", tries)).left == TRIES - 1


async def test_five_wrong_ones_lock_even_for_the_right_one(tries: RedisTries) -> None:
    results = [(await check_pin("mom", PIN, "9999", tries)).result for _ in range(TRIES)]
    assert results == ["wrong"] * (TRIES - 1) + ["locked"]
    verdict = await check_pin("mom", PIN, "0417", tries)
    assert verdict.result == "locked"
    assert 0 < verdict.locked_s <= LOCK_S
    assert (await check_pin("dad", PIN, "0417", tries)).result == "right"


async def test_trying_on_does_not_lengthen_the_lock(tries: RedisTries, redis_url: str) -> None:
    for _ in range(TRIES):
        await check_pin("mom", PIN, "9999", tries)
    redis = Redis.from_url(redis_url)
    await redis.expire("jipsa:{p1}:home:pin_tries:mom", 60)
    assert (await check_pin("mom", PIN, "0417", tries)).locked_s <= 60
    await redis.delete("jipsa:{p1}:home:pin_tries:mom")
    assert (await check_pin("mom", PIN, "0417", tries)).result == "right"
    await redis.aclose()


async def test_many_at_once_gain_nothing(tries: RedisTries) -> None:
    verdicts = await asyncio.gather(*(check_pin("mom", PIN, f"{n:04}", tries) for n in range(20)))
    assert sum(one.result == "wrong" for one in verdicts) == TRIES - 1
