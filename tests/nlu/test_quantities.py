"""Numbers with what they count."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.options import match_option
from nlu.vocabulary import Vocabulary


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("에어컨 24도 반으로", 24.5, "celsius"),
        ("에어컨 스물네 도", 24.0, "celsius"),
        ("에어컨 화씨 75도", 75.0, "fahrenheit"),
        ("냉장고 영하 3도", -3.0, "celsius"),
        ("set the aircon to twenty four and a half degrees", 24.5, "celsius"),
        ("티비 11번", 11.0, None),
    ],
)
def test_a_value_and_its_unit(
    engine: Engine, vocabulary: Vocabulary, text: str, value: float, unit: str | None
) -> None:
    (intent,) = engine.understand(text, vocabulary, Focus()).intents
    assert (intent.one("value"), intent.one("unit")) == (value, unit)


def test_counted_times_are_no_channel(engine: Engine, vocabulary: Vocabulary) -> None:
    (intent,) = engine.understand("세탁기 쾌속으로 한 번 돌려줘", vocabulary, Focus()).intents
    assert intent.name == "run_control.start" and intent.one("value") is None


def test_an_option_may_stand_for_its_like() -> None:
    assert match_option("quick", ["표준", "급속"], "program") == ["급속"]
    assert match_option("high", ["표준", "강력"], "fan_speed") == ["강력"]
    assert match_option("quiet", ["표준", "조용히"], "mode") == ["조용히"]
    assert match_option("백미 쾌속", ["백미", "쾌속 백미"], "program")[0] == "쾌속 백미"
    assert match_option("boost", ["냉방", "송풍"], "mode") == []
