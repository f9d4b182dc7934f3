"""Who may do what about people and a chat: people are the owner's, a chat is everybody's but guests'."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.guard import Clearance, Guard, is_late
from bot.people.person import Person, Role
from bot.people.rights import ROLES, load_rights
from bot.plan import AskStep, HouseStep, Option, Plan, Step, TellStep
from tests.bot.planner.homes import MOM, SmallHome, situation

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PEOPLE = ("invite", "list_people", "remove_person")
CHAT = ("mute", "unmute", "quiet", "quiet_off")
ASKED = AskStep(
    "confirm", "ask.remove", {"person": "dad"},
    options=(Option("button.yes", Plan((HouseStep("remove_person", {"person": "dad"}),))),),
)  # fmt: skip


def check(
    step: Step,
    role: Role,
    *,
    group: bool = False,
    age_s: float = 0.0,
    clearance: Clearance = "none",
    over: bool = False,
) -> tuple[Step, ...]:
    person = Person("one", {"en": "One"}, role, until=datetime(2026, 2, 28, tzinfo=UTC) if over else None)
    where = replace(situation(SmallHome([]), person=person), group=group)
    guard = Guard(load_rights(), {"mom": MOM, "one": person}, lambda _: None)
    return guard.check(Plan((step,)), where, NOW, age_s=age_s, clearance=clearance).steps


def why(*steps: Step) -> object:
    (step,) = steps
    return step.facts["why"] if isinstance(step, TellStep) and step.key == "told.house_rights" else None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("group", [True, False])
@pytest.mark.parametrize("kind", PEOPLE)
def test_people_are_the_owners(kind: str, role: Role, group: bool) -> None:
    step = HouseStep(kind)  # type: ignore[arg-type]
    assert why(*check(step, role, group=group)) == (None if role == "owner" else "people")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", [*CHAT, "speak"])
def test_a_chat_of_ones_own_is_ones_own(kind: str, role: Role) -> None:
    step = HouseStep(kind)  # type: ignore[arg-type]
    assert check(step, role) == (step,)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", CHAT)
def test_a_group_is_everybodys_but_guests(kind: str, role: Role) -> None:
    step = HouseStep(kind)  # type: ignore[arg-type]
    assert why(*check(step, role, group=True)) == ("chat" if role == "guest" else None)


@pytest.mark.parametrize("role", ROLES)
def test_who_speaks_in_a_group_is_for_adults(role: Role) -> None:
    denied = role in {"child", "guest"}
    assert why(*check(HouseStep("speak"), role, group=True)) == ("chat" if denied else None)


@pytest.mark.parametrize("kind", [*PEOPLE, *CHAT, "speak"])
def test_who_is_no_guest_any_more_does_nothing(kind: str) -> None:
    assert why(*check(HouseStep(kind), "guest", over=True)) == "guest_over"  # type: ignore[arg-type]


def test_where_nobody_vouches_for_the_sender_people_are_only_told() -> None:
    where = replace(situation(SmallHome([]), person=MOM), trusted=False)
    guard = Guard(load_rights(), {"mom": MOM}, lambda _: None)
    for kind, denied in (("invite", True), ("remove_person", True), ("list_people", False), ("mute", False)):
        steps = guard.check(Plan((HouseStep(kind),)), where, NOW).steps  # type: ignore[arg-type]
        assert why(*steps) == ("untrusted" if denied else None)


def test_who_may_not_is_not_even_asked() -> None:
    assert check(ASKED, "owner") == (ASKED,)
    assert why(*check(ASKED, "adult")) == "people"
    nested = AskStep("choose", "ask.which_person", options=(Option("one", Plan((ASKED,))),))
    assert why(*check(nested, "child")) == "people"


def test_a_yes_of_somebody_else_changes_nothing() -> None:
    step = ASKED.options[0].plan.steps[0]
    assert why(*check(step, "adult", clearance="confirmed")) == "people"


@pytest.mark.parametrize("kind", ["invite", "remove_person", *CHAT, "speak"])
def test_what_comes_late_is_asked_about_once_more(kind: str) -> None:
    step = HouseStep(kind)  # type: ignore[arg-type]
    assert check(step, "owner", age_s=60) == (step,)
    (asked,) = check(step, "owner", age_s=61)
    assert isinstance(asked, AskStep) and asked.key == "ask.stale"
    assert asked.options[0].plan.steps == (step,)
    assert is_late((step,), 61) and not is_late((step,), 60)


def test_to_look_is_never_too_late() -> None:
    step = HouseStep("list_people")
    assert check(step, "owner", age_s=3600) == (step,)
    assert not is_late((step,), 3600)


def test_who_may_not_hears_so_also_late() -> None:
    assert why(*check(HouseStep("invite"), "child", age_s=3600)) == "people"
