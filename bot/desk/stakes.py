"""How much is at stake when a sentence is said in this home."""

from collections.abc import Callable, Iterator

from appliance_bridge.command import Risk as Class
from bot.plan import AskStep, CommandStep, Plan
from nlu.replay import Risk
from nlu.understanding import Understanding

_HARMLESS = frozenset(("safe", "normal"))


def _as_planned(step: CommandStep) -> Class:
    return step.risk


class Stakes:
    """Judges understandings by what would be planned about them."""

    def __init__(
        self, plan: Callable[[Understanding], Plan], risk_of: Callable[[CommandStep], Class] = _as_planned
    ) -> None:
        """plan: what an owner would set going by it, rights and preconditions aside.

        risk_of: how grave a step is, where that is not what the plan says.
        """
        self._plan = plan
        self._risk_of = risk_of

    def risk(self, read: Understanding) -> Risk:
        """The riskiest of all that it would set going, at once or after a question."""
        risks = {self._risk_of(step) for step in self._commands(read)}
        if not risks:
            return "nothing"
        return "harmless" if risks <= _HARMLESS else "risky"

    def forbidden(self, read: Understanding) -> bool:
        """Whether any of it is never done."""
        return any(step.risk == "forbidden" for step in self._commands(read))

    def _commands(self, read: Understanding) -> Iterator[CommandStep]:
        if read.mood == "command" and read.intents:
            yield from _commands_in(self._plan(read))


def _commands_in(plan: Plan) -> Iterator[CommandStep]:
    for step in plan.steps:
        if isinstance(step, CommandStep):
            yield step
        elif isinstance(step, AskStep):
            for option in step.options:
                yield from _commands_in(option.plan)
