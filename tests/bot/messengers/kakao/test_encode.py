from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Image
from bot.messengers.base import Card, Parcel, Speaker
from bot.messengers.kakao.encode import MORE, SILENCE, fitting, response, will_call_back
from tests.support.kakao_api.skill import mistakes

FRIDGE = Speaker("fridge-1", "냉장고", "🧊", "refrigerator")
CARD = Card(FRIDGE, "주방", True, "3°C · 문 닫힘")
QR = Image("qr:K7M3Q9PX", "초대 QR 코드")


def nowhere(_: Image) -> None:
    return None


def somewhere(_: Image) -> str:
    return "https://home.example/pictures/x"


def parcel(text: str = "켰어요.", **more: Any) -> Parcel:
    return Parcel(text=text, short=text[:40], language="ko", **more)


def shown(
    *parcels: Parcel, group: bool = False, offer: str | None = None, lend: Any = nowhere
) -> dict[str, Any]:
    made = response(parcels, lend, group=group, offer=offer)
    assert mistakes(made, group=group) == []
    return dict(made.get("template", {}))


@pytest.mark.parametrize("name", ["a_b*c.d#e<f>&", "🧺세탁기", "둘\n줄", "가" * 1000])
def test_texts_go_as_they_are(name: str) -> None:
    assert shown(parcel(name))["outputs"] == [{"simpleText": {"text": name}}]


def test_a_text_too_long_is_cut() -> None:
    assert shown(parcel("가" * 1001))["outputs"][0]["simpleText"]["text"].endswith("…")


def test_buttons_say_their_text_and_bear_our_id() -> None:
    (reply,) = shown(parcel(buttons=(Button("응, 켜", "v1:8h2kd0qa", "예"),)))["quickReplies"]
    assert reply == {
        "label": "응, 켜",
        "action": "message",
        "messageText": "예",
        "extra": {"action": "v1:8h2kd0qa"},
    }


def test_long_labels_and_many_buttons_fit() -> None:
    buttons = tuple(Button("가" * 20, f"v1:{n}", "x") for n in range(20))
    assert len(shown(parcel(buttons=buttons), offer="더 보기")["quickReplies"]) == 10


def test_what_is_kept_is_offered() -> None:
    assert shown(parcel(), offer="결과 보기")["quickReplies"][-1]["extra"] == {"action": MORE}


def test_groups_have_no_quick_replies_and_hear_what_to_say() -> None:
    template = shown(parcel("켤까요?", buttons=(Button("예", "v1:1", "예"),)), group=True, offer="결과 보기")
    assert template["outputs"][0]["simpleText"]["text"] == "켤까요?\n👉 예"
    assert "결과 보기" in str(template["outputs"][1])


def test_a_card() -> None:
    (output,) = shown(parcel("3도예요.", card=CARD))["outputs"]
    assert output["textCard"] == {"title": "🧊 냉장고 · 주방", "description": "3도예요.\n3°C · 문 닫힘"}


def test_too_much_for_a_card_is_a_text() -> None:
    assert "simpleText" in shown(parcel("가" * 399, card=CARD))["outputs"][0]


def test_a_picture() -> None:
    outputs = shown(parcel("초대장", image=QR), lend=somewhere)["outputs"]
    assert outputs[1] == {
        "simpleImage": {"imageUrl": "https://home.example/pictures/x", "altText": "초대 QR 코드"}
    }
    assert shown(parcel("초대장", image=QR))["outputs"] == [{"simpleText": {"text": "초대장\n초대 QR 코드"}}]


def test_nothing_is_said_by_saying_nothing() -> None:
    assert response([], nowhere) == SILENCE
    assert mistakes(SILENCE) == []


def test_a_call_back_is_announced() -> None:
    made = will_call_back("ko")
    assert made["useCallback"] is True and made["version"] == "2.0" and made["data"]["text"]


def test_how_much_fits() -> None:
    assert fitting([parcel()] * 5, nowhere) == 3
    assert fitting([parcel(image=QR)] * 2, somewhere) == 1
    assert fitting([parcel(image=QR)] * 2, nowhere) == 2
    assert fitting([parcel()] * 3, nowhere, group=True) == 3
    assert fitting([parcel()] * 5, nowhere, group=True) == 2


words = st.text(st.characters(codec="utf-8"), max_size=60)
speakers = st.builds(Speaker, st.just("x"), words, st.sampled_from(["", "🧺"]), st.just("light"))
parcels = st.builds(
    Parcel,
    text=st.one_of(words, st.just("🧺" * 1200)),
    short=words,
    language=st.just("ko"),
    buttons=st.lists(
        st.builds(Button, words.filter(str.strip), st.just("v1:8h2kd0qa"), words), max_size=12
    ).map(tuple),
    image=st.one_of(st.none(), st.just(QR)),
    card=st.one_of(st.none(), st.builds(Card, speakers, st.one_of(st.none(), words), st.none(), words)),
)


@given(st.lists(parcels, max_size=4), st.booleans(), st.sampled_from([None, "더 보기"]), st.booleans())
def test_whatever_is_said_fits(said: list[Parcel], group: bool, offer: str | None, lends: bool) -> None:
    shown(*said, group=group, offer=offer, lend=somewhere if lends else nowhere)
