import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.message import Button
from bot.messengers.base import Arrival, Undelivered
from bot.messengers.kakao.messenger import KakaoMessenger
from bot.messengers.kakao.transport import group_at, private_at
from tests.bot.messengers.kakao.conftest import gateway_messenger, labels, said, texts
from tests.support.kakao_api.gateway import TOKEN, KakaoGateway
from tests.support.waiting import until

MESSAGE = {"id": 1, "botGroupKey": "room", "botUserKey": "mom", "isChannelChatroom": False}


class Heard(list[Arrival]):
    """What arrived."""

    async def take(self, arrival: Arrival) -> None:
        self.append(arrival)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def kakao(gateway: KakaoGateway, heard: Heard) -> AsyncIterator[KakaoMessenger]:
    messenger = gateway_messenger(gateway)
    await messenger.start(heard.take)
    await until(lambda: messenger.check().ok)
    yield messenger
    await messenger.stop()


async def test_a_message_is_answered_once_by_its_token(
    gateway: KakaoGateway, kakao: KakaoMessenger, heard: Heard
) -> None:
    await gateway.tell("MESSAGE_CREATE", token="t1", content="@집사 불 켜줘", **MESSAGE)
    await until(lambda: heard)
    arrival = heard[0]
    assert (arrival.text, arrival.addressed) == ("불 켜줘", "mention")
    for words in ("하나", "둘"):
        await kakao.deliver(arrival.at, said(words), arrival.responder)
    await until(lambda: gateway.said)
    assert [(to, texts(response)) for to, response in gateway.said] == [("callback", ["하나", "둘"])]
    await kakao.deliver(arrival.at, said("셋"), arrival.responder)
    assert (gateway.said[1][0], texts(gateway.said[1][1])) == ("room", ["셋"])


async def test_when_the_token_is_used_up_it_is_sent_as_a_message(
    gateway: KakaoGateway, kakao: KakaoMessenger, heard: Heard
) -> None:
    await gateway.tell("MESSAGE_CREATE", token="t1", content="@집사 불 켜줘", **MESSAGE)
    await until(lambda: heard)
    gateway._tokens.clear()
    await kakao.deliver(heard[0].at, said("켰어요."), heard[0].responder)
    await until(lambda: gateway.said)
    assert (gateway.said[0][0], texts(gateway.said[0][1])) == ("room", ["켰어요."])


async def test_it_writes_first_without_cost(gateway: KakaoGateway, kakao: KakaoMessenger) -> None:
    parcel = said("빨래가 끝났어요.", buttons=(Button("고마워", "v1:1", "고마워"),))
    await kakao.deliver(group_at("room"), parcel)
    await kakao.deliver(private_at("mom"), parcel)
    (room, in_room), (mom, alone) = gateway.said
    assert (room, labels(in_room)) == ("room", [])
    assert (mom, labels(alone)) == ("mom", ["고마워"])
    assert kakao.features.proactive == "free"


@pytest.mark.parametrize(("code", "reason"), [(-880, "gone"), (-879, "refused"), (-1, "refused")])
async def test_what_is_not_taken_is_said(
    gateway: KakaoGateway, kakao: KakaoMessenger, code: int, reason: str
) -> None:
    gateway.refuses = code
    with pytest.raises(Undelivered) as problem:
        await kakao.deliver(group_at("room"), said("x"))
    assert problem.value.reason == reason


async def test_coming_and_going(gateway: KakaoGateway, kakao: KakaoMessenger, heard: Heard) -> None:
    await gateway.tell("ENTRANCE", token="t", botGroupKey="room", inviter={"botUserKey": "mom"})
    await gateway.tell("CHAT_JOIN", botGroupKey="room", user={"botUserKey": "dad"})
    await gateway.tell("LEAVE", botGroupKey="room")
    await until(lambda: len(heard) == 2)
    assert [one.kind for one in heard] == ["joined", "left"]


async def test_a_broken_connection_is_resumed_where_it_was(
    gateway: KakaoGateway, kakao: KakaoMessenger, heard: Heard
) -> None:
    await gateway.tell("MESSAGE_CREATE", content="x", **MESSAGE)
    await until(lambda: heard)
    await gateway.hang_up(1001)
    await until(lambda: len(gateway.logins) == 2)
    assert gateway.logins[1] == {"op": 6, "d": {"token": TOKEN, "session_id": "session-1", "seq": 1}}
    await until(lambda: kakao.check().ok)


async def test_a_session_that_is_over_begins_anew(gateway: KakaoGateway, kakao: KakaoMessenger) -> None:
    await gateway.hang_up(4009)
    await until(lambda: len(gateway.logins) == 2)
    assert gateway.logins[1]["op"] == 2


async def test_a_second_program_with_the_token_is_not_fought(
    gateway: KakaoGateway, kakao: KakaoMessenger
) -> None:
    await gateway.hang_up(4004)
    await until(lambda: "Another program" in kakao.check().text)
    assert not kakao.check().ok
    assert not kakao._transport._tasks._running  # type: ignore[attr-defined]


async def test_a_gateway_that_does_not_hear_us_is_left(gateway: KakaoGateway, heard: Heard) -> None:
    gateway.heartbeat_ms, gateway.acknowledges = 50, False
    messenger = gateway_messenger(gateway)
    await messenger.start(heard.take)
    await until(lambda: len(gateway.logins) >= 2)
    await messenger.stop()


async def test_heartbeats_keep_it_alive(gateway: KakaoGateway, heard: Heard) -> None:
    gateway.heartbeat_ms = 50
    messenger = gateway_messenger(gateway)
    await messenger.start(heard.take)
    await until(lambda: [one["op"] for one in gateway.frames].count(1) >= 3)
    assert len(gateway.logins) == 1 and messenger.check().ok
    await messenger.stop()


async def test_a_wrong_token_is_one_sentence_without_it(
    gateway: KakaoGateway, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    messenger = gateway_messenger(gateway, "a-wrong-token-0123456789")
    await messenger.start(heard.take)
    await until(lambda: "messengers.kakao.bot_token" in messenger.check().text)
    assert not messenger.check().ok
    assert "a-wrong-token" not in messenger.check().text + caplog.text
    await messenger.stop()


async def test_it_starts_while_kakao_is_away(heard: Heard) -> None:
    messenger = gateway_messenger(KakaoGateway("ws://127.0.0.1:9/gateway", "http://127.0.0.1:9"))
    await asyncio.wait_for(messenger.start(heard.take), 1)
    await until(lambda: "cannot be reached" in messenger.check().text)
    with pytest.raises(Undelivered) as problem:
        await messenger.deliver(group_at("room"), said("x"))
    assert problem.value.reason == "away"
    await messenger.stop()
