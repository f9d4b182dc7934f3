"""What goes out: order, pace, status messages, outages."""

import asyncio
import logging
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.messengers.base import Account, Address, Parcel, Undelivered
from bot.messengers.memory import DeskMemory
from bot.messengers.outbox import GIVE_UP_S, MOST_WAITING, Letter, Outbox
from tests.bot.messengers.desks import AWAY, FEATURES, GONE, FakeMessenger
from tests.support.waiting import until

AT = Address("fake", "p1")
PACED = replace(FEATURES, pace_s=100.0)


class Time:
    """Time that passes only when the outbox waits for it and the test lets it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []
        self.waiting = asyncio.Event()
        self.go = asyncio.Event()
        self.flies = False
        # every pause is over at once

    def __call__(self) -> float:
        return self.now

    async def pause(self, woken: asyncio.Event, seconds: float) -> None:
        self.pauses.append(seconds)
        self.waiting.set()
        if self.flies:
            self.now += seconds
            return
        tasks = [asyncio.ensure_future(one.wait()) for one in (woken, self.go)]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in tasks:
            one.cancel()
        if self.go.is_set():
            self.go.clear()
            self.now += seconds

    async def passes(self) -> None:
        """Wait until the outbox pauses, and let the pause be over."""
        async with asyncio.timeout(5):
            await self.waiting.wait()
        self.waiting.clear()
        self.go.set()


class Post:
    """An outbox, its time and its platform."""

    def __init__(self, redis: Redis, messenger: FakeMessenger) -> None:
        self.time, self.messenger = Time(), messenger
        self.memory = DeskMemory(redis, Keys("home"))
        self.outbox = Outbox(self.memory, self.time, self.time.pause)

    def put(self, *texts: str, at: Address = AT, **more: object) -> "asyncio.Future[bool]":
        parcels = tuple(Parcel(text, text, "ko") for text in texts)
        return self.outbox.put(Letter(self.messenger, at, parcels, **more))  # type: ignore[arg-type]


@pytest.fixture
async def post(redis: Redis) -> Post:
    return Post(redis, FakeMessenger(features=PACED))


async def test_answers_go_at_once_and_what_is_unasked_keeps_its_pace(post: Post) -> None:
    first, second = post.put("하나"), post.put("둘")
    await first
    assert await post.put("대답", asked=True)
    assert await post.put("대답 2", asked=True)
    assert post.messenger.texts == ["하나", "대답", "대답 2"]
    assert not second.done()
    await post.time.passes()
    assert await second and post.messenger.texts[-1] == "둘"
    assert post.time.pauses[-1] == 100.0
    await post.outbox.stop()


async def test_chats_do_not_wait_for_each_other(post: Post) -> None:
    await post.put("하나")
    late = post.put("둘")
    assert await post.put("딴 데", at=Address("fake", "p2"))
    assert not late.done()
    await post.outbox.stop()
    assert await late is False


async def test_only_the_newest_of_a_status_is_sent_in_the_place_of_the_first(post: Post) -> None:
    await post.put("10%", status="s", asked=True, progress=True)
    early, other, late = (
        post.put("20%", status="s", progress=True),
        post.put("딴 말"),
        post.put("다 됐어요", status="s"),
    )
    assert await early is True
    for _ in range(2):
        await post.time.passes()
    assert await other and await late
    assert post.messenger.texts == ["10%", "딴 말", "다 됐어요"]
    assert [one.edited for one in post.messenger.sent] == [False, False, True]
    assert post.messenger.sent[2].id == post.messenger.sent[0].id
    await post.outbox.stop()


async def test_a_newer_state_that_somebody_waits_for_goes_at_once(post: Post) -> None:
    await post.put("하나")
    post.put("20%", status="s")
    assert await post.put("다 됐어요", status="s", asked=True)
    assert post.messenger.texts == ["하나", "다 됐어요"]
    await post.outbox.stop()


async def test_a_status_message_that_is_gone(post: Post) -> None:
    await post.put("10%", status="s", asked=True, progress=True)
    post.messenger.troubles = [GONE]
    assert await post.put("20%", status="s", asked=True, progress=True)
    assert post.messenger.texts == ["10%"]  # a progress alone is not worth a new message
    post.messenger.troubles = [GONE]
    assert await post.put("다 됐어요", status="s", asked=True)
    assert post.messenger.texts == ["10%", "다 됐어요"]
    assert await post.memory.status(AT.key, "s") == post.messenger.sent[1].id
    await post.outbox.stop()


async def test_what_takes_several_messages_is_never_changed_in_part(post: Post) -> None:
    await post.put("하나", "둘", status="s", asked=True)
    await post.put("셋", status="s", asked=True)
    assert [(one.text, one.edited) for one in post.messenger.sent] == [
        ("하나", False), ("둘", False), ("셋", False),
    ]  # fmt: skip
    await post.put("넷", "다섯", status="s", asked=True)
    assert [(one.text, one.edited) for one in post.messenger.sent[3:]] == [("넷", True), ("다섯", False)]
    await post.outbox.stop()


async def test_what_is_for_one_person_never_takes_the_place_of_what_all_see(post: Post) -> None:
    await post.put("하고 있어요", status="s", asked=True, progress=True)
    secret = Parcel("코드는 ABC", "코드", "ko", only_for=Account("fake", "1"))
    assert await post.outbox.put(Letter(post.messenger, AT, (secret,), asked=True, status="s"))
    assert [(one.text, one.edited) for one in post.messenger.sent] == [
        ("하고 있어요", False), ("코드는 ABC", False),
    ]  # fmt: skip
    assert await post.memory.status(AT.key, "s") == post.messenger.sent[0].id
    await post.outbox.stop()


async def test_an_outage_is_waited_out_and_no_part_is_sent_twice(post: Post) -> None:
    post.messenger.troubles = [AWAY, AWAY]
    taken = post.put("하나", "둘", asked=True)
    await post.time.passes()
    await post.time.passes()
    assert await taken
    behind = await post.put("셋", asked=True)
    assert behind and post.messenger.texts == ["하나", "둘", "셋"]
    assert post.time.pauses[:2] == [1.0, 2.0]
    await post.outbox.stop()


async def test_the_second_part_alone_is_repeated(redis: Redis) -> None:
    class OnceAway(FakeMessenger):
        async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> str | None:
            if parcel.text == "둘" and "둘" not in tried:
                tried.append("둘")
                raise AWAY
            return await super().deliver(at, parcel, responder)

    tried: list[str] = []
    post = Post(redis, OnceAway(features=PACED))
    post.put("하나", "둘", asked=True)
    await post.time.passes()
    await post.put("셋", asked=True)
    assert post.messenger.texts == ["하나", "둘", "셋"]
    await post.outbox.stop()


async def test_a_platform_that_says_when_is_asked_then_and_by_nobody_before(post: Post) -> None:
    post.messenger.troubles = [Undelivered("slow_down", retry_after_s=33.0)]
    post.put("하나")
    await post.time.waiting.wait()
    answer = post.put("대답", asked=True)
    await asyncio.sleep(0)
    assert post.messenger.sent == [] and post.time.pauses[0] == 33.0
    post.time.flies = True
    await post.time.passes()
    assert await answer and post.time.now >= 33.0
    await post.outbox.stop()


async def test_after_ten_minutes_nobody_wants_to_hear_it(post: Post) -> None:
    post.time.flies = True
    post.messenger.troubles = [AWAY] * 1000
    assert await post.put("하나", asked=True)  # tried, and kept
    post.messenger.troubles.append(GONE)
    await until(lambda: post.outbox.dropped)
    assert GIVE_UP_S / 2 < post.time.now <= GIVE_UP_S and post.messenger.sent == []
    assert len(post.messenger.troubles) > 900
    post.messenger.troubles = [Undelivered("slow_down", retry_after_s=GIVE_UP_S + 1)]
    assert await post.put("둘", asked=True) is False
    await post.outbox.stop()


@pytest.mark.parametrize("error", [GONE, Undelivered("refused"), RuntimeError("bug: 하나")])
async def test_what_is_refused_is_dropped_counted_and_not_logged(
    post: Post, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    caplog.set_level(logging.DEBUG)
    post.messenger.troubles = [error]
    assert await post.put("하나", asked=True) is False
    assert await post.put("둘", asked=True)
    assert post.outbox.dropped == 1 and post.messenger.texts == ["둘"]
    assert "하나" not in caplog.text
    await post.outbox.stop()


async def test_a_failed_state_gives_way_to_a_newer_one(post: Post) -> None:
    post.messenger.troubles = [AWAY]
    post.put("20%", status="s", asked=True, progress=True)
    await post.time.waiting.wait()
    assert await post.put("다 됐어요", status="s")
    assert post.messenger.texts == ["다 됐어요"]
    await post.outbox.stop()


async def test_a_chat_that_is_flooded_keeps_the_newest(post: Post) -> None:
    await post.put("erste")
    letters = [post.put(str(number)) for number in range(MOST_WAITING + 3)]
    assert [one.done() for one in letters[:4]] == [True, True, True, False]
    assert post.outbox.dropped == 3
    await post.outbox.stop()


async def test_it_stops_at_once(post: Post) -> None:
    await post.put("하나")
    waiting = post.put("둘")
    await post.time.waiting.wait()
    await post.outbox.stop()
    assert await waiting is False and post.messenger.texts == ["하나"]
