"""Several acts that a guess may have meant: one question which, and none that this person may not do."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.plan import AskStep, CommandStep, HouseStep, Option, Plan, Step, TellStep
from bot.planner.lessons import lesson_of
from bot.planner.readiness import is_so_already
from bot.planner.situation import Situation
from bot.planner.steps import confirm
from nlu.engines.trained import ENOUGH
from nlu.understanding import Intent, Understanding

WHICH_ACT = "ask.which_act"

NO = Option("button.no", Plan((TellStep("told.cancelled"),)))


@dataclass(frozen=True, slots=True)
class _Act:
    """What an intent would do here, and how likely it is."""

    intent: Intent
    steps: tuple[Step, ...]
    chance: float


def choice_between(
    understanding: Understanding, situation: Situation, steps_of: Callable[[Intent], Sequence[Step]]
) -> Step | None:
    """The question which act is meant; None: only the first need be thought of.

    What cannot be done here, or is so already, was hardly meant; of the rest it must be likelier than not.
    """
    first = understanding.intents[0]
    likeliest = tuple(steps_of(first))
    possible: list[_Act] = []
    unlikely = 0.0
    for intent in (first, *understanding.alternatives):
        steps = likeliest if intent is first else tuple(steps_of(intent))
        same = next((at for at, other in enumerate(possible) if other.steps == steps), None)
        if same is not None:
            possible[same] = replace(possible[same], chance=possible[same].chance + intent.confidence)
        elif _would_change_something(steps, situation):
            possible.append(_Act(intent, steps, intent.confidence))
        else:
            unlikely += intent.confidence
    if not possible and first.confidence >= ENOUGH:
        return None
    if sum(one.chance for one in possible) < ENOUGH * (1 - unlikely) or not possible:
        return TellStep("told.not_understood")
    if len(possible) == 1:
        [only] = possible
        if only.intent is first:
            return None
        return confirm("ask.did_you_mean", only.steps, {}, _lesson(only, understanding, situation))
    options = []
    for one in possible:
        # a choice says nothing of later: what it teaches is offered when it is done
        offered = (replace(step, kind="may_teach") for step in _lesson(one, understanding, situation))
        options.append(_option((*one.steps, *offered)))
    return AskStep("choose", WHICH_ACT, options=(*options, NO))


def narrowed(steps: Iterable[Step], may: Callable[[CommandStep], bool]) -> Iterator[Step]:
    """The steps; of acts to choose from only those that a person may do, the only one as yes or no.

    Of none that they may do, what they may not do of the likeliest one: so it is said why.
    """
    for step in steps:
        if not isinstance(step, AskStep) or step.key != WHICH_ACT:
            yield step
            continue
        acts = [one.plan for one in step.options if one.plan.commands]
        refused = [[one for one in act.commands if one.risk == "forbidden" or not may(one)] for act in acts]
        left = [act for act, never in zip(acts, refused, strict=True) if not never]
        if not left:
            yield from refused[0]
        elif len(left) == 1:
            yield confirm("ask.did_you_mean", left[0].steps, {})
        else:
            yield replace(step, options=(*(_option(act.steps) for act in left), NO))


def _would_change_something(steps: Sequence[Step], situation: Situation) -> bool:
    commands = [step for step in steps if isinstance(step, CommandStep) and step.refusal is None]
    return len(commands) == len(steps) and not all(is_so_already(step, situation) for step in commands)


def _lesson(act: _Act, understanding: Understanding, situation: Situation) -> tuple[HouseStep, ...]:
    return lesson_of(replace(understanding, intents=(act.intent,)), situation)


def _option(steps: tuple[Step, ...]) -> Option:
    """An act as a choice; naming the one thing that it is about chooses it."""
    things = {step.appliance for step in steps if isinstance(step, CommandStep)}
    return Option("button.act", Plan(steps), things.pop() if len(things) == 1 else None)
