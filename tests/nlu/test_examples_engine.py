"""Examples that name things by words which only one home knows."""

import pytest

from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.examples import training_of
from tests.nlu.home import home
from tests.nlu.test_sentences import shown

_WORDS = """version: "3.1"
nlu:
- synonym: light-living
  examples: |
    - 왕별
    - big star
- synonym: living_room
  examples: |
    - 별나라
"""
_TAUGHT = """- intent: power.turn_off
  examples: |
    - [왕별](appliance) 재워 줘
    - lull the [big star](appliance)
    - [별나라](area) 재워 줘
"""


def _home(shipped: Engines, text: str, before: Engines | None = None) -> Engines:
    return shipped.of_home(training_of({"own.yml": text.encode()}), before)


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("왕별 재워 줘", "power.turn_off appliance=light-living"),
        ("왕별을 재워 줘", "power.turn_off appliance=light-living"),
        ("티비 재워 줘", "power.turn_off appliance_type=tv"),
        ("안방 불 재워 줘", "chat: nothing | 안방, 불, 재워, 줘"),
        ("왕별 재웠어", "reported: nothing | 왕별, 재웠어"),
        ("lull the big star", "power.turn_off appliance=light-living"),
        ("lull the tv", "power.turn_off appliance_type=tv"),
        ("lull the baby", "chat: nothing | lull"),
        ("별나라 재워 줘", "power.turn_off area=거실"),
        ("안방 재워 줘", "power.turn_off area=안방"),
    ],
)
def test_what_an_example_marks_may_be_named_otherwise(engines: Engines, sentence: str, meaning: str) -> None:
    engine = _home(engines, _WORDS + _TAUGHT).built_in
    assert shown(engine.understand(sentence, home(), Focus())) == meaning


def test_marks_that_change_are_read_again(engines: Engines) -> None:
    plain = _home(engines, _WORDS + _TAUGHT.replace("[왕별](appliance)", "왕별"))
    assert not plain.built_in.understand("티비 재워 줘", home(), Focus()).understood
    marked = _home(engines, _WORDS + _TAUGHT, plain)
    assert marked.built_in.understand("티비 재워 줘", home(), Focus()).understood
