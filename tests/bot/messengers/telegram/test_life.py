"""Outages, wrong tokens, second pollers, dead loops: what the health line says, and what no log may hold."""

import asyncio
import logging

import pytest

from bot.messengers.base import Address, Parcel, Undelivered
from bot.messengers.telegram import connection
from tests.bot.messengers.telegram.conftest import Make, Telegram
from tests.support.telegram_api.server import TOKEN, BotApi, Refused
from tests.support.waiting import until

MOM = 1001
SECRET = TOKEN.partition(":")[2]


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the adapter itself logged at a level that people see."""
    return [
        one.getMessage()
        for one in caplog.records
        if one.name.startswith("bot.messengers.telegram") and one.levelno >= logging.INFO
    ]


def assert_nothing_leaked(caplog: pytest.LogCaptureFixture) -> None:
    formatter = logging.Formatter("%(name)s %(message)s")
    assert caplog.records
    for record in caplog.records:
        assert SECRET not in formatter.format(record), record.name
        assert SECRET not in repr(record.args)


async def test_the_health_line_says_who_we_are(telegram: Telegram) -> None:
    line = telegram.messenger.check()
    assert line.name == "telegram" and line.ok
    assert "@jipsa_test_bot" in line.text and "privacy mode is on" in line.text


async def test_start_returns_also_when_telegram_is_away(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    telegram = make()
    await telegram.api.stop()
    await telegram.messenger.start(telegram.arrived)
    assert not telegram.messenger.check().ok
    await until(lambda: "not been reached" in telegram.messenger.check().text)
    with pytest.raises(Undelivered, match="away"):
        await telegram.messenger.deliver(Address("telegram", "1"), Parcel("네", "네", "ko"))
    await telegram.messenger.working(Address("telegram", "1"))
    await telegram.api.start()
    await telegram.connected()
    await telegram.api.happens(message=telegram.api.message(MOM, "안녕"))
    assert (await telegram.one()).text == "안녕"
    assert_nothing_leaked(caplog)


async def test_an_outage_is_said_once_and_survived(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api = telegram.api
    await api.stop()
    await until(lambda: not telegram.messenger.check().ok)
    assert "internet connection" in telegram.messenger.check().text
    update = {"update_id": 9000, "message": api.message(MOM, "불 켜줘")}
    api.updates.append(update)
    await api.start()
    assert (await telegram.one()).text == "불 켜줘"
    await telegram.connected()
    said = lines(caplog)
    assert len(said) == 2 and "not been reached" in said[0] and "back after" in said[1]
    assert_nothing_leaked(caplog)


async def test_a_wrong_token_is_one_plain_sentence(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = "4242:AA-another_TOKEN-of-nobody"
    telegram = make(token=wrong)
    await telegram.messenger.start(telegram.arrived)
    await until(lambda: "refuses the token" in telegram.messenger.check().text)
    assert "@BotFather" in telegram.messenger.check().text
    # tried again and again, said once
    await until(lambda: sum("getMe" in one.getMessage() for one in caplog.records) > 2)
    assert len(lines(caplog)) == 1
    assert wrong not in caplog.text and wrong.partition(":")[2] not in caplog.text


@pytest.mark.parametrize("token", [f" {TOKEN}\n", "4242:AA spaced 한글 token"])
async def test_a_token_copied_badly_is_in_no_log_either(
    make: Make, caplog: pytest.LogCaptureFixture, token: str
) -> None:
    caplog.set_level(logging.DEBUG)
    telegram = make(token=token)
    await telegram.messenger.start(telegram.arrived)
    await until(lambda: any("getMe" in one.getMessage() for one in caplog.records))
    if token.strip() == TOKEN:
        await telegram.connected()
    else:
        await until(lambda: "refuses the token" in telegram.messenger.check().text)
    assert_nothing_leaked(caplog)
    assert "spaced" not in caplog.text


async def test_a_server_that_is_no_bot_api_does_not_end_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    telegram = make()
    with monkeypatch.context() as patch:
        patch.setattr(BotApi, "_getMe", lambda *_: asyncio.sleep(0, {}))
        await telegram.messenger.start(telegram.arrived)
        await until(lambda: "not been reached" in telegram.messenger.check().text)
    await telegram.connected()


async def test_a_token_that_is_taken_back_while_we_run(telegram: Telegram) -> None:
    telegram.api.always["getUpdates"] = telegram.api.always["getMe"] = Refused(401, "Unauthorized")
    telegram.api._fresh.set()
    await until(lambda: "refuses the token" in telegram.messenger.check().text)
    telegram.api.always.clear()
    await telegram.connected()
    await telegram.api.happens(message=telegram.api.message(MOM, "안녕"))
    assert (await telegram.one()).text == "안녕"


async def test_a_second_poller_is_said_once_and_forgotten_when_it_leaves(
    telegram: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api, refusal = telegram.api, Refused(409, "Conflict: terminated by other getUpdates request")
    api.always["getUpdates"] = refusal
    api._fresh.set()
    await until(lambda: "Another program" in telegram.messenger.check().text)
    await until(lambda: sum("409" in one.getMessage() for one in caplog.records) > 2)
    api.always.clear()
    await telegram.connected()
    said = lines(caplog)
    assert len(said) == 2 and "Another program" in said[0] and "back after" in said[1]
    assert_nothing_leaked(caplog)


async def test_a_dead_polling_loop_is_begun_anew(
    telegram: Telegram, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = telegram.messenger._connection.app
    assert app is not None and app.updater is not None
    # what the library calls the task of its loop
    name = "_Updater__polling_task"
    await until(lambda: getattr(app.updater, name))
    getattr(app.updater, name).cancel()
    monkeypatch.setattr(connection, "DEAD_S", 0.1)
    await until(lambda: any("begins anew" in one for one in lines(caplog)))
    monkeypatch.setattr(connection, "DEAD_S", 90.0)
    await telegram.connected()
    await telegram.api.happens(message=telegram.api.message(MOM, "안녕"))
    assert (await telegram.one()).text == "안녕"


async def test_what_people_write_is_in_no_log(telegram: Telegram, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await telegram.api.happens(message=telegram.api.message(MOM, "참기름7731", chat=-5001))
    assert (await telegram.one()).addressed == "overheard"
    await telegram.messenger.deliver(Address("telegram", "-5001"), Parcel("대답8842", "", "ko"))
    assert_nothing_leaked(caplog)
    assert "참기름" not in caplog.text and "대답8842" not in caplog.text


async def test_the_token_is_in_no_repr(telegram: Telegram) -> None:
    assert SECRET not in repr(telegram.messenger) + repr(vars(telegram.messenger)["_health"])


async def test_stop_lets_what_arrived_be_dealt_with(make: Make) -> None:
    telegram, begun, done = make(), asyncio.Event(), []

    async def arrived(arrival: object) -> None:
        begun.set()
        await asyncio.sleep(0)
        done.append(arrival)

    await telegram.messenger.start(arrived)
    await telegram.api.happens(message=telegram.api.message(MOM, "안녕"))
    await begun.wait()
    await telegram.messenger.stop()
    assert len(done) == 1
    await telegram.messenger.stop()
