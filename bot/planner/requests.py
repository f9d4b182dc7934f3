"""What somebody lacks only the right for: who may be asked to allow it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeGuard

from appliance_bridge.command import Refusal
from bot.people.person import Person
from bot.plan import AskStep, CommandStep, HouseStep, Option, Plan, Step

ASK_ADULT = "ask.adult"
"""The question whether to ask somebody who may allow it."""

MOST_ADULTS = 3
"""So many are offered by name."""


def lacks_right(step: Step) -> TypeGuard[CommandStep]:
    """Whether an adult's word would be enough for it."""
    refusal = step.refusal if isinstance(step, CommandStep) else None
    return refusal is not None and refusal.reason == "rights" and refusal.facts["reason"] != "guest_over"


def offered(step: Step) -> Step:
    """A refusal that need not say whom to ask, because we offer to."""
    if not lacks_right(step) or step.refusal is None:
        return step
    return replace(step, refusal=Refusal("rights", {**step.refusal.facts, "offered": True}))


def who_to_ask(adults: Sequence[Person], request: Plan) -> AskStep:
    """Shall we ask? The only adult, one of several, or whoever is there."""

    def ask(to: str) -> Plan:
        return Plan((HouseStep("ask_adult", {"to": to}, request),))

    if len(adults) == 1:
        return AskStep(
            "choose", ASK_ADULT, {"person": adults[0].id}, options=(Option("button.ask", ask(adults[0].id)),)
        )
    named = tuple(Option(one.id, ask(one.id), person=one.id) for one in adults[:MOST_ADULTS])
    return AskStep("choose", ASK_ADULT, options=(*named, Option("button.anyone", ask(""))))
