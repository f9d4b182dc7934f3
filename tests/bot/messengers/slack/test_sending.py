"""What goes out: messages, whispers, edits, pages; and what Slack refuses."""

import pytest

from bot.message import Button
from bot.messengers.base import Account, Address, Speaker, Undelivered
from bot.messengers.slack.decode import Responder
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import CHAT, GROUP, MOM, STRANGER, parcel
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_TOKEN
from tests.support.slack_api.front import Front
from tests.support.waiting import until

AT = Address("slack", CHAT)
TALK = Address("slack", GROUP, "1800000000.000001")


async def test_a_slash_command_where_we_are_not(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    front.answers["chat.postMessage"] = [{"ok": False, "error": "channel_not_found"}] * 2
    url = f"{front.url}/respond/1"
    assert (await talker.post(payloads.command(MOM, GROUP, "불 켜줘", url))).text == ""
    group = await talker.until(1)
    assert await talker.messenger.deliver(group.at, parcel(), group.responder) is None
    # between two others: told only to who asked
    await talker.post(payloads.command(MOM, "D0OTHERS", "불 켜줘", url))
    others = await talker.until(2)
    assert others.group
    await talker.messenger.deliver(others.at, parcel(), others.responder)
    seen = [one.arguments["response_type"] for one in front.sent("response_url")]
    assert seen == ["in_channel", "ephemeral"]


async def test_what_is_for_one_person_only_she_sees(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    mom = Account("slack", MOM)
    # a thread that has not begun shows nothing to anybody: then it is said in the channel
    await talker.messenger.deliver(TALK, parcel("비밀", only_for=mom))
    await talker.messenger.deliver(TALK, parcel("모두에게"))
    await talker.messenger.deliver(TALK, parcel("비밀", only_for=mom))
    first, second = (one.arguments for one in front.sent("chat.postEphemeral"))
    assert (first["channel"], first["user"], first.get("thread_ts")) == (GROUP, MOM, None)
    assert second["thread_ts"] == TALK.thread
    await talker.messenger.deliver(TALK, parcel("비밀", only_for=mom), Responder(f"{front.url}/respond/2"))
    (answer,) = front.sent("response_url")
    assert answer.arguments["response_type"] == "ephemeral" and answer.arguments["replace_original"] is False
    await talker.messenger.deliver(AT, parcel("비밀", only_for=mom))
    assert front.sent("chat.postMessage")[-1].arguments["channel"] == CHAT


async def test_used_buttons_go_and_refusals_leave_them(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    messenger = talker.messenger
    asked = parcel("켤까요?", buttons=(Button("네", "v1:abc", "네"),))
    ts = await messenger.deliver(TALK, asked)
    shown = front.sent("chat.postMessage")[0].arguments
    row = shown["blocks"][1]
    pressed = payloads.press(
        "U0CHILD", GROUP, row["elements"][0] | {"block_id": row["block_id"]}, ts=str(ts),
        message={"ts": ts, "text": shown["text"], "blocks": shown["blocks"], "thread_ts": TALK.thread},
        response_url=f"{front.url}/respond/3",
    )  # fmt: skip
    await talker.post(pressed)
    press = await talker.until(1)
    assert (press.action, press.at, press.sender.id) == ("v1:abc", TALK, "U0CHILD")
    await messenger.deliver(TALK, parcel("안 돼요.", only_for=press.sender), press.responder)
    assert front.sent("chat.update") == []
    await messenger.deliver(TALK, parcel(), press.responder)
    (update,) = front.sent("chat.update")
    assert (update.arguments["ts"], update.arguments["blocks"]) == (ts, shown["blocks"][:1])
    # what has been edited since keeps its new words
    await messenger.edit(TALK, str(ts), parcel("켰어요."))
    await messenger.deliver(TALK, parcel(), press.responder)
    assert "켰어요." in str(front.sent("chat.update")[-1].arguments["blocks"])


@pytest.mark.parametrize(
    ("answer", "reason", "wait"),
    [
        ({"ok": False, "error": "channel_not_found"}, "gone", None),
        ({"ok": False, "error": "invalid_blocks"}, "refused", None),
        ({"ok": False, "error": "internal_error"}, "away", None),
        ({"ok": False, "error": "ratelimited"}, "slow_down", 0.0),
        (503, "away", None),
    ],
)
async def test_what_slack_does_not_take(
    front: Front, make: Make, answer: object, reason: str, wait: float | None
) -> None:
    talker = make()
    await talker.start()
    front.answers["chat.postMessage"] = [answer] * 3  # type: ignore[list-item]
    with pytest.raises(Undelivered) as caught:
        await talker.messenger.deliver(AT, parcel())
    assert (caught.value.reason, caught.value.retry_after_s) == (reason, wait)
    assert BOT_TOKEN not in str(caught.value)


async def test_a_network_that_is_down(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    await front.close()
    with pytest.raises(Undelivered, match="away: Slack cannot be reached"):
        await talker.messenger.deliver(AT, parcel())
    # what does not get through makes us look
    await until(lambda: "cannot be reached" in talker.messenger.check().text)
    assert not talker.messenger.check().ok


async def test_slack_asks_to_wait_and_gets_it_then(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    front.answers["chat.postMessage"] = [{"ok": False, "error": "ratelimited"}]
    assert await talker.messenger.deliver(AT, parcel())


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
async def test_a_message_that_is_no_more_cannot_be_edited(front: Front, make: Make, code: str) -> None:
    talker = make()
    await talker.start()
    front.answers["chat.update"] = [{"ok": False, "error": code}]
    with pytest.raises(Undelivered, match="gone"):
        await talker.messenger.edit(AT, "1.1", parcel())


async def test_the_home_page_and_its_buttons(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    await talker.post(payloads.opened(MOM, CHAT, "home"))
    await until(lambda: front.sent("views.publish"))
    view = front.sent("views.publish")[0].arguments
    assert view["user_id"] == MOM and "거실 불" in str(view["view"])
    switch = next(one["accessory"] for one in view["view"]["blocks"] if "accessory" in one)
    await talker.post(payloads.press(MOM, "", switch))
    pressed = await talker.until(1)
    assert (pressed.text, pressed.addressed, pressed.at, pressed.group) == (
        "거실 불 켜 줘",
        "button",
        AT,
        False,
    )
    await until(lambda: len(front.sent("views.publish")) == 2)
    await talker.post(payloads.opened(STRANGER, "D0STRANGER", "home"))
    await until(lambda: len(front.sent("views.publish")) == 3)
    assert "초대 코드" in str(front.sent("views.publish")[2].arguments["view"])


async def test_the_messages_page_suggests_what_to_say(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    front.answers["assistant.threads.setSuggestedPrompts"] = [{"ok": False, "error": "missing_scope"}]
    for _ in range(2):
        await talker.post(payloads.opened(MOM, CHAT, "messages"))
    await until(lambda: front.sent("assistant.threads.setSuggestedPrompts"))
    arguments = front.sent("assistant.threads.setSuggestedPrompts")[0].arguments
    assert arguments["channel_id"] == CHAT and "thread_ts" not in arguments
    assert {"title": "거실 불 켜 줘", "message": "거실 불 켜 줘"} in arguments["prompts"]


async def test_a_sign_of_work_where_slack_shows_one(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    await talker.messenger.working(AT)
    await talker.messenger.working(TALK)
    assert front.sent("assistant.threads.setStatus") == []
    await talker.messenger.working(Address("slack", CHAT, "1.1"))
    assert len(front.sent("assistant.threads.setStatus")) == 1


async def test_names_of_appliances_need_a_scope(front: Front, make: Make) -> None:
    fridge = parcel("시원해요.", "시원", speaker=Speaker("fridge-1", "냉장고", "🧊", "refrigerator"))
    front.scopes = "chat:write,im:history"
    talker = make()
    await talker.start()
    await talker.messenger.deliver(AT, fridge)
    arguments = front.sent("chat.postMessage")[0].arguments
    assert "username" not in arguments and "🧊 냉장고: 시원해요." in arguments["text"]
    line = talker.messenger.check()
    assert line.ok and "chat:write.customize" in line.text and "Reinstall" in line.text
