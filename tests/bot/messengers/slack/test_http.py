"""Slack calls us: signatures, what arrives, what goes out."""

import asyncio
import logging

import pytest

from bot.message import Button
from bot.messengers.base import Account, Address, Arrival, Speaker, Undelivered
from bot.messengers.slack.decode import Responder
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import CHAT, GROUP, MOM, STRANGER, parcel
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_TOKEN, SIGNING_SECRET
from tests.support.slack_api.front import Front
from tests.support.slack_api.payloads import MENTION
from tests.support.waiting import until

AT = Address("slack", CHAT)
TALK = Address("slack", GROUP, "1800000000.000001")


async def test_slack_proves_the_address(make: Make) -> None:
    talker = make()
    await talker.start()
    answer = await talker.post({"type": "url_verification", "challenge": "3eZbrw1aB"})
    assert answer.status_code == 200 and "3eZbrw1aB" in answer.text


@pytest.mark.parametrize("signing", [{"secret": "another secret"}, {"age_s": 600.0}])
async def test_a_wrong_or_old_signature_is_refused(make: Make, signing: dict[str, object]) -> None:
    talker = make()
    await talker.start()
    assert (await talker.post(payloads.said(MOM, CHAT, "불 켜줘"), **signing)).status_code == 401
    assert (await talker.post(payloads.said(MOM, CHAT, "불 꺼줘"))).status_code == 200
    assert (await talker.until(1)).text == "불 꺼줘" and len(talker.arrivals) == 1


async def test_before_we_know_who_we_are_slack_must_come_again(front: Front, make: Make) -> None:
    front.is_away = True
    talker = make()
    await talker.messenger.start(talker.arrived)
    assert (await talker.post(payloads.said(MOM, CHAT, "불 켜줘"))).status_code == 503
    front.is_away = False
    await until(lambda: talker.messenger.check().ok)
    assert (await talker.post(payloads.said(MOM, CHAT, "불 켜줘"))).status_code == 200
    await talker.until(1)
    await talker.messenger.stop()
    assert (await talker.post(payloads.said(MOM, CHAT, "불 꺼줘"))).status_code == 503


async def test_a_mention_and_its_twin_and_a_redelivery_arrive_once(make: Make) -> None:
    talker = make()
    await talker.start()
    ts, text = "1800000000.000001", f"{MENTION} 불 켜줘"
    for payload in (payloads.said(MOM, GROUP, text, ts), payloads.mentioned(MOM, GROUP, text, ts)) * 2:
        assert (await talker.post(payload)).status_code == 200
    await talker.post(payloads.mentioned(MOM, GROUP, f"{MENTION} 불 꺼줘", "1800000001.000001"))
    await talker.until(2)
    assert [one.text for one in talker.arrivals] == ["불 켜줘", "불 꺼줘"]


async def test_names_and_languages_of_those_who_talk_to_us(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    front.locales[MOM] = "en-GB"
    await talker.post(payloads.said("U0DAD", GROUP, "뭐 먹지?"))
    await talker.post(payloads.said(MOM, CHAT, "hello"))
    await talker.post(payloads.said(MOM, CHAT, "hello again"))
    assert (await talker.until(3)).sender == Account("slack", MOM, "엄마", "en-GB")
    assert [one.arguments["user"] for one in front.sent("users.info")] == [MOM]


async def test_a_thread_is_ours_when_we_spoke_there_or_its_beginning_called_us(
    front: Front, make: Make
) -> None:
    talker = make()
    await talker.start()
    front.threads["2.2"] = f"{MENTION} 불 켜줘"
    front.threads["3.3"] = "오늘 뭐 먹지?"
    await talker.messenger.deliver(Address("slack", GROUP, "1.1"), parcel())
    for thread in ("1.1", "2.2", "3.3", "2.2"):
        await talker.post(payloads.said(MOM, GROUP, "응", thread=thread))
    await talker.until(4)
    said = [(one.at.thread, one.addressed) for one in talker.arrivals]
    assert sorted(said) == [("1.1", "reply"), ("2.2", "reply"), ("2.2", "reply"), ("3.3", "overheard")]
    assert len(front.sent("conversations.replies")) == 2


async def test_chats_run_side_by_side_each_in_its_order(make: Make) -> None:
    talker = make()
    await talker.start()
    slow = asyncio.Event()

    async def arrived(arrival: Arrival) -> None:
        talker.arrivals.append(arrival)
        if arrival.text == "1":
            await slow.wait()

    await talker.messenger.stop()
    await talker.messenger.start(arrived)
    await until(lambda: talker.messenger.check().ok)
    for number in (1, 2):
        await talker.post(payloads.said(MOM, CHAT, f"{number}"))
    await talker.post(payloads.said("U0DAD", "D0DAD", "3"))
    await talker.until(2)
    assert {one.text for one in talker.arrivals} == {"1", "3"}
    slow.set()
    assert (await talker.until(3)).text == "2"


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


async def test_a_slash_command_in_our_own_chat_is_private(make: Make) -> None:
    talker = make()
    await talker.start()
    await talker.post(payloads.command(MOM, CHAT, "people"))
    arrival = await talker.until(1)
    assert (arrival.text, arrival.group, arrival.addressed) == ("/people", False, "command")


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


async def test_a_scope_without_which_nothing_works(front: Front, make: Make) -> None:
    front.scopes = "im:history"
    talker = make()
    await talker.messenger.start(talker.arrived)
    await until(lambda: "chat:write" in talker.messenger.check().text)
    assert not talker.messenger.check().ok


@pytest.mark.parametrize(
    ("answer", "way_out"),
    [
        ({"ok": False, "error": "invalid_auth"}, "Bot User OAuth Token"),
        ({"ok": False, "error": "account_inactive"}, "Reinstall to Workspace"),
        ({"ok": True, "user_id": MOM, "team_id": "T1", "user": "mom", "team": "x"}, "xoxb-"),
        ({"ok": False, "error": "something_new"}, "something_new"),
    ],
)
async def test_a_wrong_bot_token_is_one_plain_sentence(
    front: Front, make: Make, answer: dict[str, object], way_out: str
) -> None:
    front.answers["auth.test"] = [answer] * 3  # type: ignore[list-item]
    talker = make()
    await talker.messenger.start(talker.arrived)
    await until(lambda: way_out in talker.messenger.check().text)
    assert not talker.messenger.check().ok
    assert BOT_TOKEN not in talker.messenger.check().text


async def test_files_come_from_slack_alone(front: Front, make: Make) -> None:
    talker = make()
    await talker.start()
    for url in (
        f"{front.url}/file/voice",
        "https://example.com/voice",
        "https://slack.com.example.com/voice",
    ):
        file = {"mimetype": "audio/mp4", "url_private": url}
        await talker.post(payloads.said(MOM, CHAT, "", subtype="file_share", files=[file]))
    await talker.until(3)
    loads = [one.attachments[0].fetch for one in talker.arrivals]
    assert loads[0] is not None and await loads[0]() == b"voice"
    for load in loads[1:]:
        assert load is not None
        with pytest.raises(Undelivered, match="not kept by Slack"):
            await load()


async def test_nothing_secret_and_nothing_overheard_is_logged(
    front: Front, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    talker = make()
    await talker.start()
    await talker.post(payloads.said("U0DAD", GROUP, "참기름 어디 있어?"))
    await talker.post(payloads.said(MOM, CHAT, "불 켜줘"))
    await talker.until(2)
    await talker.messenger.deliver(AT, parcel())
    for secret in (BOT_TOKEN, SIGNING_SECRET, "참기름"):
        assert [one.name for one in caplog.records if secret in one.getMessage()] == []
    assert BOT_TOKEN not in repr(talker.messenger.__dict__)
