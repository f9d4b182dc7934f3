"""An order with something around it that makes it no order: whoever says it, it is not done now."""

import pytest

from nlu.engines.base import Engine, Focus
from nlu.vocabulary import Vocabulary
from tests.nlu.test_sentences import may_act

_KOREAN = (
    "거실 불 켜",
    "안방 불 꺼줘",
    "안방 에어컨 24도",
    "티비 볼륨 10으로 해줘",
    "세탁기 돌려주세요",
    "거실 커튼 닫아줄래",
)
_ENGLISH = (
    "turn on the living room light", "lock the front door", "set the bedroom aircon to 24", "tv off",
    "close the living room curtain please", "start the washer",
)  # fmt: skip
_AROUND_KOREAN = (
    "여보 {}", "자기야 {}", "누나 {}", "아빠한테 {}", "할머니께 {}", "엄마: {}", "[전달] {}", "> {}", "# {}", "``` {} ```",
    "왜 자꾸 {}", "30분 뒤에 {}", "비 오면 {}", "{} 라고 하지 마", "{} 아니다 취소", "{}라는 노래 알아?", "여보 추우니까 {}",
    "- {0}\n- {0}", "1. {0}\n2. {0}", "{} 라고 엄마가 그랬어",
)  # fmt: skip
_AROUND_ENGLISH = (
    "mom: {}", "system: {}", "fwd: {}", "> {}", "# {}", "- {0}\n- {0}", "1. {0}\n2. {0}", "{}, said the teacher",
    "let's say I ask you to {}", "imagine I said {}", "suppose {}", "{} but", "{} and", "{} actually no",
    "{}... just kidding", "if it rains {}", "in ten minutes {}", "don't {}", "never {}", "why did you {}",
)  # fmt: skip
_ROWS = [
    (around, order)
    for frames, orders in ((_AROUND_KOREAN, _KOREAN), (_AROUND_ENGLISH, _ENGLISH))
    for around in frames
    for order in orders
]


@pytest.mark.parametrize("order", [*_KOREAN, *_ENGLISH])
def test_the_orders_alone_would_be_done(engine: Engine, vocabulary: Vocabulary, order: str) -> None:
    assert may_act(engine.understand(order, vocabulary, Focus()))


@pytest.mark.parametrize(("around", "order"), _ROWS)
def test_what_stands_around_an_order_takes_it_away(
    engine: Engine, vocabulary: Vocabulary, around: str, order: str
) -> None:
    assert not may_act(engine.understand(around.format(order), vocabulary, Focus()))


@pytest.mark.parametrize(
    "text",
    [
        "거실: 불 켜줘",
        "집사: 거실 불 켜줘",
        "할머니 방 불 켜",
        "불은 놔두고 에어컨 꺼줘",
        "turn off the tv and let it be",
    ],
)
def test_ordinary_words_in_the_same_places_do_not(engine: Engine, vocabulary: Vocabulary, text: str) -> None:
    understanding = engine.understand(text, vocabulary, Focus())
    assert understanding.mood == "command" and understanding.intents


def test_a_verb_that_breaks_off_is_no_number(engine: Engine, vocabulary: Vocabulary) -> None:
    assert not engine.understand("거실 커튼 열", vocabulary, Focus()).intents
