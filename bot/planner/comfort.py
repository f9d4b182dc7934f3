"""Complaints ("too hot in here"): an offer with a yes under it, never an act."""

from appliance_bridge.appliance import Appliance
from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.affordances import Comfort
from bot.planner.situation import Situation
from bot.planner.steps import confirm, steps_for
from bot.planner.targets import stands_in
from bot.wording.keys import ASKED
from nlu.understanding import Intent


def plan_comfort(intent: Intent, situation: Situation, *, offers: bool) -> Step:
    """What would help, asked about; only told when nothing here would, or when it was said by the way."""
    facts: Facts = {}
    for name in ("dimension", "direction"):
        value = intent.one(name)
        if value is not None:
            facts[name] = value
    about = {one.type for one in situation.home.appliances() if one.id in intent.all("appliance")}
    about |= set(map(str, intent.all("appliance_type")))
    if about and not about & set(_helpers(intent, situation)):
        # the coffee is cold: warming the house would not help
        return TellStep("told.comfort_offer", {})
    found = _offers(intent, situation) if offers else ()
    if len(found) == 1:
        key = f"ask.{facts['dimension']}"
        return confirm(key if key in ASKED else "ask.confirm", found[0].plan.steps, {})
    if found:
        return AskStep("choose", "told.comfort_offer", facts, options=found)
    return TellStep("told.comfort_offer", facts)


def _offers(intent: Intent, situation: Situation) -> tuple[Option, ...]:
    """What is on can do more or less of it; else one that is off can be switched on."""
    help_ = _help(intent, situation)
    if help_ is None:
        return ()
    less = intent.one("direction") == "down" and help_.intent in _LESS
    areas = [str(value) for value in intent.all("area")]
    for kind in help_.types:
        of_kind = [one for one in situation.home.appliances() if one.type == kind]
        of_kind = [one for one in of_kind if stands_in(one, areas)] or of_kind
        on = [one for one in of_kind if situation.home.state(one.id).value("power.on") is True]
        off = [] if less else [one for one in of_kind if one not in on]
        adjusts = help_.intent.endswith(".adjust")
        for name, pool in ((help_.intent, on if adjusts else of_kind), ("power.turn_on", off)):
            found = [option for one in pool if (option := _option(name, intent, one, situation)) is not None]
            if found:
                return tuple(found)
    return ()


def _help(intent: Intent, situation: Situation) -> Comfort | None:
    table = situation.affordances.comfort
    dimension = str(intent.one("dimension"))
    return table.get(f"{dimension}.{intent.one('direction')}") or table.get(dimension)


def _helpers(intent: Intent, situation: Situation) -> tuple[str, ...]:
    """Kinds of things that are complained about or help: those that could be set to help, or harm."""
    named = str(intent.one("dimension"))
    table = situation.affordances.comfort.items()
    return tuple(kind for key, help_ in table if key.partition(".")[0] == named for kind in help_.types)


def _option(name: str, intent: Intent, appliance: Appliance, situation: Situation) -> Option | None:
    steps = steps_for(Intent(name, intent.slots), appliance, situation)
    if not all(isinstance(step, CommandStep) and step.refusal is None for step in steps):
        return None
    return Option(appliance.id, Plan(steps), appliance.id)


_LESS = {"level.adjust", "volume.adjust"}
"""Less of these means nothing while the thing is off."""
