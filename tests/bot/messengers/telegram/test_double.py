"""The adapter against telegram-test-api, a Bot API server that others wrote."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.message import Button
from bot.messengers.base import Address, Parcel
from bot.messengers.telegram.messenger import TelegramMessenger
from tests.bot.messengers.telegram.conftest import COMMANDS, Telegram, settings
from tests.support.telegram_api.front import Front
from tests.support.telegram_api.server import BOT
from tests.support.waiting import until

MOM, GROUP = 1001, -1005001


@pytest_asyncio.fixture
async def telegram(front: Front) -> AsyncIterator[Telegram]:
    made = Telegram(front, TelegramMessenger(settings(front), commands=COMMANDS))
    await made.begin()
    yield made
    await made.messenger.stop()


async def test_a_talk_with_a_question_and_an_edit(telegram: Telegram, front: Front) -> None:
    await front.writes(front.message(MOM, "오븐 켜줘"))
    asked = await telegram.one()
    buttons = (Button("네", "v1:yes", "네"), Button("아니요", "v1:no", "아니요"))
    message = await telegram.messenger.deliver(asked.at, Parcel("오븐을 켤까요?", "", "ko", buttons=buttons))
    await front.presses(front.press(MOM, "네"))
    press = await telegram.one()
    assert (press.action, press.addressed, press.at) == ("v1:yes", "button", asked.at)
    await until(lambda: front.answered)
    assert message is not None
    await telegram.messenger.edit(asked.at, message, Parcel("오븐을 켰어요.", "", "ko"))
    (seen,) = await front.seen(MOM)
    assert (seen.text, seen.buttons, seen.edited) == ("오븐을 켰어요.", [], True)


async def test_groups_and_commands(telegram: Telegram, front: Front) -> None:
    command = {"entities": [{"type": "bot_command", "offset": 0, "length": 23}]}
    await front.writes(front.message(MOM, f"/people@{BOT['username']} 모두", chat=GROUP, **command))
    one = await telegram.one()
    assert (one.addressed, one.text, one.group) == ("command", "/people 모두", True)
    await front.writes(front.message(MOM, "저녁 뭐 먹지", chat=GROUP))
    assert (await telegram.one()).addressed == "overheard"
    await telegram.messenger.deliver(
        Address("telegram", str(GROUP)), Parcel("엄마, 아빠", "", "ko", reply_to=one.reply_to)
    )
    (seen,) = await front.seen(GROUP)
    assert (seen.text, str(seen.reply_to)) == ("엄마, 아빠", one.reply_to)


async def test_the_same_message_again_has_the_same_id(telegram: Telegram, front: Front) -> None:
    await front.writes(front.message(MOM, "불 켜줘"))
    first = await telegram.one()
    await front.again(front.told[-1])
    assert (await telegram.one()).id == first.id
