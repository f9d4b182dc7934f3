from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.base import Arrival
from bot.messengers.line.decode import arrival_of, events_of, reply_token_of
from tests.support.line_api.events import GROUP, event, group, private, text, user
from tests.support.line_api.server import BOT

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


async def fetch(_: str) -> bytes:
    return b"a voice"


def decoded(one: dict[str, Any], ours: set[str] | None = None) -> Arrival | None:
    found, us = events_of({"destination": BOT, "events": [one]})
    return arrival_of(found[0], 1000.0, us=us, ours=ours or set(), fetch=fetch) if found else None


def heard(one: dict[str, Any], ours: set[str] | None = None) -> Arrival:
    arrival = decoded(one, ours)
    assert arrival is not None
    return arrival


def test_a_private_message() -> None:
    arrival = heard(event("message", private("mom"), message=text("거실 불 켜줘"), timestamp=5_000))
    assert (arrival.text, arrival.addressed, arrival.group) == ("거실 불 켜줘", "direct", False)
    assert arrival.at.key == f"line:{user('mom')}"
    assert arrival.sender.key == f"line:{user('mom')}"
    assert (arrival.sent_at, arrival.answer_by, arrival.reply_to) == (5.0, 1050.0, "quote")


@pytest.mark.parametrize(
    ("mention", "words"),
    [("@집사", "불 켜줘"), ("@🏠집사👨‍👩‍👧", "🧺 세탁기 돌려줘"), ("@Jipsa_*.#<b>", "a_b*c.d#e<f")],
)
def test_a_mention_is_cut_out_by_utf16_units(mention: str, words: str) -> None:
    arrival = heard(event("message", group("mom"), message=text(words, mention=mention)))
    assert (arrival.text, arrival.addressed, arrival.group) == (words, "mention", True)
    assert arrival.at.chat == GROUP


def test_a_mention_of_somebody_else_is_not_for_us() -> None:
    message = text("들었어?", mention="@아빠")
    message["mention"]["mentionees"][0] |= {"userId": user("dad"), "isSelf": False}
    assert heard(event("message", group("mom"), message=message)).addressed == "overheard"


def test_a_mention_of_all_is_not_for_us() -> None:
    message = text("밥 먹자", mention="@All")
    message["mention"]["mentionees"] = [{"type": "all", "index": 0, "length": 4}]
    assert heard(event("message", group("mom"), message=message)).addressed == "overheard"


def test_old_apps_do_not_say_whether_it_is_us_but_who() -> None:
    message = text("불 켜줘", mention="@집사")
    del message["mention"]["mentionees"][0]["isSelf"]
    assert heard(event("message", group("mom"), message=message)).addressed == "mention"


def test_an_answer_to_our_message_is_for_us() -> None:
    said = event("message", group("mom"), message=text("응", quoted="sent-7"))
    assert heard(said, {"sent-7"}).addressed == "reply"
    assert heard(said, {"sent-8"}).addressed == "overheard"


def test_a_press() -> None:
    arrival = heard(event("postback", group("dad"), postback={"data": "v1:8h2kd0qa"}, replyToken="r"))
    assert (arrival.action, arrival.addressed, arrival.text) == ("v1:8h2kd0qa", "button", "")


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("follow", private("mom"), "joined"),
        ("unfollow", private("mom"), "left"),
        ("join", group(None), "joined"),
        ("leave", group(None), "left"),
    ],
)
def test_coming_and_going(kind: str, source: dict[str, Any], expected: str) -> None:
    more = {"follow": {"isUnblocked": False}} if kind == "follow" else {}
    assert heard(event(kind, source, replyToken="r", **more)).kind == expected


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("memberJoined", {"joined": {"members": [private("dad")]}, "replyToken": "r"}),
        ("memberLeft", {"left": {"members": [private("dad")]}}),
        ("unsend", {"unsend": {"messageId": "1"}}),
        ("somethingNew", {"x": 1}),
    ],
)
def test_what_is_not_said_to_us(kind: str, more: dict[str, Any]) -> None:
    assert decoded(event(kind, group("mom"), **more)) is None


def test_another_channel_answers_while_we_stand_by() -> None:
    assert decoded({**event("message", private("mom"), message=text("불 켜줘")), "mode": "standby"}) is None


def test_one_whose_id_is_not_told_is_never_the_same_person_again() -> None:
    one, other = (heard(event("message", group(None), message=text("x"))).sender.key for _ in range(2))
    assert one != other


def test_without_an_id_there_is_no_private_chat() -> None:
    assert decoded(event("message", {"type": "user"}, message=text("불 켜줘"))) is None


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ({"type": "audio", "id": "9", "duration": 900, "contentProvider": {"type": "line"}}, "voice"),
        ({"type": "image", "id": "9", "quoteToken": "q", "contentProvider": {"type": "line"}}, "photo"),
        ({"type": "file", "id": "9", "fileName": "a.pdf", "fileSize": 3}, "file"),
        ({"type": "sticker", "id": "9", "packageId": "1", "stickerId": "2", "quoteToken": "q",
          "stickerResourceType": "STATIC"}, "sticker"),
        ({"type": "location", "id": "9", "latitude": 37.5, "longitude": 127.0}, "location"),
    ],
)  # fmt: skip
async def test_what_is_sent_along(message: dict[str, Any], kind: str) -> None:
    (attachment,) = heard(event("message", private("mom"), message=message)).attachments
    assert attachment.kind == kind
    if kind in ("voice", "photo", "file"):
        assert attachment.fetch is not None
        assert await attachment.fetch() == b"a voice"


def test_what_lies_elsewhere_is_not_fetched() -> None:
    elsewhere = {
        "type": "external",
        "originalContentUrl": "http://10.0.0.1/",
        "previewImageUrl": "http://10.0.0.1/",
    }
    message = {"type": "image", "id": "9", "quoteToken": "q", "contentProvider": elsewhere}
    assert heard(event("message", private("mom"), message=message)).attachments[0].fetch is None


def test_a_picture_in_a_group_is_overheard() -> None:
    message = {"type": "image", "id": "9", "quoteToken": "q", "contentProvider": {"type": "line"}}
    assert heard(event("message", group("mom"), message=message)).addressed == "overheard"


def test_one_bad_event_does_not_take_the_others_along() -> None:
    good = event("message", private("mom"), message=text("불 켜줘"))
    found, _ = events_of({"destination": BOT, "events": [{"type": "message"}, 7, good]})
    assert [one.webhook_event_id for one in found] == [good["webhookEventId"]]


def test_half_a_character_is_made_whole() -> None:
    assert heard(event("message", private("mom"), message=text("불\ud83d 켜줘"))).text.encode()


@given(JSON)
def test_any_json_is_survived(body: object) -> None:
    found, us = events_of(body)
    for one in found:
        arrival_of(one, 0.0, us=us, ours=set(), fetch=fetch)


@given(st.sampled_from(["message", "postback", "join", "follow"]), st.dictionaries(
    st.sampled_from(["message", "postback", "source", "mode", "timestamp", "replyToken"]), JSON))  # fmt: skip
def test_broken_events_are_survived(kind: str, more: dict[str, Any]) -> None:
    found, us = events_of({"events": [{**event(kind, group("mom")), **more}]})
    for one in found:
        arrival_of(one, 0.0, us=us, ours=set(), fetch=fetch)
        reply_token_of(one)


@given(st.text(), st.lists(st.tuples(st.integers(-5, 99), st.integers(-5, 99))))
def test_mentions_anywhere_are_survived(words: str, places: list[tuple[int, int]]) -> None:
    message = text(words.encode("utf-8", "ignore").decode())
    mentioned = [{"type": "user", "index": at, "length": n, "isSelf": True} for at, n in places]
    message["mention"] = {"mentionees": mentioned}
    assert heard(event("message", group("mom"), message=message)).text.encode() is not None
