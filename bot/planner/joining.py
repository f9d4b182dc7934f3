"""Steps of one message seen together: what one of them makes possible or meaningless for another."""

from dataclasses import replace

from bot.plan import AskStep, CommandStep, Option, Plan, Step
from bot.planner.situation import Situation
from bot.planner.steps import confirm

TURN_ON = ("power", "turn_on")
TURN_OFF = ("power", "turn_off")
RUNS_WITH = {("temperature", "set"), ("program", "select")}


def joined(steps: list[Step], situation: Situation) -> list[Step]:
    """The steps as they are meant together."""
    steps = _after_switching_on(_in_order(_once(steps)))
    return _running_what_is_set(_without_needless_switching(steps, situation), situation)


def _once(steps: list[Step]) -> list[Step]:
    """ "The TV on, channel 11 on": switched on once."""
    again = {at for at, step in enumerate(steps) if isinstance(step, CommandStep) and step in steps[:at]}
    return [step for at, step in enumerate(steps) if at not in again]


def _without_needless_switching(steps: list[Step], situation: Situation) -> list[Step]:
    """ "Put on channel 11" of a TV that is on: only the channel."""
    commands = [step for step in steps if isinstance(step, CommandStep)]
    # 껐다 켜: on again is what was asked for
    off = {step.appliance for step in commands if (step.capability, step.action) == TURN_OFF}
    busy = [step.appliance for step in commands if step.appliance not in off]
    return [step for step in steps if not _is_needless(step, busy, situation)]


def _is_needless(step: Step, busy: list[str], situation: Situation) -> bool:
    if not isinstance(step, CommandStep) or (step.capability, step.action) != TURN_ON:
        return False
    if step.refusal is not None:
        return False
    state = situation.home.state(step.appliance)
    return busy.count(step.appliance) > 1 and state.online is True and state.value("power.on") is True


def _in_order(steps: list[Step]) -> list[Step]:
    """Of one appliance the programme comes first, because it brings settings along; the start comes last."""
    result = list(steps)
    for appliance in {step.appliance for step in steps if isinstance(step, CommandStep)}:
        mine = [at for at, step in enumerate(steps) if _is_for(step, appliance)]
        ordered = sorted((steps[at] for at in mine), key=_rank)
        for at, step in zip(mine, ordered, strict=True):
            result[at] = step
    return result


def _is_for(step: Step, appliance: str) -> bool:
    return isinstance(step, CommandStep) and step.appliance == appliance


def _rank(step: Step) -> int:
    action = (step.capability, step.action) if isinstance(step, CommandStep) else ("", "")
    return {TURN_OFF: -1, TURN_ON: 0, ("program", "select"): 1, ("run_control", "start"): 3}.get(action, 2)


def asked_as_one(steps: list[Step], question: AskStep) -> AskStep:
    """One open question holds the whole message; whoever answers it answers for all of it."""
    same = [step for step in steps if isinstance(step, AskStep) and _offers_the_same(step, question)]
    # what else is open is asked next
    others = tuple(step for step in steps if step not in same)
    options = []
    for at, one in enumerate(question.options):
        chosen = tuple(step for ask in same for step in ask.options[at].plan.steps)
        plan = Plan((*others, *_after_switching_on(list(chosen))))
        options.append(Option(one.label, plan, one.appliance, one.literal) if one.plan.commands else one)
    return replace(question, options=tuple(options))


def asked_before_done(question: AskStep) -> AskStep:
    """Who answers which one has not said yet that the act was guessed right (커줘: 켜 or 꺼)."""
    options = []
    for one in question.options:
        asked = confirm("ask.did_you_mean", one.plan.steps, {})
        options.append(replace(one, plan=Plan((asked,))) if one.plan.commands else one)
    return replace(question, options=tuple(options))


def _offers_the_same(one: AskStep, other: AskStep) -> bool:
    """ "The aircon on, at 23": which one is asked once, for both."""
    mine = [(option.appliance, option.label) for option in one.options]
    return one.kind == other.kind and mine == [(option.appliance, option.label) for option in other.options]


def _after_switching_on(steps: list[Step]) -> list[Step]:
    """What needs the appliance to be on may go when the same message switches it on."""
    on: set[str] = set()
    result: list[Step] = []
    for step in steps:
        if isinstance(step, CommandStep):
            if (step.capability, step.action) == TURN_ON and step.refusal is None:
                on.add(step.appliance)
            off = step.refusal is not None and step.refusal.reason == "switched_off"
            step = replace(step, refusal=None) if off and step.appliance in on else step
        result.append(step)
    return result


def _running_what_is_set(steps: list[Step], situation: Situation) -> list[Step]:
    """ "Turn on the oven at 170": a temperature is no use to an oven that is on and does not run."""
    kinds: dict[str, set[tuple[str, str]]] = {}
    for step in steps:
        if isinstance(step, CommandStep):
            kinds.setdefault(step.appliance, set()).add((step.capability, step.action))
    runs = {
        id_
        for id_, kind in kinds.items()
        if TURN_ON in kind
        and kind & RUNS_WITH
        and (appliance := situation.home.appliance(id_)) is not None
        and appliance.can("run_control", "start")
    }
    kept: list[Step] = []
    starts: list[Step] = []
    for step in steps:
        if isinstance(step, CommandStep) and step.appliance in runs:
            kind = situation.catalogue.type_of(_type(step.appliance, situation))
            running = situation.home.state(step.appliance).value("run_control.state") == "running"
            if (step.capability, step.action) == TURN_ON and running:
                continue
            if (step.capability, step.action) == TURN_ON:
                risk = kind.risk_of("run_control", "start")
                starts.append(CommandStep(step.appliance, "run_control", "start", risk=risk))
                continue
            if (step.capability, step.action) == ("run_control", "start"):
                continue
        kept.append(step)
    return kept + starts


def _type(appliance: str, situation: Situation) -> str:
    found = situation.home.appliance(appliance)
    return "unknown" if found is None else found.type
