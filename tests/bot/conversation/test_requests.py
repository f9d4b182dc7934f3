"""Requests in a real Redis: one answer each, not too many, and nothing stored by others breaks a start."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.conversation.pending import Listener
from bot.conversation.requests import MOST_AN_HOUR, OPEN_S, Decision, Request, Requests
from bot.people.person import Rule
from bot.plan import CommandStep, Plan

KEYS = Keys("home")
CHILD = Listener("child", "web:child", language="ko")
OVEN = Plan((CommandStep("oven", "run_control", "start", {"program": "bake"}, "confirm"),))


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def requests(redis: Redis, clock: Clock) -> Requests:
    return Requests(redis, KEYS, clock)


def request(id_: str = "a", plan: Plan = OVEN, expires_at: float = 1_000.0 + OPEN_S) -> Request:
    return Request(id_, CHILD, plan, ("mom", "dad"), expires_at, (Rule("deny", types=frozenset({"oven"})),))


def at(degrees: int) -> Plan:
    return Plan((CommandStep("oven", "temperature", "set", {"value": degrees}, "confirm"),))


async def test_it_is_the_same_after_a_restart(requests: Requests, redis: Redis, clock: Clock) -> None:
    assert await requests.open(request()) == "asked"
    again = Requests(redis, KEYS, clock)
    await again.start()
    assert again.opened() == (request(),) == again.open_to("dad")
    assert again.open_to("guest") == ()


async def test_the_first_word_counts_in_every_process(requests: Requests, redis: Redis, clock: Clock) -> None:
    await requests.open(request())
    other = Requests(redis, KEYS, clock)
    await other.start()
    assert await requests.decide("a", Decision("allowed", "dad")) is None
    assert await other.decide("a", Decision("refused", "mom")) == Decision("allowed", "dad")
    assert await requests.decide("a", Decision("allowed", "dad")) == Decision("allowed", "dad")
    assert await requests.decision("a") == Decision("allowed", "dad")
    assert requests.opened() == other.opened() == ()
    assert await requests.decision("b") is None


async def test_the_same_is_asked_once_at_a_time(requests: Requests, clock: Clock) -> None:
    await requests.open(request())
    assert await requests.open(request("b")) == "asked_before"
    clock.now += OPEN_S
    assert await requests.open(request("c", expires_at=clock.now + OPEN_S)) == "asked"


async def test_not_too_often(requests: Requests) -> None:
    for degrees in range(MOST_AN_HOUR):
        assert await requests.open(request(str(degrees), at(degrees))) == "asked"
    assert await requests.open(request("x", at(200))) == "too_often"
    dads = replace(request("y"), asker=Listener("dad", "web:dad"))
    assert await requests.open(dads) == "asked"


async def test_it_goes_with_who_asked(redis: Redis, clock: Clock) -> None:
    removed = {"child": 999.0}
    requests = Requests(redis, KEYS, clock, lambda person: removed.get(person, 0.0))
    await requests.open(request())
    assert requests.get("a") is not None and requests.open_to("dad")
    removed["child"] = 1_000.5
    assert requests.get("a") is None and requests.open_to("dad") == ()


@given(raw=st.one_of(st.binary(max_size=60), st.sampled_from([b"{}", b'{"id": 3}', b"[]", b"null"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
async def test_what_cannot_be_read_is_as_if_it_were_not_there(redis: Redis, raw: bytes) -> None:
    await redis.hset(KEYS.key("requests"), "x", raw)
    await redis.set(KEYS.key("request", "x"), raw)
    requests = Requests(redis, KEYS, Clock())
    await requests.start()
    assert requests.opened() == ()
    assert await requests.decision("x") is None
    # nobody can act on it
    assert await requests.decide("x", Decision("allowed", "dad")) == Decision("expired")
