"""Steps of a plan that go or fall together."""

from bot.plan import CommandStep, Step


def together(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Without the steps that fall with a refused one: no start with other settings than were said, no new
    settings for what cannot be started.
    """
    return tuple(step for at, step in enumerate(steps) if not _falls(step, steps[:at], steps[at + 1 :]))


def _falls(step: Step, before: tuple[Step, ...], behind: tuple[Step, ...]) -> bool:
    if not isinstance(step, CommandStep) or step.refusal is not None or step.risk == "safe":
        return False
    refused_start = any(one.action in {"start", "resume"} for one in _refused(step, behind))
    return refused_start or bool(_refused(step, before))


def _refused(step: CommandStep, others: tuple[Step, ...]) -> list[CommandStep]:
    commands = [one for one in others if isinstance(one, CommandStep)]
    return [one for one in commands if one.appliance == step.appliance and one.refusal is not None]


def with_companions(chosen: list[CommandStep], unsafe: list[CommandStep]) -> list[CommandStep]:
    """The chosen steps and whatever else goes to the same appliances, so that their order is kept."""
    appliances = {step.appliance for step in chosen}
    return [step for step in unsafe if step.appliance in appliances]
