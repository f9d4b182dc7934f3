"""What people say of an appliance itself: what is planned, what is asked first, who may."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.guard import Guard
from bot.home_vocabulary import vocabulary_of
from bot.people.person import Person, Role
from bot.people.rights import load_rights
from bot.plan import AskStep, HouseStep, Plan, Step, TellStep
from bot.planner.planner import make_plan
from nlu.engine import load_engine
from nlu.engines.base import Focus
from tests.bot.planner.homes import MOM, POWER, SmallHome, appliance, home, offer, situation

ENGINE = load_engine()
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def house(*strange: str) -> SmallHome:
    found = home()
    found.things.append(replace(appliance("plug-3", "plug", "living", POWER), names=("플러그 3", "plug 3")))
    found.things += [appliance(one, "unknown", "living") for one in strange]
    return found


def planned(text: str, there: SmallHome, focus: tuple[str, ...] = ()) -> Step:
    vocabulary = vocabulary_of(there.things, "")
    read = ENGINE.understand(text, vocabulary, Focus(appliances=focus))
    (step,) = make_plan(read, situation(there, focus=focus)).steps
    return step


def described(step: Step) -> HouseStep:
    """What a yes to this question does."""
    assert isinstance(step, AskStep) and step.kind == "confirm", step
    (done,) = step.options[0].plan.steps
    assert isinstance(done, HouseStep)
    return done


def says(what: str, name: str = "플러그 3", appliance_id: str = "plug-3", **given: str) -> HouseStep:
    facts = {"appliance": appliance_id, "name": name, "what": what, **given}
    return HouseStep("describe_appliance", dict(facts))


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("플러그 3 이름을 통통이로 해 줘", says("name", words="통통이")),
        ("rename plug 3 to old faithful", says("name", "plug 3", words="old faithful")),
        ("플러그 3은 다용도실에 있어", says("area", area="다용도실")),
        ("플러그 3 그만 숨겨 줘", says("show")),
    ],
)
def test_what_is_sure_is_done(text: str, step: HouseStep) -> None:
    assert planned(text, house()) == step


@pytest.mark.parametrize("text", ["플러그 3은 플러그야", "plug 3 is a plug"])
def test_what_is_known_is_said_so(text: str) -> None:
    step = planned(text, house())
    assert isinstance(step, TellStep) and step.key == "told.appliance_already"


def test_a_guess_is_asked_about() -> None:
    asked = planned("이건 세탁기야", house(), focus=("plug-3",))
    assert described(asked) == says("type", type="washer")
    assert described(planned("이건 세탁기야", house("box"))).facts["appliance"] == "box"
    assert planned("이건 세탁기야", house()) == TellStep("told.which_first")
    assert planned("이건 세탁기야", house("box", "crate")) == TellStep("told.which_first")


def test_a_kind_that_is_known_is_asked_about() -> None:
    assert described(planned("tv is a speaker", house())).facts["type"] == "speaker"


def test_what_needs_care_is_hidden_after_a_yes() -> None:
    there = house()
    there.things.append(appliance("vault", "door_lock", "hall", offer("lock", "lock", "unlock")))
    assert described(planned("vault 숨겨 줘", there)).facts["what"] == "hide"


def test_back_as_announced_after_a_yes() -> None:
    assert described(planned("tv 원래대로", house())).facts["what"] == "restore"


def test_which_of_several() -> None:
    there = house()
    there.things.append(replace(appliance("plug-4", "plug", "living", POWER), names=("플러그 4",)))
    asked = planned("플러그는 세탁기야", there)
    assert isinstance(asked, AskStep) and asked.kind == "choose"
    assert [one.appliance for one in asked.options] == ["plug-3", "plug-4"]


@pytest.mark.parametrize("text", ["플러그 3은 세탁기가 아니야", "plug 3 is not a washer"])
def test_a_no_changes_nothing(text: str) -> None:
    assert planned(text, house()) == TellStep("told.appliance_how")


def test_only_owners_say_so() -> None:
    step = says("name", words="통통이")
    guard_people = {"mom": MOM}
    roles: tuple[Role, ...] = ("adult", "child", "guest")
    for role in roles:
        person = Person("one", {"en": "One"}, role)
        guard = Guard(load_rights(), {**guard_people, "one": person}, lambda _: None)
        (found,) = guard.check(Plan((step,)), situation(home(), person=person), NOW, age_s=0.0).steps
        assert found == TellStep("told.house_rights", {"why": "appliances"})
