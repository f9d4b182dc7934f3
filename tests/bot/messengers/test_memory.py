"""What the desk keeps, and for how long."""

import pytest
from redis.asyncio import Redis

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.message import Button, Image, Reply, Span
from bot.messengers.memory import DeskMemory, Held, Rest

BUTTONS = (Button("네", "v1:a", "네"), Button("아니요", "v1:b", "아니요"))
REPLY = Reply(
    "끝났어요.", "끝", BUTTONS, Image("qr:x", "QR"), "washer-1", "sender", (Span(0, 2, "bold"),), "s", True
)
HELD = Held("s", "fake:g", REPLY, "ko", "mom", True, 7.0)


async def test_everything_is_read_as_it_was_written_and_lives_as_long_as_the_docs_say(redis: Redis) -> None:
    keys = Keys("home")
    memory = DeskMemory(redis, keys)
    assert await memory.first_in_a_day("fake:9") and not await memory.first_in_a_day("fake:9")
    assert not await memory.answered("fake:1")
    await memory.keep_answered("fake:1")
    assert await memory.answered("fake:1")
    await memory.keep_menu("fake:g", "fake:1", BUTTONS)
    assert await memory.menu("fake:g", "fake:1") == BUTTONS and await memory.menu("fake:g", "fake:2") == ()
    await memory.keep_more("more:x", Rest("en", BUTTONS))
    assert await memory.more("more:x") == Rest("en", BUTTONS) and await memory.more("more:y") is None
    await memory.keep_status("fake:g", "s", "17")
    assert await memory.status("fake:g", "s") == "17"
    await memory.hold(HELD)
    assert await memory.held() == (HELD,)
    lives = {
        ("greeted", "fake:9"): 24 * 3600,
        ("answered", "fake:1"): 26 * 3600,
        ("menu", "fake:g", "fake:1"): 300,
        ("more", "more:x"): 600,
        ("status", "fake:g", "s"): 3600,
    }
    for key, seconds in lives.items():
        assert seconds - 60 < await redis.ttl(keys.key("desk", *key)) <= seconds
    await memory.keep_menu("fake:g", "fake:1", ())
    await memory.keep_status("fake:g", "s", None)
    assert await memory.menu("fake:g", "fake:1") == () and await memory.status("fake:g", "s") is None
    assert await memory.release(HELD) and not await memory.release(HELD)


async def test_what_another_version_wrote_counts_as_forgotten(redis: Redis) -> None:
    keys = Keys("home")
    memory = DeskMemory(redis, keys)
    await redis.set(keys.key("desk", "menu", "c", "a"), "{")
    await redis.set(keys.key("desk", "more", "more:x"), "[]")
    await redis.hset(keys.key("desk", "held"), "c s", "7")
    assert await memory.menu("c", "a") == () and await memory.more("more:x") is None
    assert await memory.held() == ()


async def test_a_store_that_is_away_says_so() -> None:
    memory = DeskMemory(Redis(port=1), Keys("home"))
    for call in (memory.answered("x"), memory.menu("c", "a"), memory.held(), memory.hold(HELD)):
        with pytest.raises(StoreUnavailable):
            await call
