"""Talk about people and the chat: only whole messages, and names count nowhere else."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.engine import load_engine, load_languages
from nlu.engines.base import Engine, Focus
from nlu.house_patterns import HousePatterns
from nlu.house_talk import ANSWER
from nlu.language import HouseData, Language
from nlu.vocabulary import Vocabulary, Who
from tests.nlu.test_sentences import may_act, shown

LANGUAGES, ENGINE = load_languages(), load_engine()
_ITEM = re.compile(r"(<[a-z_]+>|\{[a-z]+\}|[^\s<>{}?]+)(\??)")


def said(data: HouseData, text: str, rng: random.Random, names: str) -> str:
    """One way to say a pattern or an entry of a table."""
    words = []
    for item, maybe in _ITEM.findall(text):
        if maybe and rng.random() < 0.6:
            continue
        if item.startswith("<"):
            words.append(said(data, rng.choice(data.words[item[1:-1]]), rng, names))
        elif item == "{role}":
            words.append(rng.choice([word for role in data.roles.values() for word in role]))
        else:
            words.append(names if item.startswith("{") else item)
    return " ".join(words)


def ways(language: Language) -> list[tuple[str, str]]:
    """For each pattern some sentences, and their intent."""
    rng = random.Random(1)
    name = {"ko": "지우", "ja": "ゲスト"}.get(language.language, "Jiu")
    return [
        (intent, said(language.house, pattern, rng, name))
        for intent, patterns in language.house.says.items()
        for pattern in patterns
        for _ in range(4)
    ]


@pytest.mark.parametrize("code", ["ko", "en", "ja"])
def test_every_pattern_is_worth_a_closer_look(code: str) -> None:
    patterns = HousePatterns(LANGUAGES[code])
    for intent, sentence in ways(LANGUAGES[code]):
        # an answer is looked for wherever we asked something
        assert patterns.may_be(sentence.lower()) or intent == ANSWER, (intent, sentence)


@pytest.mark.parametrize("code", ["ko", "en", "ja"])
def test_every_pattern_can_be_said(engine: Engine, vocabulary: Vocabulary, code: str) -> None:
    for intent, sentence in ways(LANGUAGES[code]):
        names = [
            one.name
            for one in engine.understand(sentence, vocabulary, Focus(intent == ANSWER, language=code)).intents
        ]
        assert names == [intent], sentence


def people(*names: str) -> Vocabulary:
    return Vocabulary(people=tuple(Who(name, (name,)) for name in names), version=" ".join(names))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("불", "불 꺼 줘"),
        ("지우", "지우 방 불 꺼"),
        ("지우", "사진 지우 줘"),
        ("Will", "will you turn on the light"),
        ("Light", "turn off the light"),
        ("알림", "알림 꺼 줘"),
        ("봄", "티비 봄"),
    ],
)
def test_a_name_changes_no_other_sentence(
    engine: Engine, vocabulary: Vocabulary, name: str, sentence: str
) -> None:
    named = replace(vocabulary, people=people(name).people, version=name)
    nobody = replace(vocabulary, people=(), version="nobody")
    assert shown(engine.understand(sentence, named, Focus())) == shown(
        engine.understand(sentence, nobody, Focus())
    )


def test_a_new_person_is_known_at_once(engine: Engine) -> None:
    assert shown(engine.understand("민수 내보내 줘", people("지우"), Focus())) == "people.remove unknown=민수"
    assert (
        shown(engine.understand("민수 내보내 줘", people("지우", "민수"), Focus()))
        == "people.remove person=민수"
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Anne-Marie", "remove anne-marie"), ("O'Neil", "remove O'Neil"), ("김 민지", "김민지 내보내 줘"),
     ("van der Berg", "invite Van der Berg"), ("민준이", "민준이 내보내 줘"), ("James", "revoke James's access")],
)  # fmt: skip
def test_names_of_all_kinds(engine: Engine, name: str, sentence: str) -> None:
    (intent,) = engine.understand(sentence, people(name), Focus()).intents
    assert intent.all("person") == [name]


def test_a_name_is_kept_as_it_was_typed(engine: Engine) -> None:
    understanding = engine.understand("please invite MinJi for 2 hours", people("mom"), Focus())
    (slot,) = understanding.intents[0].slots
    assert (slot.name, slot.value) == ("unknown", "MinJi")
    assert [(time.kind, time.seconds) for time in understanding.times] == [("for", 7200.0)]


def test_where_a_name_stood(engine: Engine) -> None:
    understanding = engine.understand("집사야, 지우 연결 끊어 줘", people("지우"), Focus())
    (slot,) = understanding.intents[0].slots
    assert understanding.normalized[slot.start : slot.end] == "지우"


@pytest.mark.parametrize(
    "sentence",
    ["엄마: 손님 초대해 줘", "손님 초대해 줘라고 했어", "손님 초대해 줘 그리고 불 켜", "손님 초대해 줘?", "invite a guest?",
     "손님 초대해 줘 " + "아 " * 80],
)  # fmt: skip
def test_less_or_more_than_the_message_is_none(engine: Engine, vocabulary: Vocabulary, sentence: str) -> None:
    assert not may_act(engine.understand(sentence, vocabulary, Focus()))


@given(
    st.text(max_size=60),
    st.sampled_from(["초대 {} 해 줘", "invite {}", "{} 내보내 줘", "remove {}", "알림 {} 꺼"]),
)
def test_whatever_stands_between_is_read(text: str, frame: str) -> None:
    read = ENGINE.understand(frame.replace("{}", text), people("지우"), Focus())
    for slot in (slot for intent in read.intents for slot in intent.slots):
        assert 0 <= slot.start <= slot.end <= len(read.normalized) + len(text)


@pytest.mark.parametrize(
    "text", ["ok jipsa " * 12 + "invite", "집사" * 55 + "초대", "please " * 15 + "invite x"]
)
def test_what_says_the_same_over_and_over_is_no_such_message(engine: Engine, text: str) -> None:
    assert engine.understand(text, people("지우"), Focus()).rule != "phrase"


def test_long_messages_are_not_searched(engine: Engine) -> None:
    assert engine.understand("invite " * 250, people("지우"), Focus()).rule != "phrase"
