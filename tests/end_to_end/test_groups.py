"""In a group: who did it is named, who may not is told alone, and talks never mix."""

import time
from collections.abc import AsyncIterator

import pytest

from bot.message import Answer
from tests.end_to_end.conftest import Family
from tests.end_to_end.ears import Ears, listening

HALL = {"chat": "hall", "group": True}


def done(answer: Answer) -> list[str]:
    return [f"{one.appliance} {one.action}" for one in answer.commands if one.result == "confirmed"]


@pytest.fixture
async def ears(family: Family) -> AsyncIterator[Ears]:
    async with listening(family) as open_ears:
        yield open_ears


class TestNames:
    @pytest.mark.parametrize(
        ("sender", "text", "reply"),
        [
            ("mom", "세탁기 돌려줘", "엄마가 세탁기를 표준 코스로 시작했어요. 58분 남았어요."),
            ("dad", "start the washer", "Dad started the washer on Standard. 58 minutes left."),
            ("child", "거실 불이랑 주방 불 켜줘", "지우가 주방 불과 거실 불을 켰어요."),
            ("child", "로봇청소기 돌려줘", "지우가 로봇청소기로 청소를 시작했어요."),
            ("guest", "거실 불 켜져 있어?", "아니요, 꺼져 있어요."),
        ],
    )
    async def test_who_did_it(self, family: Family, sender: str, text: str, reply: str) -> None:
        answer = await family.say(text, sender=sender, chat="hall", group=True)
        assert answer.replies[0].text == reply

    async def test_in_private_it_goes_without_saying(self, family: Family) -> None:
        assert (await family.say("거실 불 켜줘")).replies[0].text == "거실 불을 켰어요."

    async def test_a_refusal_is_said_to_the_person(self, family: Family) -> None:
        answer = await family.say("오븐 켜줘", sender="child", chat="hall", group=True)
        assert answer.replies[0].text == "지우는 오븐을 켤 수 없어요. 어른에게 물어볼까요?"

    async def test_an_adult_asked_from_a_group_is_asked_in_private(self, family: Family, ears: Ears) -> None:
        offered = await family.say("오븐 켜줘", sender="child", chat="hall", group=True)
        await family.press(offered, "아빠", sender="child", **HALL)
        question = await ears.waits_for("web:dad", "허락할까요?")
        assert not any("허락할까요" in text for text in ears.texts("hall"))
        action = next(one["action"] for one in question["buttons"] if one["label"] == "허락")
        await family.say(action=action, sender="dad", chat="web:dad")
        await ears.waits_for("hall", "아빠가 허락했어요. 오븐을 켰어요.")


class TestWhoMayPress:
    async def test_anothers_yes_is_theirs(self, family: Family) -> None:
        asked = await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        answer = await family.press(asked, "네", sender="dad", **HALL)
        assert answer.replies[0].text == "아빠가 오븐을 켰어요."

    @pytest.mark.parametrize(
        ("sender", "words"), [("child", "지우는 오븐을 켤 수 없어요."), ("guest", "켤 수 없어요.")]
    )
    async def test_without_the_right_only_they_hear_it(self, family: Family, sender: str, words: str) -> None:
        asked = await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        answer = await family.press(asked, "네", sender=sender, **HALL)
        [reply] = answer.replies
        assert words in reply.text and reply.audience == "sender" and not answer.commands
        # and it was not used up
        assert done(await family.press(asked, "네", sender="mom", **HALL)) == ["oven-1 turn_on"]

    async def test_anothers_no_changes_nothing(self, family: Family) -> None:
        asked = await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        answer = await family.press(asked, "아니요", sender="dad", **HALL)
        assert answer.replies[0].audience == "sender"
        assert done(await family.press(asked, "네", sender="mom", **HALL)) == ["oven-1 turn_on"]

    async def test_nobody_else_asks_an_adult_for_a_child(self, family: Family, ears: Ears) -> None:
        offered = await family.say("오븐 켜줘", sender="child", **HALL)  # type: ignore[arg-type]
        answer = await family.press(offered, "아빠", sender="guest", **HALL)
        assert answer.replies[0].audience == "sender" and ears.texts("web:dad") == []

    @pytest.mark.parametrize(("age_s", "goes"), [(5, True), (45, False)])
    async def test_a_late_press_is_an_expired_button(self, family: Family, age_s: float, goes: bool) -> None:
        asked = await family.say("오븐 켜줘")
        action = asked.replies[0].buttons[0].action
        answer = await family.say(action=action, sent_at=time.time() - age_s)
        assert bool(done(answer)) is goes
        assert goes or "오래된 버튼" in answer.replies[0].text

    async def test_the_safe_way_is_never_late(self, family: Family) -> None:
        started = await family.say("세탁기 돌려줘")
        pause = next(one.action for one in started.replies[0].buttons if one.label == "일시정지")
        assert done(await family.say(action=pause, sent_at=time.time() - 3600)) == ["washer-1 pause"]

    async def test_a_yes_that_was_typed_long_ago_asks_again(self, family: Family) -> None:
        await family.say("오븐 켜줘")
        answer = await family.say("응", sent_at=time.time() - 45)
        assert answer.outcome == "asked" and not done(answer)
        assert done(await family.say("응")) == ["oven-1 turn_on"]


class TestTalksNeverMix:
    async def test_typed(self, family: Family) -> None:
        await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        await family.say("에어컨 켜줘", sender="dad", **HALL)  # type: ignore[arg-type]
        assert done(await family.say("안방", sender="dad", **HALL)) == ["aircon-bedroom turn_on"]  # type: ignore[arg-type]
        assert done(await family.say("네", sender="mom", **HALL)) == ["oven-1 turn_on"]  # type: ignore[arg-type]

    async def test_a_yes_goes_to_ones_own_question(self, family: Family) -> None:
        await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        await family.say("전자레인지 돌려줘", sender="dad", **HALL)  # type: ignore[arg-type]
        assert done(await family.say("네", sender="dad", **HALL)) == ["microwave-1 start"]  # type: ignore[arg-type]
        assert done(await family.say("네", sender="mom", **HALL)) == ["oven-1 turn_on"]  # type: ignore[arg-type]

    async def test_pressed(self, family: Family) -> None:
        moms = await family.say("오븐 켜줘", sender="mom", **HALL)  # type: ignore[arg-type]
        dads = await family.say("자동차 시동 걸어줘", sender="dad", **HALL)  # type: ignore[arg-type]
        assert done(await family.press(dads, "네", sender="dad", **HALL)) == ["car-1 turn_on"]
        assert done(await family.press(moms, "네", sender="mom", **HALL)) == ["oven-1 turn_on"]

    async def test_no_pin_is_asked_for_or_taken(self, family: Family) -> None:
        asked = await family.say("현관문 열어줘", sender="mom", **HALL)  # type: ignore[arg-type]
        assert "PIN" not in asked.replies[0].text
        assert not done(await family.say("4821", sender="mom", **HALL))  # type: ignore[arg-type]
        assert family.obeyed("door-lock-1") == 0


class TestTheApplianceSpeaks:
    @pytest.mark.parametrize(
        ("sender", "text", "speaker"),
        [
            ("mom", "냉장고야, 뭐 해?", "refrigerator-1"),
            ("mom", "hey fridge, how cold are you?", "refrigerator-1"),
            ("mom", "세탁기야 얼마나 남았어?", "washer-1"),
            ("mom", "로봇청소기 씨, 청소해 주세요", "robot-vacuum-1"),
            ("mom", "거실 에어컨아 꺼져줄래?", "aircon-living"),
            ("mom", "집에 뭐 켜져 있어?", None),
            ("mom", "안녕", None),
            ("mom", "오븐 켜줘", None),
            ("child", "오븐 켜줘", None),
        ],
    )
    async def test_who_speaks(self, family: Family, sender: str, text: str, speaker: str | None) -> None:
        assert (await family.say(text, sender=sender)).replies[0].speaker == speaker
