"""Steps of one message seen together: what one of them makes possible or meaningless for another."""

from dataclasses import replace

from bot.plan import AskStep, CommandStep, Option, Plan, Step
from bot.planner.situation import Situation

TURN_ON = ("power", "turn_on")
RUNS_WITH = {("temperature", "set"), ("program", "select")}


def joined(steps: list[Step], situation: Situation) -> list[Step]:
    """The steps as they are meant together."""
    return _running_what_is_set(_after_switching_on(steps), situation)


def asked_as_one(steps: list[Step], question: AskStep) -> AskStep:
    """One open question holds the whole message; whoever answers it answers for all of it."""
    others = tuple(step for step in steps if not isinstance(step, AskStep))
    options = tuple(
        Option(one.label, Plan((*others, *one.plan.steps)), one.appliance, one.literal)
        if one.plan.commands
        else one
        for one in question.options
    )
    return replace(question, options=options)


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
