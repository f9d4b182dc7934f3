"""Which appliance says something itself: its state, what came of a command to it, a promise it keeps."""

from bot.plan import Done, Receipt
from bot.wording.facts import HomeFacts

_THE_HOUSE = frozenset(
    ("rights", "pin_not_set_up", "pin_private_only", "not_connected", "broker_refused", "restarted",
     "unknown_appliance", "too_late", "offline")
)  # fmt: skip
"""Reasons that are none of an appliance's business, or that it cannot tell."""

_TOLD = (
    "told.state", "told.yes_no_state", "told.remaining", "told.value", "told.ability", "told.can",
    "told.already", "told.will_tell", "told.notice", "told.negated",
)  # fmt: skip


def speaker_of(receipt: Receipt, view: HomeFacts) -> str | None:
    """The one appliance whose own words these are; None: the house speaks."""
    if receipt.asked is not None and receipt.asked.kind != "value":
        return None
    if any(_is_the_house(one) for one in receipt.done):
        return None
    if not all(step.key.startswith(_TOLD) for step in receipt.told):
        return None
    spoken = {done.step.appliance for done in receipt.done} | {step.appliance for step in receipt.told}
    if receipt.asked is not None:
        spoken.add(receipt.asked.appliance)
    one = spoken.pop() if len(spoken) == 1 else None
    return one if one is not None and view.state(one).online is not False else None


def _is_the_house(done: Done) -> bool:
    refusal = done.result.refusal
    return done.result.result == "refused" and refusal is not None and refusal.reason in _THE_HOUSE
