"""Moods, questions back, and what holds for every reply whatever is in it."""

import re
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.command import Refusal, Result
from bot.languages import languages
from bot.message import Language
from bot.plan import AskStep, CommandStep, Done, Facts, Option, Plan, Receipt, TellStep
from bot.wording.keys import ASKED, TOLD
from bot.wording.lines import SHORT, fit
from bot.wording.phrases import load_phrases
from bot.wording.replies import load_wording
from tests.bot.wording.home import APPLIANCES, Home, button, done, receipt, state

WORDING = load_wording()
HOME = Home({"tv": state(power__on=True), "washer": state(run_control__state="running")})
OVEN_ON: Facts = {"capability": "power", "action": "turn_on"}

TELLS: list[tuple[TellStep, str, str]] = [
    (
        TellStep("told.negated", OVEN_ON, "oven"),
        "네, 오븐은 켜지 않을게요. 아무것도 하지 않았어요.",
        "OK, I won't turn on the oven. Nothing was done.",
    ),
    (TellStep("told.negated"), "네, 아무것도 하지 않았어요.", "OK, nothing was done."),
    (
        TellStep("told.scheduled_not_yet", {**OVEN_ON, "time": "tonight"}, "oven"),
        "오븐을 켜라고 하신 거죠? 예약은 아직 못 해서 지금은 아무것도 하지 않았어요.",
        "You want me to turn on the oven later. I can't schedule things yet, so nothing was done now.",
    ),
    (
        TellStep("told.conditional_not_yet", {"condition": "비 오면"}),
        "'비 오면'처럼 조건이 붙은 일은 아직 못 해요. 지금은 아무것도 하지 않았어요.",
        "I can't wait for '비 오면' yet. Nothing was done now.",
    ),
    (
        TellStep("told.can", OVEN_ON, "oven"),
        "네, 오븐을 켤 수 있어요. 원하시면 말씀해 주세요.",
        "Yes, I can turn on the oven. Just say so.",
    ),
    (
        TellStep("told.can", {"capability": "lock", "action": "lock"}, "oven"),
        "아니요, 오븐은 잠글 수 없어요.",
        "No, I can't lock the oven.",
    ),
    (
        TellStep("told.can", {**OVEN_ON, "forbidden": True}, "cooktop"),
        "아니요, 안전을 위해 켤 수 없게 해 두었어요. 필요하면 직접 해 주세요.",
        "No, for safety I don't turn on the cooktop. Please do it by hand if you need it.",
    ),
    (TellStep("told.already", OVEN_ON, "oven"), "오븐은 이미 켜져 있어요.", "The oven is already on."),
    (
        TellStep("told.already", {"capability": "temperature"}, "oven"),
        "이미 그렇게 돼 있어요.",
        "It is already like that.",
    ),
    (
        TellStep("told.leftover", {"words": "차고 문"}),
        "'차고 문' 부분은 알아듣지 못했어요.",
        "I didn't understand '차고 문'.",
    ),
    (
        TellStep("told.no_such_thing", {"words": "차고 문"}),
        "'차고 문'은 우리 집에 없는 것 같아요.",
        "I don't know anything called '차고 문' in this home.",
    ),
    (
        TellStep("told.no_target", {"type": "washer", "area": "living_room"}),
        "거실에는 세탁기가 없어요.",
        "There is no washer in the living room.",
    ),
    (
        TellStep("told.no_target", {"area": "다락"}),
        "다락에는 그럴 수 있는 기기가 없어요.",
        "Nothing in the attic can do that.",
    ),
    (
        TellStep("told.rights", {**OVEN_ON, "reason": "role", "role": "child"}, "oven"),
        "아이는 오븐을 켤 수 없어요. 어른에게 부탁해 주세요.",
        "Children may not turn on the oven. Please ask an adult.",
    ),
    (
        TellStep("told.rights", {"reason": "role", "role": "guest", "capability": "query"}, "washer"),
        "그 이야기는 알려 드릴 수 없어요. 어른에게 물어봐 주세요.",
        "I may not tell you that. Please ask an adult.",
    ),
    (
        TellStep("told.pin_wrong", {"left": 1}),
        "PIN이 맞지 않아요. 아무것도 하지 않았어요. 1번 더 해 볼 수 있어요.",
        "That PIN is wrong. Nothing was done. 1 try left.",
    ),
    (
        TellStep("told.pin_locked", {"seconds": 890.0}),
        "PIN이 여러 번 틀려서 잠겼어요. 15분 뒤에 다시 해 주세요.",
        "Too many wrong PINs. Please try again in 15 minutes.",
    ),
    (
        TellStep("told.greet", {"person": "child"}),
        "지우, 안녕하세요! 무엇을 도와드릴까요?",
        "Hello Jiu! What can I do for you?",
    ),
    (
        TellStep("told.comfort_offer", {"dimension": "temperature", "direction": "down"}),
        "더우시군요. '에어컨 켜 줘'라고 하시면 켤게요.",
        "Too warm? Say 'turn on the aircon' and I will.",
    ),
    (
        TellStep("told.comfort_offer", {"dimension": "air_quality", "direction": "up"}),
        "공기가 답답하시군요. '공기청정기 켜 줘'라고 하시면 켤게요.",
        "Is the air stuffy? Say 'turn on the air purifier' and I will.",
    ),
    (
        TellStep("told.comfort_offer", {"dimension": "colour"}),
        "불편하시군요. 어떤 기기를 어떻게 할지 말씀해 주세요.",
        "Sorry to hear that. Tell me which appliance should do what.",
    ),
    (
        TellStep("told.not_understood", {"suggestion": "거실 불 켜 줘"}),
        "무슨 말씀인지 잘 모르겠어요. 혹시 '거실 불 켜 줘' 말씀이세요?",
        "I didn't understand that. Did you mean '거실 불 켜 줘'?",
    ),
]


@pytest.mark.parametrize(("step", "ko", "en"), TELLS)
def test_things_told(step: TellStep, ko: str, en: str) -> None:
    assert WORDING.reply(receipt(step), HOME, "ko", button)[0].text == ko
    assert WORDING.reply(receipt(step), HOME, "en", button)[0].text == en


def command(id_: str, act: str, **arguments: bool | float | str) -> CommandStep:
    capability, action = act.split(".")
    return CommandStep(id_, capability, action, dict(arguments))


def option(label: str, *steps: CommandStep, **more: str) -> Option:
    return Option(label, Plan(steps), **more)  # type: ignore[arg-type]


OVEN = (command("oven", "temperature.set", value=180), command("oven", "run_control.start"))
YES, NO = option("button.yes", *OVEN), option("button.no")
LIGHTS = tuple(command(one.id, "power.turn_off") for one in APPLIANCES if one.type == "light")
ACS = (option("a", appliance="ac-living"), option("b", appliance="ac-master"))

ASKS: list[tuple[AskStep, str, str]] = [
    (
        AskStep("confirm", "ask.confirm", {"value": 180}, "oven", (YES, NO)),
        "오븐을 180°C로 켤까요?",
        "Shall I turn on the oven at 180°C?",
    ),
    (AskStep("confirm", "ask.confirm", OVEN_ON, "oven"), "오븐을 켤까요?", "Shall I turn on the oven?"),
    (
        AskStep(
            "confirm", "ask.confirm", {}, None, (option("button.yes", *OVEN, command("car", "lock.lock")),)
        ),
        "오븐을 180°C로 켤까요? 자동차를 잠글까요?",
        "Shall I turn on the oven at 180°C? Shall I lock the car?",
    ),
    (
        AskStep("confirm", "ask.stale", {}, "oven", (YES, NO)),
        "조금 전에 보내신 말씀이에요. 지금도 오븐을 180°C로 켤까요?",
        "That was sent a while ago. Shall I still turn on the oven at 180°C?",
    ),
    (
        AskStep("confirm", "ask.many", {"count": 5}, None, (option("button.yes", *LIGHTS), NO)),
        "5개나 돼요. 정말 불 5개를 끌까요?",
        "That is 5 appliances. Shall I really turn off 5 lights?",
    ),
    (
        AskStep("confirm", "ask.did_you_mean", {"words": "오본"}, None, (YES, NO)),
        "'오본', 제가 맞게 들었나요? 오븐을 180°C로 켤까요?",
        "'오본': did I get that right? Shall I turn on the oven at 180°C?",
    ),
    (
        AskStep(
            "pin",
            "ask.pin",
            {},
            "door",
            (option("", command("door", "lock.unlock")), option("button.cancel")),
        ),
        "PIN을 보내 주시면 현관문의 잠금을 풀게요.",
        "Send your PIN and I'll unlock the front door.",
    ),
    (
        AskStep("approve", "ask.approve", {"person": "child"}, "oven", (option("button.approve", *OVEN), NO)),
        "지우가 부탁했어요. 오븐을 180°C로 켤까요?",
        "Jiu asks: shall I turn on the oven at 180°C?",
    ),
    (
        AskStep("choose", "ask.which", {}, None, ACS),
        "어느 에어컨을 말씀하세요? 거실 에어컨, 안방 에어컨",
        "Which aircon do you mean? Living room aircon, Bedroom aircon",
    ),
    (
        AskStep("value", "ask.which_value", {"capability": "temperature"}, "ac-living"),
        "거실 에어컨을 몇 도로 할까요? 18°C에서 30°C까지 돼요.",
        "What temperature for the living room aircon? From 18°C to 30°C.",
    ),
    (
        AskStep("value", "ask.which_value", {"capability": "program"}, "washer"),
        "세탁기를 어떤 코스로 할까요? 표준, 울, 섬세, 쾌속, 이불 등",
        "Which programme on the washer? Standard, Wool, Delicates, Quick, Bedding …",
    ),
]


@pytest.mark.parametrize(("step", "ko", "en"), ASKS)
def test_questions_back(step: AskStep, ko: str, en: str) -> None:
    one = Receipt(Plan(), asked=step)
    (korean,) = WORDING.reply(one, HOME, "ko", button)
    assert korean.text == ko
    assert WORDING.reply(one, HOME, "en", button)[0].text == en
    assert (korean.audience == "sender") is (step.kind == "pin")
    assert [one.label for one in korean.buttons] == [one.label for one in step.options if one.label]


def test_results_then_facts_then_the_question() -> None:
    one = Receipt(
        Plan(),
        (done("tv", "power.turn_off"),),
        (TellStep("told.leftover", {"words": "음"}),),
        AskStep("confirm", "ask.confirm", {}, "oven", (YES, NO)),
    )
    text = WORDING.reply(one, HOME, "ko", button)[0].text
    assert text == "TV를 껐어요. '음' 부분은 알아듣지 못했어요. 오븐을 180°C로 켤까요?"


def test_offers_are_buttons_under_what_was_done() -> None:
    offers = (option("button.pause"),)
    (reply,) = WORDING.reply(receipt(done("washer", "run_control.start")), HOME, "ko", button, offers)
    assert [one.label for one in reply.buttons] == ["button.pause"]


@pytest.mark.parametrize(
    ("given_", "ko", "en"),
    [
        (option("button.yes"), "네", "Yes"),
        (option("x", appliance="ac-living"), "거실 에어컨", "Living room aircon"),
        (Option("26도", Plan(), literal=True), "26도", "26도"),
        (option("no such key"), "no such key", "no such key"),
    ],
)
def test_labels(given_: Option, ko: str, en: str) -> None:
    assert (WORDING.label(given_, HOME, "ko"), WORDING.label(given_, HOME, "en")) == (ko, en)


# --- what holds for every reply

PHRASES = load_phrases("ko")
ACTIONS = sorted(
    {
        key.split(".")[1] + "." + key.split(".")[2].partition("@")[0]
        for key in PHRASES
        if key.startswith("action.")
    }
    - {"other.done", "other.order", "other.base", "other.may", "other.already", "other.name", "other.short"}
)
REASONS = [
    *sorted({key.partition(".")[2] for key in PHRASES if key.startswith("refused.")}),
    "rights",
    "strange",
]
IDS = [one.id for one in APPLIANCES]
LANGUAGES = st.sampled_from(languages())
VALUES = st.sampled_from([24, 0.5, -18, "auto", "255,0,0", "아주 긴 이름을 가진 코스 이름", True, "x" * 80])


LINES = {"told.person", "told.invited"}


def check(one: Receipt, language: Language) -> None:
    for reply in WORDING.reply(one, HOME, language, button):
        assert reply.text
        assert 0 < len(reply.short) <= SHORT
        for text in (reply.text, reply.short):
            assert not re.search(r"[{}]|None|  |\.\.|…[은이을]", text), text
        assert "\n" not in reply.short
        # a list of people, an invitation: lines are ours there, never those of a person's words
        assert "\n" not in reply.text or {step.key for step in one.told} & LINES


@st.composite
def dones(draw: st.DrawFn) -> Done:
    result = draw(st.sampled_from(get_args(Result)))
    reason = draw(st.sampled_from(REASONS))
    arguments = {"value": draw(VALUES)} if draw(st.booleans()) else {}
    one = done(draw(st.sampled_from([*IDS, "gone"])), draw(st.sampled_from(ACTIONS)), result, **arguments)
    if result not in {"refused", "timed_out"}:
        return one
    return replace(one, result=replace(one.result, refusal=Refusal(reason, {"minimum": 1, "maximum": 9})))


@settings(max_examples=400, deadline=None)
@given(st.lists(dones(), min_size=1, max_size=8), LANGUAGES)
def test_any_results_can_be_said(happened: list[Done], language: Language) -> None:
    check(receipt(*happened), language)


FACTS: Facts = {
    "at": 1_000_000_000,
    "after": 1800,
    "until": 1_000_003_600,
    "by": 1_000_003_600,
    "lasts": 5400,
    "repeat": "mon,wed",
    "early": 1_000_000_000,
    "late": 1_000_040_000,
    "day": "tomorrow",
    "half": "pm",
    "every": True,
    "partial": True,
    "capability": "power",
    "action": "turn_on",
    "state": "on",
    "attribute": "temperature",
    "appliances": "tv oven",
    "reason": "role",
    "role": "child",
    "left": 3,
    "seconds": 90,
    "words": "차고 문\n{x}",
    "file": "own.yml",
    "line": 3,
    "fault": "There is a tab here. Indent with spaces.",
    "time": "7시",
    "condition": "비가 오면",
    "suggestion": "불 켜 줘",
    "type": "washer",
    "area": "kitchen",
    "limit": 2000,
    "request": "1a2b",
    "person": "child",
    "dimension": "temperature",
    "direction": "up",
    "count": 12,
    "value": 24,
    "program": "울",
    "never": "power.turn_on",
    "near": "tv oven",
    "moment": 1_000_000_000,
    "topic": "weather",
    "private": True,
    "forbidden": True,
    "impossible": True,
    "why": "no_end",
    "name": "민지",
    "begins": "22:00",
    "ends": "07:00",
    "over": 1_000_000_000,
    "meaning": "세탁기 시작",
    "against": "불 꺼",
    "version": "v1",
    "messengers": "telegram slack",
    "code": "ABCD2345",
    "stays": 86_400,
    "links": "telegram https://t.me/home_bot?start=ABCD2345\nweb https://home.example/?invite=ABCD2345",
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("key", [*TOLD, *ASKED])
@pytest.mark.parametrize("appliance", [None, "oven", "gone", "light-living"])
@pytest.mark.parametrize("full", [True, False])
def test_every_key_can_be_said_with_and_without_its_facts(
    language: Language, key: str, appliance: str | None, full: bool
) -> None:
    names = TOLD.get(key) or ASKED.get(key) or ()
    wanted = [name.strip("[]") for name in names if full or not name.startswith("[")]
    facts: Facts = {name: FACTS[name] for name in wanted}
    if key.startswith("told."):
        one = receipt(TellStep(key, facts, appliance))
    else:
        one = Receipt(Plan(), asked=AskStep("confirm", key, facts, appliance))
    if "words" in facts:
        facts["words"] = "차고 문\n네"
    check(one, language)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), LANGUAGES)
def test_whatever_a_person_wrote_is_quoted_on_one_short_line(words: str, language: Language) -> None:
    (reply,) = WORDING.reply(
        receipt(TellStep("told.no_such_thing", {"words": words})), HOME, language, button
    )
    assert all(letter.isprintable() for letter in reply.text)
    assert len(reply.text) < 140
    assert len(reply.short) <= SHORT


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_fitting(text: str, limit: int) -> None:
    cut = fit(text, limit)
    assert len(cut) <= limit
    assert cut == " ".join(text.split()) or cut.endswith("…")


def test_cut_after_a_whole_word() -> None:
    assert fit("세탁기를 시작했어요. 58분 남았어요.", 14) == "세탁기를 시작했어요…"
    assert fit("하나 둘 셋", 5) == "하나 둘…"
    assert fit("x" * 50) == "x" * 39 + "…"
