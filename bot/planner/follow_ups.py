""" "The dryer too" and "no, the bedroom one": the last act again, for what is named now."""

from dataclasses import replace

from bot.planner.situation import Situation
from nlu.understanding import Intent, Slot, Understanding

TALK = {"query", "answer", "social", "comfort", "notify"}
"""Families of intents that command nothing."""

AGAIN = {"conversation.repeat", "conversation.correct"}
TARGETS = {
    "appliance", "appliance_type", "area", "quantifier", "pronoun", "unknown",
    "except_appliance", "except_type", "except_area",
}  # fmt: skip


def again(intent: Intent, situation: Situation) -> tuple[Intent, ...]:
    """The intents that this one stands for: itself, or the last ones with its targets; empty: none were."""
    if intent.name not in AGAIN:
        return (intent,)
    return tuple(_for_others(last, intent, situation) for last in situation.last)


def commanded(understanding: Understanding, situation: Situation) -> tuple[Intent, ...]:
    """What a message commanded, to be remembered; empty when it commanded nothing."""
    if understanding.mood != "command":
        return ()
    acts = (one for one in understanding.intents if one.name.partition(".")[0] not in TALK)
    return tuple(found for one in acts for found in again(one, situation))


def _for_others(last: Intent, now: Intent, situation: Situation) -> Intent:
    targets = tuple(slot for slot in now.slots if slot.name in TARGETS and slot.name != "pronoun")
    if not any(slot.name in {"appliance", "appliance_type", "unknown"} for slot in targets):
        # only a room was said: the same kind of thing there
        targets += _kinds(last, situation)
    values = tuple(slot for slot in now.slots if slot.name not in TARGETS)
    kept = tuple(
        slot
        for slot in last.slots
        if slot.name not in TARGETS and slot.name not in {one.name for one in values}
    )
    return replace(now, name=last.name, slots=(*targets, *kept, *values))


def _kinds(last: Intent, situation: Situation) -> tuple[Slot, ...]:
    said = {str(value) for value in last.all("appliance_type")}
    meant = {*map(str, last.all("appliance")), *(situation.focus if not said else ())}
    said |= {one.type for one in situation.home.appliances() if one.id in meant}
    return tuple(Slot("appliance_type", kind, 0, 0, "") for kind in sorted(said))
