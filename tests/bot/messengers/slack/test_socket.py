"""Socket Mode: we call Slack."""

import logging

import pytest

from bot.messengers.slack import presence, socket
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import CHAT, GROUP, MOM
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_TOKEN
from tests.support.slack_api.front import APP_TOKEN, Front
from tests.support.slack_api.payloads import MENTION
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "WAIT_S", (0.02, 0.1))
    monkeypatch.setattr(socket, "LOOK_S", 0.05)
    monkeypatch.setattr(presence, "WAIT_S", (0.02, 0.1))


async def test_messages_presses_and_commands_get_their_receipt_and_arrive(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    assert talker.messenger.routes() == ()
    assert "Socket Mode" in talker.messenger.check().text
    await front.push("events_api", payloads.said(MOM, CHAT, "불 켜줘"))
    await front.push("interactive", payloads.press(MOM, CHAT, {"value": "v1:abc"}, ts="1.1"))
    await front.push("slash_commands", payloads.command(MOM, GROUP, ""))
    await talker.until(3)
    said = {(one.addressed, one.text or one.action) for one in talker.arrivals}
    assert said == {("direct", "불 켜줘"), ("button", "v1:abc"), ("command", "/help")}


async def test_what_we_do_not_know_gets_its_receipt_too(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    await front.push("events_api", payloads.event({"type": "team_join", "user": {"id": "U1"}}))
    await front.push("interactive", {"type": "view_closed", "team": {"id": "T1"}, "view": {}})
    await front.push("interactive", {"type": "shortcut", "team": {"id": "T1"}, "callback_id": "x"})
    assert talker.arrivals == []


async def test_a_redelivered_envelope_gets_its_receipt_and_arrives_once(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    payload = payloads.mentioned(MOM, GROUP, f"{MENTION} 불 켜줘")
    for _ in range(2):
        await front.push("events_api", payload, "envelope-again")
    await front.push("events_api", payloads.said(MOM, CHAT, "끝"))
    await talker.until(2)
    assert {one.text for one in talker.arrivals} == {"불 켜줘", "끝"}
    assert front.acks.count("envelope-again") == 2


async def test_a_closed_connection_is_opened_anew(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    await front.drop()
    await until(lambda: front.connections == 2)
    await until(lambda: talker.messenger.check().ok)
    await front.push("events_api", payloads.said(MOM, CHAT, "불 켜줘"))
    await talker.until(1)


async def test_slack_asks_us_to_come_again(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    await front.ask_to_come_again()
    await until(lambda: front.connections == 2)
    await front.push("events_api", payloads.said(MOM, CHAT, "불 켜줘"))
    await talker.until(1)


async def test_an_outage_is_said_and_ends(front: Front, make: Make) -> None:
    talker = make(socket=True)
    await talker.start()
    front.is_away = True
    await front.drop()
    await until(lambda: not talker.messenger.check().ok)
    await until(lambda: "tried again" in talker.messenger.check().text)
    front.is_away = False
    await until(lambda: talker.messenger.check().ok)
    await front.push("events_api", payloads.said(MOM, CHAT, "불 켜줘"))
    await talker.until(1)


async def test_it_starts_while_slack_is_away(front: Front, make: Make) -> None:
    front.is_away = True
    talker = make(socket=True)
    await talker.messenger.start(talker.arrived)
    await until(lambda: "Slack" in talker.messenger.check().text and not talker.messenger.check().ok)
    front.is_away = False
    await front.connected()
    await until(lambda: talker.messenger.check().ok)


async def test_an_address_that_failed_is_not_tried_for_ever(
    front: Front, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "CONNECT_S", 0.3)
    front.answers["apps.connections.open"] = [
        {"ok": True, "url": f"{front.url.replace('http', 'ws')}/link?ticket=old"}
    ]
    talker = make(socket=True)
    await talker.start()
    assert front.connections == 1


async def test_a_wrong_app_token_is_one_plain_sentence(front: Front, make: Make) -> None:
    talker = make(socket=True, app_token="xapp-wrong-and-secret")
    await talker.messenger.start(talker.arrived)
    await until(lambda: "connections:write" in talker.messenger.check().text)
    line = talker.messenger.check()
    assert not line.ok and "app_token" in line.text and "secret" not in line.text


async def test_no_token_ticket_or_overheard_word_is_logged(
    front: Front, make: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(socket, "CONNECT_S", 0.3)
    url = f"{front.url.replace('http', 'ws')}/link?ticket=secret-ticket-old"
    front.answers["apps.connections.open"] = [{"ok": True, "url": url}]
    talker = make(socket=True)
    await talker.start()
    await front.push("events_api", payloads.said("U0DAD", GROUP, "참기름 어디 있어?"))
    await front.drop()
    await until(lambda: front.connections == 2)
    for secret in (BOT_TOKEN, APP_TOKEN, "secret-ticket", "참기름"):
        assert [one.name for one in caplog.records if secret in one.getMessage()] == []
        assert secret not in caplog.text


async def test_it_stops_while_connecting(front: Front, make: Make) -> None:
    front.is_away = True
    talker = make(socket=True)
    await talker.messenger.start(talker.arrived)
    await talker.messenger.stop()
    front.is_away = False
    await talker.start()
    await talker.messenger.stop()
    await until(lambda: not front._sockets)
