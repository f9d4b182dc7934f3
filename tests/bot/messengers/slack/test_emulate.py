"""What we send, taken by a Slack that others wrote (emulate), through the SDK's own HTTP client."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.message import Button, Image, Span
from bot.messengers.base import Account, Address, Speaker, Undelivered
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import Talker, parcel
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_ID, BOT_USER, CHANNEL, TEAM_NAME, emulate
from tests.support.slack_api.front import Front
from tests.support.waiting import until

ODD = "★별_스탠드_*.#<b>&😀 ~Lamp~"


@pytest.fixture
async def front(tmp_path: Path) -> AsyncIterator[Front]:
    """emulate behind it."""
    front = Front()
    await front.open()
    server = emulate(tmp_path, ("mom", "dad"), front.url)
    server.start()
    front.upstream = f"http://127.0.0.1:{server.port}"
    yield front
    await front.close()
    server.stop()


@pytest.fixture
async def slack(front: Front, make: Make) -> Talker:
    """A messenger that knows who it is there."""
    talker = make()
    await talker.start()
    return talker


async def group_of(front: Front) -> str:
    """The id of the family's channel."""
    channels = (await front.ask("conversations.list"))["channels"]
    return next(str(one["id"]) for one in channels if one["name"] == CHANNEL)


async def user(front: Front, name: str) -> str:
    """Somebody's id."""
    members = (await front.ask("users.list"))["members"]
    return next(str(one["id"]) for one in members if one["name"] == name)


async def history(front: Front, chat: str) -> list[payloads.Json]:
    """All that stands in a chat, oldest first."""
    return list(reversed((await front.ask("conversations.history", channel=chat))["messages"]))


async def test_it_knows_who_it_is(slack: Talker) -> None:
    line = slack.messenger.check()
    assert line.ok and "@jipsa" in line.text and TEAM_NAME in line.text and "/hooks/slack" in line.text


async def test_a_message_with_everything(front: Front, slack: Talker) -> None:
    group = await group_of(front)
    said = parcel(
        ODD, "별 켜짐", spans=(Span(0, 1, "bold"),), buttons=(Button("끄기", "v1:abc", "꺼 줘"),),
        speaker=Speaker("fridge-1", "냉장고", "🧊", "refrigerator"),
    )  # fmt: skip
    ts = await slack.messenger.deliver(Address("slack", group), said)
    (message,) = await history(front, group)
    assert message["ts"] == ts and message["user"] == BOT_USER
    assert (message["username"], message["icon_emoji"]) == ("냉장고", ":ice_cube:")
    assert message["text"] == "별 켜짐\n★별_스탠드_*.#&lt;b&gt;&amp;😀 ~Lamp~"
    assert "".join(one["text"] for one in message["blocks"][0]["elements"][0]["elements"]) == ODD
    assert message["blocks"][1]["elements"][0]["value"] == "v1:abc"


async def test_an_edit_takes_the_place_of_what_was_said(front: Front, slack: Talker) -> None:
    at = Address("slack", await group_of(front))
    ts = await slack.messenger.deliver(
        at, parcel("켜고 있어요.", buttons=(Button("취소", "v1:abc", "취소"),))
    )
    await slack.messenger.edit(at, str(ts), parcel("켰어요."))
    (message,) = await history(front, at.chat)
    assert message["blocks"][0]["text"]["text"] == "켰어요." and len(message["blocks"]) == 1
    with pytest.raises(Undelivered, match="gone"):
        await slack.messenger.edit(at, "1.1", parcel("켰어요."))


async def test_a_thread(front: Front, slack: Talker) -> None:
    group = await group_of(front)
    asked = (
        await front.ask("chat.postMessage", "xoxp-mom", channel=group, text=f"{payloads.MENTION} 불 켜줘")
    )["ts"]
    await slack.messenger.deliver(Address("slack", group, asked), parcel())
    replies = (await front.ask("conversations.replies", channel=group, ts=asked))["messages"]
    assert [one.get("thread_ts") for one in replies[1:]] == [asked]


async def test_a_thread_that_began_with_a_mention_is_ours_after_a_restart(
    front: Front, slack: Talker
) -> None:
    group, mom = await group_of(front), await user(front, "mom")
    asked = (
        await front.ask("chat.postMessage", "xoxp-mom", channel=group, text=f"{payloads.MENTION} 불 켜줘")
    )["ts"]
    await slack.post(payloads.said(mom, group, "응", thread=asked))
    assert (await slack.until(1)).addressed == "reply"


async def test_what_only_one_person_sees(front: Front, slack: Talker) -> None:
    group, mom = await group_of(front), await user(front, "mom")
    only = parcel("비밀이에요.", only_for=Account("slack", mom))
    assert await slack.messenger.deliver(Address("slack", group), only) is None
    assert await history(front, group) == []
    assert front.sent("chat.postEphemeral")[0].arguments["user"] == mom
    nobody = parcel("비밀이에요.", only_for=Account("slack", "U0NOBODY"))
    with pytest.raises(Undelivered, match="gone"):
        await slack.messenger.deliver(Address("slack", group), nobody)


async def test_a_picture(front: Front, slack: Talker) -> None:
    group = await group_of(front)
    image = Image("qr:https://example.com/invite", "초대 QR 코드")
    invitation = parcel("초대 코드예요.", image=image)
    front.answers["chat.postMessage"] = [503]
    with pytest.raises(Undelivered, match="away"):
        await slack.messenger.deliver(Address("slack", group), invitation)
    # tried again, it is not shown again
    await slack.messenger.deliver(Address("slack", group), invitation)
    assert len(front.uploads) == 1 and b"PNG" in front.uploads[0]
    picture, text = await history(front, group)
    (file,) = picture["files"]
    assert (file["alt_txt"], file["title"]) == ("초대 QR 코드", "초대 QR 코드")
    assert len(text["blocks"]) == 1


async def test_a_picture_that_slack_does_not_take_is_told(front: Front, slack: Talker) -> None:
    group = await group_of(front)
    front.answers["files.getUploadURLExternal"] = [{"ok": False, "error": "missing_scope"}]
    image = Image("qr:https://example.com/invite", "초대 QR 코드")
    await slack.messenger.deliver(Address("slack", group), parcel("초대 코드예요.", image=image))
    (text,) = await history(front, group)
    assert "초대 QR 코드" in str(text["blocks"][1])


async def test_the_home_page_is_published(front: Front, slack: Talker) -> None:
    mom = await user(front, "mom")
    await slack.post(payloads.opened(mom, "D1", "home"))
    await until(lambda: front.sent("views.publish"))
    view = front.sent("views.publish")[0].answer["view"]
    assert view["type"] == "home" and view["bot_id"] == BOT_ID and len(view["blocks"]) == 5


async def test_our_private_chat_with_somebody(front: Front, slack: Talker) -> None:
    mom = await user(front, "mom")
    await slack.post(payloads.press(mom, "", {"value": "say:불 켜 줘"}))
    at = (await slack.until(1)).at
    assert at.chat.startswith("D")
    await slack.messenger.deliver(at, parcel("켰어요."))
    assert [one["blocks"][0]["text"]["text"] for one in await history(front, at.chat)] == ["켰어요."]


async def test_a_chat_that_is_not_there(slack: Talker) -> None:
    with pytest.raises(Undelivered, match="gone"):
        await slack.messenger.deliver(Address("slack", "C0NOTHERE"), parcel())
