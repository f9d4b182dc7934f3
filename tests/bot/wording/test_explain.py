"""Sentence → reason: what was read, by which rule, what was guessed or left over, why it may act or not."""

import pytest

from bot.plan import AskStep, CommandStep, Plan
from bot.wording.explain import explain
from bot.wording.phrases import load_phrases
from nlu.engine import load_engine, load_engines
from nlu.engines.base import Engine, Focus
from nlu.examples import training_of
from tests.nlu.home import home

KO, EN = load_phrases("ko"), load_phrases("en")
ACTS = Plan((CommandStep("aircon-living", "power", "turn_on"),))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def reasons(engine: Engine, text: str, plan: Plan = ACTS) -> list[str]:
    understanding = engine.understand(text, home(), Focus())
    return explain(understanding, plan, KO if understanding.language == "ko" else EN)


def test_a_clear_command(engine: Engine) -> None:
    assert reasons(engine, "거실 에어컨 켜줘!!") == [
        "이렇게 읽었어요: 거실 에어컨 켜줘!",
        "낱말: 거실 (장소) · 에어컨 (기기 종류 = air_conditioner) · 켜줘 (동작 = on)",
        "낱말과 문법으로 뜻을 찾았어요.",
        "뜻: power.turn_on [0–9] · appliance=aircon-living [0–6 '거실 에어컨']",
        "남은 말은 없어요.",
        "분명한 명령이라서 바로 해도 돼요.",
    ]
    assert reasons(engine, "turn on the living room aircon")[-2:] == [
        "Nothing is left over.",
        "It is a clear command, so it may be done at once.",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("에어컨 켜지 마", "하지 말라는 말이라서 아무것도 하지 않아요."),
        ("에어컨 켜져 있어?", "묻는 말이라서 대답만 해요."),
        ("더우면 에어컨 켜줘", "조건이 붙은 말이라서 지금은 하지 않아요."),
        ("7시에 에어컨 켜줘", "때가 정해진 말이라서 지금은 하지 않아요."),
        ("엄마가 에어컨 껐대", "전해 들은 말이나 지난 일이라서 아무것도 하지 않아요."),
        ("don't turn on the aircon", "It says not to, so nothing is done."),
        ("is the aircon on?", "It is a question, so it is only answered."),
        ("turn on the aircon at 7 pm", "It names a time, so nothing is done now."),
    ],
)
def test_why_it_does_not_act(engine: Engine, text: str, why: str) -> None:
    assert reasons(engine, text)[-1] == why


def test_what_was_left_over(engine: Engine) -> None:
    said = reasons(engine, "에어컨 뿅뿅 켜줘", Plan((AskStep("confirm", "ask.did_you_mean"),)))
    assert "뜻을 모르고 남은 말: 뿅뿅" in said
    assert said[-1] == "명령이지만 모르는 말이 남아 있어서 먼저 여쭤봐요."


def test_what_was_put_right(engine: Engine) -> None:
    asked = Plan((AskStep("confirm", "ask.did_you_mean"),))
    said = reasons(engine, "turn on the humidefier", asked)
    assert said[0] == "I read 'turn on the humidefier' as: turn on the humidifier"
    assert "'humidifier' is a guess, so I ask first." in said
    assert said[-1] == "It is a command, but something was guessed, so I ask first."
    said = reasons(engine, "dpdjzjs zuwnj", asked)
    assert said[0] == "'dpdjzjs zuwnj'를 이렇게 읽었어요: 에어컨 켜줘"
    assert said[-1] == "명령이지만 짐작한 데가 있어서 먼저 여쭤봐요."


def test_which_rule(engine: Engine) -> None:
    assert "통째로 아는 말이에요." in reasons(engine, "고마워", Plan())
    assert any(
        "what are you good for (talk.yml, line " in line for line in reasons(engine, "what are you good for")
    )


def test_every_kind_of_word_has_a_name_in_both_languages(engine: Engine) -> None:
    text = "집에서 아빠가 거실 불 다 빨갛게 50%로 두번째 그거 조금 더 밝게 켜줘"
    for word in engine.understand(text, home(), Focus()).words:
        for phrases in (KO, EN):
            assert f"explain.kind.{word.name}" in phrases, word


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("영화 모드 켜줘", "우리 집에서 만든 명령이에요: 영화 모드 (own.yml, line 3)"),
        ("불금이다 불 켜", "그냥 하는 말로 정해 둔 표현이 들어 있어요: 불금 (own.yml, line 7)"),
    ],
)
def test_a_home_of_its_own_words(text: str, why: str) -> None:
    own = 'version: "3.1"\ncommands:\n- name: 영화 모드\n  steps:\n    - 거실 불 꺼\nnever:\n  - 불금\n'
    engines = load_engines()
    read = engines.of_home(training_of({"own.yml": own.encode()})).built_in.understand(text, home(), Focus())
    assert why in explain(read, Plan(), KO)
