"""A programme taken for a mode: "run the dishwasher on eco" of what has no such mode but an Eco programme."""

from dataclasses import replace

from appliance_bridge.appliance import Appliance
from bot.planner.setting import limits_of_words, programmes_of
from bot.planner.situation import START, Situation
from bot.planner.targets import find_targets
from nlu.options import best_fit, match_option
from nlu.understanding import Intent, Slot


def with_programmes(commands: list[Intent], situation: Situation) -> list[Intent]:
    """The commands, a mode joined to the start that it was said with wherever it is a programme there."""
    result = list(commands)
    for start in [one for one in commands if one.name == START and one.one("program") is None]:
        for mode in [one for one in result if one.name == "mode.set"]:
            said = next((slot for slot in mode.slots if slot.name == "mode"), None)
            others = [(slot.name, slot.value) for slot in mode.slots if slot is not said]
            if said is None or others != [(slot.name, slot.value) for slot in start.slots]:
                continue
            found = find_targets(start, situation, lambda one: bool(programmes_of(one))).found
            if found and all(_is_programme(said, one) for one in found):
                result.remove(mode)
                slots = (*start.slots, replace(said, name="program"))
                result = [replace(start, slots=slots) if one is start else one for one in result]
                break
    return result


def _is_programme(said: Slot, appliance: Appliance) -> bool:
    word = str(said.value)
    if appliance.can("mode", "set") and match_option(word, limits_of_words("mode", appliance), "mode"):
        return False
    return bool(best_fit(word, programmes_of(appliance), "program").options)
