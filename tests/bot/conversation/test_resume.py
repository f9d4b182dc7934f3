"""Buttons in a real Redis: who may press, where, how late, and how often."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

import pytest
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.conversation.pending import Pending, Pressable
from bot.conversation.permission import Permission
from bot.conversation.requests import Requests
from bot.conversation.resume import CONFIRM_S, Resume
from bot.conversation.resumed import Resumed
from bot.conversation.store import ConversationStore
from bot.guard import Guard
from bot.home_view import HomeView
from bot.people.grants import Grants
from bot.people.person import Person
from bot.people.rights import load_rights
from bot.people.tries import RedisTries
from bot.plan import AskStep, CommandStep, Option, Plan, TellStep
from bot.planner.situation import Situation
from bot.wording.replies import load_wording
from tests.bot.planner.homes import MOM, SmallHome, appliance, offer, situation

DAD = Person("dad", {"en": "Dad"}, "adult")
CHILD = Person("child", {"en": "Jiu"}, "child")
START = CommandStep("oven", "run_control", "start", risk="confirm")
UNLOCK = CommandStep("door", "lock", "unlock", risk="secure")
NO = Option("button.no", Plan((TellStep("told.cancelled"),)))
CONFIRM = AskStep("confirm", "ask.confirm", {}, "oven", (Option("button.yes", Plan((START,))), NO))
APPROVE = AskStep("approve", "ask.approve", {}, "door", (Option("button.approve", Plan((UNLOCK,))), NO))


class View(SmallHome):
    """A home whose clock a test moves."""

    @property
    def local_time(self) -> datetime:
        return datetime.fromtimestamp(self.now, self.timezone)


@dataclass
class Talk:
    """Questions of ours in one chat, and people who press."""

    resume: Resume
    store: ConversationStore
    view: View

    async def ask(self, question: AskStep, person: Person = MOM) -> tuple[str, ...]:
        """The ids of its buttons."""
        pending = self.resume.ask(question, "hall", person.id, group=True, language="ko")
        buttons = tuple(self.store.new_button() for _ in question.options)
        pending = replace(pending, buttons=buttons)
        await self.store.keep_buttons(
            {one: Pressable(pending, at, _approves(pending, at)) for at, one in enumerate(buttons)}
        )
        return buttons

    def of(self, person: Person, chat: str = "hall", *, trusted: bool = True) -> Situation:
        return replace(situation(self.view, person=person), chat=chat, group=True, trusted=trusted)

    async def press(self, button: str, person: Person, chat: str = "hall", age_s: float = 0.0) -> Resumed:
        return await self.resume.pressed(button, self.of(person, chat), age_s)


def _approves(pending: Pending, at: int) -> bool:
    return pending.question.options[at].label == "button.approve"


def told(resumed: Resumed) -> list[str]:
    """The keys of what is said."""
    return [step.key for step in resumed.plan.steps if isinstance(step, TellStep)]


@pytest.fixture
async def talk(redis_url: str) -> AsyncIterator[Talk]:
    redis, keys = Redis.from_url(redis_url), Keys("home")
    view = View(
        [
            appliance("oven", "oven", "kitchen", offer("run_control", "start", "stop")),
            appliance("door", "door_lock", "entrance", offer("lock", "lock", "unlock")),
        ]
    )
    people = {one.id: one for one in (MOM, DAD, CHILD)}
    guard = Guard(load_rights(), people, lambda _: None)
    wording, store, home = load_wording(), ConversationStore(redis, keys), cast("HomeView", view)

    def clock() -> float:
        return view.now

    permission = Permission(Requests(redis, keys, clock), Grants(redis, keys, clock), guard, wording, home)
    tries = RedisTries(redis, keys.key(""))
    yield Talk(Resume(store, guard, wording, home, tries, permission, "boot", clock), store, view)
    await redis.aclose()


async def test_another_with_the_right_may_say_yes_once(talk: Talk) -> None:
    yes, _ = await talk.ask(CONFIRM)
    first = await talk.press(yes, DAD)
    assert first.plan.commands == (START,) and first.clearance == "confirmed" and not first.only_sender
    assert told(await talk.press(yes, MOM)) == ["told.expired_button"]


async def test_who_may_not_is_told_alone_and_uses_nothing_up(talk: Talk) -> None:
    yes, no = await talk.ask(CONFIRM)
    for button, key in ((yes, "told.rights"), (no, "told.not_yours")):
        resumed = await talk.press(button, CHILD)
        assert told(resumed) == [key] and resumed.only_sender
    assert (await talk.press(yes, MOM)).plan.commands == (START,)


@pytest.mark.parametrize(("age_s", "goes"), [(0, True), (30, True), (31, False)])
async def test_a_press_may_be_late(talk: Talk, age_s: float, goes: bool) -> None:
    yes, _ = await talk.ask(CONFIRM)
    assert bool((await talk.press(yes, MOM, age_s=age_s)).plan.commands) is goes


async def test_a_no_is_never_late(talk: Talk) -> None:
    _, no = await talk.ask(CONFIRM)
    assert told(await talk.press(no, MOM, age_s=50)) == ["told.cancelled"]


async def test_a_question_grows_old(talk: Talk) -> None:
    yes, _ = await talk.ask(CONFIRM)
    talk.view.now += CONFIRM_S
    assert told(await talk.press(yes, MOM)) == ["told.expired_button"]


async def test_a_confirmation_counts_only_where_it_was_asked(talk: Talk) -> None:
    yes, _ = await talk.ask(CONFIRM)
    assert told(await talk.press(yes, MOM, chat="elsewhere")) == ["told.expired_button"]


class TestTheSecondAdult:
    async def test_says_yes_from_their_own_chat(self, talk: Talk) -> None:
        approve, _ = await talk.ask(APPROVE)
        assert told(await talk.press(approve, MOM)) == ["told.waiting_for_adult"]
        assert told(await talk.press(approve, CHILD)) == ["told.rights"]
        given = await talk.press(approve, DAD, chat="web:dad")
        assert given.clearance == "secured" and given.behalf is not None
        assert given.behalf.verdict == TellStep("told.allowed", {"person": "dad"})
        assert [(one.person, one.chat, one.group) for one in given.behalf.listeners] == [
            ("mom", "hall", True)
        ]

    async def test_or_no(self, talk: Talk) -> None:
        _, no = await talk.ask(APPROVE)
        given = await talk.press(no, DAD, chat="web:dad")
        assert given.plan.steps == () and given.behalf is not None
        assert given.behalf.verdict.key == "told.refused"

    async def test_but_not_from_where_nobody_vouches_for_them(self, talk: Talk) -> None:
        approve, _ = await talk.ask(APPROVE)
        claimed = await talk.resume.pressed(approve, talk.of(DAD, "kakao:dad", trusted=False))
        assert told(claimed) == ["told.not_here"]
        assert (await talk.press(approve, DAD)).clearance == "secured"

    async def test_who_asked_may_take_it_back(self, talk: Talk) -> None:
        approve, no = await talk.ask(APPROVE)
        assert told(await talk.press(no, MOM)) == ["told.cancelled"]
        assert told(await talk.press(approve, DAD)) == ["told.expired_button"]


@pytest.mark.parametrize("button", ["", "v1:", "v1:nothing", "x" * 500, "v1:\ud800"])
async def test_a_button_nobody_made_does_nothing(talk: Talk, button: str) -> None:
    assert told(await talk.press(button, MOM)) == ["told.expired_button"]
