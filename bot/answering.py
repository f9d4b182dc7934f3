"""From a receipt to the answer: outcome, reports, replies, and buttons that work once."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from pydantic import TypeAdapter, ValidationError

from bot.conversation.pending import Pending, Pressable
from bot.conversation.store import ConversationStore
from bot.message import Answer, Button, CommandReport, Language, Outcome, Understood
from bot.plan import Option, Receipt
from bot.planner.requests import ASK_ADULT
from bot.wording.facts import HomeFacts
from bot.wording.replies import Wording
from nlu.understanding import Understanding

_ANSWER = TypeAdapter(Answer)

REFUSED = {
    "told.scheduled_not_yet", "told.lasting_not_yet", "told.conditional_not_yet", "told.undo_not_yet",
    "told.watching_not_yet",
    "told.unsupported", "told.rights", "told.expired_button", "told.stale", "told.pin_wrong",
    "told.pin_locked",
    "told.pin_not_set_up", "told.pin_private_only", "told.store_down", "told.failed",
    "told.refused", "told.refused_before", "told.allowed_before", "told.request_expired", "told.too_often",
    "told.nobody_to_ask", "told.not_yours", "told.not_here",
    "told.no_such_thing", "told.no_target", "told.nothing_pending", "told.which_first",
    "told.house_rights", "told.house_not_later", "told.not_invited", "told.nobody_called",
    "told.nobody_of_role", "told.nobody_there", "told.last_owner", "told.until_when",
    "told.phrase_how", "told.phrase_not_taught", "told.phrase_not_forgotten", "told.words_not_undone",
    "told.appliance_how", "told.appliance_not_changed",
}  # fmt: skip
"""Facts that say no to something understood."""

NOT_UNDERSTOOD = {
    "told.not_understood",
    "told.unknown_command",
    "told.leftover",
    "told.too_long",
    "told.empty",
    "told.chat",
}
PROMISED = {"told.will_tell_done", "told.will_tell_armed"}
ASKED = {"told.waiting_for_adult", "told.asked", "told.asked_before", "told.which_request"}


class Answering:
    """Words a receipt and stores its buttons."""

    def __init__(self, wording: Wording, store: ConversationStore) -> None:
        self._wording = wording
        self._store = store

    async def answer(
        self,
        message_id: str,
        receipt: Receipt,
        view: HomeFacts,
        language: Language,
        understood: Understood,
        pending: Pending | None = None,
        offers: tuple[Option, ...] = (),
        offered: Pending | None = None,
        actor: str | None = None,
    ) -> tuple[Answer, Pending | None]:
        """The answer, and the pending question with the ids of its buttons.

        pending: the question this receipt asks. offers: buttons under what was done, kept under `offered`.
        actor: whose doing it was, by name, where more people read it.
        """
        shown: list[tuple[str, Pending, int]] = []

        def button_for(option: Option) -> Button:
            label = self._wording.label(option, view, language)
            button = self._store.new_button()
            if pending is not None and option in pending.question.options:
                shown.append((button, pending, pending.question.options.index(option)))
            elif offered is not None and option in offers:
                shown.append((button, offered, offers.index(option)))
            return Button(label, button, label)

        replies = self._wording.reply(receipt, view, language, button_for, offers, actor)
        by_owner: dict[int, tuple[str, ...]] = {}
        for _, owner, _ in shown:
            by_owner[id(owner)] = tuple(button for button, other, _ in shown if other is owner)
        records: dict[str, Pressable] = {}
        kept = pending
        for button, owner, choice in shown:
            full = _with_buttons(owner, by_owner[id(owner)])
            kept = full if owner is pending else kept
            approval = owner.question.options[choice].label == "button.approve"
            records[button] = Pressable(full, choice, approval)
        if records:
            await self._store.keep_buttons(records)
        reports = reports_of(receipt, view)
        return Answer(message_id, outcome_of(receipt), language, replies, reports, understood), kept


def outcome_of(receipt: Receipt) -> Outcome:
    """What a message led to, in one word."""
    results = {one.result.result for one in receipt.done}
    keys = {step.key for step in receipt.told}
    if results & {"confirmed", "sent", "timed_out", "pending"}:
        return "acted"
    if keys & PROMISED:
        return "scheduled"
    offered = receipt.asked is not None and receipt.asked.key == ASK_ADULT
    if (receipt.asked is not None and not offered) or keys & ASKED:
        return "asked"
    if results or keys & REFUSED:
        return "refused" if results or not keys - REFUSED else "answered"
    if keys and not keys - NOT_UNDERSTOOD:
        return "not_understood"
    return "answered" if keys else "silent"


def reports_of(receipt: Receipt, view: HomeFacts) -> tuple[CommandReport, ...]:
    """Each command as told outside."""
    reports = []
    for one in receipt.done:
        command = one.result.command
        appliance = view.appliance(command.appliance)
        refusal = one.result.refusal
        reports.append(
            CommandReport(
                command.id,
                command.appliance,
                "unknown" if appliance is None else appliance.type,
                command.capability,
                command.action,
                dict(command.arguments),
                one.result.result,
                None if refusal is None else refusal.reason,
            )
        )
    return tuple(reports)


def understood_of(understanding: Understanding) -> Understood:
    """An understanding as told outside."""
    intents = []
    for intent in understanding.intents:
        slots: dict[str, object] = {}
        # a code may be a PIN, and this is stored and shown
        for slot in () if intent.name == "answer.code" else intent.slots:
            known = slots.get(slot.name)
            if known is None:
                slots[slot.name] = slot.value
            else:
                slots[slot.name] = [*(known if isinstance(known, list) else [known]), slot.value]
        intents.append({"name": intent.name, "slots": slots, "confidence": intent.confidence})
    return Understood(understanding.mood, understanding.engine, tuple(intents))


def encode(answer: Answer) -> str:
    """For the ledger."""
    return _ANSWER.dump_json(answer).decode()


def decode(stored: str) -> Answer | None:
    """From the ledger; None when another version wrote it in a way that cannot be read."""
    try:
        return _ANSWER.validate_json(stored)
    except ValidationError:
        return None


def as_json(answer: Answer) -> Mapping[str, object]:
    """The contract's shape, for events."""
    data: dict[str, object] = asdict(answer)
    return data


def _with_buttons(pending: Pending, buttons: tuple[str, ...]) -> Pending:
    return replace(pending, buttons=buttons)
