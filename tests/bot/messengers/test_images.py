"""Pictures."""

import pytest

from bot.message import Image
from bot.messengers.images import png_of


def test_a_code_is_drawn() -> None:
    assert png_of(Image("qr:https://t.me/home_bot?start=ABCDEFGH", "QR")).startswith(b"\x89PNG")


@pytest.mark.parametrize("source", ["qr:", "camera:door", "qr:" + "x" * 5000])
def test_what_nobody_can_draw_is_said(source: str) -> None:
    with pytest.raises(ValueError):
        png_of(Image(source, ""))
