"""Several acts that a guess may have meant: one question, of those that can be done and that a person may do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from appliance_bridge.command import Command, CommandResult, Result
from bot.message import Button
from bot.plan import AskStep, CommandStep, Done, HouseStep, Option, Plan, Receipt, Step, TellStep
from bot.planner.guesses import WHICH_ACT, narrowed
from bot.planner.offers import offers_of
from bot.planner.planner import make_plan
from bot.wording.replies import load_wording
from nlu.understanding import Intent, Understanding
from tests.bot.planner.homes import MOM, SmallHome, home, intent, situation


def planned(*guesses: tuple[Intent, float], house: SmallHome | None = None) -> Plan:
    first, *others = (replace(one, confidence=chance) for one, chance in guesses)
    meant = Understanding("", "", "ko", "command", (first,), tuple(others), said="command", rule="trained")
    return make_plan(meant, situation(house or home()))


COMMAND = Command("c", "ac-living", "power", "turn_on")
ON = intent("power.turn_on", appliance="ac-living")
OFF = intent("power.turn_off", appliance="ac-living")
LIGHT_ON = intent("power.turn_on", appliance="lamp-living")


def choices(plan: Plan) -> list[list[tuple[str, str]]]:
    (question,) = plan.steps
    assert isinstance(question, AskStep) and question.key == WHICH_ACT and question.kind == "choose"
    assert question.options[-1].label == "button.no" and not question.options[-1].plan.commands
    return [[(one.appliance, one.action) for one in option.plan.commands] for option in question.options[:-1]]


def test_which_of_the_acts() -> None:
    plan = planned((ON, 0.4), (LIGHT_ON, 0.3), (intent("volume.set", appliance="tv", value=20), 0.2))
    assert choices(plan) == [[("ac-living", "turn_on")], [("lamp-living", "turn_on")], [("tv", "set")]]
    assert not plan.commands, "nothing is done before it is chosen"


@pytest.mark.parametrize(
    ("language", "text", "labels"),
    [
        ("ko", "어떤 걸 할까요?", ["거실 에어컨 켜기", "거실 에어컨 온도 맞추기: 24°C", "TV 끄기", "아니요"]),
        ("en", "Which of these shall I do?", ["Turn on the living room aircon", "Set the living room aircon to 24°C", "Turn off the TV", "No"]),
        ("ja", "どれをしましょうか。", ["リビングのエアコン：つける", "リビングのエアコン：温度の設定 24°C", "テレビ：消す", "いいえ"]),
    ],
)  # fmt: skip
def test_the_choices_say_what_would_be_done(language: str, text: str, labels: list[str]) -> None:
    house = home()
    rooms = {one.id: "bedroom" if one.id.endswith("bed") else "living_room" for one in house.things}
    house.things = [replace(one, names=(), areas=(rooms[one.id],)) for one in house.things]
    warm = intent("temperature.set", appliance="ac-living", value=24, unit="celsius")
    asked = planned((ON, 0.4), (warm, 0.3), (intent("power.turn_off", appliance="tv"), 0.2)).question
    wording = load_wording()

    def button(option: Option) -> Button:
        label = wording.label(option, house, language)
        return Button(label, "v1:x", label)

    [reply] = wording.reply(Receipt(Plan(), asked=asked), house, language, button)
    assert [one.label for one in reply.buttons] == labels
    assert reply.text.startswith(text) and all(label in reply.text for label in labels[:-1])


def test_what_cannot_be_done_here_is_no_choice() -> None:
    plan = planned(
        (ON, 0.4), (intent("colour.set", appliance="lamp-living", colour="red"), 0.3), (LIGHT_ON, 0.3)
    )
    assert choices(plan) == [[("ac-living", "turn_on")], [("lamp-living", "turn_on")]]


def test_what_is_so_already_is_no_choice() -> None:
    house = home()
    house.states["ac-living"] = {"power.on": True}
    (asked,) = planned((ON, 0.5), (OFF, 0.4), house=house).steps
    assert isinstance(asked, AskStep) and asked.key == "ask.did_you_mean"
    assert [one.action for one in asked.options[0].plan.commands] == ["turn_off"]


def test_acts_that_come_to_the_same_are_one() -> None:
    bare = intent("setting.set", appliance="ac-living", value=24)
    warm = intent("temperature.set", appliance="ac-living", value=24)
    (asked,) = planned((bare, 0.4), (warm, 0.4)).steps
    assert isinstance(asked, AskStep) and asked.key == "ask.did_you_mean"


def test_what_is_left_must_be_likely() -> None:
    impossible = intent("colour.set", appliance="lamp-living", colour="red")
    assert planned((ON, 0.4), (impossible, 0.25)).question is not None, "0.4 of 0.75 is more than half"
    assert planned((ON, 0.3), (impossible, 0.25)).steps == (TellStep("told.not_understood"),)
    assert planned((impossible, 0.3), (impossible, 0.3)).steps == (TellStep("told.not_understood"),)


def test_of_one_that_nothing_here_can_do_it_is_said_why() -> None:
    impossible = intent("colour.set", appliance="lamp-living", colour="red")
    (step,) = planned((impossible, 0.6), (intent("position.open", appliance="lamp-living"), 0.2)).steps
    assert isinstance(step, CommandStep) and step.refusal is not None


def test_which_one_comes_before_which_act() -> None:
    """An act that needs another question first is no choice."""
    (asked,) = planned(
        (intent("power.turn_on", appliance_type="air_conditioner"), 0.5), (LIGHT_ON, 0.4)
    ).steps
    assert isinstance(asked, AskStep) and asked.key == "ask.did_you_mean"
    assert [one.appliance for one in asked.options[0].plan.commands] == ["lamp-living"]


def test_what_was_chosen_and_done_may_be_learned() -> None:
    asked = planned((ON, 0.4), (LIGHT_ON, 0.3)).question
    assert asked is not None
    taught = []
    for option in asked.options[:-1]:
        assert not [one for one in option.plan.steps if isinstance(one, HouseStep) and one.kind == "teach"]
        for result, offered in RESULTS.items():
            done = tuple(Done(step, CommandResult(COMMAND, result)) for step in option.plan.commands)
            offers = offers_of(Receipt(option.plan, done), home())
            assert [one.label for one in offers] == ["button.from_now_on"] * offered, result
            taught += [step for offer in offers for step in offer.plan.steps]
    assert {step.kind for step in taught if isinstance(step, HouseStep)} == {"teach"}


RESULTS: dict[Result, int] = {"confirmed": 1, "sent": 1, "refused": 0, "timed_out": 0}


def test_a_choice_teaches_nothing_to_those_who_may_not_teach() -> None:
    first, other = replace(ON, confidence=0.4), replace(LIGHT_ON, confidence=0.3)
    meant = Understanding("", "", "ko", "command", (first,), (other,), said="command", rule="trained")
    here = situation(home())
    dad = situation(home(), person=replace(MOM, id="dad", role="adult"))
    for there in (dad, replace(here, group=True), replace(here, trusted=False)):
        asked = make_plan(meant, there).question
        assert asked is not None and asked.key == WHICH_ACT
        assert not [
            one for option in asked.options for one in option.plan.steps if isinstance(one, HouseStep)
        ]


class TestWhatAPersonMayDo:
    @pytest.fixture
    def question(self) -> AskStep:
        asked = planned((ON, 0.4), (LIGHT_ON, 0.3), (intent("power.turn_off", appliance="tv"), 0.2)).question
        assert asked is not None
        return asked

    def of(self, question: AskStep, may: Callable[[CommandStep], bool]) -> list[Step]:
        return list(narrowed((question,), may))

    def test_everything(self, question: AskStep) -> None:
        assert self.of(question, lambda _: True) == [question]

    def test_some(self, question: AskStep) -> None:
        assert choices(Plan(tuple(self.of(question, lambda one: one.appliance != "tv")))) == [
            [("ac-living", "turn_on")], [("lamp-living", "turn_on")],
        ]  # fmt: skip

    def test_one_is_a_yes_or_no(self, question: AskStep) -> None:
        [asked] = self.of(question, lambda one: one.appliance == "tv")
        assert isinstance(asked, AskStep) and asked.kind == "confirm"
        assert [one.appliance for one in asked.options[0].plan.commands] == ["tv"]

    def test_nothing(self, question: AskStep) -> None:
        [step] = self.of(question, lambda _: False)
        assert isinstance(step, CommandStep) and step.appliance == "ac-living"

    def test_of_two_things_only_what_is_refused_comes_back(self) -> None:
        both = intent("power.turn_on", appliance=["lamp-living", "tv"])
        question = planned((both, 0.4), (ON, 0.4)).question
        assert question is not None
        steps = self.of(question, lambda one: one.appliance == "tv")
        assert [one.appliance for one in steps if isinstance(one, CommandStep)] == ["lamp-living"]
        assert len(steps) == 1, "the other one would be done unasked"

    def test_what_nobody_may_do(self, question: AskStep) -> None:
        never = [
            replace(one, plan=Plan(tuple(replace(step, risk="forbidden") for step in one.plan.commands)))
            for one in question.options[:1]
        ]
        asked = replace(question, options=(*never, *question.options[1:]))
        assert len(choices(Plan(tuple(self.of(asked, lambda _: True))))) == 2

    def test_other_questions_stay_as_they_are(self) -> None:
        which = make_plan(
            Understanding("", "", "ko", "command", (intent("power.turn_on", appliance_type="light"),)),
            situation(home()),
        )
        assert list(narrowed(which.steps, lambda _: False)) == list(which.steps)
