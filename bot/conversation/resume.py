"""Taking up a question of ours: a typed answer, a PIN, or a pressed button, each at most once."""

import time
from collections.abc import Callable

from bot.conversation.answers import NO, answer_to, several_of, value_for
from bot.conversation.pending import Pending
from bot.conversation.store import ConversationStore
from bot.guard import Clearance, Guard
from bot.home_view import HomeView
from bot.message import Language
from bot.people.person import Person
from bot.people.pins import TryStore, check_pin
from bot.plan import AskStep, CommandStep, Facts, Plan, Step, TellStep
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

Resumed = tuple[Plan, Clearance]


class Resume:
    """Turns answers into the plans they chose."""

    def __init__(
        self,
        conversations: ConversationStore,
        guard: Guard,
        wording: Wording,
        view: HomeView,
        tries: TryStore,
        boot: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`boot` names this run of the house: only within one does the monotonic clock mean anything."""
        self._conversations = conversations
        self._guard = guard
        self._wording = wording
        self._view = view
        self._tries = tries
        self._boot = boot
        self._monotonic = monotonic

    def ask(self, question: AskStep, chat: str, person: str) -> Pending:
        """The question, open from now on."""
        life = CONFIRM_S if question.kind in {"confirm", "pin", "approve"} else CHOOSE_S
        return Pending(question, chat, person, self._view.now + life, self._boot, self._monotonic() + life)

    def is_open(self, pending: Pending | None) -> bool:
        """Whether an answer to it still counts."""
        return pending is not None and pending.is_open(self._view.now, self._boot, self._monotonic())

    async def answered(
        self, pending: Pending, understanding: Understanding, language: Language, situation: Situation
    ) -> Resumed | None:
        """The plan that a typed answer chose; None: the message is about something else."""
        question = pending.question
        code = _code(understanding) if question.kind == "pin" else None
        if code is not None:
            return await self._pin(code, pending, situation)
        later = answered_when(question, understanding, situation)
        if later is not None and await self._conversations.close(pending):
            return later, "none"
        labels = [self._wording.label(option, self._view, language) for option in question.options]
        appliances = [self._view.appliance(option.appliance or "") for option in question.options]
        choice = answer_to(question, labels, appliances, understanding)
        setting = value_for(question, understanding) if choice is None else None
        if setting is not None and await self._conversations.close(pending):
            return Plan(plan_command(setting, situation)), "none"
        if choice is None:
            several = several_of(question, appliances, understanding)
            if not several or not await self._conversations.close(pending):
                return None
            return _all_of(question, several), _clearance(question)
        if choice != NO and question.options[choice].label == "button.approve":
            # the asker cannot be the second adult
            return Plan((TellStep("told.waiting_for_adult"),)), "none"
        if not await self._conversations.close(pending):
            return Plan((TellStep("told.expired_button"),)), "none"
        if choice == NO:
            return Plan((TellStep("told.cancelled"),)), "none"
        return question.options[choice].plan, _clearance(question)

    async def pressed(self, button: str, situation: Situation) -> Resumed:
        """What a button stands for; used up by the first press that counts."""
        gone: Resumed = (Plan((TellStep("told.expired_button"),)), "none")
        pressable = await self._conversations.look(button)
        if (
            pressable is None
            or not (pressable.approval or pressable.pending.chat == situation.chat)
            or not self.is_open(pressable.pending)
        ):
            return gone
        person, pending = situation.person, pressable.pending
        plan = pending.question.options[pressable.choice].plan
        if pressable.approval and person.id == pending.person:
            return Plan((TellStep("told.waiting_for_adult"),)), "none"
        if person.id != pending.person:
            if not plan.commands:
                # a stranger's "no" changes nothing
                return gone
            allowed = self._guard.may_approve if pressable.approval else self._guard.may
            now = self._view.local_time
            if not all(allowed(person, one, situation, now) for one in plan.commands):
                return Plan((_no_right(person, plan.commands),)), "none"
        if not await self._conversations.close(pending):
            return gone
        return plan, "secured" if pressable.approval else _clearance(pending.question)

    async def _pin(self, code: str, pending: Pending, situation: Situation) -> Resumed:
        if situation.group:
            return Plan((TellStep("told.pin_private_only"),)), "none"
        person = situation.person
        verdict = await check_pin(person.id, person.pin_hash, code, self._tries)
        if verdict.result == "right":
            if not await self._conversations.close(pending):
                return Plan((TellStep("told.expired_button"),)), "none"
            return pending.question.options[0].plan, "secured"
        facts: dict[str, Facts] = {
            "wrong": {"left": verdict.left},
            "locked": {"seconds": verdict.locked_s},
            "not_set_up": {},
        }
        return Plan((TellStep(f"told.pin_{verdict.result}", facts[verdict.result]),)), "none"


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


def _no_right(person: Person, commands: tuple[CommandStep, ...]) -> TellStep:
    first = commands[0]
    facts: Facts = {
        "reason": "role", "role": person.role, "capability": first.capability, "action": first.action,
    }  # fmt: skip
    return TellStep("told.rights", facts, first.appliance)
