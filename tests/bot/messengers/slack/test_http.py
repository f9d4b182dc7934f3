"""Slack calls us: signatures, and what arrives."""

import asyncio
import time

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.messengers.base import Account, Address, Arrival, Undelivered
from tests.bot.messengers.slack.conftest import Make
from tests.bot.messengers.slack.talker import CHAT, GROUP, MOM, parcel
from tests.support.slack_api import payloads
from tests.support.slack_api.emulate import SIGNING_SECRET
from tests.support.slack_api.front import Front
from tests.support.slack_api.payloads import MENTION
from tests.support.waiting import until


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


async def test_all_is_handed_in_in_order_and_nothing_waits_for_an_answer(make: Make) -> None:
    talker = make()
    await talker.start()
    slow = asyncio.Event()

    async def arrived(arrival: Arrival) -> None:
        talker.arrivals.append(arrival)
        await slow.wait()

    await talker.messenger.stop()
    await talker.messenger.start(arrived)
    await until(lambda: talker.messenger.check().ok)
    for number in (1, 2):
        await talker.post(payloads.said(MOM, CHAT, f"{number}"))
    await talker.post(payloads.said("U0DAD", "D0DAD", "3"))
    await talker.until(3)
    said = [one.text for one in talker.arrivals]
    assert said.index("1") < said.index("2")
    slow.set()


async def test_a_slash_command_in_our_own_chat_is_private(make: Make) -> None:
    talker = make()
    await talker.start()
    await talker.post(payloads.command(MOM, CHAT, "people"))
    arrival = await talker.until(1)
    assert (arrival.text, arrival.group, arrival.addressed) == ("/people", False, "command")


async def test_an_answer_that_is_not_taken_does_not_keep_the_next_message(make: Make) -> None:
    talker, never = make(), asyncio.Event()

    async def arrived(arrival: Arrival) -> None:
        talker.arrivals.append(arrival)
        if arrival.text == "1":
            await never.wait()

    await talker.messenger.start(arrived)
    await until(lambda: talker.messenger.check().ok)
    for number in (1, 2):
        await talker.post(payloads.said(MOM, CHAT, f"{number}"))
    assert (await talker.until(2)).text == "2"
    never.set()


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


@pytest.mark.parametrize("body", [b"[" * 60_000, b"null", b"[]", b"\xff", b"{", b""])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
async def test_what_nobody_signed_is_not_even_read(
    make: Make, body: bytes, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    talker = make()
    await talker.start()
    for at in ("1", "nope", str(int(time.time()))):
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": "v0=é"}
        assert (await talker.call(body, {name: text.encode() for name, text in headers.items()})) == 401
    assert talker.arrivals == [] and not [one for one in caplog.records if one.exc_info]


@pytest.mark.parametrize("body", ["[" * 60_000, "null", "[]", "payload=%7B"])
async def test_what_is_signed_and_makes_no_sense_is_refused_quietly(
    make: Make, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    talker = make()
    await talker.start()
    at = str(int(time.time()))
    signature = SignatureVerifier(SIGNING_SECRET).generate_signature(timestamp=at, body=body) or ""
    kind = "application/x-www-form-urlencoded" if "=" in body else "application/json"
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature}
    assert (await talker.call(body.encode(), headers)) == 400
    assert talker.arrivals == [] and not [one for one in caplog.records if one.exc_info]
