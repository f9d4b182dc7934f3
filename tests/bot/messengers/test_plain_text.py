"""Replies for a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Image, Reply
from bot.messengers.plain_text import buttons_of, picture_lines, pressed, printable, reply_lines

YES, NO = Button("네", "v1:a", "응"), Button("아니요", "v1:b", "아니")
LATER = Button("나중에", "v1:c", "나중에")


def test_buttons_are_numbered_through_all_replies() -> None:
    replies = (Reply("첫째\n둘째 줄", "첫째", (YES, NO)), Reply("셋째", "셋째", (LATER,)))
    assert reply_lines(replies) == ["첫째", "둘째 줄", "  [1] 네   [2] 아니요", "셋째", "  [3] 나중에"]
    assert pressed("3", buttons_of(replies)) is LATER


@pytest.mark.parametrize("typed", ["1", " 1 ", "1", "01"])
def test_a_number_presses(typed: str) -> None:
    assert pressed(typed, [YES, NO]) is YES


@pytest.mark.parametrize("typed", ["0", "3", "-1", "1.", "1번 켜", "네", "", "²", "24", "9" * 5000])
def test_anything_else_is_text(typed: str) -> None:
    assert pressed(typed, [YES, NO]) is None


@given(st.text())
def test_nothing_printable_steers_a_terminal(text: str) -> None:
    shown = printable(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    shown.encode()


def test_emoji_and_hangul_stay_whole() -> None:
    assert printable("👨‍👩‍👧 거실 24°C ✔️") == "👨‍👩‍👧 거실 24°C ✔️"


def test_a_picture_is_told_in_words_where_it_cannot_be_shown() -> None:
    code = Image("qr:ABCDEFGH", "초대 코드 QR")
    assert reply_lines((Reply("코드: ABCDEFGH", "코드", image=code),)) == ["코드: ABCDEFGH", "초대 코드 QR"]
    assert reply_lines((Reply("초대 코드 QR이에요.", "코드", image=code),)) == ["초대 코드 QR이에요."]


def test_a_code_is_drawn_for_a_terminal() -> None:
    drawn = picture_lines(Image("qr:https://t.me/jipsa_bot?start=ABCDEFGH", "초대 코드 QR"))
    assert len(drawn) > 10 and len({len(line) for line in drawn}) == 1 and set("".join(drawn)) <= set("█▀▄ ")
    assert picture_lines(Image("data:image/png;base64,AAAA", "그림")) == []
