"""Slack's payloads in our own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messengers.base import Account, Address, Arrival
from bot.messengers.slack.decode import Identity, Opened, Responder, decode, plain
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_ID, BOT_USER, TEAM
from tests.support.slack_api.payloads import MENTION

OURS = Identity(user=BOT_USER, bot=BOT_ID, team=TEAM)
NOW = 1_800_000_000.0
TS = "1799999990.000100"
MOM = Account("slack", "U0MOM")


async def load(url: str) -> bytes:
    return url.encode()


def decoded(body: Any) -> Arrival | Opened | None:
    return decode(body, OURS, NOW, {"help", "people"}, load)


def arrival(body: Any) -> Arrival:
    found = decoded(body)
    assert isinstance(found, Arrival)
    return found


def test_a_private_message() -> None:
    assert decoded(payloads.said("U0MOM", "D0MOM", "거실 불 켜줘", TS)) == Arrival(
        id=f"D0MOM-{TS}", at=Address("slack", "D0MOM"), sender=MOM, sent_at=float(TS), text="거실 불 켜줘",
        addressed="direct", reply_to=TS,
    )  # fmt: skip


def test_a_thread_of_a_private_chat_is_a_chat_of_its_own() -> None:
    found = arrival(payloads.said("U0MOM", "D0MOM", "응", TS, thread="1799999980.000200"))
    assert found.at == Address("slack", "D0MOM", "1799999980.000200")


@pytest.mark.parametrize("make", [payloads.said, payloads.mentioned])
@pytest.mark.parametrize(
    "text",
    [f"{MENTION} 불 켜줘", f"{MENTION}, 불 켜줘", f"불 켜줘 {MENTION}", f"<@{BOT_USER}|jipsa>: 불 켜줘"],
)
def test_a_mention_opens_a_thread_and_both_its_events_are_one(make: Any, text: str) -> None:
    found = arrival(make("U0MOM", "C0FAMILY", text, TS))
    assert (found.addressed, found.text, found.group) == ("mention", "불 켜줘", True)
    assert found.at == Address("slack", "C0FAMILY", TS)
    assert found.id == f"C0FAMILY-{TS}"


def test_what_others_say_in_a_channel_is_overheard() -> None:
    found = arrival(payloads.said("U0MOM", "C0FAMILY", "오늘 뭐 먹지?", TS))
    assert (found.addressed, found.group) == ("overheard", True)


def test_an_answer_in_a_thread_that_we_began_is_for_us() -> None:
    found = arrival(payloads.said("U0MOM", "C0FAMILY", "응", TS, thread="1.1", parent_user_id=BOT_USER))
    assert found.addressed == "reply" and found.at.thread == "1.1"


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "message_changed"},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message"},
        {"subtype": "channel_join"},
        {"bot_id": "B0OTHER"},
        {"user": BOT_USER},
        {"user": None},
        {"ts": "yesterday"},
    ],
)
def test_what_people_did_not_say_is_nothing(more: dict[str, Any]) -> None:
    body = payloads.said("U0MOM", "D0MOM", "불 켜줘", TS)
    assert decoded(body | {"event": body["event"] | more}) is None


def test_other_workspaces_are_not_ours() -> None:
    body = payloads.said("U0MOM", "D0MOM", "불 켜줘", TS)
    assert decoded(body | {"team_id": "T0OTHER", "authorizations": []}) is None
    # a channel shared with another workspace: the event is theirs, the authorization ours
    assert decoded(body | {"team_id": "T0OTHER"}) is not None
    assert decoded(payloads.command("U0MOM", "D0MOM", "불 켜줘") | {"team_id": "T0OTHER"}) is None


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("<https://example.com|여기> 봐", "여기 봐"),
        ("<https://example.com>", "https://example.com"),
        ("<#C1|family>에 <!here> <@U2>", "#family에 @here @U2"),
        ("별_스탠드 *.#", "별_스탠드 *.#"),
        ("😀 <b>", "😀 b"),
        ("반쪽 \ud83d", "반쪽 \ufffd"),
    ],
)
def test_texts_are_what_people_see(sent: str, seen: str) -> None:
    assert plain(sent) == seen


async def test_a_voice_message() -> None:
    file = {"mimetype": "audio/mp4", "subtype": "slack_audio", "url_private": "https://files.slack.com/voice"}
    found = arrival(payloads.said("U0MOM", "D0MOM", "", TS, subtype="file_share", files=[file]))
    (voice,) = found.attachments
    assert (voice.kind, voice.media_type) == ("voice", "audio/mp4")
    assert voice.fetch is not None and await voice.fetch() == b"https://files.slack.com/voice"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("", "/help"), ("  ", "/help"), ("people", "/people"), ("People", "/people"), ("/people", "/people"),
     ("불 켜줘", "불 켜줘"), ("people 몇 명이야", "people 몇 명이야")],
)  # fmt: skip
def test_slash_commands(said: str, meant: str) -> None:
    found = arrival(payloads.command("U0MOM", "C0FAMILY", said, "https://hooks.slack.com/1"))
    assert (found.text, found.addressed, found.group, found.sent_at) == (meant, "command", True, NOW)
    assert found.responder == Responder("https://hooks.slack.com/1")
    assert found.at == Address("slack", "C0FAMILY")


def test_a_press() -> None:
    action = {"action_id": "b0", "block_id": "talk:1799999980.000200:v1:abc", "value": "v1:abc"}
    message = {"ts": "5.5", "text": "켤까요?", "blocks": [{"type": "section"}]}
    body = payloads.press(
        "U0DAD", "C0FAMILY", action, message=message, ts="5.5", response_url="https://r", at=NOW
    )
    found = arrival(body)
    assert (found.action, found.addressed, found.sent_at) == ("v1:abc", "button", NOW)
    assert found.at == Address("slack", "C0FAMILY", "1799999980.000200")
    assert found.sender == Account("slack", "U0DAD")
    assert found.responder == Responder("https://r", "5.5", False, "켤까요?", ({"type": "section"},))
    assert arrival(body).id == found.id


def test_a_press_of_what_only_one_sees_knows_its_thread() -> None:
    action = {"block_id": "talk:7.7:v1:abc", "value": "v1:abc"}
    found = arrival(
        payloads.press("U0MOM", "C0FAMILY", action, ts="5.5", ephemeral=True, response_url="https://r")
    )
    assert found.at.thread == "7.7"
    assert isinstance(found.responder, Responder) and found.responder.ephemeral


def test_a_press_on_the_home_page_is_said_in_private() -> None:
    found = arrival(payloads.press("U0MOM", "", {"value": "say:거실 불 켜 줘"}))
    assert (found.text, found.action, found.group) == ("거실 불 켜 줘", None, False)
    assert found.at.chat == found.sender.id


def test_pages_and_groups() -> None:
    assert decoded(payloads.opened("U0MOM", "D0MOM", "home")) == Opened("U0MOM", "D0MOM", "home")
    assert decoded(payloads.opened("U0MOM", "D0MOM", "messages")) == Opened("U0MOM", "D0MOM", "messages")
    joined = arrival(payloads.event(
        {"type": "member_joined_channel", "user": BOT_USER, "channel": "C1", "inviter": "U0MOM"}
    ))  # fmt: skip
    assert (joined.kind, joined.sender, joined.group) == ("joined", MOM, True)
    assert (
        decoded(payloads.event({"type": "member_joined_channel", "user": "U0DAD", "channel": "C1"})) is None
    )
    assert arrival(payloads.event({"type": "channel_left", "channel": "C1"})).kind == "left"
    moved = arrival(
        payloads.event({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C2"})
    )
    assert (moved.kind, moved.at.chat, moved.moved_to) == ("moved", "C1", "C2")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6)
    | st.sampled_from([TEAM, BOT_USER, "event_callback", "block_actions", "message", "app_mention", "1.5", "say:x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
        "type", "event", "team_id", "user", "channel", "ts", "text", "files", "actions", "value", "container", "id",
        "message", "blocks", "command", "user_id", "channel_id", "authorizations", "thread_ts", "subtype", "tab",
    ]), inner, max_size=6),
    max_leaves=25,
)  # fmt: skip


@given(JSON, JSON, st.sampled_from(["event_callback", "block_actions", "command"]))
def test_any_json_is_read_or_left(event: Any, actions: Any, kind: str) -> None:
    body = {
        "team_id": TEAM,
        "type": kind,
        "event": event,
        "actions": [actions],
        "user": event,
        "command": actions,
    }
    assert decoded(body) is None or isinstance(decoded(body), Arrival | Opened)
