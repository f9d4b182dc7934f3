"""What this home has instead of something it does not have."""

from difflib import get_close_matches

from appliance_bridge.appliance import Appliance
from bot.plan import TellStep
from bot.planner.situation import Situation
from bot.wording.keys import ids
from nlu.understanding import Intent

MOST_NEAR = 3
ALIKE = 0.6
"""How much two names must have in common, from 0 to 1."""


def no_such_thing(words: str, intent: Intent, situation: Situation) -> TellStep:
    """Said of something this home does not have, with what it has instead."""
    near = ids(one.id for one in nearest(intent, situation))
    return TellStep("told.no_such_thing", {"words": words, "near": near} if near else {"words": words})


def nearest(intent: Intent, situation: Situation) -> list[Appliance]:
    """Appliances that may serve instead: the same kind elsewhere, a kind like it, a name like it."""
    everyone = list(situation.home.appliances())
    words = [slot.text.casefold() for slot in intent.slots if slot.name == "unknown"]
    kinds = {str(value) for value in intent.all("appliance_type")}
    kinds |= {
        kind.key for kind in situation.catalogue.types.values() if set(words) & set(kind.recognition.words)
    }
    kin = [one for group in situation.affordances.kin if kinds & set(group) for one in group]
    found = [one for one in everyone if one.type in kinds]
    found = found or sorted((one for one in everyone if one.type in kin), key=lambda one: kin.index(one.type))
    if not found:
        names = {name.casefold(): one for one in everyone for name in one.names}
        alike = (match for word in words for match in get_close_matches(word, names, MOST_NEAR, ALIKE))
        found = list({names[name].id: names[name] for name in alike}.values())
    return found[:MOST_NEAR]
