"""An act that was only guessed (커줘: 켜 or 꺼) is asked about, also when another question comes first."""

from dataclasses import replace

import pytest

from bot.plan import AskStep, TellStep
from bot.planner.planner import make_plan
from nlu.never import never_rule
from nlu.own import NeverWord
from nlu.understanding import Intent, Leftover, Understanding
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


@pytest.mark.parametrize(
    ("left", "repeated"),
    [(("9137",), None), (("9 1 3 7",), None), (("살살",), "살살"), (("9137", "살살"), "살살")],
)
def test_what_may_be_a_pin_is_not_repeated(left: tuple[str, ...], repeated: str | None) -> None:
    leftovers = tuple(Leftover(one, 0, len(one)) for one in left)
    wish = intent("power.turn_on", appliance="light-bed")
    read = Understanding("", "", "ko", "command", (wish,), leftovers=leftovers)
    (asked,) = make_plan(read, situation(home())).steps
    assert isinstance(asked, AskStep) and asked.key == "ask.did_you_mean"
    assert asked.facts.get("words") == repeated


def test_what_the_home_calls_talk_is_said_to_be_talk() -> None:
    rule = never_rule(NeverWord("불금 (금요일)", "own.yml", 7))
    (told,) = make_plan(Understanding("", "", "ko", "chat", (), rule=rule), situation(home())).steps
    assert told == TellStep("told.only_talk", {"words": "불금 (금요일)"})
