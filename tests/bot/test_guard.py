"""The guard holds back what needs a right, a precondition or a person's word; never the safe way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from redis.asyncio import Redis

from appliance_bridge.command import Refusal, Risk
from appliance_bridge.keys import Keys
from bot.guard import Clearance, Guard, is_late
from bot.people.grants import GRANT_S, Grant, Grants
from bot.people.person import Hours, Person, Rule
from bot.people.pins import hash_pin
from bot.people.rights import load_rights
from bot.plan import AskStep, CommandStep, HouseStep, Option, Plan, TellStep
from bot.planner.guesses import NO, WHICH_ACT
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


def test_a_choice_holds_only_what_may_be_done() -> None:
    options = [Option("button.act", Plan((step,))) for step in (START_OVEN, START_WASHER, STOP_OVEN)]
    question = AskStep("choose", WHICH_ACT, options=(*options, NO))
    guard = Guard(load_rights(), {one.id: one for one in (MOM, CHILD)}, lambda _: None)

    def offered(person: Person) -> list[CommandStep]:
        asked = guard.check(Plan((question,)), situation(HOME, person=person), NOW).question
        return [] if asked is None else [one for option in asked.options for one in option.plan.commands]

    assert offered(MOM) == [START_OVEN, START_WASHER, STOP_OVEN]
    assert offered(CHILD) == [START_WASHER, STOP_OVEN]
    chosen = guard.check(options[0].plan, situation(HOME), NOW)
    assert chosen.commands == () and chosen.question is not None, "chosen is not confirmed"


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


SELECT = CommandStep("washer", "program", "select", {"value": "wool"})
NIGHT = Rule("deny", actions=frozenset({"run_control.start"}), hours=Hours(time(9), time(15)))
TEEN = Person("teen", {"en": "Min"}, "child", rules=(NIGHT,))
GUEST = Person("guest", {"en": "Guest"}, "guest", until=datetime(2026, 2, 1, tzinfo=UTC))


def wanted(plan: Plan) -> list[tuple[str, tuple[CommandStep, ...]]]:
    """Whom the question offers to ask, and for what."""
    question = plan.question
    assert question is not None and question.key == ASK_ADULT
    steps = [step for option in question.options for step in option.plan.steps if isinstance(step, HouseStep)]
    return [(str(one.facts["to"]), one.plan.commands) for one in steps if one.plan is not None]


class TestAsking:
    def test_the_only_adult_is_offered(self) -> None:
        plan = check(START_OVEN, person=CHILD)
        assert wanted(plan) == [("mom", (START_OVEN,))]
        (step,) = plan.commands
        assert step.refusal is not None and step.refusal.facts["offered"] is True

    def test_several_or_anyone(self) -> None:
        plan = check(START_OVEN, person=CHILD, people=(MOM, DAD, CHILD))
        assert [to for to, _ in wanted(plan)] == ["mom", "dad", ""]

    def test_what_may_go_goes(self) -> None:
        plan = check(START_WASHER, START_OVEN, person=CHILD)
        assert START_WASHER in plan.commands and wanted(plan) == [("mom", (START_OVEN,))]

    def test_all_that_belongs_to_it_is_asked_for(self) -> None:
        plan = check(SELECT, START_WASHER, person=TEEN)
        assert wanted(plan) == [("mom", (SELECT, START_WASHER))]

    def test_nobody_is_asked_when_nobody_may_allow_it(self) -> None:
        assert check(START_OVEN, person=CHILD, people=(CHILD,)).question is None
        strict = Person("mom", {"en": "Mom"}, "owner", rules=(Rule("deny", types=frozenset({"oven"})),))
        assert check(START_OVEN, person=CHILD, people=(strict, CHILD)).question is None

    def test_nobody_is_asked_for_what_cannot_be(self) -> None:
        forbidden = CommandStep("oven", "power", "turn_on", risk="forbidden")
        plan = check(forbidden, person=CHILD)
        assert plan.question is None and plan.commands[0].refusal == Refusal("forbidden")
        broken = CommandStep("oven", "temperature", "set", {"value": 900}, "confirm", Refusal("out_of_range"))
        assert check(broken, START_OVEN, person=CHILD).question is None

    def test_nor_for_a_guest_whose_stay_is_over(self) -> None:
        assert check(START_WASHER, person=GUEST).question is None

    def test_the_rule_that_was_in_the_way_is_known(self) -> None:
        guard = Guard(load_rights(), {"mom": MOM}, lambda _: None)
        assert guard.rules_against((SELECT, START_WASHER), situation(HOME, person=TEEN), NOW) == (NIGHT,)


class TestLateness:
    @pytest.mark.parametrize(
        ("step", "age_s", "late"),
        [
            (START_WASHER, 59, False),
            (START_WASHER, 61, True),
            (START_OVEN, 31, True),
            (STOP_OVEN, 999, False),
        ],
    )
    def test_how_old_a_word_may_be(self, step: CommandStep, age_s: float, late: bool) -> None:
        assert is_late((step,), age_s) is late

    def test_a_yes_that_was_said_long_ago_asks_again(self) -> None:
        question = check(START_OVEN, clearance="confirmed", age_s=31).question
        assert question is not None and question.key == "ask.stale"


class TestWhereNobodyVouches:
    """A platform that does not say for sure who wrote."""

    LAMP = CommandStep("lamp", "power", "turn_on")

    def check(self, *steps: CommandStep, clearance: Clearance = "none") -> Plan:
        lamp = appliance("lamp", "light", "kitchen", offer("power", "turn_on", "turn_off"))
        home = SmallHome([*HOME.appliances(), lamp])
        guard = Guard(load_rights(), {"mom": MOM}, lambda _: None)
        where = replace(situation(home), trusted=False)
        return guard.check(Plan(steps), where, NOW, clearance=clearance)

    def test_what_is_more_than_comfort_takes_a_yes(self) -> None:
        plan = self.check(START_WASHER)
        assert plan.commands == () and plan.question is not None and plan.question.key == "ask.confirm"
        assert self.check(START_WASHER, clearance="confirmed").commands == (START_WASHER,)

    def test_comfort_and_the_safe_way_do_not(self) -> None:
        plan = self.check(self.LAMP, STOP_OVEN, START_WASHER)
        assert plan.commands == (self.LAMP, STOP_OVEN)
        assert plan.question is not None and plan.question.options[0].plan.commands == (START_WASHER,)


class TestGrants:
    @pytest.fixture
    async def guard(self, redis_url: str) -> AsyncIterator[Guard]:
        redis = Redis.from_url(redis_url)
        grants = Grants(redis, Keys("home"), lambda: 1_000.0)
        acts = frozenset({"run_control.start", "lock.unlock", 'temperature.set {"value": 180}'})
        for appliance_id, person, rules in (
            ("washer", "teen", (NIGHT,)), ("oven", "teen", ()), ("door", "child", ()), ("oven", "child", ()),
        ):  # fmt: skip
            await grants.give(Grant(person, appliance_id, acts, 1_000.0 + GRANT_S, "mom", rules))
        yield Guard(load_rights(), {"mom": MOM}, lambda _: None, grants)
        await redis.aclose()

    @pytest.mark.parametrize(
        ("person", "step", "allowed"),
        [
            (TEEN, START_WASHER, True),
            # the rule that denies it was not what the adult was asked about
            (TEEN, START_OVEN, False),
            (CHILD, START_OVEN, True),
            # in the danger class only as hot as was asked for
            (CHILD, CommandStep("oven", "temperature", "set", {"value": 180}, "confirm"), True),
            (CHILD, CommandStep("oven", "temperature", "set", {"value": 250}, "confirm"), False),
            # a door is opened by nobody's leave
            (CHILD, UNLOCK, False),
        ],
    )
    def test_what_they_win_over(self, guard: Guard, person: Person, step: CommandStep, allowed: bool) -> None:
        assert guard.may(person, step, situation(HOME, person=person), NOW) is allowed


class TestADoorAndAnOvenInOneMessage:
    def test_the_oven_waits_with_the_door(self) -> None:
        plan = check(START_OVEN, UNLOCK, START_WASHER, person=PINNED)
        assert plan.commands == (START_WASHER,)
        assert plan.question is not None and plan.question.kind == "pin"
        assert plan.question.options[0].plan.commands == (START_OVEN, UNLOCK)
        assert check(START_OVEN, UNLOCK, clearance="secured").commands == (START_OVEN, UNLOCK)

    def test_another_adult_says_yes_to_both(self) -> None:
        question = check(START_OVEN, UNLOCK, people=(MOM, DAD)).question
        assert question is not None and question.kind == "approve"
        assert question.options[0].plan.commands == (START_OVEN, UNLOCK)

    def test_without_a_pin_the_oven_asks_for_its_own_yes(self) -> None:
        plan = check(START_OVEN, UNLOCK)
        [door] = plan.commands
        assert door.refusal is not None and door.refusal.reason == "pin_not_set_up"
        assert plan.question is not None and plan.question.kind == "confirm"
        assert plan.question.options[0].plan.commands == (START_OVEN,)

    def test_what_had_its_yes_goes_and_the_door_waits(self) -> None:
        plan = check(START_OVEN, UNLOCK, person=PINNED, clearance="confirmed")
        assert plan.commands == (START_OVEN,)
        assert plan.question is not None and plan.question.options[0].plan.commands == (UNLOCK,)

    def test_late_nothing_goes_without_a_word(self) -> None:
        plan = check(START_WASHER, UNLOCK, STOP_OVEN, person=PINNED, age_s=120)
        assert plan.commands == (STOP_OVEN,)
        assert plan.question is not None and plan.question.options[0].plan.commands == (START_WASHER, UNLOCK)
