"""Phrases in quotes that are taught by chat: which messages do it, and that no other one ever does."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.as_order import as_orders
from nlu.engine import load_languages
from nlu.engines.base import Engine, Focus
from nlu.language import LessonData
from nlu.vocabulary import Vocabulary
from nlu.word_lessons import FORGET, TEACH, WordLesson, WordLessons
from tests.nlu.test_sentences import shown

LANGUAGES = load_languages()
KO, EN = WordLessons(LANGUAGES["ko"]), WordLessons(LANGUAGES["en"])
LESSON = WordLesson(TEACH, "command", "빨래 좀", "세탁기 시작")
MOODS = {
    "teach": "command",
    "forget": "command",
    "asked": "question",
    "negated": "negated",
    "reported": "reported",
    "order": "chat",
}
_ITEM = re.compile(r"(<[a-z_]+>|\{[a-z]+\}|[^\s<>{}?]+)(\??)")


def said(data: LessonData, text: str, rng: random.Random, meaning: str) -> str:
    """One way to say a pattern or an entry of a table."""
    words = []
    for item, maybe in _ITEM.findall(text):
        if maybe and rng.random() < 0.6:
            continue
        if item.startswith("<"):
            words.append(said(data, rng.choice(data.words[item[1:-1]]), rng, meaning))
        else:
            words.append({"{phrase}": "'xyzzy'", "{meaning}": meaning}.get(item, item))
    return " ".join(word for word in words if word)


@pytest.mark.parametrize(("lessons", "code"), [(KO, "ko"), (EN, "en")])
def test_every_pattern_can_be_said(lessons: WordLessons, code: str) -> None:
    rng, data = random.Random(1), LANGUAGES[code].lessons
    for kind, patterns in data.says.items():
        for pattern in patterns:
            for _ in range(4):
                sentence = said(data, pattern, rng, "세탁기 시작" if code == "ko" else "start the washer")
                found = lessons.read(sentence)
                assert found is not None, sentence
                assert found.phrase == "xyzzy", sentence
                assert kind in {"teach", "forget"} or found.mood != "command", sentence
                assert found.mood == MOODS[kind] or kind in {"teach", "forget"}, sentence


@pytest.mark.parametrize("quotes", ["''", '""', "‘’", "“”", "「」", "『』", "``", "«»", "《》", "＇＇"])
def test_quotes_of_all_kinds(quotes: str) -> None:
    assert KO.read(f"{quotes[0]}빨래 좀{quotes[1]}은 세탁기 시작이야") == LESSON
    assert KO.read(f"{quotes[0]}빨래 좀{quotes[1]} 은 {quotes[0]}세탁기 시작{quotes[1]}이야") == LESSON


def test_a_phrase_stays_as_it_was_typed() -> None:
    lesson = EN.read("“Don't wait up, OK?” means turn off the TV.")
    assert lesson == WordLesson(TEACH, "command", "Don't wait up, OK?", "turn off the TV")


def test_what_stands_in_the_quotes_must_be_a_phrase() -> None:
    for phrase in ("", " ", "...", "?!", "1234", "가" * 61):
        assert KO.read(f"'{phrase}'은 세탁기 시작이야") == WordLesson(TEACH, "chat", None)
        assert EN.read(f"forget '{phrase}'") == WordLesson(FORGET, "chat", None)
    longest = "가" * 60
    assert KO.read(f"'{longest}'은 세탁기 시작이야") == WordLesson(TEACH, "command", longest, "세탁기 시작")
    assert KO.read(f"'빨래 좀'은 {'세탁기 ' * 60}이야") == WordLesson(TEACH, "chat", None)


def test_more_than_the_lesson_is_none() -> None:
    for text in (
        "불 끄고 '빨래 좀'은 세탁기 시작이야", "아빠: '빨래 좀'은 세탁기 시작이야",
        "> '빨래 좀'은 세탁기 시작이야", "불 꺼\n'빨래 좀'은 세탁기 시작이야", "'빨래 좀'은 세탁기 시작이라는\n뜻이야",
    ):  # fmt: skip
        lesson = KO.read(text)
        assert lesson is not None, text
        assert lesson.mood == "reported", text


def test_without_quotes_nothing_is_taught() -> None:
    for text in ("빨래 좀은 세탁기 시작이야", "'빨래 좀은 세탁기 시작이야", "빨래 좀'은 세탁기 시작이야"):
        assert KO.read(text) is None
    for text in (
        "turn off dad's and mom's lamp",
        "don't turn on what's off",
        "laundry please means start the washer",
    ):
        assert EN.read(text) is None


@given(st.text(alphabet="'\"‘’은는이야라고하면뜻 abmeans?.=가", max_size=60))
def test_only_whole_phrases_are_ever_taught(text: str) -> None:
    for lessons in (KO, EN):
        lesson = lessons.read(text)
        if lesson is not None and lesson.mood == "command":
            assert lesson.phrase is not None
            assert any(map(str.isalpha, lesson.phrase))
            assert lesson.phrase in text


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    KO.read(f"'{text}'은 {text}라는 뜻이야")
    EN.read(f"'{text}' means {text}")


@pytest.mark.parametrize(
    ("code", "meaning", "order"),
    [
        ("ko", "불 끄라", "불 꺼"),
        ("ko", "불 끄는", "불 꺼"),
        ("ko", "세탁기 돌리", "세탁기 돌려"),
        ("ko", "커튼 열", "커튼 열어"),
        ("ko", "커튼을 여는", "커튼을 열어"),
        ("ko", "커튼 닫으라", "커튼 닫아"),
        ("ko", "커튼 걷으", "커튼 걷어"),
        ("ko", "선풍기 켜 달라", "선풍기 켜 줘"),
        ("ko", "선풍기 켜달", "선풍기 켜 줘"),
        ("ko", "에어컨 켜면 돼", "에어컨 켜"),
        ("ko", "세탁기 시작하", "세탁기 시작해"),
        ("en", "turning off the light", "turn off the light"),
        ("en", "closing the blinds", "close the blinds"),
        ("en", "running the washer", "run the washer"),
        ("en", "to start the washer", "start the washer"),
        ("en", "that you should start the washer", "start the washer"),
    ],
)
def test_a_meaning_as_an_order(code: str, meaning: str, order: str) -> None:
    assert order in as_orders(meaning, LANGUAGES[code])


@pytest.mark.parametrize("meaning", ["", " ", "ing", "라", "abc", "?", "줘!", "king", "1"])
def test_what_is_no_order_breaks_nothing(meaning: str) -> None:
    for language in LANGUAGES.values():
        assert all(isinstance(one, str) for one in as_orders(meaning, language))


def test_a_lesson_while_something_is_asked(engine: Engine, vocabulary: Vocabulary) -> None:
    read = engine.understand("'응'은 오븐 켜라는 뜻이야", vocabulary, Focus(pending=True))
    assert shown(read) == "words.teach phrase=응 meaning=오븐 켜"


def test_the_languages_may_be_mixed(engine: Engine, vocabulary: Vocabulary) -> None:
    for text, code, meaning in (
        ("'laundry please'는 세탁기 시작이야", "ko", "세탁기 시작"),
        ("'빨래 좀' means turning off the tv", "en", "turn off the tv"),
        ("'빨래 좀' means 티비 끄라", "en", "티비 끄라"),
    ):
        read = engine.understand(text, vocabulary, Focus())
        assert (read.language, read.intents[0].one("meaning"), read.mood) == (code, meaning, "command")


def test_where_the_words_stood(engine: Engine, vocabulary: Vocabulary) -> None:
    read = engine.understand("“Movie Time” means turn off the TV", vocabulary, Focus())
    for slot in read.intents[0].slots:
        assert read.normalized[slot.start : slot.end] == str(slot.value).lower()


def test_one_that_is_only_copied_from_our_words_teaches(engine: Engine, vocabulary: Vocabulary) -> None:
    read = engine.understand("‘빨래 좀’은 세탁기 시작이라는 뜻이야", vocabulary, Focus())
    assert shown(read) == "words.teach phrase=빨래 좀 meaning=세탁기 시작"
