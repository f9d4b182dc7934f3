"""Parcels as Telegram takes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Image, Span
from bot.messengers.base import Address, Parcel, Undelivered
from bot.messengers.telegram import encode
from tests.support.telegram_api.server import checked_buttons, checked_entities


def labels(*given: str) -> list[list[str]]:
    markup = encode.keyboard([Button(label, f"v1:{number}", label) for number, label in enumerate(given)])
    assert markup is not None
    return [[one.text for one in row] for row in markup.inline_keyboard]


def test_rows_of_buttons_fit_a_telephone() -> None:
    assert labels("네", "아니요") == [["네", "아니요"]]
    assert labels(*"123456789") == [list("12345678"), ["9"]]
    assert labels("안방 에어컨", "거실 에어컨", "모두") == [["안방 에어컨", "거실 에어컨"], ["모두"]]
    assert labels("거실에 있는 커다란 스탠드 에어컨", "네") == [["거실에 있는 커다란 스탠드 에어컨"], ["네"]]
    assert encode.keyboard(()) is None


@pytest.mark.parametrize("action", ["", "x" * 65, "가" * 22])
def test_a_button_id_that_telegram_would_refuse(action: str) -> None:
    with pytest.raises(Undelivered, match="64 bytes"):
        encode.keyboard([Button("네", action, "네")])


@given(st.lists(st.text(min_size=1, max_size=64), min_size=1, max_size=100))
def test_every_keyboard_is_within_the_limits(given: list[str]) -> None:
    markup = encode.keyboard([Button(label, f"v1:{number}", label) for number, label in enumerate(given)])
    assert markup is not None
    rows = checked_buttons(markup.to_dict())
    assert [one["text"] for row in rows for one in row] == given


@given(
    st.text(max_size=60),
    st.lists(
        st.builds(
            Span, st.integers(-5, 70), st.integers(-5, 70), st.sampled_from(["bold", "code", "link"]),
            st.sampled_from([None, "https://x.example"]),
        ),
        max_size=120,
    ),
)  # fmt: skip
def test_every_span_lies_inside_the_text(text: str, spans: list[Span]) -> None:
    found = encode.entities(text, spans)
    assert len(found) <= 100
    checked_entities(text, [one.to_dict() for one in found])


def test_spans_count_letters_and_telegram_counts_units() -> None:
    text = "😀_*.#< 냉장고 😀"
    (one,) = encode.entities(text, (Span(text.index("냉"), 3, "bold"),))
    assert (
        text.encode("utf-16-le")[2 * one.offset : 2 * (one.offset + one.length)].decode("utf-16-le")
        == "냉장고"
    )


def test_addresses() -> None:
    assert encode.target(Address("telegram", "-1005", "7")) == encode.Target(-1005, 7)
    for wrong in (Address("telegram", "@family"), Address("telegram", "5", "x")):
        with pytest.raises(Undelivered, match="refused"):
            encode.target(wrong)


def test_the_words_of_a_picture_are_said_once() -> None:
    image = Image("qr:x", "초대 QR")
    assert encode.with_picture_in_words(Parcel("코드", "", "ko", image=image)) == "코드\n초대 QR"
    assert encode.with_picture_in_words(Parcel("초대 QR: 코드", "", "ko", image=image)) == "초대 QR: 코드"
