"""What is said after the first answer, or without a question; and what happens to chats."""

import asyncio
from dataclasses import replace
from datetime import time

import pytest

from bot.message import Answer, IncomingMessage, Understood
from bot.messengers.base import Account, Attachment
from bot.messengers.settings import DeskSettings
from bot.people.chats import ChatSettings
from bot.people.person import Hours
from tests.bot.messengers.conftest import Open
from tests.bot.messengers.desks import AWAY, FEATURES, GONE, FakeMessenger, Front, answer, reply
from tests.support.waiting import until

DONE, DOING = "세탁기를 시작했어요.", "세탁기에 시작하라고 했어요."
NO_EDITS = replace(FEATURES, edits=False)
ALL_DAY = ChatSettings(quiet=Hours(time(0), time(0)))


async def pending(message: IncomingMessage) -> Answer:
    return answer(message.id, DOING, pending=True)


def notice(text: str = "세탁이 끝났어요.", number: int = 1, **more: object) -> Answer:
    return Answer(f"notice-{number}", "answered", "ko", (reply(text, **more),))


async def settled(front: Front) -> None:
    """What was told before has been dealt with: a message to another chat, through the same line, has too."""
    before = len(front.messenger.sent)
    front.numbers += 1
    front.house.tell(notice("그 뒤", number=front.numbers + 1000), f"{front.messenger.name}:after", "dad")
    await front.messenger.until(before + 1)
    await until(lambda: front.messenger.texts[-1] == "그 뒤")
    front.messenger.sent.pop()


# --- what comes later


async def test_what_was_being_done_is_changed_into_what_came_of_it(home: Front) -> None:
    home.house.answering = pending
    await home.say("세탁기 돌려")
    home.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    assert await home.messenger.until(2) == [DOING, DONE]
    first, last = home.messenger.sent
    assert last.edited and last.id == first.id
    home.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    await settled(home)
    assert home.messenger.texts == [DOING, DONE]


async def test_an_answer_that_was_returned_is_not_said_again_when_it_is_told(home: Front) -> None:
    async def told_first(message: IncomingMessage) -> Answer:
        final = answer(message.id, DONE)
        home.house.tell(final, message.chat, "mom")
        await asyncio.sleep(0.01)
        return final

    home.house.answering = told_first
    assert await home.say("세탁기 돌려") == [DONE]
    await settled(home)
    assert home.messenger.texts == [DONE]


async def test_an_end_that_overtakes_the_first_answer_is_all_that_is_said(home: Front) -> None:
    async def overtaken(message: IncomingMessage) -> Answer:
        home.house.tell(answer(message.id, DONE), message.chat, "mom")
        await asyncio.sleep(0.01)
        return await pending(message)

    home.house.answering = overtaken
    assert await home.say("세탁기 돌려") == [DONE]


async def test_a_message_that_is_gone_is_replaced_by_a_new_one(home: Front) -> None:
    home.house.answering = pending
    await home.say("세탁기 돌려")
    home.messenger.troubles = [GONE]
    home.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    await home.messenger.until(2)
    assert not home.messenger.sent[1].edited and home.messenger.texts == [DOING, DONE]


async def test_where_nothing_can_be_changed_only_the_end_is_said(opened: Open) -> None:
    front = await opened(FakeMessenger(features=NO_EDITS))
    front.house.answering = pending
    assert await front.say("세탁기 돌려") == []
    front.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    assert await front.messenger.until(1) == [DONE]


async def test_it_waits_for_the_end_as_long_as_the_platform_does(opened: Open) -> None:
    front = await opened(FakeMessenger(features=NO_EDITS))
    front.house.answering = pending
    arrival = front.arrival("세탁기 돌려", answer_by=front.clock.now + 60, responder="token")
    task = asyncio.create_task(front.desk.arrived(arrival))
    await until(lambda: front.house.heard)
    front.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    await task
    assert [(one.text, one.responder) for one in front.messenger.sent] == [(DONE, "token")]


async def test_at_the_end_of_its_patience_the_platform_gets_what_there_is(opened: Open) -> None:
    front = await opened(FakeMessenger(features=NO_EDITS))
    front.house.answering = pending
    assert await front.say("세탁기 돌려", answer_by=front.clock.now + 0.6) == [DOING]
    front.clock.now += 10
    front.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    assert await front.messenger.until(2) == [DOING, DONE]


async def test_what_a_voice_was_understood_as_stays_with_its_answer(opened: Open) -> None:
    class Ears:
        async def transcribe(self, audio: bytes, media_type: str, language: str) -> str:
            return "세탁기 돌려"

    async def fetch() -> bytes:
        return b"ogg"

    front = await opened(speech=Ears())
    front.house.answering = pending
    await front.say(attachments=(Attachment("voice", "audio/ogg", fetch),))
    front.house.tell(answer("fake:1", DONE), "fake:p1", "mom")
    heard = "들은 말: “세탁기 돌려”\n"
    assert await front.messenger.until(2) == [heard + DOING, heard + DONE]


async def test_an_outage_ends_with_the_answer(home: Front) -> None:
    home.messenger.troubles = [AWAY]
    await home.desk.arrived(home.arrival("불 켜"))
    assert await home.messenger.until(1) == ["들음: 불 켜"]


# --- unasked


async def test_a_notice_goes_where_it_was_promised(home: Front) -> None:
    home.house.tell(notice(), "fake:g", "mom", group=True)
    home.house.tell(notice(number=2), "web:mom", "mom")
    home.house.tell(notice(number=3), "family", "mom")
    home.house.tell(notice(number=4), None, "mom")  # nowhere: she never wrote
    await settled(home)
    assert [(one.chat, one.text) for one in home.messenger.sent] == [("fake:g", "세탁이 끝났어요.")]


async def test_what_an_earlier_process_left_open_is_told_in_private_and_counts_as_answered(
    home: Front,
) -> None:
    await home.people.seen_in("mom", "fake:p1")
    home.house.tell(answer("fake:77", DONE), None, "mom")
    await home.messenger.until(1)
    assert home.messenger.sent[0].chat == "fake:p1"
    await settled(home)
    await home.desk.arrived(replace(home.arrival("세탁기 돌려"), id="77"))
    assert home.messenger.texts == [DONE]


async def test_the_same_is_not_said_twice(home: Front) -> None:
    for _ in range(2):
        home.house.tell(notice(), "fake:p1", "mom")
    await settled(home)
    assert home.messenger.texts == ["세탁이 끝났어요."]


async def test_a_muted_chat_is_left_alone_but_answered(home: Front) -> None:
    await home.chats.set("fake:p1", ChatSettings(muted_until=home.clock.now + 60))
    home.house.tell(notice(), "fake:p1", "mom")
    await settled(home)
    assert await home.say("불 켜") == ["들음: 불 켜"]
    assert home.messenger.texts == ["들음: 불 켜"]


async def test_what_somebody_waits_for_comes_into_a_muted_chat_too(home: Front) -> None:
    await home.people.seen_in("mom", "fake:p1")
    await home.chats.set("fake:p1", replace(ALL_DAY, muted_until=home.clock.now + 60))
    asked = answer("request-1-mom", "지우가 오븐을 켜고 싶어 해요. 허락할까요?", "허락")
    home.house.tell(replace(asked, understood=Understood("chat", "request")), "fake:p1", "mom")
    await home.messenger.until(1)


async def test_quiet_hours_are_silent_where_that_is_possible(opened: Open) -> None:
    front = await opened(FakeMessenger(features=replace(FEATURES, silent=True)))
    await front.chats.set("fake:p1", ALL_DAY)
    front.house.tell(notice(), "fake:p1", "mom")
    await front.messenger.until(1)
    await front.say("불 켜")
    assert [one.parcel.silent for one in front.messenger.sent] == [True, False]


async def test_elsewhere_it_waits_until_they_end_and_only_the_newest_is_said(home: Front) -> None:
    await home.chats.set("fake:p1", ALL_DAY)
    for number, left in enumerate(("30분", "10분")):
        home.house.tell(notice(f"{left} 남았어요.", number, status_key="washer"), "fake:p1", "mom")
    await settled(home)
    home.clock.now += 1
    home.house.tell(notice("택배가 왔어요.", 5), "fake:p1", "mom")
    await settled(home)
    assert await home.desk._unasked.release() is True
    assert home.messenger.sent == []
    await home.chats.set("fake:p1", ChatSettings())
    assert await home.desk._unasked.release() is False
    assert await home.messenger.until(2) == ["10분 남았어요.", "택배가 왔어요."]


async def test_what_is_held_survives_a_restart(opened: Open) -> None:
    front = await opened()
    await front.chats.set("fake:p1", ALL_DAY)
    front.house.tell(notice(), "fake:p1", "mom")
    await settled(front)
    await front.desk.stop()
    await front.chats.set("fake:p1", ChatSettings())
    later = await opened()
    assert await later.messenger.until(1) == ["세탁이 끝났어요."]
    assert await later.memory.held() == ()


@pytest.mark.parametrize(
    ("proactive", "silent", "said"), [("paid", False, 1), ("paid", True, 0), ("no", False, 0)]
)
async def test_what_costs_is_said_only_when_somebody_waits_for_it(
    opened: Open, proactive: str, silent: bool, said: int
) -> None:
    messenger = FakeMessenger(features=replace(FEATURES, proactive=proactive))  # type: ignore[arg-type]
    front = await opened(messenger)
    front.house.tell(notice(silent=silent), "fake:p1", "mom")
    front.house.tell(Answer("x", "answered", "ko"), None, "mom")
    async with asyncio.timeout(5):
        while not await front.memory.answered("x"):
            await front.redis.ping()
    assert len(messenger.sent) == said


async def test_where_we_may_not_write_first_another_chat_of_the_person_is_used(opened: Open) -> None:
    front = await opened(FakeMessenger("shy", replace(FEATURES, proactive="no")))
    free = FakeMessenger("free")
    await front.desk.stop()
    await front.desk.start([front.messenger, free])
    await front.people.seen_in("mom", "free:p1")
    await front.people.seen_in("mom", "shy:p1")
    front.house.tell(notice(), "shy:p1", "mom")
    front.house.tell(notice(number=2), None, "mom")
    await free.until(2)
    assert front.messenger.sent == [] and {one.chat for one in free.sent} == {"free:p1"}


async def test_an_event_that_cannot_be_read_does_not_end_the_listening(home: Front) -> None:
    broken = answer("y", DONE)
    object.__setattr__(broken, "replies", (None,))
    home.house.tell(broken, "fake:p1", "mom")
    home.house.tell(notice(), "fake:p1", "mom")
    assert await home.messenger.until(1) == ["세탁이 끝났어요."]


# --- chats


async def test_in_a_new_group_one_line_says_what_it_can_and_when_it_listens(home: Front) -> None:
    [line] = await home.say(kind="joined", group=True, addressed="overheard")
    assert "집사야, 거실 불 켜 줘" in line and home.house.heard == []


async def test_an_english_home_is_called_by_a_word_it_can_type(opened: Open) -> None:
    front = await opened(settings=DeskSettings(home_language="en"))
    [line] = await front.say(kind="joined", group=True)
    assert "jipsa, turn on" in line


async def test_a_stranger_who_opens_a_private_chat_is_told_how_to_get_in(home: Front) -> None:
    assert len(await home.say(who="9", kind="joined")) == 1
    assert await home.say("/start", who="9") == []
    assert await home.say(kind="joined") == []


async def test_a_chat_we_left_is_forgotten(home: Front) -> None:
    await home.chats.set("fake:g", ALL_DAY)
    assert await home.say(kind="left", group=True) == []
    assert await home.chats.get("fake:g") == ChatSettings()


async def test_a_group_that_moves_takes_everything_along(home: Front) -> None:
    home.house.answering = pending
    await home.say("세탁기 돌려", group=True)
    await home.chats.set("fake:g", ALL_DAY)
    home.house.tell(notice("아침에"), "fake:g", "mom", group=True)
    await settled(home)
    assert await home.say(kind="moved", group=True, moved_to="new") == []
    assert home.moves == [("fake:g", "fake:new")]
    assert await home.chats.get("fake:new") == ALL_DAY
    assert [one.chat for one in await home.memory.held()] == ["fake:new"]
    home.house.tell(answer("fake:1", DONE), "fake:g", "mom", group=True)
    await home.messenger.until(2)
    assert home.messenger.sent[-1].chat == "fake:new" and home.messenger.texts[-1] == DONE


async def test_a_request_reaches_an_adult_with_its_buttons(home: Front) -> None:
    asked = Answer("request-1-dad", "asked", "ko", (reply("허락하시겠어요?", "허락", "거절"),))
    home.house.tell(asked, "fake:p2", "dad")
    await home.messenger.until(1)
    assert [one.label for one in home.messenger.sent[0].parcel.buttons] == ["허락", "거절"]


async def test_numbers_under_something_unasked_work_too(opened: Open) -> None:
    front = await opened(FakeMessenger(features=replace(NO_EDITS, buttons=0)))
    asked = Answer("request-1-dad", "asked", "ko", (reply("허락하시겠어요?", "허락", "거절"),))
    front.house.tell(asked, "fake:p2", "dad")
    await front.messenger.until(1)
    await front.desk.arrived(replace(front.arrival("2", who="2"), sender=Account("fake", "2")))
    assert front.house.heard[0].action == "v1:거절"


async def test_who_was_taken_out_is_told_nothing_more(home: Front) -> None:
    await home.people.seen_in("mom", "fake:p1")
    await home.people.remove("mom")
    home.house.tell(notice(), "fake:p1", "mom")
    home.house.tell(notice(number=2), "fake:g", "mom", group=True)
    home.house.tell(notice(number=3), None, "mom")
    await settled(home)
    assert home.messenger.texts == []


async def test_nor_is_who_has_their_account_now(home: Front) -> None:
    await home.people.seen_in("mom", "fake:p1")
    await home.people.link("fake:9", "mom")
    await home.people.seen_in("dad", "fake:p1")
    home.house.tell(notice(), "fake:p1", "mom")
    await settled(home)
    assert home.messenger.texts == []
