"""Questions → facts to tell, always from what appliances reported."""

from collections.abc import Callable

from appliance_bridge.appliance import Appliance
from appliance_bridge.state import ApplianceState
from bot.plan import AskStep, CommandStep, Facts, Option, Plan, Step, TellStep
from bot.planner.nearest import no_such_thing
from bot.planner.pictures import choose_picture, with_pictures
from bot.planner.situation import Situation
from bot.planner.steps import steps_for
from bot.planner.targets import Targets, find_targets
from bot.planner.values import limits_of
from bot.wording.keys import ids
from nlu.understanding import Intent

MOST_TOLD = 6
"""Values of more appliances than this are not read out one by one."""

NEVER_POSSIBLE = {"unsupported", "not_startable", "not_an_option"}
"""Refusals that say what an appliance is not made for, whatever it does just now."""

SHOWS: dict[str, tuple[str, str | bool]] = {
    "on": ("power.on", True),
    "off": ("power.on", False),
    "open": ("position.state|door.open|valve.state", "open"),
    "closed": ("position.state|door.open|valve.state", "closed"),
    "locked": ("lock.state", "locked"),
    "unlocked": ("lock.state", "unlocked"),
    "running": ("run_control.state", "running"),
    "paused": ("run_control.state", "paused"),
    "finished": ("run_control.state", "finished"),
}
"""State word → which reports show it."""


def plan_query(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """The facts (or the question back) for one query intent."""
    kind = intent.name.partition(".")[2]
    if kind == "who":
        return (TellStep("told.who_did"), *_as_it_is(intent, situation))
    if kind == "home":
        return (TellStep("told.home"),)
    if kind == "list":
        return (_list(intent, situation),)
    chosen = intent.one("attribute") if kind == "ability" else None
    if kind == "ability" and chosen is None and not _is_about_something(intent):
        return (TellStep("told.help"),)
    if kind == "remaining" and not _is_about_something(intent):
        return _running(situation)
    if kind == "value":
        return _values(intent, situation)
    able = _reports_something if chosen is None else _reporting(str(chosen))
    if intent.one("state") in SHOWS and not _is_about_something(intent):
        # is the garage closed: its door, not the car in it
        able = _showing(str(intent.one("state")))
    targets = find_targets(intent, situation, able, focused=False)
    problem = _problem(targets, intent, situation)
    if problem is not None:
        return (problem,)
    if kind == "ability":
        return _abilities(targets.found, situation, chosen)
    if targets.which and kind == "remaining":
        return _each("told.remaining", [one for one in targets.found if _shows(one, "running", situation)])
    if targets.which and len(targets.found) > MOST_TOLD:
        return (_which(targets, intent),)
    told = _each(_key(kind, intent), targets.found, _asked(intent))
    return told if _asked(intent) else with_pictures(told, targets.found)


def _as_it_is(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """The state of what was spoken of, when that is not too much to say."""
    if not _is_about_something(intent):
        return ()
    found = find_targets(intent, situation, _reports_something, focused=False).found
    return _each("told.state", found, _asked(intent)) if len(found) <= MOST_TOLD else ()


def plan_ability_question(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """ "Can you turn on …?" asked as a question: said by what the appliance offers; nothing is done."""
    targets = find_targets(intent, situation, lambda _: True)
    problem = _problem(targets, intent, situation)
    if problem is not None:
        return (problem,)
    steps: list[Step] = []
    for appliance in targets.found[:MOST_TOLD]:
        valued = _valued(intent, appliance, situation)
        if valued is not None:
            steps.append(valued)
            continue
        found = situation.action_of(intent.name, appliance)
        capability, action = found or (intent.name.partition(".")[0], intent.name.partition(".")[2])
        facts: Facts = {"capability": capability, "action": action}
        pairs = [found] if found is not None else list(situation.affordances.actions(intent.name))
        if any(_never(appliance, *pair, situation) for pair in pairs):
            facts["forbidden"] = True
        steps.append(TellStep("told.can", facts, appliance.id))
    return tuple(steps)


def _valued(intent: Intent, appliance: Appliance, situation: Situation) -> TellStep | None:
    """ "Can the washer do wool?": whether it has that programme, mode or temperature."""
    planned = (step for step in steps_for(intent, appliance, situation) if isinstance(step, CommandStep))
    step = next((step for step in planned if step.arguments), None)
    if step is None:
        return None
    facts: Facts = {"capability": step.capability, "action": step.action, **step.arguments}
    refused = step.refusal is not None and step.refusal.reason in NEVER_POSSIBLE
    if refused or _beyond(step, appliance, situation):
        facts["impossible"] = True
    if _never(appliance, step.capability, step.action, situation):
        facts["forbidden"] = True
    return TellStep("told.can", facts, appliance.id)


def _beyond(step: CommandStep, appliance: Appliance, situation: Situation) -> bool:
    """Whether the number that was said is more or less than it can be set to."""
    value, limits = step.arguments.get("value"), limits_of(step.capability, appliance, situation)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low = limits.minimum is not None and value < limits.minimum
    return low or (limits.maximum is not None and value > limits.maximum)


def _never(appliance: Appliance, capability: str, action: str, situation: Situation) -> bool:
    return situation.catalogue.type_of(appliance.type).risk_of(capability, action) == "forbidden"


def _abilities(found: tuple[Appliance, ...], situation: Situation, chosen: object) -> tuple[Step, ...]:
    if chosen is not None:
        return _each("told.ability", found[:MOST_TOLD], {"attribute": str(chosen)})
    steps = []
    for one in found[:MOST_TOLD]:
        offered = [(name, action) for name, offer in one.offers.items() for action in sorted(offer.actions)]
        never = ids(f"{name}.{action}" for name, action in offered if _never(one, name, action, situation))
        steps.append(TellStep("told.ability", {"never": never} if never else {}, one.id))
    return tuple(steps)


def _key(kind: str, intent: Intent) -> str:
    if kind == "state" and intent.one("state") is not None:
        return "told.yes_no_state"
    return "told.remaining" if kind == "remaining" else "told.state"


def _asked(intent: Intent) -> Facts:
    facts: Facts = {}
    for name in ("capability", "state"):
        value = intent.one(name)
        if value is not None and intent.name == "query.state":
            facts[name] = value
    return facts


def _each(
    key: str, appliances: list[Appliance] | tuple[Appliance, ...], facts: Facts | None = None
) -> tuple[Step, ...]:
    if not appliances:
        return (TellStep("told.list", {"appliances": "", "state": "running"}),)
    return tuple(TellStep(key, dict(facts or {}), one.id) for one in appliances)


def _running(situation: Situation) -> tuple[Step, ...]:
    running = [one for one in situation.home.appliances() if _shows(one, "running", situation)]
    return _each("told.remaining", running)


def _list(intent: Intent, situation: Situation) -> Step:
    state = intent.one("state")

    def fits(appliance: Appliance) -> bool:
        return state is None or _shows(appliance, str(state), situation)

    scoped = _is_about_something(intent) or intent.one("area") is not None
    pool = list(situation.home.appliances())
    if scoped:
        targets = find_targets(intent, situation, lambda _: True)
        problem = _problem(targets, intent, situation)
        if problem is not None:
            return problem
        pool = list(targets.found)
    found = [one for one in pool if fits(one)]
    facts: Facts = {"appliances": ids(one.id for one in found)}
    return TellStep("told.list", {**facts, "state": "all" if state is None else state})


def _values(intent: Intent, situation: Situation) -> tuple[Step, ...]:
    """Readings; a room's is read from the best sensor that stands there."""
    attribute = str(intent.one("attribute") or "temperature")
    if attribute == "temperature" and intent.one("part") == "freezer":
        attribute = _of_freezer(situation)
    reports = _reporting(attribute)
    targets = find_targets(intent, situation, reports, focused=False)
    problem = _problem(targets, intent, situation)
    if problem is not None:
        return (problem,)
    found = [one for one in targets.found if reports(one)] or list(targets.found)
    if attribute == "picture":
        return choose_picture(found[:MOST_TOLD])
    if targets.which or targets.everything:
        found = _best_sensors(found, situation)
    return _each("told.value", found[:MOST_TOLD], {"attribute": attribute})


def _of_freezer(situation: Situation) -> str:
    """How cold a freezer is; of one that does not measure it, what it is set to."""
    measured, set_to = "temperature.freezer_current", "temperature.freezer_target"
    known = any(_reporting(measured)(one) for one in situation.home.appliances())
    return measured if known else set_to


def _best_sensors(found: list[Appliance], situation: Situation) -> list[Appliance]:
    order = situation.affordances.sensors_first
    for kind in order:
        of_kind = [one for one in found if one.type == kind]
        if of_kind:
            return of_kind
    return found


def _reporting(attribute: str) -> Callable[[Appliance], bool]:
    capability, _, name = attribute.partition(".")

    def reports(appliance: Appliance) -> bool:
        offer = appliance.offers.get(capability)
        return offer is not None and (not name or name in offer.attributes)

    return reports


def _showing(state: str) -> Callable[[Appliance], bool]:
    reporting = [_reporting(key) for key in SHOWS[state][0].split("|")]
    return lambda appliance: any(reports(appliance) for reports in reporting)


def _which(targets: Targets, intent: Intent) -> Step:
    key = _key(intent.name.partition(".")[2], intent)
    options = tuple(
        Option(one.id, Plan((TellStep(key, _asked(intent), one.id),)), one.id) for one in targets.found[:8]
    )
    return AskStep("choose", "ask.which", options=options)


def _problem(targets: Targets, intent: Intent, situation: Situation) -> Step | None:
    if targets.unknown is not None:
        return no_such_thing(targets.unknown, intent, situation)
    if targets.no_reference:
        return TellStep("told.which_first")
    return None if targets.found else TellStep("told.no_target")


def _is_about_something(intent: Intent) -> bool:
    names = {"appliance", "appliance_type", "unknown", "pronoun"}
    return any(slot.name in names for slot in intent.slots)


def _reports_something(appliance: Appliance) -> bool:
    return any(offer.attributes for offer in appliance.offers.values())


def _shows(appliance: Appliance, state: str, situation: Situation) -> bool:
    reported = situation.home.state(appliance.id)
    if state == "offline":
        return reported.online is False
    if state == "online":
        return reported.online is True
    keys, wanted = SHOWS.get(state, ("", ""))
    return any(_is(reported, key, wanted) for key in keys.split("|"))


def _is(reported: ApplianceState, key: str, wanted: str | bool) -> bool:
    value = reported.value(key)
    if isinstance(value, bool) and isinstance(wanted, str):
        return value is (wanted == "open")
    return value is not None and value == wanted
