"""Particles follow the last sound of the noun before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.korean.particles import first_form, refit, sound


@pytest.mark.parametrize(
    ("before", "after", "tail", "expected"),
    [
        ("에어컨", "티비", "을 켜줘", "를 켜줘"),
        ("티비", "에어컨", "를 켜줘", "을 켜줘"),
        ("커튼", "불", "으로 해", "로 해"),
        ("불", "커튼", "로는 해", "으로는 해"),
        ("티비", "불", "가", "이"),
        ("불", "티비", "이랑 에어컨", "랑 에어컨"),
        ("24", "26", "로 맞춰", "으로 맞춰"),
        ("티비", "불", "에서", "에서"),
        ("티비", "불", " 켜", " 켜"),
        ("티비", "불", "", ""),
        ("티비", "불", "야", None),
        ("티비", "세탁기", "야", "야"),
        ("티비", "tv", "를", None),
        ("티비", "tv", "에", "에"),
        ("24", "50", "도로", "도로"),
    ],
)
def test_refit(before: str, after: str, tail: str, expected: str | None) -> None:
    assert refit(before, after, tail) == expected


@given(
    before=st.sampled_from(["불", "티비", "에어컨"]),
    after=st.sampled_from(["조명", "세탁기", "팬틀"]),
    tail=st.text("으로을를이가은는과와야 켜", max_size=6),
)
def test_there_and_back(before: str, after: str, tail: str) -> None:
    """A tail that fits the first noun comes back when the noun comes back."""
    there = refit(before, after, tail)
    own = refit(after, before, there) if there is not None else None
    if own is not None:
        assert refit(before, after, own) == there
        assert first_form(own) == first_form(there or "")


def test_sound() -> None:
    assert [sound(word) for word in ("불", "티비", "에어컨", "21", "20", "22", "tv", "")] == [
        "rieul", "vowel", "consonant", "rieul", "consonant", "vowel", None, None,
    ]  # fmt: skip
