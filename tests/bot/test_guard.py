"""The guard holds back what needs a right, a precondition or a person's word; never the safe way."""

from datetime import UTC, datetime

import pytest

from appliance_bridge.command import Refusal, Risk
from bot.guard import Clearance, Guard
from bot.people.person import Person
from bot.people.pins import hash_pin
from bot.people.rights import load_rights
from bot.plan import AskStep, CommandStep, Plan, TellStep
from bot.planner.requests import ASK_ADULT
from tests.bot.planner.homes import MOM, SmallHome, appliance, offer, situation

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAD = Person("dad", {"en": "Dad"}, "adult")
CHILD = Person("child", {"en": "Jiu"}, "child")
PINNED = Person("mom", {"en": "Mom"}, "owner", pin_hash=hash_pin("4821", b"salt"))
HOME = SmallHome(
    [
        appliance("oven", "oven", "kitchen", offer("run_control", "start", "stop")),
        appliance("washer", "washer", "utility", offer("run_control", "start", "stop")),
        appliance("door", "door_lock", "entrance", offer("lock", "lock", "unlock")),
    ]
)
START_OVEN = CommandStep("oven", "run_control", "start", risk="confirm")
STOP_OVEN = CommandStep("oven", "run_control", "stop", risk="safe")
START_WASHER = CommandStep("washer", "run_control", "start", risk="normal")
UNLOCK = CommandStep("door", "lock", "unlock", risk="secure")


def check(
    *steps: CommandStep,
    person: Person = MOM,
    people: tuple[Person, ...] = (MOM, CHILD),
    age_s: float = 0,
    clearance: Clearance = "none",
    refusal: Refusal | None = None,
) -> Plan:
    guard = Guard(load_rights(), {one.id: one for one in people}, lambda _: refusal)
    return guard.check(Plan(steps), situation(HOME, person=person), NOW, age_s=age_s, clearance=clearance)


def test_a_washer_just_goes() -> None:
    assert check(START_WASHER).commands == (START_WASHER,)


def test_an_oven_asks_for_a_yes_and_goes_after_it() -> None:
    plan = check(START_OVEN)
    assert plan.commands == () and plan.question is not None and plan.question.kind == "confirm"
    assert plan.question.options[0].plan.commands == (START_OVEN,)
    assert check(START_OVEN, clearance="confirmed").commands == (START_OVEN,)


def test_a_child_may_not_and_the_safe_way_is_open_to_all() -> None:
    (step,) = check(START_OVEN, person=CHILD, clearance="confirmed").commands
    assert step.refusal is not None and step.refusal.reason == "rights"
    assert check(STOP_OVEN, person=CHILD).commands[0].refusal is None


@pytest.mark.parametrize(("age_s", "asks"), [(59, False), (61, True)])
def test_an_old_message_asks_again(age_s: float, asks: bool) -> None:
    question = check(START_WASHER, age_s=age_s).question
    assert (question is not None and question.key == "ask.stale") is asks


@pytest.mark.parametrize("risk", ["confirm", "secure"])
def test_danger_is_old_sooner(risk: Risk) -> None:
    plan = check(START_OVEN, age_s=31)
    assert plan.question is not None and plan.question.key == "ask.stale"


def test_the_safe_way_is_never_late_and_not_held_up_by_its_neighbours() -> None:
    plan = check(STOP_OVEN, START_WASHER, age_s=3600)
    assert plan.commands == (STOP_OVEN,) and plan.question is not None


def test_a_broken_precondition_is_said_before_anybody_is_asked() -> None:
    plan = check(START_OVEN, refusal=Refusal("door_open"))
    assert plan.question is None and plan.commands[0].refusal == Refusal("door_open")


class TestUnlocking:
    def test_refused_while_nothing_is_set_up(self) -> None:
        (step,) = check(UNLOCK).commands
        assert step.refusal is not None and step.refusal.reason == "pin_not_set_up"

    def test_a_yes_is_not_enough(self) -> None:
        (step,) = check(UNLOCK, clearance="confirmed").commands
        assert step.refusal is not None

    def test_a_pin_is_asked_for(self) -> None:
        question = check(UNLOCK, person=PINNED, people=(PINNED,)).question
        assert isinstance(question, AskStep) and question.kind == "pin"

    def test_another_adult_may_approve(self) -> None:
        question = check(UNLOCK, people=(MOM, DAD)).question
        assert isinstance(question, AskStep) and question.kind == "approve"

    def test_then_it_goes(self) -> None:
        assert check(UNLOCK, clearance="secured").commands == (UNLOCK,)

    def test_a_child_may_only_ask_an_adult(self) -> None:
        plan = check(UNLOCK, person=CHILD, people=(MOM, CHILD), clearance="secured")
        assert plan.commands[0].refusal is not None
        assert plan.question is not None and plan.question.key == ASK_ADULT


def test_a_programme_is_not_changed_when_the_start_may_not_go() -> None:
    select = CommandStep("washer", "program", "select", {"value": "wool"})
    running = {"start": Refusal("already")}
    guard = Guard(load_rights(), {"mom": MOM}, lambda step: running.get(step.action))
    plan = guard.check(Plan((select, START_WASHER)), situation(HOME), NOW)
    assert [(one.action, one.refusal) for one in plan.commands] == [("start", Refusal("already"))]


def test_nothing_starts_with_other_settings_than_were_said() -> None:
    too_hot = CommandStep("oven", "temperature", "set", {"value": 300}, "confirm", Refusal("out_of_range"))
    plan = check(too_hot, START_OVEN)
    assert plan.question is None and plan.commands == (too_hot,)


def test_a_list_holds_only_what_a_guest_may_ask_about() -> None:
    guest = Person("guest", {"en": "Guest"}, "guest")
    told = Guard(load_rights(), {"mom": MOM}, lambda _: None).check(
        Plan((TellStep("told.home"),)), situation(HOME, person=guest), NOW
    )
    (step,) = told.steps
    assert isinstance(step, TellStep) and step.facts == {"appliances": "", "partial": True}
