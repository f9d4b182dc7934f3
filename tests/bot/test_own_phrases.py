"""What is told of phrases that are taught, looked up and forgotten by chat."""

from dataclasses import dataclass, field
from typing import get_args

import pytest

from bot.answering import outcome_of
from bot.languages import languages
from bot.message import Button
from bot.own_phrases import Taught, WhyNot, keep_phrase
from bot.plan import Facts, HouseStep, Option, Plan, Receipt, TellStep
from bot.wording.phrases import load_phrases
from bot.wording.replies import Wording
from tests.bot.planner.homes import home

WORDS: Facts = {"words": "빨래 좀"}
WHY = get_args(WhyNot)


@dataclass
class Phrases:
    """Words of a home, as far as chat reaches them."""

    answer: Taught = field(default_factory=Taught)
    known: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)

    async def teach_phrase(self, phrase: str, meaning: str, by: str) -> Taught:
        self.asked.append(("teach", phrase, meaning, by))
        return self.answer

    async def forget_phrase(self, phrase: str, by: str) -> Taught:
        self.asked.append(("forget", phrase, by))
        return self.answer

    async def undo(self, version: str, by: str) -> Taught:
        self.asked.append(("undo", version, by))
        return self.answer

    def meaning(self, phrase: str) -> str | None:
        return self.known.get(phrase)


TEACH = HouseStep("teach_phrase", {"phrase": "빨래 좀", "meaning": "세탁기 시작"})
FORGET = HouseStep("forget_phrase", {"phrase": "빨래 좀"})
UNDO = HouseStep("undo_words", {"version": "v1"})
LOOK_UP = HouseStep("look_up_phrase", {"phrase": "빨래 좀"})


async def test_a_phrase_is_taught() -> None:
    phrases = Phrases(Taught(version="v1", count=3))
    told = await keep_phrase(phrases, TEACH, "mom")
    assert phrases.asked == [("teach", "빨래 좀", "세탁기 시작", "mom")]
    assert told == TellStep(
        "told.phrase_taught", {**WORDS, "meaning": "세탁기 시작", "version": "v1", "count": 3}
    )


async def test_a_phrase_is_forgotten() -> None:
    phrases = Phrases(Taught(version="v2"))
    assert await keep_phrase(phrases, FORGET, "mom") == TellStep(
        "told.phrase_forgotten", {**WORDS, "version": "v2"}
    )
    assert phrases.asked == [("forget", "빨래 좀", "mom")]


async def test_it_is_undone() -> None:
    phrases = Phrases()
    assert await keep_phrase(phrases, UNDO, "mom") == TellStep("told.words_undone")
    assert phrases.asked == [("undo", "v1", "mom")]


async def test_what_a_phrase_means() -> None:
    phrases = Phrases()
    assert await keep_phrase(phrases, LOOK_UP, "mom") == TellStep("told.phrase_unknown", WORDS)
    phrases.known["빨래 좀"] = "세탁기 시작"
    assert await keep_phrase(phrases, LOOK_UP, "mom") == TellStep(
        "told.phrase_means", {**WORDS, "meaning": "세탁기 시작"}
    )
    assert phrases.asked == []


@pytest.mark.parametrize("why", WHY)
async def test_what_was_not_done_is_said_with_its_reason(why: WhyNot) -> None:
    phrases = Phrases(Taught(why, version=None, sentence="불 꺼"))
    for step, key in (
        (TEACH, "told.phrase_not_taught"),
        (FORGET, "told.phrase_not_forgotten"),
        (UNDO, "told.words_not_undone"),
    ):
        told = await keep_phrase(phrases, step, "mom")
        assert (told.key, told.facts["why"], told.facts["against"]) == (key, why, "불 꺼")
        assert outcome_of(Receipt(Plan((step,)), told=(told,))) == "refused"
        for language in ("ko", "en"):
            assert said(told, language)


async def test_a_phrase_is_not_named_twice() -> None:
    told = await keep_phrase(Phrases(Taught("everyday", sentence="빨래 좀")), TEACH, "mom")
    assert said(told, "ko") == "‘빨래 좀’은 평소에 쓰는 말이라 뜻을 바꾸지 않았어요. 다른 말로 정해 주세요."


def said(told: TellStep, language: str) -> str:
    wording = Wording({code: load_phrases(code) for code in languages()})
    receipt = Receipt(Plan(), told=(told,))
    (reply,) = wording.reply(receipt, home(), language, _button)
    assert len(reply.short) <= 40
    assert "…" not in reply.text
    return reply.text


def _button(option: Option) -> Button:
    return Button(option.label, "b", option.label)


@pytest.mark.parametrize(
    ("language", "words", "meaning", "text"),
    [
        ("ko", "빨래 좀", "세탁기 시작", "이제 ‘빨래 좀’이라고 하시면 ‘세탁기 시작’으로 알아들을게요."),
        ("ko", "영화 볼래", "거실 불 꺼 줘", "이제 ‘영화 볼래’라고 하시면 ‘거실 불 꺼 줘’로 알아들을게요."),
        ("ko", "나 잘래", "불 다 꺼", "이제 ‘나 잘래’라고 하시면 ‘불 다 꺼’로 알아들을게요."),
        (
            "en",
            "laundry please",
            "start the washer",
            "From now on, ‘laundry please’ means ‘start the washer’ to me.",
        ),
    ],
)
def test_the_words_of_a_lesson(language: str, words: str, meaning: str, text: str) -> None:
    facts: Facts = {"words": words, "meaning": meaning, "version": "v1"}
    assert said(TellStep("told.phrase_taught", facts), language) == text


def test_how_many_messages_it_changes() -> None:
    facts: Facts = {"words": "laundry please", "meaning": "start the washer", "version": "v1", "count": 1}
    assert "1 message of late" in said(TellStep("told.phrase_taught", facts), "en")
    assert "4개" in said(TellStep("told.phrase_taught", {**facts, "count": 4}), "ko")
