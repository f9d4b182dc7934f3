"""A programme that is only near to what was said is read back before it starts."""

from dataclasses import replace

from appliance_bridge.appliance import Limits, Missing
from bot.home_vocabulary import vocabulary_of
from bot.plan import AskStep, CommandStep, Step
from bot.planner.commands import plan_command
from bot.planner.programmes import with_programmes
from nlu.understanding import Slot
from tests.bot.planner.homes import POWER, RUN, SmallHome, appliance, intent, offer, situation

TAKES_PROGRAMME = offer("run_control", "start", program=Limits(options=("Eco50", "Auto2")))


def planned(said: str, *options: str) -> tuple[Step, ...]:
    """What becomes of a start with this programme, of a washer with these."""
    program = offer("program", "select", selected=Limits(options=options))
    house = SmallHome([appliance("washer", "washer", "utility", POWER, RUN, program)])
    return plan_command(intent("run_control.start", appliance_type="washer", program=said), situation(house))


def commands(steps: tuple[Step, ...]) -> list[tuple[str, object]]:
    """Action and value of each."""
    return [
        (f"{one.capability}.{one.action}", next(iter(one.arguments.values()), None))
        for one in steps
        if isinstance(one, CommandStep) and one.refusal is None
    ]


def test_its_very_name_starts() -> None:
    steps = planned("wool", "COTTON_40", "울/섬세")
    assert commands(steps) == [("program.select", "울/섬세"), ("run_control.start", None)]


def test_a_near_one_is_read_back() -> None:
    (question,) = planned("wool", "COTTON_40", "WOOL_40")
    assert isinstance(question, AskStep) and question.kind == "confirm"
    assert question.facts["words"] == "WOOL_40"
    yes, no = question.options
    assert commands(yes.plan.steps) == [("program.select", "WOOL_40"), ("run_control.start", None)]
    assert not commands(no.plan.steps)


def test_of_several_near_ones_it_is_asked_which() -> None:
    (question,) = planned("wool", "WOOL_30", "WOOL_40", "COTTON_40")
    assert isinstance(question, AskStep) and question.kind == "value"
    assert [one.label for one in question.options] == ["WOOL_30", "WOOL_40"]
    assert commands(question.options[1].plan.steps) == [
        ("program.select", "WOOL_40"), ("run_control.start", None),
    ]  # fmt: skip


def test_a_start_that_takes_the_programme_along() -> None:
    house = SmallHome([appliance("dishes", "dishwasher", "kitchen", POWER, TAKES_PROGRAMME)])
    (question,) = plan_command(
        intent("run_control.start", appliance_type="dishwasher", program="eco"), situation(house)
    )
    assert isinstance(question, AskStep)
    assert commands(question.options[0].plan.steps) == [("run_control.start", "Eco50")]


def test_a_start_that_needs_a_programme_asks_for_it() -> None:
    machine = appliance("dishes", "dishwasher", "kitchen", TAKES_PROGRAMME)
    machine = replace(machine, missing=(Missing("program", "start_needs_program"),))
    said = intent("run_control.start", appliance_type="dishwasher")
    (question,) = plan_command(said, situation(SmallHome([machine])))
    assert isinstance(question, AskStep) and question.kind == "value"
    assert [one.label for one in question.options] == ["Eco50", "Auto2"]
    assert commands(question.options[1].plan.steps) == [("run_control.start", "Auto2")]


def test_what_it_is_started_with_can_be_said() -> None:
    (thing,) = vocabulary_of([appliance("dishes", "dishwasher", "kitchen", TAKES_PROGRAMME)], "1").things
    assert thing.options["program"] == ("Eco50", "Auto2")


def machine_that_needs_one() -> SmallHome:
    one = appliance("dishes", "dishwasher", "kitchen", TAKES_PROGRAMME)
    return SmallHome([replace(one, missing=(Missing("program", "start_needs_program"),))])


def test_to_choose_a_programme_that_starts_is_asked() -> None:
    chosen = intent("program.select", appliance_type="dishwasher", program="eco")
    called_mode = intent("mode.set", appliance_type="dishwasher", mode="eco")
    answered = intent("program.select", appliance_type="dishwasher", mode="eco")
    for said in (chosen, called_mode, answered):
        (question,) = plan_command(said, situation(machine_that_needs_one()))
        assert isinstance(question, AskStep) and question.kind == "confirm"
        assert commands(question.options[0].plan.steps) == [("run_control.start", "Eco50")]


def test_a_programme_it_does_not_have_is_said_so() -> None:
    said = intent("run_control.start", appliance_type="dishwasher", program="wool")
    (step,) = plan_command(said, situation(machine_that_needs_one()))
    assert isinstance(step, CommandStep) and step.refusal is not None
    assert step.refusal.reason == "not_an_option"


def test_a_mode_that_is_a_programme_there_is_started() -> None:
    mode = intent("mode.set", appliance_type="dishwasher", mode="eco")
    start = intent("run_control.start", appliance_type="dishwasher")
    house = situation(machine_that_needs_one())
    (together,) = with_programmes([mode, start], house)
    assert (together.name, together.one("program")) == ("run_control.start", "eco")
    modes = offer("mode", "set", selected=Limits(options=("eco", "auto")))
    other = SmallHome([appliance("dishes", "dishwasher", "kitchen", TAKES_PROGRAMME, modes)])
    assert with_programmes([mode, start], situation(other)) == [mode, start]


def test_of_two_that_are_said_it_is_asked_which() -> None:
    program = offer("program", "select", selected=Limits(options=("표준", "울/섬세", "삶음")))
    house = SmallHome([appliance("washer", "washer", "utility", POWER, RUN, program)])
    start = intent("run_control.start", appliance_type="washer", program="wool")
    both = replace(start, slots=(*start.slots, Slot("program", "boil", 0, 0, "삶음")))
    (question,) = plan_command(both, situation(house))
    assert isinstance(question, AskStep) and question.kind == "value"
    assert [one.label for one in question.options] == ["울/섬세", "삶음"]
    assert commands(question.options[1].plan.steps) == [
        ("program.select", "삶음"), ("run_control.start", None),
    ]  # fmt: skip
