"""An act that was only guessed (커줘: 켜 or 꺼) is asked about, also when another question comes first."""

from dataclasses import replace

import pytest

from bot.plan import AskStep
from bot.planner.planner import make_plan
from nlu.understanding import Intent, Understanding
from tests.bot.planner.homes import home, intent, situation


def question(wish: Intent) -> AskStep:
    (step,) = make_plan(Understanding("", "", "ko", "command", (wish,)), situation(home())).steps
    assert isinstance(step, AskStep)
    return step


@pytest.mark.parametrize("act", ["power.turn_on", "power.turn_off"])
def test_who_says_which_one_is_asked_about_the_act_too(act: str) -> None:
    which = question(replace(intent(act, appliance_type="light"), confidence=0.5))
    assert which.kind == "choose"
    for option in which.options:
        (asked,) = option.plan.steps
        assert isinstance(asked, AskStep) and asked.key == "ask.did_you_mean"


def test_a_sure_act_is_done_once_it_is_known_to_which_one() -> None:
    which = question(intent("power.turn_on", appliance_type="light"))
    assert all(option.plan.commands for option in which.options)
