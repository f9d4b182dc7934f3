import logging
from dataclasses import replace
from typing import Any

import httpx
import pytest

from bot.config_messengers import LineSettings
from bot.message import Button, Image
from bot.messengers.base import Address, Parcel, Undelivered
from bot.messengers.line.messenger import LineMessenger
from tests.bot.messengers.line.conftest import PUBLIC, Line
from tests.support.line_api import events
from tests.support.line_api.server import BASIC_ID, TOKEN, LineServer
from tests.support.waiting import until

MOM = Address("line", events.user("mom"))
GROUP = Address("line", events.GROUP)


def parcel(text: str, **more: Any) -> Parcel:
    return Parcel(text=text, short=text[:40], language="ko", **more)


async def test_what_is_said_arrives_and_the_answer_is_free(line: Line) -> None:
    line.answers = [parcel("거실 불을 켰어요.")]
    arrival = await line.says("거실 불 켜줘")
    await until(lambda: line.server.sent)
    assert arrival.text == "거실 불 켜줘"
    assert [(one.to, one.free) for one in line.server.sent] == [(MOM.chat, True)]


async def test_several_parts_of_an_answer_leave_as_one(line: Line) -> None:
    line.answers = [parcel("하나"), parcel("둘"), parcel("셋", buttons=(Button("멈춰", "v1:1", "멈춰"),))]
    await line.says("뭐 해?")
    await until(lambda: line.server.sent)
    assert [len(one.messages) for one in line.server.sent] == [3]
    assert line.server.used == 0


async def test_what_does_not_fit_into_the_reply_is_pushed(line: Line) -> None:
    line.answers = [parcel(str(number)) for number in range(7)]
    await line.says("다 말해줘")
    await until(lambda: len(line.texts) == 7)
    assert line.texts == [str(number) for number in range(7)]
    assert line.server.used == 2


async def test_a_reply_token_is_used_once_and_later_words_are_pushed(line: Line) -> None:
    line.answers = [parcel("세탁기에 말했어요.")]
    arrival = await line.says("세탁기 돌려줘")
    await until(lambda: line.server.sent)
    await line.messenger.deliver(MOM, parcel("세탁기를 시작했어요."), arrival.responder)
    assert [one.free for one in line.server.sent] == [True, False]


async def test_when_the_token_is_too_old_the_answer_is_pushed(line: Line) -> None:
    arrival = await line.says("빨래 끝나면 말해줘")
    line.server.forget_tokens()
    await line.messenger.deliver(MOM, parcel("빨래가 끝났어요."), arrival.responder)
    await until(lambda: line.server.sent)
    assert [(one.free, one.key is not None) for one in line.server.sent] == [(False, True)]


async def test_a_reply_whose_answer_got_lost_is_not_said_twice(line: Line) -> None:
    line.server.lose_answers = 1
    arrival = await line.says("불 켜줘")
    calls = line.server.asked.count
    await line.messenger.deliver(MOM, parcel("켰어요."), arrival.responder)
    await until(lambda: calls("/v2/bot/message/reply") == 2)
    await until(lambda: not [one for one in line.messenger._tasks._running if "reply" in one.get_name()])
    assert line.texts == ["켰어요."]


async def test_a_push_whose_answer_got_lost_bears_the_same_key_again(line: Line) -> None:
    line.server.lose_answers = 1
    with pytest.raises(Undelivered) as lost:
        await line.messenger.deliver(MOM, parcel("빨래가 끝났어요."))
    assert lost.value.reason == "away"
    await line.messenger.deliver(MOM, parcel("빨래가 끝났어요."))
    assert line.texts == ["빨래가 끝났어요."]
    await line.messenger.deliver(MOM, parcel("빨래가 끝났어요."))
    assert len(line.texts) == 2


async def test_an_answer_survives_an_outage(line: Line) -> None:
    arrival = await line.says("불 켜줘")
    line.server.away = True
    await line.messenger.deliver(MOM, parcel("켰어요."), arrival.responder)
    await until(lambda: "/v2/bot/message/reply" in line.server.asked)
    line.server.away = False
    await until(lambda: line.texts == ["켰어요."])


async def test_with_few_counted_messages_left_only_what_matters_is_sent(line: Line) -> None:
    line.server.used = line.server.quota - 10 if line.server.quota else 0
    await line.messenger.deliver(GROUP, parcel("빨래가 끝났어요."))
    with pytest.raises(Undelivered) as refused:
        await line.messenger.deliver(GROUP, parcel("습도가 조금 높아요.", silent=True))
    assert refused.value.reason == "refused"


async def test_with_none_left_nothing_is_pushed_and_answers_still_come(line: Line) -> None:
    line.server.used = line.server.quota or 0
    with pytest.raises(Undelivered) as refused:
        await line.messenger.deliver(MOM, parcel("빨래가 끝났어요."))
    assert refused.value.reason == "refused"
    assert "/v2/bot/message/push" not in line.server.asked
    line.answers = [parcel("켰어요.")]
    await line.says("불 켜줘")
    await until(lambda: line.texts == ["켰어요."])


async def test_silent_words_make_no_sound(line: Line) -> None:
    await line.messenger.deliver(MOM, parcel("알아만 두세요.", silent=True))
    assert line.server.sent[0].silent


async def test_a_wrong_signature_is_refused(line: Line) -> None:
    message = events.event("message", events.private("mom"), message=events.text("문 열어"))
    assert await line.post(message, secret="another-secret") == 401
    response = await line.http.post("/hooks/line", content=events.body(message))
    assert response.status_code == 401
    assert line.arrived == []


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"{", b"[" * 50_000])
async def test_a_body_that_is_none_is_refused(line: Line, raw: bytes) -> None:
    response = await line.http.post("/hooks/line", content=raw, headers=events.signature(raw))
    assert response.status_code == 400


async def test_an_empty_call_is_answered(line: Line) -> None:
    assert await line.post() == 200


async def test_a_redelivery_is_told_with_the_same_id_and_its_own_time(line: Line) -> None:
    again = {
        "deliveryContext": {"isRedelivery": True},
        "timestamp": 1_700_000_000_000,
        "webhookEventId": "01SAME",
    }
    arrival = await line.says("불 켜줘", **again)
    assert (arrival.id, arrival.sent_at) == ("01SAME", 1_700_000_000.0)


async def test_events_keep_their_order(line: Line) -> None:
    messages = [
        events.event("message", events.private("mom"), message=events.text(str(number)))
        for number in range(20)
    ]
    await line.post(*messages)
    await until(lambda: len(line.arrived) == 20)
    assert [one.text for one in line.arrived] == [str(number) for number in range(20)]


async def test_an_answer_quoting_us_is_for_us(line: Line) -> None:
    await line.messenger.deliver(GROUP, parcel("오븐을 켤까요?"))
    message = events.text("응", quoted="sent-1")
    await line.post(events.event("message", events.group("mom"), message=message))
    await until(lambda: line.arrived)
    assert line.arrived[0].addressed == "reply"


async def test_what_is_overheard_is_asked_of_nobody_and_logged_nowhere(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await line.post(events.event("message", events.group("mom"), message=events.text("우리끼리 비밀")))
    await until(lambda: line.arrived)
    assert line.arrived[0].addressed == "overheard"
    assert not [path for path in line.server.asked if "member" in path or "profile" in path]
    assert "비밀" not in caplog.text


async def test_name_and_language_are_asked_once(line: Line) -> None:
    line.server.profiles[MOM.chat] = {"displayName": "엄마", "language": "ko"}
    await line.says("하나")
    arrival = await line.says("둘")
    assert (arrival.sender.name, arrival.sender.language) == ("엄마", "ko")
    assert line.server.asked.count(f"/v2/bot/profile/{MOM.chat}") == 1


async def test_a_voice_is_fetched(line: Line) -> None:
    line.server.contents["77"] = b"a voice"
    audio = {"type": "audio", "id": "77", "duration": 900, "contentProvider": {"type": "line"}}
    await line.post(events.event("message", events.private("mom"), message=audio))
    await until(lambda: line.arrived)
    (voice,) = line.arrived[0].attachments
    assert voice.fetch is not None
    assert await voice.fetch() == b"a voice"
    line.server.contents.clear()
    with pytest.raises(Undelivered):
        await voice.fetch()


async def test_moving_dots_in_a_private_chat_only(line: Line) -> None:
    await line.messenger.working(MOM)
    await line.messenger.working(GROUP)
    line.server.away = True
    await line.messenger.working(MOM)
    assert line.server.loading == [MOM.chat]


async def test_a_picture_is_lent_for_an_hour(line: Line) -> None:
    image = Image("qr:https://line.me/R/oaMessage/%40x/?K7M3Q9PX", "초대 QR")
    await line.messenger.deliver(MOM, parcel("초대장이에요.", image=image))
    address = line.server.sent[0].messages[1]["originalContentUrl"]
    assert address.startswith(f"{PUBLIC}/pictures/")
    fetched = await line.http.get(address.removeprefix(PUBLIC))
    assert fetched.headers["content-type"] == "image/png"
    assert fetched.content.startswith(b"\x89PNG")
    assert (await line.http.get(address.removeprefix(PUBLIC)[:-2] + "xx")).status_code == 404


async def test_nothing_is_edited(line: Line) -> None:
    with pytest.raises(Undelivered) as problem:
        await line.messenger.edit(MOM, "sent-1", parcel("x"))
    assert problem.value.reason == "gone"


async def test_a_code_has_a_link(line: Line) -> None:
    await until(lambda: line.messenger.check().ok)
    assert line.messenger.pairing_link("K7M3Q9PX") == "https://line.me/R/oaMessage/%40123abcde/?K7M3Q9PX"


async def test_health_says_who_we_are_and_what_is_left(line: Line) -> None:
    await until(lambda: "counted" in line.messenger.check().text)
    assert f"{BASIC_ID} is ready" in line.messenger.check().text
    assert f"{PUBLIC}/hooks/line" in line.messenger.check().text
    await line.says("안녕")
    assert "last called 0 min ago" in line.messenger.check().text


async def test_health_says_that_the_secret_is_wrong(line: Line) -> None:
    await until(lambda: line.messenger.check().ok)
    await line.post(secret="another-secret")
    assert "channel_secret" in line.messenger.check().text


@pytest.mark.parametrize(
    ("changes", "public", "says"),
    [
        ({"channel_access_token": "a-wrong-token-0123456789"}, PUBLIC, "channel_access_token"),
        ({"api_url": "http://127.0.0.1:9"}, PUBLIC, "cannot be reached"),
        ({}, None, "http.public_url"),
    ],
)
async def test_what_is_wrong_is_one_sentence_without_secrets(
    server: LineServer,
    changes: dict[str, Any],
    public: str | None,
    says: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    given = {"channel_access_token": TOKEN, "channel_secret": events.SECRET, "api_url": server.url, **changes}
    messenger = LineMessenger(LineSettings(**given), public_url=public, secret=b"x" * 16)
    await messenger.start(Line(server, messenger, httpx.AsyncClient()).take)
    await until(lambda: says in messenger.check().text)
    await messenger.stop()
    check = messenger.check()
    assert not check.ok and "\n" not in check.text
    for told in (check.text, caplog.text, repr(LineSettings(**given)), repr(messenger)):
        assert given["channel_access_token"] not in told
        assert events.SECRET not in told


async def test_while_it_does_not_run_line_is_asked_to_call_again(line: Line) -> None:
    await line.messenger.stop()
    assert await line.post() == 503
    with pytest.raises(Undelivered):
        await line.messenger.deliver(MOM, parcel("x"))


async def test_in_a_group_the_question_is_quoted(line: Line) -> None:
    await line.messenger.deliver(GROUP, replace(parcel("켰어요."), reply_to="quote"))
    assert line.server.sent[0].messages[0]["quoteToken"] == "quote"
