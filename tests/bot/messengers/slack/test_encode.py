"""Parcels as Slack's arguments."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackObjectFormationError

from bot.house import ApplianceView, CapabilityView
from bot.message import Button, Image, Span
from bot.messengers.base import Speaker
from bot.messengers.faces import Faces, load_emoji
from bot.messengers.slack import encode
from bot.messengers.slack.home_tab import home_tab
from bot.messengers.slack.icons import NAMES, icon
from bot.messengers.slack.messenger import FEATURES
from tests.bot.messengers.slack.talker import CARDS, WORDING, parcel

ODD = "★별_스탠드_*.#<b>&😀 `Lamp` ~x~ :on: <@U1> <!here>"
FRIDGE = Speaker("fridge-1", "냉장고", "🧊", "refrigerator")


def message(**more: Any) -> encode.Arguments:
    return encode.message(parcel(**more), "1.5", named=True)


def shown(block: dict[str, Any]) -> str:
    """What people read in a block of text."""
    if block["type"] == "rich_text":
        return "".join(part["text"] for part in block["elements"][0]["elements"])
    return str(block["text"]["text"])


def test_plain_text_is_never_markup() -> None:
    (block,) = message(text=ODD)["blocks"]
    assert block == {"type": "section", "text": {"type": "plain_text", "text": ODD, "emoji": False}}


def test_the_fallback_is_the_short_form_and_then_all_of_it() -> None:
    assert message(text="거실 불을 켰어요.", short="켜짐")["text"] == "켜짐\n거실 불을 켰어요."
    assert message(text="네.", short="네.")["text"] == "네."
    assert message(text="<b> & co", short="b")["text"] == "b\n&lt;b&gt; &amp; co"
    assert message(text="", short="")["text"]


def test_spans_are_parts_of_rich_text() -> None:
    text = "거실 불 코드 여기"
    spans = (
        Span(0, 2, "bold"),
        Span(5, 2, "code"),
        Span(8, 2, "link", "https://example.com"),
        Span(0, 4, "code"),
    )
    (block,) = message(text=text, spans=spans)["blocks"]
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "거실", "style": {"bold": True, "code": True}},
        {"type": "text", "text": " 불", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "코드", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "link", "text": "여기", "url": "https://example.com"},
    ]


@given(
    st.text(min_size=1, max_size=40),
    st.lists(
        st.tuples(st.integers(0, 45), st.integers(0, 45), st.sampled_from(["bold", "code", "link"])),
        max_size=5,
    ),
)
def test_no_text_is_lost_between_spans(text: str, given_spans: list[tuple[int, int, Any]]) -> None:
    spans = tuple(Span(start, length, kind, "https://example.com") for start, length, kind in given_spans)
    (block,) = message(text=text, spans=spans)["blocks"]
    assert shown(block) == text


def test_buttons() -> None:
    buttons = (Button("네", "v1:abc", "네, 켜 주세요"), Button("아니요", "v1:def", "아니요"))
    _, row = message(buttons=buttons)["blocks"]
    assert row["type"] == "actions" and encode.thread_of(row["block_id"]) == "1.5"
    first = row["elements"][0]
    assert (first["value"], first["text"]["text"], first["accessibility_label"]) == (
        "v1:abc",
        "네",
        "네, 켜 주세요",
    )
    assert len({one["action_id"] for one in row["elements"]}) == 2
    assert (
        encode.thread_of(encode.message(parcel(buttons=buttons), None, named=True)["blocks"][1]["block_id"])
        is None
    )


def test_used_buttons_leave_the_rest() -> None:
    blocks = message(buttons=(Button("네", "v1:abc", "네"),))["blocks"]
    assert encode.without_buttons(blocks) == blocks[:1]


@pytest.mark.parametrize("count", [FEATURES.buttons, FEATURES.buttons + 1])
def test_slack_takes_what_our_features_say_and_no_more(count: int) -> None:
    label = "가" * FEATURES.label_limit
    buttons = tuple(Button(label, f"v1:{at}", label * 2) for at in range(count))
    text = "가" * FEATURES.text_limit
    if count > FEATURES.buttons:
        with pytest.raises(SlackObjectFormationError):
            message(text=text, buttons=buttons)
    else:
        assert (
            len(encode.message(parcel(text, buttons=buttons, speaker=FRIDGE), None, named=False)["blocks"])
            == 2
        )


def test_a_picture_that_cannot_be_shown_is_told() -> None:
    image = Image("qr:https://example.com", "초대 QR 코드")
    assert "초대 QR 코드" in str(message(image=image)["blocks"])
    assert "초대 QR 코드" not in str(
        encode.message(parcel(image=image), None, named=True, pictured=True)["blocks"]
    )


def test_an_appliance_speaks_under_its_own_name() -> None:
    said = message(speaker=FRIDGE)
    assert (said["username"], said["icon_emoji"]) == ("냉장고", ":ice_cube:")
    unknown = message(speaker=Speaker("x", "무언가", "🜲", "unknown"))
    assert unknown["username"] == "🜲 무언가" and "icon_emoji" not in unknown


def test_without_the_scope_its_name_stands_in_the_text() -> None:
    given = parcel("시원해요.", "시원", speaker=FRIDGE, spans=(Span(0, 2, "bold"),))
    said = encode.message(given, None, named=False)
    assert "username" not in said and said["text"] == "시원\n🧊 냉장고: 시원해요."
    parts = said["blocks"][0]["elements"][0]["elements"]
    assert [one["text"] for one in parts] == ["🧊 냉장고: ", "시원", "해요."]


def test_every_face_of_ours_has_a_name_in_slack() -> None:
    faces = set(load_emoji().values())
    assert {one for one in faces if icon(one) is None} == set()
    assert set(NAMES) == {one.replace("\ufe0f", "") for one in faces}


def test_the_home_page_shows_rooms_and_their_switches() -> None:
    blocks = home_tab(CARDS, "ko", WORDING.say)["blocks"]
    assert [shown(one) for one in blocks] == [
        "다용도실", "🧺 세탁기\n세탁 중 · 58분", "거실", "💡 거실 불\n꺼짐", "📺 TV\n켜짐",
    ]  # fmt: skip
    switches = [one["accessory"] for one in blocks if "accessory" in one]
    assert [(one["text"]["text"], one["value"]) for one in switches] == [
        ("켜기", "say:거실 불 켜 줘"), ("끄기", "say:TV 꺼 줘"),
    ]  # fmt: skip
    english = home_tab(CARDS, "en", WORDING.say)["blocks"]
    assert english[3]["accessory"]["value"] == "say:turn on 거실 불"


@pytest.mark.parametrize(
    ("capabilities", "state", "power"),
    [
        (("power",), {"power.on": True}, True),
        (("power",), {}, None),
        (("level",), {"power.on": True}, None),
    ],
)
def test_a_card_knows_what_can_be_switched(
    capabilities: tuple[str, ...], state: dict[str, Any], power: bool | None
) -> None:
    offered = {one: CapabilityView(("turn_on", "turn_off"), (), {}, True) for one in capabilities}
    view = ApplianceView(
        "lamp", "light", "불", ("불",), None, (), True, offered, state, {}, {"ko": "켜짐"}, "test"
    )  # fmt: skip
    assert Faces(WORDING, load_emoji()).card(view, "ko").power is power


def test_the_home_page_of_strangers_and_of_many_appliances() -> None:
    stranger = home_tab(None, "ko", WORDING.say)["blocks"]
    assert "초대 코드" in shown(stranger[-1])
    assert shown(home_tab((), "ko", WORDING.say)["blocks"][-1])
    many = home_tab(CARDS * 60, "ko", WORDING.say)["blocks"]
    assert len(many) == 100 and many[-1]["type"] == "context"
