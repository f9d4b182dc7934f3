"""Taking up a question of ours: a typed answer, a PIN, or a pressed button, each at most once."""

import time
from collections.abc import Callable

from bot.conversation.answers import NO, answer_to, said_as, several_of, value_for
from bot.conversation.pending import Behalf, Pending
from bot.conversation.permission import REQUEST, Permission
from bot.conversation.resumed import Resumed, no_right, only_told
from bot.conversation.store import ConversationStore
from bot.guard import Clearance, Guard, is_late
from bot.home_view import HomeView
from bot.message import Language
from bot.people.pins import TryStore, check_pin
from bot.plan import AskStep, Facts, Option, Plan, Step, TellStep
from bot.planner.commands import plan_command
from bot.planner.later import answered_when
from bot.planner.situation import Situation
from bot.wording.replies import Wording
from nlu.understanding import Understanding

CONFIRM_S = 60.0
CHOOSE_S = 300.0
"""How long a yes counts, and how long a choice may be made."""

KEEPS_WAITING = {"told.pin_wrong", "told.waiting_for_adult", "told.pin_private_only"}
"""After these our question still waits."""


class Resume:
    """Turns answers into the plans they chose."""

    def __init__(
        self,
        conversations: ConversationStore,
        guard: Guard,
        wording: Wording,
        view: HomeView,
        tries: TryStore,
        permission: Permission,
        boot: str,
        monotonic: Callable[[], float] = time.monotonic,
        void_before: Callable[[str], float] = lambda _: 0.0,
    ) -> None:
        """`boot` names this run of the house: only within one does the monotonic clock mean anything.

        void_before: person id → what was asked for them before this moment, nobody can answer any more.
        """
        self._conversations = conversations
        self._guard = guard
        self._wording = wording
        self._view = view
        self._tries = tries
        self._permission = permission
        self._boot = boot
        self._monotonic = monotonic
        self._void_before = void_before

    def ask(
        self,
        question: AskStep,
        chat: str,
        person: str,
        *,
        group: bool = False,
        language: Language | None = None,
        behalf: Behalf | None = None,
        life_s: float | None = None,
    ) -> Pending:
        """The question, open from now on for life_s or for as long as its kind may wait."""
        short = question.kind in {"confirm", "pin", "approve"}
        life = life_s if life_s is not None else CONFIRM_S if short else CHOOSE_S
        return Pending(
            question, chat, person, self._view.now + life, self._boot, self._monotonic() + life,
            group=group, language=language, behalf=behalf, asked_at=self._view.now,
        )  # fmt: skip

    def is_open(self, pending: Pending | None) -> bool:
        """Whether an answer to it still counts."""
        if pending is None or pending.asked_at < self._void_before(pending.person):
            return False
        return pending.is_open(self._view.now, self._boot, self._monotonic())

    async def answered(
        self,
        pending: Pending,
        understanding: Understanding,
        language: Language,
        situation: Situation,
        age_s: float = 0.0,
    ) -> Resumed | None:
        """The plan that a typed answer chose; None: it is about something else. age_s: how old it is."""
        question = pending.question
        code = _code(understanding) if question.kind == "pin" else None
        if code is not None:
            return await self._pin(code, pending, situation, age_s)
        later = answered_when(question, understanding, situation)
        if later is not None and await self._conversations.close(pending):
            return Resumed(later)
        labels = [self._wording.label(option, self._view, language) for option in question.options]
        appliances = [self._view.appliance(option.appliance or "") for option in question.options]
        choice = answer_to(question, labels, appliances, understanding)
        if choice is None:
            sayings = [self._wording.sayings(one, self._view, language) for one in question.options]
            choice = said_as(understanding.text, sayings)
        setting = value_for(question, understanding) if choice is None else None
        if setting is not None and await self._conversations.close(pending):
            return Resumed(Plan(plan_command(setting, situation)))
        if choice is None:
            several = several_of(question, appliances, understanding)
            if not several or not await self._conversations.close(pending):
                return None
            return Resumed(_all_of(question, several), _clearance(question), pending.behalf)
        if choice != NO and question.options[choice].label == "button.approve":
            # the asker cannot be the second adult
            return only_told("told.waiting_for_adult")
        if not await self._conversations.close(pending):
            return only_told("told.expired_button")
        if choice == NO:
            return only_told("told.cancelled", answers=question.key)
        return Resumed(question.options[choice].plan, _clearance(question), pending.behalf)

    async def labelled(
        self, text: str, language: Language, situation: Situation, age_s: float = 0.0, *, free: bool = True
    ) -> Resumed | None:
        """A typed "허락" while a request waits for this person; None: it is about something else.

        free: no other question waits in this chat, so a bare yes right after the request is meant for it.
        """
        return await self._permission.labelled(text, language, situation, age_s, free=free)

    def said(self, chat: str, request_id: str = "") -> None:
        """This was the last thing said in a chat: the question about a request, or anything else."""
        self._permission.said(chat, request_id)

    async def pressed(self, button: str, situation: Situation, age_s: float = 0.0) -> Resumed:
        """What a button stands for; used up by the first press that counts. age_s: how old the press is."""
        gone = only_told("told.expired_button", only_sender=True)
        pressable = await self._conversations.look(button)
        if pressable is None or not self.is_open(pressable.pending):
            return gone
        person, pending = situation.person, pressable.pending
        option = pending.question.options[pressable.choice]
        if is_late(option.plan.steps, age_s):
            return gone
        request = pending.question.facts.get(REQUEST)
        if request is not None:
            return await self._permission.decided(str(request), option.label, situation)
        if pressable.approval or pending.question.kind == "approve":
            return await self._approved(pending, option, situation)
        if pending.chat != situation.chat:
            return gone
        if person.id != pending.person:
            if not option.plan.commands:
                # a stranger's "no" changes nothing
                return only_told("told.not_yours", only_sender=True)
            if not all(
                self._guard.may(person, one, situation, self._view.local_time) for one in option.plan.commands
            ):
                return no_right(person, option.plan.commands)
        if not await self._conversations.close(pending):
            return gone
        clearance = _clearance(pending.question)
        return Resumed(option.plan, clearance, pending.behalf, answers=pending.question.key)

    async def _approved(self, pending: Pending, option: Option, situation: Situation) -> Resumed:
        """A second adult's yes or no; the asker's own no takes the question back."""
        person, approves = situation.person, option.label == "button.approve"
        if person.id == pending.person:
            if approves:
                return only_told("told.waiting_for_adult", only_sender=True)
            done = await self._conversations.close(pending)
            return only_told("told.cancelled" if done else "told.expired_button")
        commands = pending.question.options[0].plan.commands
        now = self._view.local_time
        if not all(self._guard.may_approve(person, one, situation, now) for one in commands):
            return no_right(person, commands)
        if approves and not situation.trusted:
            return only_told("told.not_here", only_sender=True)
        if not await self._conversations.close(pending):
            return only_told("told.expired_button", only_sender=True)
        heard = (*(pending.behalf.listeners if pending.behalf is not None else ()), pending.asker)
        word = TellStep("told.allowed" if approves else "told.refused", {"person": person.id})
        behalf = Behalf(word, heard)
        return Resumed(option.plan, "secured", behalf) if approves else Resumed(Plan(), behalf=behalf)

    async def _pin(self, code: str, pending: Pending, situation: Situation, age_s: float) -> Resumed:
        if situation.group or not situation.trusted:
            return only_told("told.pin_private_only")
        if is_late(pending.question.options[0].plan.steps, age_s):
            return only_told("told.stale")
        person = situation.person
        verdict = await check_pin(person.id, person.pin_hash, code, self._tries)
        if verdict.result == "right":
            if not await self._conversations.close(pending):
                return only_told("told.expired_button")
            return Resumed(pending.question.options[0].plan, "secured", pending.behalf)
        facts: dict[str, Facts] = {
            "wrong": {"left": verdict.left},
            "locked": {"seconds": verdict.locked_s},
            "not_set_up": {},
        }
        return Resumed(Plan((TellStep(f"told.pin_{verdict.result}", facts[verdict.result]),)))


def _all_of(question: AskStep, choices: tuple[int, ...]) -> Plan:
    """What several options stand for, each step once."""
    steps: list[Step] = []
    for at in choices:
        steps += [step for step in question.options[at].plan.steps if step not in steps]
    return Plan(tuple(steps))


def _clearance(question: AskStep) -> Clearance:
    return "confirmed" if question.kind == "confirm" else "none"


def _code(understanding: Understanding) -> str | None:
    if len(understanding.intents) != 1 or understanding.intents[0].name != "answer.code":
        return None
    slot = next((one for one in understanding.intents[0].slots if one.name == "value"), None)
    return None if slot is None else slot.text.strip()
