"""Calling us by name in a group."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.wake import called

WORDS = ("집사야", "집사", "jipsa")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("집사야 불 켜", "불 켜"),
        ("집사야, 불 켜 줘", "불 켜 줘"),
        ("집사, 불 켜", "불 켜"),
        ("  집사야~ 불 켜!", "불 켜!"),
        ("Jipsa, turn on the light", "turn on the light"),
        ("ＪＩＰＳＡ　turn it off", "turn it off"),
        ("집사야", ""),
        ("집사야?", ""),
        (unicodedata.normalize("NFD", "집사야 불 켜"), unicodedata.normalize("NFD", "불 켜")),
        ("집사님이 오셨어", None),
        ("집사람 왔어", None),
        ("집사야말로 고생이지", None),
        ("집사\u200b람이 왔어", None),
        ("집사야\n불 켜", "불 켜"),
        ("집사야\t불 켜", "불 켜"),
        ("jipsa's day off", None),
        ("jipsa’s day off", None),
        ("jipsa-bot is down", None),
        ("집사@naver.com 으로 보내", None),
        (unicodedata.normalize("NFD", "집산 시장"), None),
        ("jipsas are cats", None),
        ("우리 집사야 불 켜", None),
        ("불 켜 집사야", None),
        ("", None),
    ],
)
def test_called(text: str, said: str | None) -> None:
    assert called(text, WORDS) == said


@given(st.text(max_size=30))
def test_any_text_can_be_asked(text: str) -> None:
    assert called(f"집사야 {text}", WORDS) is not None
    assert called(f"x{text}", WORDS) is None
