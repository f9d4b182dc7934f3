"""What is said of people and of the chat: planned as HouseSteps, and the dear ones only after a yes."""

from dataclasses import replace

import pytest

from appliance_bridge.command import Refusal
from bot.people.person import Person
from bot.plan import AskStep, CommandStep, HouseStep, Plan, Step, TellStep
from bot.planner.people import hush
from bot.planner.planner import make_plan
from bot.planner.situation import Situation
from nlu.engine import load_engine
from nlu.engines.base import Focus
from nlu.understanding import Mood, Understanding
from nlu.vocabulary import Vocabulary, Who
from tests.bot.planner.homes import MOM, home, intent
from tests.bot.planner.homes import situation as of

DAD = Person("dad", {"ko": "아빠", "en": "Dad"}, "adult")
JIU = Person("jiu", {"ko": "지우", "en": "Jiu"}, "child")
GUEST = Person("guest", {"ko": "손님", "en": "Guest"}, "guest")
FRIEND = Person("friend", {"ko": "민수", "en": "Minsu"}, "guest")
HOUR = 3600.0
ENGINE = load_engine()


def situation(*people: Person, person: Person = MOM, **changes: object) -> Situation:
    return replace(of(home(), person=person), people={one.id: one for one in people}, **changes)


def planned(text: str, *people: Person, person: Person = MOM) -> tuple[Step, ...]:
    everybody = people or (MOM, DAD, JIU, GUEST)
    known = tuple(Who(one.id, tuple(one.names.values())) for one in everybody)
    understanding = ENGINE.understand(text, Vocabulary(people=known), Focus())
    return make_plan(understanding, situation(*everybody, person=person)).steps


def one(text: str, *people: Person, person: Person = MOM) -> Step:
    (step,) = planned(text, *people, person=person)
    return step


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("손님 초대해 줘", {"role": "guest"}),
        ("친구를 3시간 동안 초대해 줘", {"role": "guest", "hours": 3.0}),
        ("invite a guest for 2 days", {"role": "guest", "hours": 48.0}),
        ("아이 한 명 추가해 줘", {"role": "child"}),
        ("add an adult", {"role": "adult"}),
        ("아빠 초대해 줘", {"role": "adult", "person": "dad"}),
        ("내 슬랙도 연결해 줘", {"role": "owner", "person": "mom"}),
        ("민지를 손님으로 초대해 줘", {"role": "guest", "name": "민지"}),
        ("민지 2시간 초대해 줘", {"role": "guest", "name": "민지", "hours": 2.0}),
        ("invite my friend Minji", {"role": "guest", "name": "Minji"}),
        ("지우를 아이로 초대해 줘", {"role": "child", "person": "jiu"}),
        ("invite Jiu as a guest", {"role": "guest", "name": "Jiu"}),
    ],
)
def test_an_invitation(text: str, facts: dict[str, object]) -> None:
    assert one(text) == HouseStep("invite", facts)


def test_until_a_clock_time() -> None:
    # it is 00:16:40 there
    step = one("손님 오후 6시까지 초대해 줘")
    assert isinstance(step, HouseStep)
    assert step.facts["hours"] == pytest.approx(18 - 1000 / HOUR)


@pytest.mark.parametrize("text", ["아이 2시간 초대해 줘", "아빠 하루 동안 초대해 줘"])
def test_only_guests_leave_again(text: str) -> None:
    assert one(text) == TellStep("told.not_invited", {"why": "no_end"})


@pytest.mark.parametrize(
    "text", ["초대 코드 만들어 줘", "make me a pairing code", "초대해 줘", "invite someone"]
)
def test_without_a_role_we_ask_which(text: str) -> None:
    step = one(text)
    assert isinstance(step, AskStep) and step.kind == "choose" and step.key == "ask.which_role"
    assert [option.plan.steps for option in step.options] == [
        (HouseStep("invite", {"role": role}),) for role in ("guest", "child", "adult")
    ]


def test_a_new_name_goes_along_with_the_question() -> None:
    step = one("민지 초대해 줘")
    assert isinstance(step, AskStep) and step.facts == {"name": "민지"}
    assert step.options[0].plan.steps == (HouseStep("invite", {"name": "민지", "role": "guest"}),)


@pytest.mark.parametrize("text", ["주인 한 명 초대해 줘", "invite an owner"])
def test_an_owner_is_made_after_a_yes(text: str) -> None:
    step = one(text)
    assert isinstance(step, AskStep) and (step.kind, step.key) == ("confirm", "ask.invite_owner")
    assert step.options[0].plan.steps == (HouseStep("invite", {"role": "owner"}),)


def test_an_account_of_another_owner_needs_a_yes_too() -> None:
    step = one("아빠 초대해 줘", MOM, replace(DAD, role="owner"))
    assert isinstance(step, AskStep) and step.key == "ask.invite_owner"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("지우 내보내 줘", "jiu"),
        ("remove Jiu", "jiu"),
        ("손님 내보내 줘", "guest"),
        ("remove the guest", "guest"),
    ],
)
def test_removing_is_always_asked_first(text: str, who: str) -> None:
    step = one(text)
    assert isinstance(step, AskStep) and (step.kind, step.key) == ("confirm", "ask.remove")
    assert step.facts == {"person": who}
    assert step.options[0].plan.steps == (HouseStep("remove_person", {"person": who}),)
    assert step.options[1].plan.steps == (TellStep("told.cancelled"),)


def test_of_two_guests_we_ask_which_and_then_whether() -> None:
    step = one("손님 내보내 줘", MOM, GUEST, FRIEND)
    assert isinstance(step, AskStep) and step.key == "ask.which_person"
    assert [option.person for option in step.options] == ["guest", "friend"]
    (asked,) = step.options[1].plan.steps
    assert isinstance(asked, AskStep) and asked.key == "ask.remove"


def test_two_of_one_name_are_told_apart_by_their_role() -> None:
    step = one("지우 내보내 줘", MOM, JIU, replace(GUEST, names=JIU.names))
    assert isinstance(step, AskStep)
    assert [(option.person, option.label) for option in step.options] == [
        ("jiu", "role.child"), ("guest", "role.guest"),
    ]  # fmt: skip


def test_who_is_not_there_is_not_removed() -> None:
    assert one("민수 내보내 줘") == TellStep("told.nobody_called", {"words": "민수"})
    assert one("손님 내보내 줘", MOM, DAD) == TellStep("told.nobody_of_role", {"role": "guest"})


def test_the_last_owner_stays() -> None:
    assert one("엄마 내보내 줘") == TellStep("told.last_owner")
    step = one("엄마 내보내 줘", MOM, replace(DAD, role="owner"))
    assert isinstance(step, AskStep) and step.key == "ask.remove_self"


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("가족 누구누구 있어?", HouseStep("list_people")),
        ("who is in this home?", HouseStep("list_people")),
        ("알림 꺼 줘", HouseStep("mute")),
        ("2시간 동안 알림 보내지 마", HouseStep("mute", {"seconds": 2 * HOUR})),
        ("알림 다시 켜 줘", HouseStep("unmute")),
        ("밤 10시부터 아침 7시까지 알림 보내지 마", HouseStep("quiet", {"from": "22:00", "until": "07:00"})),
        ("quiet hours from 10pm to 7am", HouseStep("quiet", {"from": "22:00", "until": "07:00"})),
        ("조용한 시간 22시~7시", HouseStep("quiet", {"from": "22:00", "until": "07:00"})),
        ("매일 오후 1시부터 3시까지 알림 꺼 줘", HouseStep("quiet", {"from": "13:00", "until": "15:00"})),
        ("조용한 시간 없애 줘", HouseStep("quiet_off")),
        ("기기들이 직접 말하지 않게 해 줘", HouseStep("speak", {"on": False})),
        ("let the appliances talk as themselves", HouseStep("speak", {"on": True})),
        ("조용한 시간", TellStep("told.quiet_how")),
        ("내일 아침까지 알림 꺼 줘", TellStep("told.until_when")),
        ("내일 손님 초대해 줘", TellStep("told.house_not_later")),
        ("10시부터 알림 꺼 줘", TellStep("told.house_not_later")),
    ],
)
def test_lists_and_chats(text: str, step: Step) -> None:
    assert one(text) == step


@pytest.mark.parametrize(
    "text", ["10시부터 7시까지 알림 꺼 줘", "오늘 밤 10시부터 내일 아침 7시까지 알림 꺼 줘"]
)
def test_hours_that_were_half_said_are_asked_about(text: str) -> None:
    step = one(text)
    assert isinstance(step, AskStep) and step.key == "ask.quiet"
    assert step.facts == {"begins": "22:00", "ends": "07:00"}


def test_a_slip_of_the_fingers_is_asked_about() -> None:
    step = one("mute notifcations")
    assert isinstance(step, AskStep) and step.key == "ask.did_you_mean"
    assert step.options[0].plan.steps == (HouseStep("mute"),)


@pytest.mark.parametrize("mood", ["negated", "conditional", "scheduled", "reported", "chat", "question"])
@pytest.mark.parametrize("name", ["people.invite", "people.remove", "chat.mute", "chat.speak_off"])
def test_only_an_order_does_anything(name: str, mood: Mood) -> None:
    understanding = Understanding("", "", "ko", mood, (intent(name, role="guest"),))
    plan = make_plan(understanding, situation(MOM, GUEST))
    assert all(isinstance(step, TellStep) for step in plan.steps)


QUIETER = Understanding("", "", "ko", "command", (intent("volume.adjust", direction="down"),))


def test_be_quiet_where_nothing_can_be_quieter_may_mean_us() -> None:
    (step,) = hush(QUIETER, (TellStep("told.no_target"),), situation())
    assert isinstance(step, AskStep) and step.key == "ask.mute"
    off = CommandStep("tv", "volume", "set", {"value": 7}, refusal=Refusal("switched_off"))
    (step,) = hush(QUIETER, (off,), situation())
    assert isinstance(step, AskStep) and step.options[0].plan == Plan((HouseStep("mute"),))


def test_be_quiet_stays_with_what_can_be_quieter() -> None:
    steps = (CommandStep("tv", "volume", "set", {"value": 7}),)
    assert hush(QUIETER, steps, situation()) == steps
    of_the_tv = replace(QUIETER, intents=(intent("volume.adjust", appliance="tv", direction="down"),))
    assert hush(of_the_tv, (TellStep("told.no_target"),), situation()) == (TellStep("told.no_target"),)
    louder = replace(QUIETER, intents=(intent("volume.adjust", direction="up"),))
    assert hush(louder, (TellStep("told.no_target"),), situation()) == (TellStep("told.no_target"),)


@pytest.mark.parametrize(
    ("text", "key", "kind"),
    [
        ("한 시간만 조용히 해", "ask.mute_for", "mute"),
        ("밤 11시부터 아침 7시까지 조용히 해줘", "ask.quiet", "quiet"),
        ("be quiet for an hour", "ask.mute_for", "mute"),
    ],
)
def test_be_quiet_for_a_while_may_mean_us(text: str, key: str, kind: str) -> None:
    step = one(text)
    assert isinstance(step, AskStep) and step.key == key
    (done,) = step.options[0].plan.steps
    assert isinstance(done, HouseStep) and done.kind == kind


def test_a_tv_that_is_to_be_quieter_for_a_while_is_not_us() -> None:
    assert not isinstance(one("한 시간만 티비 소리 줄여줘"), AskStep)
