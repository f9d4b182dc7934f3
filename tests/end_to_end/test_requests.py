"""What somebody may not do, an adult may allow: asked in private, answered once, told to who asked."""

import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import build
from bot.conversation import permission, requests
from bot.message import Answer, IncomingMessage
from bot.options import RunOptions
from tests.end_to_end.conftest import Family, settings_for, settled
from tests.end_to_end.ears import Ears, button, labels, listening

MOM = {"name": {"ko": "엄마", "en": "Mom"}, "role": "owner", "pin": "4821"}
CHILD = {"name": {"ko": "지우", "en": "Jiu"}, "role": "child"}
ONE_ADULT = {"dad": {"name": {"ko": "아빠", "en": "Dad"}, "role": "owner", "pin": "7351"}, "child": CHILD}


def done(answer: Answer) -> list[str]:
    return [f"{one.appliance} {one.action} {one.result}" for one in answer.commands]


@pytest.fixture(autouse=True)
def quick_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permission, "SEEN_AFTER_S", 0.0)


@pytest.fixture
async def ears(family: Family) -> AsyncIterator[Ears]:
    async with listening(family) as open_ears:
        yield open_ears


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[Family]:
    """A home with one adult only."""
    async with AsyncExitStack() as stack:
        settings = settings_for(tmp_path, people=ONE_ADULT)
        yield await settled(await build(settings, RunOptions(port=0), stack))


class TestTheOffer:
    async def test_one_adult_is_named(self, small: Family) -> None:
        answer = await small.say("오븐 켜줘", sender="child")
        assert answer.outcome == "refused" and done(answer) == ["oven-1 turn_on refused"]
        [reply] = answer.replies
        assert reply.text == "아이는 오븐을 켤 수 없어요. 아빠에게 물어볼까요?"
        assert [one.label for one in reply.buttons] == ["물어보기"]
        assert reply.speaker is None

    async def test_several_adults_have_a_button_each(self, family: Family) -> None:
        answer = await family.say("turn on the oven", sender="child")
        [reply] = answer.replies
        assert reply.text == "Children may not turn on the oven. Shall I ask an adult?"
        assert [one.label for one in reply.buttons] == ["Mom", "Dad", "Anyone"]

    @pytest.mark.parametrize("text", ["응", "네", "yes", "물어보기"])
    async def test_typing_yes_will_do(self, small: Family, text: str) -> None:
        await small.say("오븐 켜줘", sender="child")
        answer = await small.say(text, sender="child")
        assert answer.outcome == "asked" and not answer.commands

    @pytest.mark.parametrize("text", ["아빠", "아빠한테 물어봐줘", "응, 아빠에게", "ask Dad please."])
    async def test_the_adult_may_be_typed(self, family: Family, ears: Ears, text: str) -> None:
        await family.say("turn on the oven" if text.isascii() else "오븐 켜줘", sender="child")
        assert (await family.say(text, sender="child")).outcome == "asked"
        await ears.waits_for("web:dad", "오븐을 켜고 싶어 해요")
        assert ears.texts("web:mom") == []

    @pytest.mark.parametrize("text", ["아빠 언제 와?", "아빠한테 물어봐줘?", "아빠 말고"])
    async def test_talk_about_an_adult_is_no_choice(self, family: Family, ears: Ears, text: str) -> None:
        await family.say("오븐 켜줘", sender="child")
        await family.say(text, sender="child")
        assert ears.texts("web:dad") == []

    async def test_no_means_no(self, small: Family) -> None:
        await small.say("오븐 켜줘", sender="child")
        assert "취소" in (await small.say("아니", sender="child")).replies[0].text

    async def test_a_guest_may_ask_too(self, family: Family) -> None:
        answer = await family.say("세탁기 돌려줘", sender="guest")
        assert answer.outcome == "refused"
        assert answer.replies[0].text == "손님은 세탁기를 시작할 수 없어요. 어른에게 물어볼까요?"

    @pytest.mark.parametrize("text", ["가스 밸브 열어줘", "오븐 꺼줘", "현관문 잠가줘", "오븐 켜져 있어?"])
    async def test_what_nobody_may_and_what_everybody_may_is_not_asked_for(
        self, family: Family, text: str
    ) -> None:
        answer = await family.say(text, sender="child")
        assert not any("물어볼까요" in reply.text for reply in answer.replies)


async def asked(family: Family, ears: Ears, text: str = "오븐 180도로 켜줘", to: str = "아빠") -> Answer:
    """A child has asked dad."""
    offered = await family.say(text, sender="child")
    return await family.press(offered, to, sender="child")


class TestTheWord:
    async def test_allowed(self, family: Family, ears: Ears) -> None:
        sent = await asked(family, ears)
        assert sent.replies[0].text == "아빠에게 물어봤어요. 답이 오면 알려 드릴게요."
        question = await ears.waits_for("web:dad", "허락할까요?")
        assert question["text"] == "지우가 오븐을 180°C로 켜고 싶어 해요. 허락할까요?"
        assert labels(question) == ["허락", "1시간 동안 허락", "안 돼"]
        assert ears.texts("web:mom") == []
        answer = await family.say(action=button(question, "허락"), sender="dad", chat="web:dad")
        assert done(answer) == ["oven-1 set confirmed", "oven-1 start confirmed"]
        assert answer.replies[0].text == "허락했어요. 오븐을 180°C로 켰어요. 38분 남았어요."
        heard = await ears.waits_for("private-child", "허락했어요")
        assert heard["text"] == "아빠가 허락했어요. 오븐을 180°C로 켰어요. 38분 남았어요."
        assert len([one for one in ears.texts("private-child") if "허락했어요" in one]) == 1

    async def test_refused(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        question = await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say(action=button(question, "안 돼"), sender="dad", chat="web:dad")
        assert not answer.commands and family.obeyed("oven-1") == 0
        heard = await ears.waits_for("private-child", "안 된다고")
        assert heard["text"] == "아빠가 이번에는 안 된다고 했어요."

    async def test_the_first_press_counts(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, to="아무나")
        to_dad = await ears.waits_for("web:dad", "허락할까요?")
        to_mom = await ears.waits_for("web:mom", "허락할까요?")
        await family.say(action=button(to_dad, "허락"), sender="dad", chat="web:dad")
        before = family.obeyed("oven-1")
        late = await family.say(action=button(to_mom, "허락"), sender="mom", chat="web:mom")
        assert late.replies[0].text == "이미 아빠가 허락했어요." and not late.commands
        late = await family.say(action=button(to_mom, "안 돼"), sender="mom", chat="web:mom")
        assert late.replies[0].text == "이미 아빠가 허락했어요."
        twice = await family.say(action=button(to_dad, "허락"), sender="dad", chat="web:dad")
        assert twice.replies[0].text == "이미 허락하셨어요." and not twice.commands
        assert family.obeyed("oven-1") == before

    async def test_only_an_adult_can_give_it(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        question = await ears.waits_for("web:dad", "허락할까요?")
        for sender in ("child", "guest"):
            answer = await family.say(action=button(question, "허락"), sender=sender)
            assert not answer.commands, sender
        assert family.obeyed("oven-1") == 0

    async def test_what_stands_in_the_way_is_looked_at_again(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        question = await ears.waits_for("web:dad", "허락할까요?")
        await family.change("oven-1", "online", False, online=False)
        answer = await family.say(action=button(question, "허락"), sender="dad", chat="web:dad")
        assert all(one.result == "refused" for one in answer.commands) and answer.commands
        heard = await ears.waits_for("private-child", "연결이 끊겨")
        assert str(heard["text"]).startswith("아빠가 허락했어요. ")

    async def test_typed_in_private(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        assert not (await family.say("허락", sender="dad", chat="kitchen", group=True)).commands
        assert not (await family.say("응", sender="dad", chat="kitchen", group=True)).commands
        assert (await family.say("허락", sender="dad", chat="web:dad")).commands

    @pytest.mark.parametrize(
        "text", ["응", "그래", "ㅇㅇ", "그래, 이번만이야", "네", "ok", "허락할게", "응, 해도 돼"]
    )
    async def test_a_bare_yes_right_after_the_question_counts(
        self, family: Family, ears: Ears, text: str
    ) -> None:
        offered = await family.say("세탁기 돌려줘", sender="guest")
        await family.press(offered, "아빠", sender="guest")
        await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say(text, sender="dad", chat="web:dad")
        assert done(answer) == ["washer-1 start confirmed"]
        await ears.waits_for("private-guest", "아빠가 허락했어요")

    @pytest.mark.parametrize(
        ("text", "acts"), [("응", False), ("그래, 이번만이야", False), ("허락할게", True)]
    )
    async def test_for_an_oven_the_yes_must_be_plain(
        self, family: Family, ears: Ears, text: str, acts: bool
    ) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say(text, sender="dad", chat="web:dad")
        assert bool(answer.commands) is acts

    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("allow it", "allowed"),
            ("nope", "refused"),
            ("not today", "refused"),
            ("No", "refused"),
        ],
    )
    async def test_in_english(self, family: Family, ears: Ears, text: str, word: str) -> None:
        await asked(family, ears, "turn on the oven", "Dad")
        await ears.waits_for("web:dad", "허락할까요?")
        await family.say("hello", sender="dad", chat="elsewhere")
        answer = await family.say(text, sender="dad", chat="web:dad")
        assert done(answer) == (["oven-1 turn_on confirmed"] if word == "allowed" else [])
        await ears.waits_for("private-child", "Dad said yes" if word == "allowed" else "Dad said no")

    @pytest.mark.parametrize("text", ["아니", "안 돼", "나중에", "ㄴㄴ", "안 된다고 해"])
    async def test_a_bare_no_refuses(self, family: Family, ears: Ears, text: str) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        assert not (await family.say(text, sender="dad", chat="web:dad")).commands
        await ears.waits_for("private-child", "안 된다고")

    @pytest.mark.parametrize(
        "text", ["응?", "그래?", "켜도 돼?", "응 꺼줘", "그래 근데 숙제부터 하고", "응 10분 뒤에"]
    )
    async def test_what_is_no_plain_yes_is_none(self, family: Family, ears: Ears, text: str) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        await family.say(text, sender="dad", chat="web:dad")
        assert not {"set", "start"} & {one.action for one in (await family.say("네", sender="dad")).commands}
        assert family.value("oven-1", "power.on") is not True

    async def test_an_ok_to_something_else_is_asked_about(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        await family.say("거실 불 켜줘", sender="dad", chat="web:dad")
        answer = await family.say("그래", sender="dad", chat="web:dad")
        assert not answer.commands and "부탁에 하신 답인가요" in answer.replies[0].text
        assert not (await family.say("아니", sender="dad", chat="web:dad")).commands
        assert (await family.say("허락해", sender="dad", chat="web:dad")).commands

    async def test_a_yes_that_was_written_before_the_question_is_asked_about(
        self, family: Family, ears: Ears
    ) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say("그래", sender="dad", chat="web:dad", sent_at=time.time() - 20)
        assert not answer.commands and "부탁에 하신 답인가요" in answer.replies[0].text

    async def test_a_yes_in_another_chat_is_asked_about(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        assert not (await family.say("응", sender="dad", chat="elsewhere")).commands

    async def test_a_yes_to_another_question_is_for_that_one(self, family: Family, ears: Ears) -> None:
        await family.say("오븐 200도로 켜줘", sender="dad", chat="web:dad")
        await asked(family, ears)
        await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say("응", sender="dad", chat="web:dad")
        assert [one.arguments.get("value") for one in answer.commands if one.action == "set"] == [200]
        assert not [one for one in ears.texts("private-child") if "허락했어요" in one]

    async def test_which_of_two_is_not_guessed(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        await asked(family, ears, "자동차 시동 걸어줘")
        answer = await family.say("허락", sender="dad", chat="web:dad")
        assert not answer.commands and "버튼" in answer.replies[0].text

    async def test_a_press_that_comes_late_counts_no_more(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        question = await ears.waits_for("web:dad", "허락할까요?")
        late = await family.say(
            action=button(question, "허락"), sender="dad", chat="web:dad", sent_at=time.time() - 45
        )
        assert not late.commands and "오래된 버튼" in late.replies[0].text


class TestForAnHour:
    async def test_then_a_yes_of_their_own_is_enough(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        question = await ears.waits_for("web:dad", "허락할까요?")
        answer = await family.say(action=button(question, "1시간 동안 허락"), sender="dad", chat="web:dad")
        assert answer.replies[0].text == "지금부터 1시간 동안 허락했어요. 오븐을 켰어요."
        await ears.waits_for("private-child", "아빠가 1시간 동안 허락했어요.")
        await family.say("오븐 꺼줘", sender="child")
        again = await family.say("오븐 켜줘", sender="child")
        assert again.replies[0].text == "오븐을 켤까요?"
        assert done(await family.say("응", sender="child")) == ["oven-1 turn_on confirmed"]
        # this act of this person only
        assert (await family.say("오븐 켜줘", sender="guest")).outcome == "refused"
        assert (await family.say("자동차 시동 걸어줘", sender="child")).outcome == "refused"

    async def test_it_lasts_over_a_restart(self, tmp_path: Path) -> None:
        settings = settings_for(tmp_path)
        async with AsyncExitStack() as stack:
            family = await settled(await build(settings, RunOptions(port=0), stack))
            async with listening(family) as ears:
                await asked(family, ears, "오븐 켜줘")
                question = await ears.waits_for("web:dad", "허락할까요?")
                await family.say(action=button(question, "1시간 동안 허락"), sender="dad", chat="web:dad")
        async with AsyncExitStack() as stack:
            family = await settled(await build(settings, RunOptions(port=0), stack))
            assert (await family.say("오븐 켜줘", sender="child")).outcome == "asked"


class TestUnlocking:
    async def test_it_takes_the_adults_own_pin(self, small: Family) -> None:
        async with listening(small) as ears:
            offered = await small.say("현관문 열어줘", sender="child")
            await small.press(offered, "물어보기", sender="child")
            question = await ears.waits_for("web:dad", "허락할까요?")
            assert labels(question) == ["허락", "안 돼"]
            pin = await small.say(action=button(question, "허락"), sender="dad", chat="web:dad")
            assert pin.outcome == "asked" and not pin.commands and "PIN" in pin.replies[0].text
            assert not any("허락했어요" in text for text in ears.texts("private-child"))
            opened = await small.say("7351", sender="dad", chat="web:dad")
            assert done(opened) == ["door-lock-1 unlock confirmed"]
            await ears.waits_for("private-child", "아빠가 허락했어요. 현관 도어락의 잠금을 풀었어요.")

    async def test_a_second_adult_is_asked_in_private_and_the_first_hears_of_it(
        self, family: Family, ears: Ears
    ) -> None:
        question = await family.say("현관문 열어줘", sender="dad")
        assert question.outcome == "asked"
        to_mom = await ears.waits_for("web:mom", "아빠가 부탁했어요.")
        answer = await family.say(action=button(to_mom, "허락"), sender="mom", chat="web:mom")
        assert done(answer) == ["door-lock-1 unlock confirmed"]
        assert answer.replies[0].text == "허락했어요. 현관 도어락의 잠금을 풀었어요."
        heard = await ears.waits_for("private-dad", "풀었어요")
        assert heard["text"] == "엄마가 허락했어요. 현관 도어락의 잠금을 풀었어요."

    async def test_a_second_adults_no_is_told(self, family: Family, ears: Ears) -> None:
        await family.say("현관문 열어줘", sender="dad")
        to_mom = await ears.waits_for("web:mom", "아빠가 부탁했어요.")
        await family.say(action=button(to_mom, "아니요"), sender="mom", chat="web:mom")
        await ears.waits_for("private-dad", "엄마가 이번에는 안 된다고 했어요.")
        assert family.obeyed("door-lock-1") == 0

    async def test_in_a_group_it_is_said_once(self, family: Family, ears: Ears) -> None:
        asked_for = await family.say("현관문 열어줘", sender="dad", chat="hall", group=True)
        answer = await family.press(asked_for, "허락", sender="mom", chat="hall", group=True)
        assert answer.replies[0].text == "엄마가 허락했어요. 현관 도어락의 잠금을 풀었어요."
        await ears.waits_for("hall", "풀었어요")
        assert len([one for one in ears.texts("hall") if "풀었어요" in one]) == 1
        assert ears.texts("web:mom") == []


class TestTheEnd:
    async def test_nobody_answers(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(requests, "OPEN_S", 0.2)
        async with AsyncExitStack() as stack:
            family = await settled(await build(settings_for(tmp_path), RunOptions(port=0), stack))
            async with listening(family) as ears:
                await asked(family, ears)
                question = await ears.waits_for("web:dad", "허락할까요?")
                await ears.waits_for("private-child", "아직 아빠의 답이 없어서 하지 않았어요.")
                late = await family.say(action=button(question, "허락"), sender="dad", chat="web:dad")
                assert not late.commands and "오래된 버튼" in late.replies[0].text
                assert len([one for one in ears.texts("private-child") if "답이 없어서" in one]) == 1

    async def test_the_same_is_not_asked_twice(self, family: Family, ears: Ears) -> None:
        await asked(family, ears)
        again = await asked(family, ears)
        assert again.replies[0].text == "이미 아빠에게 물어보고 답을 기다리고 있어요."
        await ears.waits_for("web:dad", "허락할까요?")
        assert len(ears.texts("web:dad")) == 1

    async def test_not_more_than_five_an_hour(self, family: Family, ears: Ears) -> None:
        for degrees in range(100, 150, 10):
            answer = await asked(family, ears, f"오븐 {degrees}도로 켜줘")
            assert answer.outcome == "asked"
        answer = await asked(family, ears, "오븐 200도로 켜줘")
        assert answer.outcome == "refused" and "다섯 번" in answer.replies[0].text


class TestWhereNobodyVouches:
    """A platform that does not sign what it sends: a claim is not enough for what could harm."""

    async def say(
        self, family: Family, text: str = "", action: str | None = None, sender: str = "dad"
    ) -> Answer:
        message = IncomingMessage(
            secrets.token_hex(4), text, f"kakao:{sender}", sender, time.time(), action=action, trusted=False
        )
        return await family.home.steward.handle(message, 30.0)

    async def test_a_tap_is_no_yes_yet(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        question = await ears.waits_for("web:dad", "허락할까요?")
        answer = await self.say(family, action=button(question, "허락"))
        assert answer.outcome == "asked" and family.obeyed("oven-1") == 0
        assert done(await self.say(family, "네")) == ["oven-1 turn_on confirmed"]
        await ears.waits_for("private-child", "아빠가 허락했어요. 오븐을 켰어요.")

    async def test_no_pin_is_taken(self, small: Family) -> None:
        answer = await self.say(small, "현관문 열어줘")
        assert answer.outcome == "refused" and "PIN" in answer.replies[0].text
        assert not done(await self.say(small, "7351"))[:1] and small.obeyed("door-lock-1") == 0

    async def test_nor_is_a_second_adults_tap(self, family: Family, ears: Ears) -> None:
        await family.say("현관문 열어줘", sender="dad")
        question = await ears.waits_for("web:mom", "부탁했어요")
        answer = await self.say(family, action=button(question, "허락"), sender="mom")
        assert not answer.commands and family.obeyed("door-lock-1") == 0


async def test_who_has_a_pin_may_ask_another_adult_instead(family: Family, ears: Ears) -> None:
    asked = await family.say("현관문 열어줘")
    second = await family.press(asked, "다른 어른에게 묻기")
    assert second.outcome == "asked" and not second.commands
    question = await ears.waits_for("web:dad", "엄마가 부탁했어요")
    opened = await family.say(sender="dad", chat="web:dad", action=button(question, "허락"))
    assert done(opened) == ["door-lock-1 unlock confirmed"]
