"""When a sentence means: the tables of times, and how times meet other words."""

from pathlib import Path

import pytest
import yaml

from nlu.engines.base import Engine, Focus
from nlu.understanding import TimeExpression
from nlu.vocabulary import Vocabulary

_TABLES = Path(__file__).parents[1] / "sentences"


def _rows() -> list[tuple[str, str]]:
    tables = (
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(_TABLES.glob("times_*.yaml"))
    )
    return [(sentence, meaning) for table in tables for sentence, meaning in table.items()]


def shown(time: TimeExpression) -> str:
    """A time as the tables write it."""
    facts = ((name, getattr(time, name)) for name in ("seconds", "clock", "either", "day"))
    return " ".join([time.kind, *(f"{name}={value}" for name, value in facts if value is not None)])


@pytest.mark.parametrize(("sentence", "meaning"), _rows())
def test_times_mean_what_the_table_says(
    engine: Engine, vocabulary: Vocabulary, sentence: str, meaning: str
) -> None:
    understanding = engine.understand(sentence, vocabulary, Focus())
    assert [shown(time) for time in understanding.times] == [meaning]


@pytest.mark.parametrize(
    ("sentence", "meanings"),
    [
        ("오후 7시부터 9시까지 거실 불 켜줘", ["at clock=19:00", "until either=09:00"]),
        ("밤 11시부터 아침 6시까지 가습기 켜줘", ["at clock=23:00", "until clock=06:00"]),
        ("거실 불 10분 뒤에 켜고 20분 뒤에 꺼줘", ["in seconds=600.0", "in seconds=1200.0"]),
        ("turn the heating on from 7 to 9pm", ["at either=07:00", "until clock=21:00"]),
        ("turn the lights on at 7 and off at 11", ["at either=07:00", "until either=11:00"]),
        ("12시에 점심 먹으니까 11시 반에 밥솥 돌려줘", ["at either=11:30"]),
    ],
)
def test_several_times_stay_apart(
    engine: Engine, vocabulary: Vocabulary, sentence: str, meanings: list[str]
) -> None:
    understanding = engine.understand(sentence, vocabulary, Focus())
    assert understanding.mood == "scheduled"
    assert [shown(time) for time in understanding.times] == meanings


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("28도 넘으면 에어컨 켜줘", "28도 넘으면"),
        ("문이 5분 넘게 열려 있으면 알려줘", "문이 5분 넘게 열려 있으면"),
        ("점심 먹고 식기세척기 돌려줘", "점심 먹고"),
        ("if it's over 28 turn on the aircon", "if it's over 28"),
        ("turn on the aircon if it's over 28", "if it's over 28"),
        (
            "when the lights are on and nobody is home, turn them off",
            "when the lights are on and nobody is home",
        ),
        ("after the washer finishes start the dryer", "after the washer finishes"),
        ("tell me if the door stays open more than 5 minutes", "if the door stays open more than 5 minutes"),
    ],
)
def test_a_condition_is_kept_word_for_word(
    engine: Engine, vocabulary: Vocabulary, sentence: str, condition: str
) -> None:
    understanding = engine.understand(sentence, vocabulary, Focus())
    assert understanding.mood == "conditional"
    assert [one.text for one in understanding.conditions] == [condition]
    assert not understanding.times


@pytest.mark.parametrize(
    "sentence", ["7시 반에 깨게 거실 커튼 열어줘", "오후 3시에 나가야 되니까 보일러 꺼줘"]
)
def test_what_something_is_for_never_hides_its_time(
    engine: Engine, vocabulary: Vocabulary, sentence: str
) -> None:
    assert engine.understand(sentence, vocabulary, Focus()).mood != "command"
