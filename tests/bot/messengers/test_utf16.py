import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.rich import utf16_length
from bot.messengers.utf16 import clip, whole, without


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("세탁기", 3, "세탁기"),
        ("세탁기예요", 4, "세탁기…"),
        ("🧺🧺🧺", 6, "🧺🧺🧺"),
        ("🧺🧺🧺", 5, "🧺🧺…"),
        ("🧺🧺🧺", 4, "🧺…"),
    ],
)
def test_clipped(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


@given(st.text(), st.integers(1, 30))
def test_what_is_clipped_fits_and_is_whole(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert utf16_length(clipped) <= limit
    assert clipped.encode() is not None


@pytest.mark.parametrize(
    ("text", "parts", "rest"),
    [
        ("@집사 불 켜줘", [(0, 3)], " 불 켜줘"),
        ("🧺 @집사 켜줘 @집사", [(3, 3), (10, 3)], "🧺  켜줘 "),
        ("불 켜줘", [(-1, 2), (0, 0), (3, 9), (99, 1)], "불 켜줘"),
    ],
)
def test_without_parts(text: str, parts: list[tuple[int, int]], rest: str) -> None:
    assert without(text, parts) == rest


def test_halves_are_replaced() -> None:
    assert whole("불\ud83d 켜\udc00줘") == "불\ufffd 켜\ufffd줘"
    assert whole("🧺") == "🧺"
