"""Promises to tell are kept once, in the chat they were given in, also after a restart."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.app import build
from bot.house import HouseEvent
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for, settled


class Heard:
    """What the house says by itself from now on."""

    def __init__(self, family: Family) -> None:
        self._events: AsyncIterator[HouseEvent] = family.home.steward.events()

    async def notice(self) -> HouseEvent:
        async with asyncio.timeout(20):
            async for event in self._events:
                if event.kind == "answer" and str(event.data["id"]).startswith("notice-"):
                    return event
        raise AssertionError("the house ended")


async def watches_left(tmp_path: Path) -> int:
    """How many promises the store of this home still holds."""
    async with Redis.from_url(f"unix://{tmp_path}/state/store/store.sock") as redis:
        return int(await redis.hlen(Keys("home").key("watches")))


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[Family]:
    """A home whose simulated clock runs a thousand times faster."""
    async with AsyncExitStack() as stack:
        settings = settings_for(tmp_path, simulator={"speed": 1000})
        yield await settled(await build(settings, RunOptions(port=0), stack))


async def test_the_end_of_a_run_is_told(quick: Family) -> None:
    heard = Heard(quick)
    started = await quick.say("세탁기 돌려줘")
    promised = await quick.press(started, "끝나면 알림")
    assert promised.outcome == "scheduled" and not promised.commands
    notice = await heard.notice()
    assert (notice.data["chat"], notice.person) == ("private-mom", "mom")
    assert "세탁기가 다 끝났어요" in str(notice.data["replies"])


async def test_start_and_tell_me_in_one_message(quick: Family) -> None:
    heard = Heard(quick)
    answer = await quick.say("start the washer and tell me when it's done")
    assert answer.outcome == "acted" and len(answer.commands) == 1
    assert "tell you" in answer.replies[0].text
    assert "is done" in str((await heard.notice()).data["replies"])


async def test_what_does_not_run_is_not_promised(family: Family) -> None:
    answer = await family.say("건조기 끝나면 알려줘")
    assert answer.outcome == "answered" and "알려 드릴게요" not in answer.replies[0].text


async def test_arming_is_told_with_a_button_that_starts(family: Family) -> None:
    await family.change("washer-1", "remote_control.allowed", False, remote_control=False)
    heard = Heard(family)
    refused = await family.say("세탁기 돌려줘")
    promised = await family.press(refused, "켜지면 알림")
    assert promised.outcome == "scheduled"
    await family.change("washer-1", "remote_control.allowed", True, remote_control=True)
    notice = await heard.notice()
    replies = notice.data["replies"]
    assert isinstance(replies, tuple | list)
    button = replies[0]["buttons"][0]
    started = await family.say(action=button["action"])
    assert [(one.action, one.result) for one in started.commands] == [("start", "confirmed")]


async def test_a_promise_survives_a_restart(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    async with AsyncExitStack() as stack:
        family = await settled(await build(settings, RunOptions(port=0), stack))
        await family.change("washer-1", "remote_control.allowed", False, remote_control=False)
        refused = await family.say("세탁기 돌려줘")
        assert (await family.press(refused, "켜지면 알림")).outcome == "scheduled"
        assert await watches_left(tmp_path) == 1
    async with AsyncExitStack() as stack:
        family = await settled(await build(settings, RunOptions(port=0), stack))
        heard = Heard(family)
        told = 0
        for _ in range(2):
            await family.change("washer-1", "remote_control.allowed", False, remote_control=False)
            await family.change("washer-1", "remote_control.allowed", True, remote_control=True)
            try:
                async with asyncio.timeout(2):
                    await heard.notice()
                    told += 1
            except TimeoutError:
                continue
        # the simulated washer comes back armed: it may be told before we listen, and never twice
        assert told <= 1
        assert await watches_left(tmp_path) == 0
