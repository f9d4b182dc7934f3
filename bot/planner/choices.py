"""What is said besides a programme — "low spin", "30 degrees" — among the words an appliance has for it."""

import re
from collections.abc import Iterator

from appliance_bridge.appliance import Appliance
from bot.planner.setting import NoValue, Setting, limits_of_words
from bot.planner.situation import Situation
from nlu.understanding import Intent

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def chosen(intent: Intent, appliance: Appliance, situation: Situation) -> Iterator[Setting | NoValue]:
    """A setting for each option that was said, in order; NoValue where the appliance has none like it."""
    for said in map(str, intent.all("option")):
        choice = situation.affordances.options.get(said)
        if choice is None or not appliance.can(choice.capability, "set"):
            yield NoValue("unsupported", "program" if choice is None else choice.capability, said)
            continue
        options = limits_of_words(choice.capability, appliance)
        plain = {option.strip().casefold(): option for option in options}
        fitting = next((plain[word] for word in choice.words if word in plain), None)
        if fitting is None:
            yield NoValue("not_an_option", choice.capability, said, options)
        else:
            yield Setting(choice.capability, "set", fitting)


def can_choose(intent: Intent, appliance: Appliance, situation: Situation) -> bool:
    """Whether it has everything that is said besides the programme."""
    return all(isinstance(one, Setting) for one in chosen(intent, appliance, situation))


def numbered(capability: str, value: object, appliance: Appliance) -> Setting | NoValue:
    """The one of its words that holds this number: 40 is "40℃"."""
    options = limits_of_words(capability, appliance)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return NoValue("which_value", capability, None, options)
    fitting = [one for one in options if [float(found) for found in _NUMBER.findall(one)] == [float(value)]]
    if len(fitting) == 1:
        return Setting(capability, "set", fitting[0])
    return NoValue("not_an_option", capability, value, options)
