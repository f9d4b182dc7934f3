"""The adapter against a strict Bot API server, through the library's own HTTP client."""

import asyncio

import pytest

from bot.message import Button, Image, Span
from bot.messengers.base import Account, Address, Arrival, Parcel, Undelivered
from tests.bot.messengers.telegram.conftest import Make, Telegram
from tests.support.telegram_api.server import BOT, Refused
from tests.support.waiting import until

MOM, GROUP = 1001, -5001
HERE = Address("telegram", str(MOM))
FAMILY = Address("telegram", str(GROUP))


def parcel(text: str = "네", **more: object) -> Parcel:
    return Parcel(text=text, short=text[:40], language="ko", **more)  # type: ignore[arg-type]


# --- in


async def test_a_message_arrives_once_and_is_confirmed(telegram: Telegram) -> None:
    update = await telegram.api.happens(message=telegram.api.message(MOM, "불 켜줘"))
    arrival = await telegram.one()
    assert (arrival.text, arrival.at, arrival.sender.id) == ("불 켜줘", HERE, str(MOM))
    await telegram.api.happens(message=telegram.api.message(MOM, "고마워"))
    await telegram.one()
    assert update["update_id"] not in [one["update_id"] for one in telegram.api.updates]


async def test_edited_messages_are_not_asked_for_and_do_nothing(telegram: Telegram) -> None:
    await telegram.api.happens(edited_message=telegram.api.message(MOM, "오븐 켜줘"))
    await telegram.api.happens(channel_post=telegram.api.message(MOM, "오븐 켜줘"))
    await telegram.api.happens(message=telegram.api.message(MOM, "안녕"))
    assert (await telegram.one()).text == "안녕"


async def test_an_update_that_cannot_be_read_loses_no_other(telegram: Telegram) -> None:
    api = telegram.api
    api.updates.append({"update_id": 500, "message": {"message_id": "five", "chat": 7}})
    await api.happens(message=api.message(MOM, "안녕"))
    assert (await telegram.one()).text == "안녕"


async def test_all_is_handed_in_in_order_and_nothing_waits_for_an_answer(make: Make) -> None:
    telegram, held = make(), asyncio.Event()
    seen: list[str] = []

    async def arrived(arrival: Arrival) -> None:
        seen.append(arrival.text)
        await held.wait()

    await telegram.messenger.start(arrived)
    for who, text in ((MOM, "하나"), (MOM, "둘"), (1002, "딴 데")):
        await telegram.api.happens(message=telegram.api.message(who, text))
    await until(lambda: seen == ["하나", "둘", "딴 데"])
    held.set()


async def test_a_press_is_answered_at_once_and_takes_the_buttons_away(telegram: Telegram) -> None:
    api = telegram.api
    await api.happens(message=api.message(MOM, "오븐 켜줘"))
    await telegram.one()
    await telegram.messenger.deliver(HERE, parcel("켤까요?", buttons=(Button("네", "v1:abc", "네"),)))
    await api.happens(callback_query=api.press(MOM, "네"))
    arrival = await telegram.one()
    assert (arrival.action, arrival.addressed, arrival.at) == ("v1:abc", "button", HERE)
    await until(lambda: api.answered and not api.sent[0].buttons)


async def test_in_a_group_the_buttons_stay_for_the_right_one(telegram: Telegram) -> None:
    api = telegram.api
    api.chat(GROUP)
    await telegram.messenger.deliver(FAMILY, parcel("켤까요?", buttons=(Button("네", "v1:abc", "네"),)))
    await api.happens(callback_query=api.press(9, "네", chat=GROUP))
    arrival = await telegram.one()
    assert arrival.group and arrival.sender.id == "9"
    await until(lambda: api.answered)
    assert api.sent[0].buttons


async def test_the_press_time_is_the_earliest_possible(make: Make) -> None:
    now = [1_000_000.0]
    telegram = make()
    telegram.messenger._clock = telegram.messenger._health._clock = lambda: now[0]
    api = telegram.api
    api.chat(MOM)
    api._queries.add("7")
    query = {"id": "7", "from": api.user(MOM), "chat_instance": "1", "data": "v1:abc",
             "message": api.message(MOM, "켤까요?")}  # fmt: skip
    await api.happens(callback_query=query)
    await telegram.begin()
    old = await telegram.one()
    assert old.sent_at == now[0] - 86_400, "it may have waited as long as Telegram keeps it"
    now[0] += 20
    await api.happens(callback_query=query | {"id": "8"})
    assert (await telegram.one()).sent_at == now[0] - 20, "when Telegram last had nothing more for us"


async def test_joining_and_leaving(telegram: Telegram) -> None:
    api = telegram.api
    inside, outside = {"user": BOT, "status": "member"}, {"user": BOT, "status": "left"}
    change = {"chat": api.chat(GROUP), "from": api.user(MOM), "date": 1_790_000_000}
    await api.happens(my_chat_member=change | {"old_chat_member": outside, "new_chat_member": inside})
    await api.happens(my_chat_member=change | {"old_chat_member": inside, "new_chat_member": outside})
    assert [(await telegram.one()).kind, (await telegram.one()).kind] == ["joined", "left"]


async def test_a_voice_note_can_be_fetched(telegram: Telegram) -> None:
    api = telegram.api
    api.files["v1"] = b"OggS sound"
    voice = {"file_id": "v1", "file_unique_id": "u", "duration": 2, "mime_type": "audio/ogg", "file_size": 10}
    await api.happens(message=api.message(MOM, voice=voice))
    (attachment,) = (await telegram.one()).attachments
    assert (attachment.kind, attachment.media_type) == ("voice", "audio/ogg")
    assert attachment.fetch is not None and await attachment.fetch() == b"OggS sound"


async def test_a_file_that_is_too_large_is_not_asked_for(telegram: Telegram) -> None:
    api = telegram.api
    voice = {"file_id": "v1", "file_unique_id": "u", "duration": 2, "file_size": 20_000_001}
    await api.happens(message=api.message(MOM, voice=voice))
    (attachment,) = (await telegram.one()).attachments
    assert attachment.fetch is not None
    with pytest.raises(Undelivered, match="20 MB"):
        await attachment.fetch()
    assert "getFile" not in [method for method, _ in api.calls]


# --- out


async def test_texts_arrive_as_they_are(telegram: Telegram) -> None:
    telegram.api.chat(MOM)
    odd = "★별_스탠드_*.#<b>&😀 Lamp [x](y) `z` ||"
    spans = (
        Span(0, 1, "bold"),
        Span(odd.index("😀"), 1, "code"),
        Span(odd.index("Lamp"), 4, "link", "https://x.example"),
    )
    await telegram.messenger.deliver(HERE, parcel(odd, spans=spans, silent=True, reply_to="77"))
    (sent,) = telegram.api.sent
    assert (sent.text, sent.silent, sent.reply_to) == (odd, True, 77)
    raw = odd.encode("utf-16-le")
    cut = [raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in sent.entities]
    assert cut == ["★", "😀", "Lamp"]


async def test_a_topic_is_answered_in_the_topic(telegram: Telegram) -> None:
    telegram.api.chat(GROUP)
    await telegram.messenger.deliver(Address("telegram", str(GROUP), "7"), parcel())
    await telegram.messenger.working(Address("telegram", str(GROUP), "7"))
    assert telegram.api.sent[0].topic == 7
    assert ("sendChatAction", "7") in [
        (name, one.get("message_thread_id")) for name, one in telegram.api.calls
    ]


async def test_an_edit_changes_the_message_and_the_same_again_is_fine(telegram: Telegram) -> None:
    telegram.api.chat(MOM)
    message = await telegram.messenger.deliver(HERE, parcel("돌고 있어요."))
    assert message is not None
    for _ in range(2):
        await telegram.messenger.edit(HERE, message, parcel("다 됐어요."))
    assert [(one.text, one.edited) for one in telegram.api.sent] == [("다 됐어요.", True)]


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Bad Request: message to edit not found", "gone"),
        ("Bad Request: message can't be edited", "gone"),
        ("Bad Request: MESSAGE_ID_INVALID", "gone"),
        ("Bad Request: something new", "refused"),
    ],
)
async def test_an_edit_that_fails_says_how(telegram: Telegram, description: str, reason: str) -> None:
    telegram.api.fails["editMessageText"].append(Refused(400, description))
    with pytest.raises(Undelivered) as failed:
        await telegram.messenger.edit(HERE, "5", parcel())
    assert failed.value.reason == reason


async def test_who_blocked_us_is_gone(telegram: Telegram) -> None:
    telegram.api.blocked.add(MOM)
    telegram.api.chat(MOM)
    for at in (HERE, Address("telegram", "404")):
        with pytest.raises(Undelivered, match="gone"):
            await telegram.messenger.deliver(at, parcel())


async def test_flooding_is_waited_out(telegram: Telegram) -> None:
    api = telegram.api
    api.chat(MOM)
    api.fails["sendMessage"].append(Refused(429, "Too Many Requests: retry after 1", retry_after=1))
    await telegram.messenger.deliver(HERE, parcel("한 번"))
    assert [one.text for one in api.sent] == ["한 번"]


async def test_a_long_pause_is_told_and_keeps_nobody_else_waiting(telegram: Telegram) -> None:
    api = telegram.api
    api.chat(MOM)
    api.chat(1002)
    api.fails["sendMessage"].append(Refused(429, "Too Many Requests: retry after 90", retry_after=90))
    with pytest.raises(Undelivered, match="slow_down") as told:
        await telegram.messenger.deliver(HERE, parcel())
    assert told.value.retry_after_s == 90.0
    await telegram.messenger.deliver(Address("telegram", "1002"), parcel("딴 데"))
    assert [one.text for one in api.sent] == ["딴 데"]


async def test_a_picture_goes_with_its_text(telegram: Telegram) -> None:
    telegram.api.chat(MOM)
    image = Image("qr:https://t.me/x?start=ABCD2345", "초대 링크 QR")
    assert await telegram.messenger.deliver(HERE, parcel("코드: ABCD2345", image=image)) is None
    (sent,) = telegram.api.sent
    assert sent.photo is not None and sent.photo.startswith(b"\x89PNG") and sent.text == "코드: ABCD2345"


async def test_a_text_too_long_for_a_picture_follows_it(telegram: Telegram) -> None:
    telegram.api.chat(MOM)
    image, long = Image("qr:x", "QR"), "가" * 1025
    message = await telegram.messenger.deliver(
        HERE, parcel(long, image=image, buttons=(Button("네", "v1:a", "네"),))
    )
    picture, text = telegram.api.sent
    assert (picture.text, picture.buttons, text.text) == ("QR", [], long)
    assert message == str(text.id) and text.has_label("네")


@pytest.mark.parametrize("source", ["qr:x", "camera:1"])
async def test_a_picture_that_fails_is_said_in_words(telegram: Telegram, source: str) -> None:
    telegram.api.chat(MOM)
    telegram.api.fails["sendPhoto"].append(Refused(400, "Bad Request: IMAGE_PROCESS_FAILED"))
    await telegram.messenger.deliver(HERE, parcel("초대해요.", image=Image(source, "QR 그림")))
    assert [(one.text, one.photo) for one in telegram.api.sent] == [("초대해요.\nQR 그림", None)]


async def test_what_is_for_one_person_never_goes_to_a_group(telegram: Telegram) -> None:
    telegram.api.chat(GROUP)
    with pytest.raises(Undelivered, match="refused"):
        await telegram.messenger.deliver(FAMILY, parcel(only_for=Account("telegram", str(MOM))))
    assert not telegram.api.sent


async def test_a_group_that_moved_is_followed(telegram: Telegram) -> None:
    api, new = telegram.api, -1005001
    api.chat(GROUP)
    api.chat(new)
    api.moved[GROUP] = new
    await telegram.messenger.deliver(FAMILY, parcel("다 됐어요."))
    assert [(one.chat, one.text) for one in api.sent] == [(new, "다 됐어요.")]
    told = await telegram.one()
    assert (told.kind, told.at, told.moved_to) == ("moved", FAMILY, str(new))
    with pytest.raises(Undelivered, match="gone"):
        await telegram.messenger.edit(FAMILY, "5", parcel())
    await api.migrate(GROUP, new)
    again = [await telegram.one() for _ in range(3)]
    assert {one.id for one in again} == {told.id}, "however often it is told, it is one thing"


async def test_links_open_a_private_chat(telegram: Telegram) -> None:
    assert telegram.messenger.pairing_link("ABCD2345") == "https://t.me/jipsa_test_bot?start=ABCD2345"
    assert telegram.messenger.pairing_link("a b") is None


async def test_menus_in_every_language_and_scope(telegram: Telegram) -> None:
    await until(lambda: len(telegram.api.menus) == 8)
    korean = telegram.api.menus["all_private_chats", "ko"]
    assert korean[0] == {"command": "people", "description": "우리 집 사람들"}
    assert [one["command"] for one in telegram.api.menus["all_group_chats", "ja"]] == ["people"]
    assert telegram.api.menus["all_group_chats", ""][1]["description"] == "Invite somebody"
