"""Faster and slower among the words an appliance has for its fan."""

from appliance_bridge.appliance import Appliance
from bot.planner.setting import NoValue, Setting, limits_of_words
from bot.planner.situation import Situation
from nlu.understanding import Intent


def next_speed(intent: Intent, appliance: Appliance, situation: Situation) -> Setting | NoValue:
    """The word that is meant by "faster", "the most" or "step 3"."""
    options = limits_of_words("fan_speed", appliance)
    order = situation.affordances.slow_to_fast
    ladder = sorted(
        (one for one in options if one.lower() in order), key=lambda one: order.index(one.lower())
    )
    if not ladder:
        return NoValue("which_value", "fan_speed", options=options)
    value, extreme = intent.one("value"), intent.one("extreme")
    if extreme in {"max", "min", "half"}:
        at = {"max": len(ladder) - 1, "min": 0, "half": len(ladder) // 2}[str(extreme)]
    elif intent.name.endswith(".adjust"):
        return _stepped(intent, ladder, appliance, situation)
    elif isinstance(value, int | float) and 1 <= value <= len(ladder):
        at = int(value) - 1
    else:
        reason = "which_value" if value is None else "not_an_option"
        return NoValue(reason, "fan_speed", value, options)
    return Setting("fan_speed", "set", ladder[at])


def _stepped(
    intent: Intent, ladder: list[str], appliance: Appliance, situation: Situation
) -> Setting | NoValue:
    now = situation.home.state(appliance.id).value("fan_speed.selected")
    slower = intent.one("direction") == "down"
    if now not in ladder:
        # from "auto" there is no next one: strong or weak is meant as such
        strong = [one for one in ladder if one.lower() in situation.affordances.strong]
        return Setting("fan_speed", "set", ladder[0] if slower else (strong or ladder)[-1])
    at = ladder.index(str(now)) + (-1 if slower else 1)
    if not 0 <= at < len(ladder):
        return NoValue("already", "fan_speed", now)
    return Setting("fan_speed", "set", ladder[at])
