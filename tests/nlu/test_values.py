"""Numbers, units and times as they come out of sentences."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("24도", 24),
        ("이십사도", 24),
        ("이십 사 도", 24),
        ("스물네 도", 24),
        ("이십4도", 24),
        ("24.5도", 24.5),
        ("십팔도", 18),
        ("서른 도", 30),
        ("이십오 점 오도", 25.5),
        ("영하 이도", -2),
        ("-2도", -2),
        ("백팔십도", 180),
    ],
)
def test_korean_numbers(engine: Engine, vocabulary: Vocabulary, words: str, value: float) -> None:
    understanding = engine.understand(f"에어컨 {words}로 맞춰줘", vocabulary, Focus())
    assert [intent.one("value") for intent in understanding.intents] == [value]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("24", 24),
        ("24.5", 24.5),
        ("twenty four", 24),
        ("twenty-four", 24),
        ("twenty four and a half", 24.5),
        ("eighteen", 18),
        ("one hundred eighty", 180),
        ("twenty two point five", 22.5),
        ("minus two", -2),
        ("-2", -2),
    ],
)
def test_english_numbers(engine: Engine, vocabulary: Vocabulary, words: str, value: float) -> None:
    understanding = engine.understand(f"set the aircon to {words} degrees", vocabulary, Focus())
    assert [intent.one("value") for intent in understanding.intents] == [value]


@pytest.mark.parametrize(
    ("text", "kind", "seconds", "clock", "day"),
    [
        ("10분 뒤에 불 꺼줘", "in", 600, None, None),
        ("한 시간 후에 불 꺼줘", "in", 3600, None, None),
        ("두 시간 반 동안 보일러 켜줘", "for", 9000, None, None),
        ("30분만 선풍기 틀어줘", "for", 1800, None, None),
        ("내일 아침 7시 반에 불 켜줘", "at", None, "07:30", "tomorrow"),
        ("오후 3시에 세탁기 돌려줘", "at", None, "15:00", None),
        ("저녁 8시에 불 켜줘", "at", None, "20:00", None),
        ("7시에 불 켜줘", "at", None, None, None),
        ("19시에 불 켜줘", "at", None, "19:00", None),
        ("10시까지 티비 켜줘", "until", None, None, None),
        ("6시까지 세탁기 끝나게 해줘", "by", None, None, None),
        ("매일 아침 7시에 불 켜줘", "every", None, "07:00", None),
        ("나중에 불 꺼줘", "unclear", None, None, None),
        ("turn off the tv in 30 minutes", "in", 1800, None, None),
        ("turn on the fan for two hours", "for", 7200, None, None),
        ("turn on the fan at 7 pm", "at", None, "19:00", None),
        ("turn on the fan at 7:30 am", "at", None, "07:30", None),
        ("turn on the fan tomorrow at 7 am", "at", None, "07:00", "tomorrow"),
        ("turn on the fan at 7", "at", None, None, None),
        ("turn on the fan until 10 pm", "until", None, "22:00", None),
        ("turn on the fan every day at 6 am", "every", None, "06:00", None),
        ("turn off the tv at midnight", "at", None, "00:00", None),
        ("turn off the tv later", "unclear", None, None, None),
    ],
)
def test_times(
    engine: Engine,
    vocabulary: Vocabulary,
    text: str,
    kind: str,
    seconds: float | None,
    clock: str | None,
    day: str | None,
) -> None:
    understanding = engine.understand(text, vocabulary, Focus())
    assert understanding.mood == "scheduled"
    (time,) = understanding.times
    assert (time.kind, time.seconds, time.clock, time.day) == (kind, seconds, clock, day)
    assert understanding.normalized[time.start : time.end] == time.text
