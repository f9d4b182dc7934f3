"""What Telegram sends, as arrivals."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.messengers.base import Arrival
from bot.messengers.telegram import decode
from bot.messengers.telegram.decode import ANONYMOUS, Us

US = Us(4242, "Jipsa_bot", frozenset({"people", "start"}))
MOM: dict[str, Any] = {
    "id": 1001,
    "is_bot": False,
    "first_name": "엄마",
    "last_name": "_*.",
    "language_code": "ko",
}
BOT = {"id": 4242, "is_bot": True, "first_name": "집사", "username": "Jipsa_bot"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "엄마"}
GROUP = {"id": -100500, "type": "supergroup", "title": "우리 집", "is_forum": True}
AT = 1_790_000_000


def loader(file_id: str, size: int | None) -> Callable[[], Awaitable[bytes]]:
    async def load() -> bytes:
        return f"{file_id} {size}".encode()

    return load


def raw(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    said = {} if text is None else {"text": text}
    return {"message_id": 7, "date": AT, "chat": chat, "from": MOM, **said, **more}


def arrived(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> Arrival | None:
    update = Update.de_json({"update_id": 1, "message": raw(text, chat=chat, **more)}, None)
    assert update.message is not None
    return decode.message(update.message, US, loader)


def certainly(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> Arrival:
    found = arrived(text, chat=chat, **more)
    assert found is not None
    return found


OURS = raw("켤까요?", chat=GROUP) | {"message_id": 3, "from": BOT}


def test_a_private_message() -> None:
    one = certainly("불 켜줘")
    assert (one.id, one.at.key, one.sent_at, one.group) == ("1001.7", "telegram:1001", AT, False)
    assert (one.sender.key, one.sender.name, one.sender.language) == ("telegram:1001", "엄마 _*.", "ko")
    assert (one.text, one.addressed, one.reply_to) == ("불 켜줘", "direct", "7")


@pytest.mark.parametrize(
    ("text", "addressed", "left"),
    [
        ("불 켜줘", "overheard", "불 켜줘"),
        ("@Jipsa_bot 불 켜줘", "mention", "불 켜줘"),
        ("@jipsa_BOT 불 켜줘", "mention", "불 켜줘"),
        ("불 켜줘 @Jipsa_bot", "mention", "불 켜줘"),
        ("거실 @Jipsa_bot 불 켜줘", "mention", "거실 불 켜줘"),
        ("@Jipsa_bot아, 불 켜줘", "mention", "불 켜줘"),
        ("@Jipsa_bot아침에 뭐 해", "mention", "아침에 뭐 해"),
        ("😀@Jipsa_bot: 불 켜줘", "mention", "😀 : 불 켜줘"),
        ("@Jipsa_bot", "mention", ""),
        ("@Jipsa_bot2 불 켜줘", "overheard", "@Jipsa_bot2 불 켜줘"),
        ("mail@Jipsa_bot 불", "overheard", "mail@Jipsa_bot 불"),
        ("/people", "command", "/people"),
        ("/people@Jipsa_bot 지우 빼줘", "command", "/people 지우 빼줘"),
        ("/PEOPLE@jipsa_BOT", "command", "/PEOPLE"),
        ("/start@Jipsa_bot ABCD2345", "command", "/start ABCD2345"),
        ("/weather", "overheard", "/weather"),
        ("/people@Other_bot", "overheard", "/people@Other_bot"),
        ("/weather @Jipsa_bot", "mention", "/weather"),
        ("/불", "overheard", "/불"),
        ("오늘 /people", "overheard", "오늘 /people"),
    ],
)
def test_how_it_was_said_in_a_group(text: str, addressed: str, left: str) -> None:
    one = certainly(text, chat=GROUP)
    assert (one.addressed, one.text, one.group) == (addressed, left, True)


def test_a_name_that_was_tapped_is_taken_out_after_emoji_and_hangul() -> None:
    text = "😀가나 집사 불 켜줘 😀"
    entity = {"type": "text_mention", "offset": 5, "length": 2, "user": BOT}
    one = certainly(text, chat=GROUP, entities=[entity])
    assert (one.addressed, one.text) == ("mention", "😀가나 불 켜줘 😀")
    other = entity | {"user": MOM}
    assert certainly(text, chat=GROUP, entities=[other]).addressed == "overheard"


def test_a_reply_to_us_is_for_us_but_a_topic_is_no_reply() -> None:
    assert certainly("응", chat=GROUP, reply_to_message=OURS).addressed == "reply"
    theirs = OURS | {"from": MOM}
    assert certainly("응", chat=GROUP, reply_to_message=theirs).addressed == "overheard"
    opened = {name: value for name, value in OURS.items() if name != "text"}
    opened |= {"forum_topic_created": {"name": "집", "icon_color": 1}}
    assert certainly("응", chat=GROUP, reply_to_message=opened).addressed == "overheard"
    assert certainly("/x@Other_bot", chat=GROUP, reply_to_message=OURS).addressed == "overheard"


def test_topics_are_places_and_reply_threads_are_not() -> None:
    topic = certainly("응", chat=GROUP, message_thread_id=9, is_topic_message=True)
    assert topic.at.key == "telegram:-100500/9"
    assert certainly("응", chat=GROUP, message_thread_id=9).at.key == "telegram:-100500"
    assert certainly("응", chat=GROUP).at.thread is None


@pytest.mark.parametrize("as_", [GROUP, {"id": -100777, "type": "channel", "title": "소식"}])
def test_who_writes_anonymously_is_nobody(as_: dict[str, Any]) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    one = certainly("@Jipsa_bot 문 열어줘", chat=GROUP, sender_chat=as_, **{"from": anonymous})
    assert one.sender == ANONYMOUS


def test_other_bots_channels_and_service_notes_are_nothing() -> None:
    assert arrived("@Jipsa_bot 불", chat=GROUP, **{"from": BOT | {"id": 5}}) is None
    assert arrived("불", chat={"id": -100777, "type": "channel", "title": "소식"}) is None
    assert arrived(chat=GROUP, new_chat_title="새 이름") is None
    assert arrived(chat=GROUP, new_chat_members=[MOM]) is None


@pytest.mark.parametrize(
    "how",
    [
        {"forward_origin": {"type": "user", "date": AT, "sender_user": MOM}},
        {"forward_origin": {"type": "hidden_user", "date": AT, "sender_user_name": "누군가"}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "gif"}},
    ],
)
def test_somebody_elses_words_are_no_command(how: dict[str, Any]) -> None:
    private = certainly("오븐 켜줘", **how)
    assert (private.text, private.action) == ("", None)
    assert [one.kind for one in private.attachments] == ["other"]
    group = certainly("@Jipsa_bot 오븐 켜줘", chat=GROUP, **how)
    assert (group.text, group.addressed) == ("", "overheard")


@pytest.mark.parametrize(
    ("what", "kind", "media_type"),
    [
        ({"voice": {"file_id": "f", "file_unique_id": "u", "duration": 1}}, "voice", "audio/ogg"),
        ({"sticker": {"file_id": "f", "file_unique_id": "u", "type": "regular", "width": 1, "height": 1,
                      "is_animated": False, "is_video": False}}, "sticker", ""),
        ({"location": {"latitude": 37.5, "longitude": 127.0}}, "location", ""),
        ({"contact": {"phone_number": "1", "first_name": "a"}}, "contact", ""),
        ({"document": {"file_id": "f", "file_unique_id": "u", "mime_type": "text/plain"}}, "file", "text/plain"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other", ""),
    ],
)  # fmt: skip
def test_what_is_sent_along(what: dict[str, Any], kind: str, media_type: str) -> None:
    (attachment,) = certainly(**what).attachments
    assert (attachment.kind, attachment.media_type) == (kind, media_type)


async def test_the_largest_photo_with_its_caption() -> None:
    sizes = [
        {"file_id": f"f{n}", "file_unique_id": "u", "width": n, "height": n, "file_size": n} for n in (1, 2)
    ]
    one = certainly(chat=GROUP, photo=sizes, caption="@Jipsa_bot 이거 뭐야?")
    assert (one.text, one.addressed) == ("이거 뭐야?", "mention")
    assert one.attachments[0].fetch is not None and await one.attachments[0].fetch() == b"f2 2"


def test_a_press() -> None:
    query = {"id": "99", "from": MOM, "chat_instance": "1", "data": "v1:abc",
             "message": raw("켤까요?", chat=GROUP, message_thread_id=9, is_topic_message=True)}  # fmt: skip
    update = Update.de_json({"update_id": 1, "callback_query": query}, None)
    assert update.callback_query is not None
    one = decode.press(update.callback_query, 5.0)
    assert one is not None
    assert (one.id, one.action, one.text, one.sent_at) == ("press.99", "v1:abc", "", 5.0)
    assert (one.sender.id, one.at.key, one.group, one.addressed) == (
        "1001",
        "telegram:-100500/9",
        True,
        "button",
    )
    # of a message that is too old Telegram only tells where it was
    bare = query | {"message": {"chat": PRIVATE, "message_id": 3, "date": 0}}
    old = Update.de_json({"update_id": 1, "callback_query": bare}, None).callback_query
    assert (
        old is not None and (found := decode.press(old, 5.0)) is not None and found.at.key == "telegram:1001"
    )


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("left", "member", "joined"),
        ("kicked", "administrator", "joined"),
        ("member", "left", "left"),
        ("administrator", "kicked", "left"),
        ("member", "administrator", None),
        ("left", "kicked", None),
    ],
)
def test_memberships(old: str, new: str, kind: str | None) -> None:
    rights = dict.fromkeys(
        ("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
         "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users",
         "can_post_stories", "can_edit_stories", "can_delete_stories"), False,
    )  # fmt: skip

    def change(chat: dict[str, Any]) -> Arrival | None:
        change = {
            "chat": chat, "from": MOM, "date": AT,
            "old_chat_member": {"user": BOT, "status": old, "until_date": 0, **rights},
            "new_chat_member": {"user": BOT, "status": new, "until_date": 0, **rights},
        }  # fmt: skip
        update = Update.de_json({"update_id": 3, "my_chat_member": change}, None)
        assert update.my_chat_member is not None
        return decode.membership(update.my_chat_member, 3)

    one = change(GROUP)
    assert (None if one is None else one.kind) == kind
    assert change(PRIVATE) is None


def test_a_migration_is_the_same_from_both_sides() -> None:
    notes = (
        raw(chat=GROUP | {"id": -5}, migrate_to_chat_id=-1005),
        raw(chat=GROUP | {"id": -1005}, migrate_from_chat_id=-5),
    )
    found = []
    for note in notes:
        message = Update.de_json({"update_id": 1, "message": note}, None).message
        assert message is not None
        found.append(decode.migration(message))
    assert found[0] == found[1] and found[0] is not None
    assert (found[0].kind, found[0].at.chat, found[0].moved_to) == ("moved", "-5", "-1005")


_TEXT = st.text(max_size=40) | st.sampled_from(
    ["@Jipsa_bot", "/people@", "/start@Jipsa_bot x", "\ud83d", "😀" * 5]
)
_ENTITY = st.fixed_dictionaries(
    {"type": st.sampled_from(["mention", "text_mention", "bot_command"]), "offset": st.integers(-3, 60),
     "length": st.integers(-3, 60), "user": st.sampled_from([MOM, BOT])}
)  # fmt: skip


@given(
    st.lists(_TEXT, max_size=3).map("".join), st.lists(_ENTITY, max_size=3), st.sampled_from([PRIVATE, GROUP]),
    st.sampled_from([None, OURS, OURS | {"from": MOM}]),
)  # fmt: skip
def test_nothing_that_people_write_breaks_it(
    text: str, entities: list[dict[str, Any]], chat: dict[str, Any], to: dict[str, Any] | None
) -> None:
    one = arrived(text, chat=chat, entities=entities, **({} if to is None else {"reply_to_message": to}))
    if one is None:
        assert not text
        return
    one.text.encode()
    assert one.group == (chat is GROUP)
    assert (one.addressed == "direct") != one.group or one.addressed == "overheard"
