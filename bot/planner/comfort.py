"""Complaints ("too hot in here"): an offer with a yes under it, never an act."""

from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.commands import confirm, steps_for
from bot.planner.situation import Situation
from nlu.understanding import Intent


def plan_comfort(intent: Intent, situation: Situation) -> Step:
    """What would help, asked about; only told when nothing here would."""
    facts: Facts = {}
    for name in ("dimension", "direction"):
        value = intent.one(name)
        if value is not None:
            facts[name] = value
    offers = _offers(intent, situation)
    if len(offers) == 1:
        return confirm("ask.confirm", offers[0].plan.steps, {})
    if offers:
        return AskStep("choose", "told.comfort_offer", facts, options=offers)
    return TellStep("told.comfort_offer", facts)


def _offers(intent: Intent, situation: Situation) -> tuple[Option, ...]:
    table = situation.affordances.comfort
    dimension = str(intent.one("dimension"))
    help_ = table.get(f"{dimension}.{intent.one('direction')}") or table.get(dimension)
    if help_ is None:
        return ()
    found = []
    for kind in help_.types:
        of_kind = [one for one in situation.home.appliances() if one.type == kind]
        on = [one for one in of_kind if situation.home.state(one.id).value("power.on") is True]
        name = help_.intent if on else "power.turn_on"
        if not on and intent.one("direction") == "down" and help_.intent in _LESS:
            continue
        for appliance in on or of_kind:
            steps = steps_for(Intent(name, intent.slots), appliance, situation)
            if all(isinstance(step, CommandStep) and step.refusal is None for step in steps):
                found.append(Option(appliance.id, Plan(steps), appliance.id))
        if found:
            break
    return tuple(found)


_LESS = {"level.adjust", "volume.adjust"}
"""Less of these means nothing while the thing is off."""
