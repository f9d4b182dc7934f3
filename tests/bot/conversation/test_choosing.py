"""Which option a typed answer chooses; anything else is a new message."""

import pytest

from bot.conversation.answers import NO, answer_to, several_of, value_for
from bot.plan import AskStep, CommandStep, Option, Plan
from bot.planner.guesses import NO as NONE_OF_THEM
from bot.planner.guesses import WHICH_ACT
from nlu.understanding import Intent, Mood, Slot, Understanding
from tests.bot.planner.homes import home, intent

HOME = home()
IDS = ("ac-living", "ac-bed")
QUESTION = AskStep(
    "choose", "ask.which", {"capability": "power", "action": "turn_on"},
    options=(*(Option(one, Plan(), one) for one in IDS), Option("button.all", Plan())),
)  # fmt: skip
LABELS = ("거실 에어컨", "안방 에어컨", "모두")
APPLIANCES = (*(HOME.appliance(one) for one in IDS), None)


def chosen(*intents: Intent, text: str = "", mood: Mood = "chat") -> int | None:
    return answer_to(QUESTION, LABELS, APPLIANCES, Understanding(text, text, "ko", mood, intents))


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (intent("answer.choice", area="living"), 0),
        (intent("conversation.correct", area="bedroom"), 1),
        (intent("answer.choice", appliance="ac-bed"), 1),
        (intent("answer.choice", ordinal=2), 1),
        (intent("answer.choice", ordinal=-1), 1),
        (intent("answer.choice", ordinal=3), None),
        (intent("answer.choice", quantifier="both"), 2),
        (intent("answer.choice", area="garden"), None),
        (intent("answer.choice", area=["living", "bedroom"]), None),
        (intent("answer.choice", appliance_type="air_conditioner"), None),
        (intent("power.turn_on", area="bedroom"), 1),
        (intent("power.turn_off", area="bedroom"), None),
        (intent("power.turn_on", area="bedroom", value=24.0), None),
        (intent("conversation.cancel"), NO),
    ],
)
def test_it_is_chosen_by_name_room_or_order(one: Intent, wanted: int | None) -> None:
    assert chosen(one) == wanted


def test_a_label_or_its_own_part_will_do() -> None:
    assert chosen(text="안방 에어컨") == 1
    assert chosen(text="에어컨") is None


@pytest.mark.parametrize("mood", ["negated", "question", "reported", "conditional", "scheduled"])
def test_no_choice_is_made_but_in_earnest(mood: Mood) -> None:
    assert chosen(intent("power.turn_on", area="bedroom"), mood=mood) is None


def test_a_bare_value_answers_the_question_for_one() -> None:
    question = AskStep("value", "ask.which_value", {"capability": "temperature", "action": "set"}, "ac-bed")
    said = Understanding("24", "24", "ko", "chat", (intent("answer.choice", value=24.0),))
    found = value_for(question, said)
    assert found is not None and found.name == "temperature.set"
    assert (found.one("appliance"), found.one("value")) == ("ac-bed", 24.0)
    assert value_for(QUESTION, said) is None


def several(*slots: Slot) -> tuple[int, ...]:
    said = Understanding("", "", "ko", "chat", (Intent("answer.choice", slots),))
    return several_of(QUESTION, APPLIANCES, said)


def test_several_are_chosen_by_name() -> None:
    rooms = (Slot("area", "living", 0, 2, ""), Slot("area", "bedroom", 4, 6, ""))
    assert several(*rooms) == (0, 1)
    assert several(rooms[0], Slot("area", "garden", 4, 6, "")) == ()
    assert several(rooms[0]) == ()


def test_all_but_one_are_chosen() -> None:
    left_out = Slot("except_area", "living", 0, 2, "")
    assert several(left_out, Slot("quantifier", "all", 3, 4, "")) == (1,)
    assert several(left_out) == (1,)
    assert several(Slot("except_area", "garden", 0, 2, "")) == ()


def _act(appliance: str, action: str) -> Option:
    return Option("button.act", Plan((CommandStep(appliance, "power", action),)), appliance)


ACTS = AskStep(
    "choose", WHICH_ACT,
    options=(_act("lamp-living", "turn_on"), _act("lamp-living", "turn_off"), _act("tv", "turn_on"), NONE_OF_THEM),
)  # fmt: skip
ACT_LABELS = ("거실 램프 켜기", "거실 램프 끄기", "티비 켜기", "아니요")
THINGS = (*(HOME.appliance(one) for one in ("lamp-living", "lamp-living", "tv")), None)


@pytest.mark.parametrize(
    ("text", "one", "wanted"),
    [
        ("거실 램프 끄기", intent("power.turn_off"), 1),
        ("램프 켜기", intent("power.turn_on"), 0),
        ("켜기", intent("power.turn_on"), None),
        ("티비", intent("answer.choice", appliance="tv"), 2),
        ("램프", intent("answer.choice", appliance="lamp-living"), None),
        ("2", intent("answer.choice", ordinal=2), 1),
        ("마지막 거", intent("answer.choice", ordinal=-1), 2),
        ("4", intent("answer.choice", ordinal=4), 3),
        ("아니", intent("answer.no"), 3),
        ("됐어", intent("conversation.cancel"), NO),
        ("아니요", intent("answer.no"), 3),
        ("응", intent("answer.yes"), None),
        ("둘 다", intent("answer.choice", quantifier="both"), None),
        ("다", intent("answer.choice", quantifier="all"), None),
    ],
)
def test_one_of_several_acts(text: str, one: Intent, wanted: int | None) -> None:
    said = Understanding(text, text, "ko", "chat", (one,))
    assert answer_to(ACTS, ACT_LABELS, THINGS, said) == wanted


@pytest.mark.parametrize(
    ("slots", "wanted"),
    [
        ((Slot("appliance", "tv", 0, 2, ""), Slot("appliance", "lamp-living", 4, 6, "")), ()),
        ((Slot("except_appliance", "tv", 0, 2, ""), Slot("quantifier", "all", 4, 6, "")), ()),
        ((Slot("except_appliance", "lamp-living", 0, 2, ""),), (2,)),
    ],
)
def test_of_two_acts_about_one_thing_nobody_means_both(
    slots: tuple[Slot, ...], wanted: tuple[int, ...]
) -> None:
    said = Understanding("", "", "ko", "chat", (Intent("answer.choice", slots),))
    assert several_of(ACTS, THINGS, said) == wanted
