"""Power does not make a machine run that wants to be started; it makes one run that knows nothing else."""

import pytest

from appliance_bridge.command import Refusal
from bot.plan import CommandStep
from bot.planner.commands import plan_command
from tests.bot.planner.homes import POWER, RUN, SmallHome, appliance, intent, offer, situation


def first(kind: str, *offers: object) -> CommandStep:
    """What a start of the only appliance becomes."""
    house = SmallHome([appliance("it", kind, "kitchen", *offers)])  # type: ignore[arg-type]
    step, *_ = plan_command(intent("run_control.start", appliance_type=kind), situation(house))
    assert isinstance(step, CommandStep)
    return step


@pytest.mark.parametrize("kind", ["washer", "dryer", "dishwasher"])
def test_a_machine_on_a_plug_is_not_started_by_the_plug(kind: str) -> None:
    assert first(kind, POWER).refusal == Refusal("not_startable")


def test_a_machine_that_only_reports(kind: str = "washer") -> None:
    assert first(kind, offer("run_control")).refusal == Refusal("not_startable")


def test_a_machine_with_a_start_starts() -> None:
    step = first("washer", POWER, RUN)
    assert (step.capability, step.action, step.refusal) == ("run_control", "start", None)


def test_a_kettle_boils_with_its_power() -> None:
    step = first("kettle", POWER)
    assert (step.capability, step.action, step.refusal) == ("power", "turn_on", None)
