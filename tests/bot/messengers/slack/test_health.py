"""Wrong tokens and missing scopes are plain sentences, and nothing secret is logged."""

import logging

import pytest

from bot.messengers.base import Address
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import CHAT, GROUP, MOM, parcel
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import BOT_TOKEN, SIGNING_SECRET
from tests.support.slack_api.front import Front
from tests.support.waiting import until

AT = Address("slack", CHAT)


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
