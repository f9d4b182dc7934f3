""" "The dryer too", "no, the bedroom one" and "more": the last act again, for what is named now."""

from dataclasses import replace

from bot.planner.situation import Situation
from bot.planner.targets import in_place_of, stands_in
from nlu.understanding import Intent, Slot, Understanding

TALK = {"answer", "social", "comfort", "notify", "conversation", "people", "chat", "appliances"}
"""Families of intents that neither command nor ask anything of the home."""

AGAIN = {"conversation.repeat", "conversation.correct"}
TARGETS = {
    "appliance", "appliance_type", "area", "quantifier", "pronoun", "unknown",
    "except_appliance", "except_type", "except_area",
}  # fmt: skip
NAMES = {"appliance", "appliance_type", "unknown"}
AMOUNTS = {"amount", "unit", "extreme"}
"""How much more."""


def again(intent: Intent, situation: Situation) -> tuple[Intent, ...]:
    """The intents that this one stands for: itself, or the last ones with its targets; empty: none were."""
    if _asks_the_same(intent):
        asked = tuple(
            last
            for last in situation.last
            if last.name.startswith("query.") and _can_be_of(last, intent, situation)
        )
        return tuple(_for_others(last, intent, situation) for last in asked) or (
            _of_that_kind(intent, situation),
        )
    if intent.name not in AGAIN:
        return (intent,)
    if not any(slot.name in TARGETS for slot in intent.slots):
        return _more(intent, situation)
    last = tuple(one for one in situation.last if not _fits_only_values(intent, one))
    return tuple(_for_others(one, intent, situation) for one in last)


def remembered(understanding: Understanding, situation: Situation) -> tuple[Intent, ...]:
    """What a message commanded or asked, for the next one to build on; empty when it did neither."""
    said = [found for one in understanding.intents for found in again(one, situation)]
    asked = tuple(one for one in said if one.name.startswith("query."))
    if understanding.mood != "command":
        # what was only asked about, denied or put off is never repeated as an act
        return asked if understanding.mood == "question" else ()
    commands = tuple(one for one in said if one not in asked and one.name.partition(".")[0] not in TALK)
    return commands or asked


def _asks_the_same(intent: Intent) -> bool:
    """ "And the bedroom?": a question that says only of what."""
    return intent.name == "query.state" and all(slot.name in TARGETS for slot in intent.slots)


def _can_be_of(last: Intent, now: Intent, situation: Situation) -> bool:
    """After "show me the fridge", "and the washer?" asks how the washer is: it has no pictures."""
    if last.one("attribute") != "picture":
        return True
    named = {str(value) for name in ("appliance", "appliance_type") for value in now.all(name)}
    return not named or any(
        "picture" in one.offers and named & {one.id, one.type} for one in situation.home.appliances()
    )


def _of_that_kind(intent: Intent, situation: Situation) -> Intent:
    """ "And the bedroom?" after a command: how the same kind of thing is there."""
    if any(slot.name != "area" for slot in intent.slots) or not intent.slots:
        return intent
    kinds = _kinds_there(Intent(intent.name), list(intent.slots), situation)
    return replace(intent, slots=(*intent.slots, *kinds))


def _fits_only_values(now: Intent, last: Intent) -> bool:
    """A repetition with a value of its own repeats what took a value: "the bedroom to 26"."""
    return now.one("value") is not None and last.one("value") is None and last.one("amount") is None


def _more(intent: Intent, situation: Situation) -> tuple[Intent, ...]:
    """ "A bit more": the last change once more, in the same direction."""
    changes = [one for one in situation.last if one.name.endswith(".adjust")]
    if not changes:
        return ()
    said = tuple(slot for slot in intent.slots or changes[-1].slots if slot.name in AMOUNTS)
    direction = tuple(slot for slot in changes[-1].slots if slot.name == "direction")
    about = tuple(Slot("appliance", one, 0, 0, "") for one in situation.focus)
    return (replace(intent, name=changes[-1].name, slots=(*about, *direction, *said)),) if about else ()


def _for_others(last: Intent, now: Intent, situation: Situation) -> Intent:
    targets = tuple(slot for slot in now.slots if slot.name in TARGETS and slot.name != "pronoun")
    of_a_room = last.name.startswith("query.") and not {slot.name for slot in last.slots} & NAMES
    if not of_a_room and not any(slot.name in NAMES for slot in targets):
        # only a room was said: the same kind of thing there
        targets += _kinds_there(last, list(targets), situation)
    values = tuple(slot for slot in now.slots if slot.name not in TARGETS)
    kept = tuple(
        slot
        for slot in last.slots
        if slot.name not in TARGETS and slot.name not in {one.name for one in values}
    )
    return replace(now, name=last.name, slots=(*targets, *kept, *values))


def _kinds_there(last: Intent, rooms: list[Slot], situation: Situation) -> tuple[Slot, ...]:
    """Slots for the kind of thing that was meant last: the very one in that room, where its name tells."""
    said = {str(value) for value in last.all("appliance_type")}
    meant = {*map(str, last.all("appliance")), *(situation.focus if not said else ())}
    models = [one for one in situation.home.appliances() if one.id in meant]
    kinds = said | {one.type for one in models}
    areas = [str(slot.value) for slot in rooms if slot.name == "area"]
    there = [
        one for one in situation.home.appliances() if one.type in kinds and areas and stands_in(one, areas)
    ]
    alike = in_place_of(
        models or [one for one in situation.home.appliances() if one.id in situation.focus], there
    )
    if 0 < len(alike) < len(there):
        return tuple(Slot("appliance", one.id, 0, 0, "") for one in alike)
    return tuple(Slot("appliance_type", kind, 0, 0, "") for kind in sorted(kinds))
