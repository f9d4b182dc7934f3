from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linebot.v3.messaging import ReplyMessageRequest

from bot.message import Button, Image
from bot.messengers.base import Card, Parcel, Speaker
from bot.messengers.line.encode import messages_of, together
from tests.support.line_api.limits import mistakes

FRIDGE = Speaker("fridge-1", "냉장고", "🧊", "refrigerator")
CARD = Card(FRIDGE, "주방", True, "3°C · 문 닫힘")
QR = Image("qr:https://line.me/R/oaMessage/x", "초대 QR 코드")


def parcel(text: str = "냉장고예요.", **more: Any) -> Parcel:
    return Parcel(text=text, short=more.pop("short", text[:40]), language="ko", **more)


def button(number: int) -> Button:
    return Button(f"버튼 {number}", f"v1:{number:08}", f"버튼 {number}")


def sent(*parcels: Parcel, picture: str | None = None) -> list[dict[str, Any]]:
    """As it goes over the wire, checked against LINE's limits."""
    messages = together([one for each in parcels for one in messages_of(each, picture)])
    body: dict[str, Any] = ReplyMessageRequest(replyToken="r", messages=messages).to_dict()
    assert mistakes(body["messages"]) == []
    return list(body["messages"])


@pytest.mark.parametrize(
    "name", ["a_b*c.d#e<f>&", "거실_*불*", "🧺세탁기🧺", "`x` [y](z)", "line break\n둘째 줄"]
)
def test_texts_go_as_they_are(name: str) -> None:
    assert sent(parcel(name))[0]["text"] == name


def test_a_text_too_long_is_cut_and_not_lost() -> None:
    said = sent(parcel("🧺" * 5000))[0]["text"]
    assert said.startswith("🧺🧺") and said.endswith("…")


def test_buttons_are_quick_replies_that_bear_our_id() -> None:
    (message,) = sent(parcel(buttons=(Button("멈춰", "v1:8h2kd0qa", "멈춰"),)))
    action = message["quickReply"]["items"][0]["action"]
    assert action == {"type": "postback", "label": "멈춰", "data": "v1:8h2kd0qa", "displayText": "멈춰"}


def test_a_label_too_long_is_cut() -> None:
    assert sent(parcel(buttons=(Button("가" * 30, "v1:1", "x"),)))


def test_more_buttons_than_fit_are_left_out() -> None:
    assert len(sent(parcel(buttons=tuple(map(button, range(20)))))[0]["quickReply"]["items"]) == 13


def test_the_appliance_bears_its_name() -> None:
    assert sent(parcel(speaker=FRIDGE))[0]["sender"] == {"name": "🧊 냉장고"}


@pytest.mark.parametrize("name", ["LINE 프렌즈 조명", "airline"])
def test_the_name_of_line_is_not_used(name: str) -> None:
    assert "sender" not in sent(parcel(speaker=Speaker("x", name, "💡", "light")))[0]


def test_a_long_name_is_cut() -> None:
    assert sent(parcel(speaker=Speaker("x", "아주 긴 이름을 가진 거실 커튼 오른쪽", "🪟", "curtain")))


def test_a_card_is_a_bubble_with_its_buttons() -> None:
    (message,) = sent(parcel("3도예요.", card=CARD, buttons=(button(1),)))
    shown = str(message["contents"])
    assert message["type"] == "flex" and message["altText"] == "3도예요."
    assert all(one in shown for one in ("🧊 냉장고", "주방", "3도예요.", "3°C · 문 닫힘", "v1:00000001"))


def test_buttons_for_which_a_card_has_no_room_stand_under_it() -> None:
    (message,) = sent(parcel(card=CARD, buttons=tuple(map(button, range(6)))))
    assert [one["action"]["label"] for one in message["quickReply"]["items"]] == ["버튼 4", "버튼 5"]


def test_a_card_without_words() -> None:
    assert sent(parcel("", short="", card=Card(Speaker("x", "", "", "unknown"), None, None, "")))


def test_a_picture_goes_by_its_address() -> None:
    text, image = sent(parcel("초대장이에요.", image=QR), picture="https://home.example/pictures/x")
    assert text["text"] == "초대장이에요."
    assert image["originalContentUrl"] == "https://home.example/pictures/x"


@pytest.mark.parametrize("picture", [None, "https://home.example/" + "x" * 2000])
def test_a_picture_that_cannot_be_fetched_is_told(picture: str | None) -> None:
    (message,) = sent(parcel("초대장이에요.", image=QR), picture=picture)
    assert message["text"] == "초대장이에요.\n초대 QR 코드"


def test_the_question_is_quoted() -> None:
    assert sent(parcel(reply_to="quote-token"))[0]["quoteToken"] == "quote-token"


def test_quick_replies_stand_under_the_last_message() -> None:
    first, last = sent(parcel("하나", buttons=(button(1),)), parcel("둘", buttons=(button(2),)))
    assert "quickReply" not in first
    assert [one["action"]["label"] for one in last["quickReply"]["items"]] == ["버튼 1", "버튼 2"]


words = st.text(st.characters(codec="utf-8"), max_size=60)
speakers = st.builds(Speaker, st.just("x"), words, st.sampled_from(["", "🧺"]), st.just("light"))
parcels = st.builds(
    Parcel,
    text=st.one_of(words, st.just("🧺" * 6000)),
    short=words,
    language=st.just("ko"),
    buttons=st.lists(st.builds(Button, words.filter(bool), st.just("v1:8h2kd0qa"), words), max_size=15).map(
        tuple
    ),
    image=st.one_of(st.none(), st.just(QR)),
    speaker=st.one_of(st.none(), speakers),
    card=st.one_of(st.none(), st.builds(Card, speakers, st.one_of(st.none(), words), st.none(), words)),
)


@given(parcels, st.sampled_from([None, "https://home.example/pictures/x"]))
def test_whatever_is_said_fits(one: Parcel, picture: str | None) -> None:
    sent(one, picture=picture)
