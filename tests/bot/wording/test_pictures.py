"""What is said with a picture: whose it is, from when, and why there is none."""

from dataclasses import replace

import pytest

from appliance_bridge.appliance import Appliance, Missing, Offer
from appliance_bridge.picture_store import KEPT_S
from appliance_bridge.state import ApplianceState, Reported
from bot.message import Button, Image, Reply
from bot.plan import Plan, Receipt, TellStep
from bot.wording.replies import load_wording
from tests.bot.wording.home import APPLIANCES, NOW, Home

WORDING = load_wording()
FRIDGE = next(one for one in APPLIANCES if one.id == "fridge")
SHOWS = replace(
    FRIDGE, offers={**FRIDGE.offers, "picture": Offer("picture", attributes=frozenset({"taken_at"}))}
)
LINKED = replace(FRIDGE, missing=(Missing("picture", "picture_only_by_link"),))


def said(
    language: str,
    age: float | None,
    *,
    kept: bool = False,
    appliance: Appliance = SHOWS,
    private: bool = False,
) -> Reply:
    reported = {} if age is None else {"picture.taken_at": Reported(NOW - age, NOW, kept)}
    home = Home({"fridge": ApplianceState(True, reported)}, all=(appliance,))
    step = TellStep("told.picture", {"private": private}, "fridge")
    [reply] = WORDING.reply(
        Receipt(Plan((step,)), told=(step,)), home, language, lambda _: Button("", "", "")
    )
    return reply


@pytest.mark.parametrize(
    ("age", "kept", "korean", "english"),
    [
        (5, False, "방금 찍은 냉장고 사진이에요. 오후 2:59 모습이에요.", "This is the picture of the fridge from just now, 2:59 pm."),
        (720, False, "오후 2:48에 찍은 냉장고 사진이에요. 12분 전 모습이에요.",
         "This is the picture of the fridge from 2:48 pm, 12 minutes ago."),
        (720, True, "오후 2:48 또는 그 전에 찍은 냉장고 사진이에요.", "This is the picture of the fridge from 2:48 pm or before."),
        (None, False, "냉장고는 아직 사진을 보내지 않았어요.", "The fridge has not sent a picture yet."),
        (KEPT_S + 1, False, "냉장고는 아직 사진을 보내지 않았어요.", "The fridge has not sent a picture yet."),
    ],
)  # fmt: skip
def test_in_both_languages(age: float | None, kept: bool, korean: str, english: str) -> None:
    assert said("ko", age, kept=kept).text == korean
    assert said("en", age, kept=kept).text == english


def test_why_there_is_none() -> None:
    assert said("ko", None, appliance=FRIDGE).text == "냉장고는 사진을 보여 줄 수 없는 기기예요."
    assert said("en", None, appliance=FRIDGE).text == "The fridge cannot show a picture."
    assert (
        said("ko", None, appliance=LINKED).text
        == "냉장고는 사진이 있는 주소만 알려 줘서 보여 드릴 수 없어요."
    )
    assert (
        said("en", None, appliance=LINKED).text
        == "The fridge only tells an address of the picture, so I cannot show it."
    )


def test_the_picture_goes_along_and_private_ones_to_who_asked_alone() -> None:
    reply = said("ko", 720)
    assert reply.image == Image(f"picture:fridge@{int(NOW - 720)}", reply.text)
    assert reply.audience == "chat"
    assert said("ko", 720, private=True).audience == "sender"
    assert said("ko", None, private=True).image is None
