"""What was settled for single chats, in a real Redis."""

import math
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance_bridge.errors import StoreUnavailable
from bot.people.chats import Chats, ChatSettings, _decoded, _encoded
from bot.people.person import Hours
from tests.bot.people.conftest import NOON, Register

NIGHT = Hours(time(22), time(7, 30))
CLOCK_TIMES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


def chats(register: Register) -> Chats:
    return Chats(register.redis, register.keys, register.clock)


def test_muted_and_quiet() -> None:
    assert not ChatSettings().is_muted(0)
    assert ChatSettings(muted_until=10).is_muted(9.9)
    assert not ChatSettings(muted_until=10).is_muted(10)
    assert ChatSettings(muted_until=math.inf).is_muted(1e12)
    assert not ChatSettings().is_quiet(time(23))
    assert ChatSettings(quiet=NIGHT).is_quiet(time(7, 29))
    assert not ChatSettings(quiet=NIGHT).is_quiet(time(7, 30))


async def test_settings_last(register: Register) -> None:
    there = chats(register)
    settings = ChatSettings(math.inf, NIGHT, False)
    await there.set("telegram:-1", settings)
    await there.set("telegram:-2", ChatSettings(NOON + 60))
    assert await there.get("telegram:-1") == settings
    assert await chats(register).get("telegram:-1") == settings
    assert await chats(register).get("telegram:-2") == ChatSettings(NOON + 60)
    assert await chats(register).get("telegram:-3") == ChatSettings()


async def test_what_is_over_is_not_kept(register: Register) -> None:
    await chats(register).set("a:1", ChatSettings(NOON - 1))
    await chats(register).set("a:2", ChatSettings(speak=True))
    await chats(register).forget("a:2")
    assert await register.redis.keys("*") == []


async def test_a_group_moves_with_its_threads(register: Register) -> None:
    there = chats(register)
    for chat in ("telegram:-1", "telegram:-1/7", "telegram:-12"):
        await there.set(chat, ChatSettings(quiet=NIGHT))
    await there.move("telegram:-1", "telegram:-100")
    for seen in (there, chats(register)):
        assert await seen.get("telegram:-100") == ChatSettings(quiet=NIGHT)
        assert await seen.get("telegram:-100/7") == ChatSettings(quiet=NIGHT)
        assert await seen.get("telegram:-12") == ChatSettings(quiet=NIGHT)
        assert await seen.get("telegram:-1") == await seen.get("telegram:-1/7") == ChatSettings()


async def test_without_the_store(register: Register) -> None:
    there = chats(register)
    assert await there.get("a:1") == ChatSettings()
    await register.redis.set(there._key, "no hash")
    with pytest.raises(StoreUnavailable):
        await there.set("a:1", ChatSettings(speak=True))
    assert await there.get("a:1") == ChatSettings()


@given(
    st.none() | st.floats(min_value=0, allow_nan=False),
    st.none() | st.builds(Hours, CLOCK_TIMES, CLOCK_TIMES),
    st.none() | st.booleans(),
)
def test_settings_are_stored_as_they_are(
    until: float | None, quiet: Hours | None, speak: bool | None
) -> None:
    settings = ChatSettings(until, quiet, speak)
    assert _decoded(_encoded(settings).encode()) == settings


@given(st.binary(max_size=60))
def test_anything_can_be_read(raw: bytes) -> None:
    assert isinstance(_decoded(raw), ChatSettings)


async def test_a_thread_has_the_settings_of_its_chat(register: Register) -> None:
    there = chats(register)
    await there.set("slack:C1/17.2", ChatSettings(math.inf))
    assert (await there.get("slack:C1")).muted_until == math.inf
    assert (await there.get("slack:C1/99.1")).muted_until == math.inf
    assert await there.get("slack:C12") == ChatSettings()
