"""Command intents → steps: which action of which appliance, with absolute values, or a question back."""

from dataclasses import replace

from appliance_bridge.appliance import Appliance
from bot.plan import AskStep, Facts, Option, Plan, Step, TellStep
from bot.planner.choices import can_choose
from bot.planner.nearest import no_such_thing
from bot.planner.readiness import is_idle
from bot.planner.setting import NoValue, limits_of_words
from bot.planner.situation import Situation
from bot.planner.steps import MOST_CHOICES, SETTINGS, confirm, steps_for
from bot.planner.targets import Targets, find_targets, one_by_one
from bot.planner.values import dimension_of, resolve
from nlu.options import match_option
from nlu.understanding import Intent

KINDS = {"appliance", "appliance_type", "quantifier"}
WHO = KINDS | {"area"}
"""Slots that name things."""

ENDS = {"power.turn_off", "run_control.stop", "run_control.pause", "position.close"}
"""What may be meant of anything, though nothing was named."""


LITERALLY = {"lock.lock", "lock.unlock", "position.open"}
"""Said with no kind of thing named, these mean just that: "lock up" no buttons, "open the garage" no car."""

HALTS = {"run_control.stop", "run_control.pause"}
"""Said of everything, these mean what runs: "stop everything" leaves the lights on."""


def plan_command(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """The steps of one command intent."""

    by_name = (
        frozenset()
        if intent.name in ENDS
        else situation.affordances.only_by_name
        - {one.type for one in situation.home.appliances() if one.id in situation.focus}
    )
    unnamed = not any(slot.name in WHO for slot in intent.slots)

    said = {slot.name for slot in intent.slots} & KINDS
    literally = (not said and intent.name in LITERALLY) or (said == {"quantifier"} and intent.name in HALTS)

    def able(appliance: Appliance) -> bool:
        if literally and not appliance.can(*next(situation.affordances.actions(intent.name))):
            return False
        return not (unnamed and appliance.type in by_name) and _can(intent, appliance, situation)

    targets = find_targets(intent, situation, able)
    if not targets.found:
        return (_nobody(intent, targets, situation),)
    if targets.which:
        parts = one_by_one(intent)
        if len(parts) > 1:
            return tuple(step for part in parts for step in plan_command(part, situation))
        likely = [one for one in targets.found if not is_idle(one, intent.name, situation)]
        if unnamed and not likely:
            likely = _helpful(intent, targets.found, situation)
        if len(likely) != 1:
            return (_which(intent, likely or list(targets.found), situation, named=targets.named),)
        targets = replace(targets, found=tuple(likely))
    steps: list[Step] = []
    for appliance in targets.found:
        ends = targets.everything and intent.name in ENDS
        if ends and is_idle(appliance, intent.name, situation):
            continue
        steps += steps_for(intent, appliance, situation)
    if targets.everything and intent.name == "power.turn_on" and len(steps) > 1:
        # hardly anybody means all of it
        return (confirm("ask.many", tuple(steps), {"count": len(steps)}),)
    return tuple(steps) or (TellStep("told.already", facts_of(intent)),)


def _helpful(intent: Intent, found: tuple[Appliance, ...], situation: Situation) -> list[Appliance]:
    """ "Warmer" said of nothing that is on: what is there for it, not the water of the washer."""
    dimension = intent.name.partition(".")[0]
    types = {
        kind
        for name, help_ in situation.affordances.comfort.items()
        if name.partition(".")[0] == dimension
        for kind in help_.types
    }
    return [one for one in found if one.type in types]


def _nobody(intent: Intent, targets: Targets, situation: Situation) -> Step:
    if targets.unknown is not None:
        return no_such_thing(targets.unknown, intent, situation)
    if targets.no_reference:
        return TellStep("told.which_first", facts_of(intent))
    facts = facts_of(intent)
    for name, slot in (("type", "appliance_type"), ("area", "area")):
        value = intent.one(slot)
        if value is not None:
            facts[name] = value
    return TellStep("told.no_target", facts)


def _which(intent: Intent, found: list[Appliance], situation: Situation, *, named: bool) -> Step:
    if not named and (len(found) > MOST_CHOICES or intent.name.startswith("setting.")):
        return TellStep("told.which_first", facts_of(intent))
    plans = {one.id: Plan(steps_for(intent, one, situation)) for one in found}
    options = [Option(one.id, plans[one.id], one.id) for one in found[:MOST_CHOICES]]
    if len({one.type for one in found}) == 1:
        everyone = Plan(tuple(step for plan in plans.values() for step in plan.steps))
        options.append(Option("button.all", everyone))
    return AskStep("choose", "ask.which", facts_of(intent), options=tuple(options))


def facts_of(intent: Intent) -> Facts:
    """What an intent says of an act, for wording."""
    capability, _, action = intent.name.partition(".")
    facts: Facts = {"capability": capability, "action": action}
    for name in ("value", "program"):
        value = intent.one(name)
        if value is not None:
            facts[name] = value
    return facts


def _can(intent: Intent, appliance: Appliance, situation: Situation) -> bool:
    """Whether an appliance could do what is asked, so that it may be meant when nothing was named."""
    if intent.one("option") is not None and not can_choose(intent, appliance, situation):
        return False
    if intent.name.partition(".")[2] in SETTINGS:
        dimension = dimension_of(intent, appliance, situation)
        if dimension is None or (dimension == "program" and not appliance.can("program", "select")):
            return False
        found = resolve(dimension, intent, appliance, situation)
        if isinstance(found, NoValue):
            return found.capability == dimension and found.reason in {"which_value", "already"}
        return found.capability in situation.affordances.values.get(dimension, (dimension,))
    if intent.name == "power.toggle":
        return appliance.can("power", "turn_on")
    program = intent.one("program")
    if program is not None and not match_option(
        str(program), limits_of_words("program", appliance), "program"
    ):
        return False
    return situation.action_of(intent.name, appliance) is not None
