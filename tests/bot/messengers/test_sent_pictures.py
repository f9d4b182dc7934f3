"""Pictures that appliances sent: no messenger fails over one; they say its sentence."""

from dataclasses import replace

import pytest

from bot.message import Image, Reply
from bot.messengers.base import Features
from bot.messengers.degrade import degrade
from bot.messengers.plain_text import picture_lines

SENT = Image("picture:fridge-1@1773000000", "오후 3:20에 찍은 냉장고 사진이에요.")


class Words:
    """Keys instead of sentences."""

    def say(self, key: str, language: str, **facts: str) -> str:
        return key


@pytest.mark.parametrize("images", ["none", "url", "upload"])
def test_its_sentence_is_said_once(images: str) -> None:
    features = replace(Features(text_limit=1000, private_in_group="none"), images=images)  # type: ignore[arg-type]
    reply = Reply(SENT.alt, SENT.alt, image=SENT)
    [parcel] = degrade(reply, features, language="ko", words=Words()).here
    assert (parcel.text, parcel.image) == (SENT.alt, None)


def test_a_terminal_draws_nothing() -> None:
    assert picture_lines(SENT) == []
