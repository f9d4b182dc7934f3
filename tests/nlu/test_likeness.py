"""Which sentences of families are the same wish, and which only look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.engines.base import Engine, Focus
from nlu.likeness import alike, grouped, wording_of, wording_of_text
from nlu.vocabulary import Vocabulary

ALIKE = [
    ("왕별 재워 줘", "왕별 좀 재워줘"),
    ("왕별 재워 줘", "왕별을 재워라"),
    ("왕별이 좀 재워줄래?", "왕별 재워 주세요"),
    ("거실 조명 좀 재워 줘", "안방 조명 재워줘"),
    ("세탁물 좀 처리해줘", "세탁물 처리 좀 해주세요"),
    ("세탁물 처리 부탁해", "세탁물 처리해 줘요"),
    ("분위기 좀 내줘", "분위기 내줘"),
    ("분위기 좀 내줘", "분위기 내 줘 ㅎㅎ"),
    ("에어컨 좀 빵빵하게", "선풍기 빵빵하게"),
    ("공주님 방 좀 포근하게 해줘", "공주님 방 포근하게 만들어봐"),
    ("우리 애기 재울 준비 해줘", "우리 애기 재울 준비해줘"),
    ("tuck the lamp in", "could you tuck the tv in please"),
    ("make it jazzy", "could you make it jazzy please"),
    ("왕별 재워 줘", "왕별재워"),
    ("snoozify the telly", "snoozify the light"),
]
DIFFERENT = [
    ("왕별 재워 줘", "왕별 깨워 줘"),
    ("왕별 켜줘", "왕별 꺼줘"),
    ("왕별 켜줘", "왕별 켜지 마"),
    ("왕별 재워 줘", "꼬마별 씻겨 줘"),
    ("세탁물 처리해줘", "설거지 처리해줘"),
    ("왕별 24도로 맞춰", "왕별 24분 뒤에 맞춰"),
    ("불금", "불꽃"),
    ("왕별", "왕밤"),
    ("tuck the lamp in", "take the lamp out"),
    ("wake up the big star", "turn off the big star"),
    ("make it jazzy", "make it gloomy"),
    ("거실 조명", "안방 티비"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_wish_in_other_words(engine: Engine, vocabulary: Vocabulary, one: str, other: str) -> None:
    first, second = (wording_of(engine.understand(text, vocabulary, Focus())) for text in (one, other))
    assert alike(first, second), (first, second)
    assert alike(second, first)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_wish(engine: Engine, vocabulary: Vocabulary, one: str, other: str) -> None:
    first, second = (wording_of(engine.understand(text, vocabulary, Focus())) for text in (one, other))
    assert not alike(first, second), (first, second)


def test_a_sentence_of_names_alone_is_like_no_other(engine: Engine, vocabulary: Vocabulary) -> None:
    one, other = (wording_of(engine.understand(text, vocabulary, Focus())) for text in ("세탁기", "냉장고"))
    assert one.signature == other.signature
    assert not alike(one, other)


def test_what_is_like_the_first_of_a_group_is_in_it(engine: Engine, vocabulary: Vocabulary) -> None:
    texts = [
        "왕별 재워 줘",
        "세탁물 처리해줘",
        "왕별 좀 재워줘",
        "tuck the lamp in",
        "세탁물 처리 좀 해주세요",
    ]
    wordings = [wording_of(engine.understand(text, vocabulary, Focus())) for text in texts]
    assert grouped(wordings) == [[0, 2], [1, 4], [3]]
    assert grouped([]) == []


@given(
    st.lists(
        st.sampled_from([text for pair in (*ALIKE, *DIFFERENT) for text in pair]).map(
            lambda text: text.split()
        ),
        max_size=12,
    )
)
def test_groups_are_those_of_comparing_each_with_each(texts: list[list[str]]) -> None:
    wordings = [wording_of_text(" ".join(words), "ko") for words in texts]
    firsts: list[int] = []
    for at, wording in enumerate(wordings):
        if not any(alike(wordings[first], wording) for first in firsts):
            firsts.append(at)
    groups = grouped(wordings)
    assert [group[0] for group in groups] == firsts
    assert sorted(at for group in groups for at in group) == list(range(len(texts)))


def test_a_text_whose_words_are_not_looked_at() -> None:
    hidden = wording_of_text("왕별 비번 •••• 열어라", "ko")
    assert alike(hidden, wording_of_text("왕별 비번 •••• 열어", "ko"))
    assert not alike(hidden, wording_of_text("세탁물 처리해줘", "ko"))
    assert not alike(wording_of_text("열어라", "ko"), wording_of_text("열어라", "en"))
