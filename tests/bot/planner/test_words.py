"""Phrases that are taught by chat: what is planned, who may, and what is offered next."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.guard import Guard
from bot.people.person import Person, Role
from bot.people.rights import load_rights
from bot.plan import HouseStep, Option, Plan, Receipt, Step, TellStep
from bot.planner.offers import offers_of
from bot.planner.planner import make_plan
from nlu.engine import load_engine
from nlu.engines.base import Focus
from nlu.vocabulary import Vocabulary
from tests.bot.planner.homes import MOM, home, situation

ENGINE = load_engine()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEACH = HouseStep("teach_phrase", {"phrase": "빨래 좀", "meaning": "세탁기 시작"})
CHANGES = (
    TEACH, HouseStep("forget_phrase", {"phrase": "빨래 좀"}), HouseStep("undo_words", {"version": "v1"}),
)  # fmt: skip


def planned(text: str) -> tuple[Step, ...]:
    return make_plan(ENGINE.understand(text, Vocabulary(), Focus()), situation(home())).steps


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("'빨래 좀' 은 세탁기 시작이야", TEACH),
        (
            "'laundry please' means start the washer",
            HouseStep("teach_phrase", {"phrase": "laundry please", "meaning": "start the washer"}),
        ),
        ("'빨래 좀'은 잊어버려", HouseStep("forget_phrase", {"phrase": "빨래 좀"})),
        ("forget 'laundry please'", HouseStep("forget_phrase", {"phrase": "laundry please"})),
        ("'빨래 좀'이 무슨 뜻이야?", HouseStep("look_up_phrase", {"phrase": "빨래 좀"})),
        ("'빨래 좀'은 세탁기 시작이야?", HouseStep("look_up_phrase", {"phrase": "빨래 좀"})),
        ("'빨래 좀'은 세탁기 시작이 아니야", TellStep("told.phrase_left", {"words": "빨래 좀"})),
        ("엄마가 '빨래 좀'은 세탁기 시작이래", TellStep("told.phrase_how")),
        ("''은 세탁기 시작이야", TellStep("told.phrase_how")),
        ("'빨래 좀'이라고 하면 안 돼", TellStep("told.phrase_left", {"words": "빨래 좀"})),
    ],
)
def test_what_is_planned(text: str, step: Step) -> None:
    assert planned(text) == (step,)


def checked(step: Step, role: Role, *, trusted: bool = True, group: bool = False, age_s: float = 0.0) -> Step:
    person = Person("one", {"en": "One"}, role)
    where = replace(situation(home(), person=person), group=group, trusted=trusted)
    guard = Guard(load_rights(), {"mom": MOM, "one": person}, lambda _: None)
    (found,) = guard.check(Plan((step,)), where, NOW, age_s=age_s).steps
    return found


@pytest.mark.parametrize("step", CHANGES)
@pytest.mark.parametrize("group", [True, False])
def test_words_are_the_owners(step: HouseStep, group: bool) -> None:
    assert checked(step, "owner", group=group) == step
    roles: tuple[Role, ...] = ("adult", "child", "guest")
    for role in roles:
        assert checked(step, role, group=group) == TellStep("told.house_rights", {"why": "words"})


@pytest.mark.parametrize("step", CHANGES)
def test_a_mere_claim_teaches_nothing(step: HouseStep) -> None:
    assert checked(step, "owner", trusted=False) == TellStep("told.house_rights", {"why": "untrusted"})


@pytest.mark.parametrize("step", CHANGES)
def test_what_comes_late_teaches_nothing(step: HouseStep) -> None:
    assert checked(step, "owner", age_s=600.0) != step


@pytest.mark.parametrize("role", ["owner", "adult", "child", "guest"])
def test_everybody_may_ask_what_a_phrase_means(role: Role) -> None:
    step = HouseStep("look_up_phrase", {"phrase": "빨래 좀"})
    assert checked(step, role, group=True) == step


@pytest.mark.parametrize("key", ["told.phrase_taught", "told.phrase_forgotten"])
def test_what_was_changed_can_be_undone(key: str) -> None:
    facts = {"words": "빨래 좀", "version": "v1"}
    receipt = Receipt(Plan(), told=(TellStep(key, dict(facts)),))
    undo = Option("button.undo", Plan((HouseStep("undo_words", {"version": "v1"}),)))
    assert offers_of(receipt, home()) == (undo,)


def test_what_was_not_changed_cannot() -> None:
    for told in (
        TellStep("told.phrase_taught", {"words": "빨래 좀", "meaning": "세탁기 시작"}),
        TellStep("told.phrase_not_taught", {"words": "빨래 좀", "why": "risky"}),
    ):
        assert offers_of(Receipt(Plan(), told=(told,)), home()) == ()
