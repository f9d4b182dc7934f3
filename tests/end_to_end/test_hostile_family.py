"""Those who want more than is theirs: by old permissions, other people's buttons, names and late words."""

import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.message import Answer, IncomingMessage
from bot.people.names import names_for
from bot.people.person import Person
from tests.end_to_end.conftest import Family
from tests.end_to_end.ears import Ears, button, listening


@pytest.fixture
async def ears(family: Family) -> AsyncIterator[Ears]:
    async with listening(family) as open_ears:
        yield open_ears


async def asked(family: Family, ears: Ears, text: str, *, sender: str = "child") -> None:
    """Somebody asked dad."""
    offered = await family.say(text, sender=sender)
    await family.press(offered, "아빠", sender=sender)
    await ears.waits_for("web:dad", "허락할까요?")


async def dads(ears: Ears, label: str) -> str:
    """The action of a button under the question to him."""
    return button(await ears.waits_for("web:dad", "허락할까요?"), label)


async def dad_presses(family: Family, ears: Ears, label: str) -> Answer:
    return await family.say(action=await dads(ears, label), sender="dad", chat="web:dad")


class TestForAnHour:
    async def test_a_hotter_oven_was_not_allowed(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 180도로 켜줘")
        await dad_presses(family, ears, "1시간 동안 허락")
        await family.say("오븐 꺼줘", sender="child")
        assert (await family.say("오븐 180도로 켜줘", sender="child")).outcome == "asked"
        await family.say("아니", sender="child")
        hotter = await family.say("오븐 250도로 켜줘", sender="child")
        assert hotter.outcome == "refused" and family.value("oven-1", "temperature.target") != 250

    async def test_it_ends_when_the_person_is_taken_out(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        await dad_presses(family, ears, "1시간 동안 허락")
        await family.say("오븐 꺼줘", sender="child")
        await family.home.desk._people.remove("child")
        assert (await family.say("오븐 켜줘", sender="child")).outcome == "refused"

    async def test_it_ends_when_who_gave_it_is_taken_out(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        await dad_presses(family, ears, "1시간 동안 허락")
        await family.say("오븐 꺼줘", sender="child")
        await family.home.desk._people.remove("dad")
        assert (await family.say("오븐 켜줘", sender="child")).outcome == "refused"

    @pytest.mark.parametrize("word", ["허락", "1시간 동안 허락"])
    async def test_a_word_typed_long_ago_gives_nothing(self, family: Family, ears: Ears, word: str) -> None:
        await asked(family, ears, "오븐 켜줘")
        late = await family.say(word, sender="dad", chat="web:dad", sent_at=time.time() - 120)
        assert not late.commands and family.obeyed("oven-1") == 0
        assert (await family.say("오븐 켜줘", sender="child")).outcome == "refused"
        assert (await dad_presses(family, ears, "허락")).commands, "the request is still open"

    async def test_nobody_gives_it_where_nobody_vouches(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        answer = await unvouched(family, sender="dad", action=await dads(ears, "1시간 동안 허락"))
        assert not answer.commands
        assert (await family.say("오븐 켜줘", sender="child")).outcome == "refused"
        assert (await dad_presses(family, ears, "허락")).commands, "the request is still open"


class TestWhoIsGone:
    async def test_a_request_goes_with_who_made_it(self, family: Family, ears: Ears) -> None:
        await asked(family, ears, "오븐 켜줘")
        await family.home.desk._people.remove("child")
        answer = await dad_presses(family, ears, "허락")
        assert not answer.commands and family.obeyed("oven-1") == 0
        typed = await family.say("허락", sender="dad", chat="web:dad")
        assert not typed.commands and family.obeyed("oven-1") == 0

    async def test_a_request_ends_with_the_guests_time(self, family: Family, ears: Ears) -> None:
        people = family.home.desk._people
        visitor = Person("visitor", {"ko": "이모"}, "guest", until=datetime.now(UTC) + timedelta(hours=1))
        await people.add(visitor)
        await asked(family, ears, "세탁기 돌려줘", sender="visitor")
        await people.add(replace(visitor, until=datetime.now(UTC)))
        answer = await dad_presses(family, ears, "허락")
        assert not answer.commands and family.obeyed("washer-1") == 0

    async def test_a_second_adult_who_is_gone_is_none(self, family: Family, ears: Ears) -> None:
        await family.say("현관문 열어줘", sender="dad")
        to_mom = await ears.waits_for("web:mom", "아빠가 부탁했어요.")
        await family.home.desk._people.remove("dad")
        answer = await family.say(action=button(to_mom, "허락"), sender="mom", chat="web:mom")
        assert not answer.commands and family.obeyed("door-lock-1") == 0

    def test_who_is_nobody_sees_nothing(self, family: Family) -> None:
        assert family.home.steward.appliances("nobody") == []
        assert family.home.steward.appliance("tv-1", "nobody") is None
        assert family.home.steward.appliances("") == []


async def unvouched(
    family: Family, text: str = "", *, sender: str = "mom", action: str | None = None
) -> Answer:
    """A message from a platform that does not vouch for who wrote it."""
    message = IncomingMessage(
        secrets.token_hex(4), text, f"kakao:{sender}", sender, time.time(), action=action, trusted=False
    )
    return await family.home.steward.handle(message, 30.0)


class TestWhereNobodyVouches:
    @pytest.mark.parametrize("text", ["세탁기 돌려줘", "보일러 켜줘", "오븐 켜줘"])
    async def test_what_is_more_than_comfort_asks_first(self, family: Family, text: str) -> None:
        answer = await unvouched(family, text)
        assert answer.outcome == "asked" and not answer.commands
        done = await unvouched(family, "네")
        assert done.outcome == "acted"

    @pytest.mark.parametrize(
        "text", ["TV 켜줘", "세탁기 꺼줘", "오븐 꺼줘", "현관문 잠가줘", "세탁기 얼마나 남았어?"]
    )
    async def test_comfort_and_the_safe_way_do_not(self, family: Family, text: str) -> None:
        assert (await unvouched(family, text)).outcome != "asked"


async def test_a_pin_that_comes_late_opens_nothing(family: Family) -> None:
    await family.say("현관문 열어줘", sender="mom")
    late = await family.say("4821", sender="mom", sent_at=time.time() - 40)
    assert not late.commands and family.obeyed("door-lock-1") == 0


class TestOthersButtons:
    async def test_an_owners_yes_is_only_the_owners(self, family: Family) -> None:
        before = len(family.home.desk._people)
        asked_mom = await family.say("손님 내보내 줘", sender="mom", chat="hall", group=True)
        for who in ("dad", "child"):
            await family.press(asked_mom, "네", sender=who, chat="hall", group=True)
            await family.press(asked_mom, "네", sender=who, chat=f"private-{who}")
            await family.say("네", sender=who, chat="hall", group=True)
        assert len(family.home.desk._people) == before

    @pytest.mark.parametrize("who", ["dad", "child", "guest"])
    @pytest.mark.parametrize(
        "text",
        [
            "손님 초대해 줘",
            "/invite",
            "/people",
            "아빠 내보내줘",
            "이모를 어른으로 초대해줘",
            "/invite 손님 3시간",
        ],
    )
    async def test_only_owners_change_who_is_here(self, family: Family, who: str, text: str) -> None:
        answer = await family.say(text, sender=who)
        assert answer.outcome == "refused", answer.replies
        assert await family.home.desk._reception._pairing.open_invitations() == ()  # type: ignore[attr-defined]

    async def test_a_childs_press_of_an_adults_oven(self, family: Family) -> None:
        wants = await family.say("오븐 켜줘", sender="mom", chat="hall", group=True)
        for chat, group in (("hall", True), ("private-child", False), ("private-mom", False)):
            answer = await family.press(wants, "네", sender="child", chat=chat, group=group)
            assert not answer.commands
        assert family.obeyed("oven-1") == 0


@pytest.mark.parametrize(
    "name",
    [
        "거실 불",
        "TV",
        "에어컨",
        "꺼줘",
        "전부",
        "네",
        "mom",
        "{code}",
        "{0}",
        "%s",
        "허락",
        "거실",
        "나",
        "집사",
    ],
)
async def test_no_name_turns_the_words_of_the_home(family: Family, name: str) -> None:
    people = family.home.desk._people
    names = names_for(name, "guest", [one.names for one in people.values()])
    await people.add(Person("guest-1", names, "guest"))
    assert (await family.say("거실 불 켜줘")).outcome == "acted"
    assert (await family.say("TV 꺼줘")).outcome == "acted"
    assert (await family.say("거실 불 전부 꺼줘")).outcome == "acted"
    listed = await family.say("사람 목록")
    assert names["ko"] in listed.replies[0].text
    asked_back = await family.say("손님 내보내 줘")
    assert asked_back.outcome == "asked"
