"""Command intents → steps: which action of which appliance, with absolute values, or a question back."""

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.command import Refusal
from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.situation import Situation
from bot.planner.targets import Targets, find_targets
from bot.planner.values import NoValue, dimension_of, limits_of_words, resolve
from nlu.options import match_option
from nlu.understanding import Intent

MOST_CHOICES = 8
"""A question with more choices than this is put openly, without buttons for each."""

VALUE_SLOTS = ("value", "mode", "fan_speed", "program", "colour", "extreme", "direction", "source")
SETTINGS = {"set", "adjust", "select"}


def plan_command(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """The steps of one command intent."""

    def able(appliance: Appliance) -> bool:
        return _can(intent, appliance, situation)

    targets = find_targets(intent, situation, able)
    if not targets.found:
        return (_nobody(intent, targets),)
    if targets.which:
        return (_which(intent, targets, situation),)
    steps: list[Step] = []
    for appliance in targets.found:
        if targets.everything and _is_idle(intent, appliance, situation):
            continue
        steps += steps_for(intent, appliance, situation)
    return tuple(steps) or (TellStep("told.already", _facts(intent)),)


def steps_for(intent: Intent, appliance: Appliance, situation: Situation) -> tuple[Step, ...]:
    """What one appliance is to be told, in order; a refusal of a step holds back those behind it."""
    action = intent.name.partition(".")[2]
    if action in SETTINGS:
        return (_setting(intent, appliance, situation),)
    if intent.name == "power.toggle":
        on = situation.home.state(appliance.id).value("power.on")
        action = "turn_off" if on is True else "turn_on"
        intent = Intent(f"power.{action}", intent.slots, intent.confidence, intent.start, intent.end)
    found = situation.affordances.action_of(intent.name, appliance)
    if found is None:
        capability, _, action = intent.name.partition(".")
        return (_step(appliance, capability, action, {}, situation, Refusal("unsupported")),)
    main = _step(appliance, *found, {}, situation)
    return _with_values(intent, main, appliance, situation)


def _with_values(
    intent: Intent, main: CommandStep, appliance: Appliance, situation: Situation
) -> tuple[Step, ...]:
    """Values said with a start or a switch-on: a programme before the start, settings after the switch."""
    first: list[Step] = []
    after: list[Step] = []
    program = intent.one("program")
    starts = main.capability == "run_control"
    if program is not None:
        if starts and not appliance.can("program", "select"):
            options = limits_of_words("program", appliance)
            matches = match_option(str(program), options, "program")
            if not matches or not _start_takes_program(appliance):
                refusal = Refusal("unsupported", {"program": str(program)})
                return (_step(appliance, "program", "select", {"value": str(program)}, situation, refusal),)
            main = _step(appliance, main.capability, main.action, {"program": matches[0]}, situation)
        else:
            step = _setting(_renamed(intent, "program.select"), appliance, situation)
            (first if starts else after).append(step)
    for option in intent.all("option"):
        refusal = Refusal("unsupported", {"option": str(option)})
        first.append(_step(appliance, "program", "select", {"value": str(option)}, situation, refusal))
    for name, renamed in (("mode", "mode.set"), ("fan_speed", "fan_speed.set"), ("colour", "colour.set"),
                          ("source", "source.set")):  # fmt: skip
        if intent.one(name) is not None:
            after.append(_setting(_renamed(intent, renamed), appliance, situation))
    if intent.one("value") is not None or intent.one("extreme") is not None:
        after.append(_setting(_renamed(intent, "setting.set"), appliance, situation))
    if starts:
        return (*first, *after, main)
    if after and situation.home.state(appliance.id).value("power.on") is True and main.action == "turn_on":
        return (*first, *after)
    return (*first, main, *after)


def _start_takes_program(appliance: Appliance) -> bool:
    offer = appliance.offers.get("run_control")
    return offer is not None and "program" in offer.limits


def _setting(intent: Intent, appliance: Appliance, situation: Situation) -> Step:
    dimension = dimension_of(intent, appliance, situation)
    capability, _, action = intent.name.partition(".")
    if dimension is None:
        return _step(appliance, capability, action, {}, situation, Refusal("unsupported"))
    found = resolve(dimension, intent, appliance, situation)
    if isinstance(found, NoValue):
        return _no_value(found, appliance, situation)
    return _step(appliance, found.capability, found.action, {"value": found.value}, situation)


def _no_value(found: NoValue, appliance: Appliance, situation: Situation) -> Step:
    if found.reason == "already":
        return TellStep("told.already", {"capability": found.capability}, appliance.id)
    if found.reason == "which_value":
        facts: Facts = {"capability": found.capability, "action": "set"}
        return AskStep("value", "ask.which_value", facts, appliance.id)
    action = "select" if found.capability == "program" else "set"
    arguments: dict[str, Value] = {"value": found.said} if found.said else {}
    refusal = Refusal(found.reason, {"options": "|".join(found.options)} if found.options else {})
    return _step(appliance, found.capability, action, arguments, situation, refusal)


def _step(
    appliance: Appliance,
    capability: str,
    action: str,
    arguments: dict[str, Value],
    situation: Situation,
    refusal: Refusal | None = None,
) -> CommandStep:
    risk = situation.catalogue.type_of(appliance.type).risk_of(capability, action)
    return CommandStep(appliance.id, capability, action, arguments, risk, refusal)


def _nobody(intent: Intent, targets: Targets) -> Step:
    if targets.unknown is not None:
        return TellStep("told.no_such_thing", {"words": targets.unknown})
    if targets.no_reference:
        return TellStep("told.which_first", _facts(intent))
    facts = _facts(intent)
    for name, slot in (("type", "appliance_type"), ("area", "area")):
        value = intent.one(slot)
        if value is not None:
            facts[name] = value
    return TellStep("told.no_target", facts)


def _which(intent: Intent, targets: Targets, situation: Situation) -> Step:
    plans = {one.id: Plan(steps_for(intent, one, situation)) for one in targets.found}
    options = [Option(one.id, plans[one.id], one.id) for one in targets.found[:MOST_CHOICES]]
    if len({one.type for one in targets.found}) == 1:
        everyone = Plan(tuple(step for plan in plans.values() for step in plan.steps))
        options.append(Option("button.all", everyone))
    return AskStep("choose", "ask.which", _facts(intent), options=tuple(options))


def _facts(intent: Intent) -> Facts:
    capability, _, action = intent.name.partition(".")
    facts: Facts = {"capability": capability, "action": action}
    for name in ("value", "program"):
        value = intent.one(name)
        if value is not None:
            facts[name] = value
    return facts


def _can(intent: Intent, appliance: Appliance, situation: Situation) -> bool:
    """Whether an appliance could do what is asked, so that it may be meant when nothing was named."""
    if intent.name.partition(".")[2] in SETTINGS:
        dimension = dimension_of(intent, appliance, situation)
        if dimension is None:
            return False
        found = resolve(dimension, intent, appliance, situation)
        return not isinstance(found, NoValue) or found.reason in {"which_value", "already"}
    if intent.name == "power.toggle":
        return appliance.can("power", "turn_on")
    program = intent.one("program")
    if program is not None and not match_option(
        str(program), limits_of_words("program", appliance), "program"
    ):
        return False
    return situation.affordances.action_of(intent.name, appliance) is not None


def _is_idle(intent: Intent, appliance: Appliance, situation: Situation) -> bool:
    """Whether "everything off" has nothing to do here: the appliance itself reports it is off or at rest."""
    if intent.name != "power.turn_off":
        return False
    state = situation.home.state(appliance.id)
    if state.value("power.on") is not None:
        return state.value("power.on") is False
    return state.value("run_control.state") in {"stopped", "finished", "docked"} or (
        state.value("valve.state") == "closed"
    )


def _renamed(intent: Intent, name: str) -> Intent:
    return Intent(name, intent.slots, intent.confidence, intent.start, intent.end)
