"""EXPERIMENTAL: the bot gateway of KakaoTalk, a socket that we open; no public address is needed.

Unverified: written after other people's descriptions of it, never run against KakaoTalk itself.
"""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from starlette.routing import Route

from bot.config_messengers import KakaoSettings
from bot.house import Check
from bot.messengers.base import Address, Arrival, Arrived, Features, Parcel, Undelivered
from bot.messengers.gathering import Gathering
from bot.messengers.kakao import decode, encode
from bot.messengers.kakao.rest import BotApi
from bot.messengers.kakao.transport import NAME, Lend, key_of
from bot.messengers.tasks import Tasks

log = logging.getLogger(__name__)

DISPATCH, HEARTBEAT, IDENTIFY, READY, RESUME, HELLO, HEARTBEAT_ACK = 0, 1, 2, 3, 6, 10, 11

WRONG_TOKEN_CODE, WRONG_FRAME, REPLACED, SESSION_OVER = 4001, 4003, 4004, 4009

_FINAL = {
    WRONG_TOKEN_CODE: "KakaoTalk does not accept the bot token: check messengers.kakao.bot_token.",
    WRONG_FRAME: "KakaoTalk's gateway does not understand us: its protocol may have changed.",
    REPLACED: "Another program uses this bot token: stop it, then start Jipsa again.",
}
# what no new connection mends

_CALLBACK_S = 280.0
# an event may be answered once within five minutes
_HELLO_WITHIN_S = 15.0
_LONGEST_PAUSE_S = 30.0


@dataclass(slots=True)
class Ticket:
    """The right to answer one event once, and what makes use of it."""

    token: str
    parcels: Gathering[Parcel]
    sending: "asyncio.Task[None] | None" = None


class _Quiet(Exception):
    """The gateway does not answer our heartbeat."""


class GatewayTransport:
    """KakaoTalk by its bot gateway."""

    def __init__(
        self, settings: KakaoSettings, lend: Lend, pictures: bool, clock: Callable[[], float] = time.time
    ) -> None:
        """pictures: whether `lend` has an address for them."""
        self._token = settings.bot_token.get_secret_value() if settings.bot_token is not None else ""
        self._url = settings.gateway_url
        self._api_url = settings.api_url
        self._lend = lend
        self._clock = clock
        self.features = Features(
            text_limit=encode.TEXT,
            buttons=encode.BUTTONS,
            group_buttons=0,
            label_limit=encode.LABEL,
            private_in_group="none",
            images="url" if pictures else "none",
            proactive="free",
            trusted=False,
        )
        self._arrived: Arrived | None = None
        self._http: aiohttp.ClientSession | None = None
        self._tasks = Tasks()
        self._session: str | None = None
        self._seen = 0
        # number of the last event
        self._ready = False
        self._problem = "The gateway is being connected to (experimental)."

    async def start(self, arrived: Arrived) -> None:
        """Connect from now on, again and again."""
        self._arrived = arrived
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        self._tasks.begin(self._stay_connected(self._http), "KakaoTalk's gateway")

    async def stop(self) -> None:
        """Connect no more."""
        self._arrived = None
        await self._tasks.end()
        if self._http is not None:
            await self._http.close()
            self._http = None

    def routes(self) -> Sequence[Route]:
        """Nobody calls us."""
        return []

    def check(self) -> Check:
        """One line of health."""
        if self._ready:
            return Check(NAME, True, "The bot gateway is connected (experimental).")
        return Check(NAME, False, self._problem)

    # --- out

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None) -> None:
        """As the answer to an event while that can be, else as a message of our own; both are free."""
        if isinstance(responder, Ticket):
            if responder.parcels.add([parcel]):
                if responder.sending is None:
                    work = self._answer(at, responder)
                    responder.sending = self._tasks.begin(work, "An answer to KakaoTalk")
                return
            if responder.sending is not None:
                # what was said first arrives first
                await asyncio.wait({responder.sending})
        await self._send(at, parcel)

    async def _answer(self, at: Address, ticket: Ticket) -> None:
        parcels = await ticket.parcels.whole()
        fit = encode.fitting(parcels, self._lend)
        try:
            taken = await self._api().answer(ticket.token, self._response(at, parcels[:fit]))
            for parcel in parcels[fit:] if taken else parcels:
                await self._send(at, parcel)
        except Undelivered as problem:
            log.warning("KakaoTalk did not take an answer: %s", problem)

    async def _send(self, at: Address, parcel: Parcel) -> None:
        key, group = key_of(at)
        await self._api().send(key, group, self._response(at, [parcel]))

    def _response(self, at: Address, parcels: Sequence[Parcel]) -> dict[str, Any]:
        return encode.response(parcels, self._lend, group=key_of(at)[1])

    def _api(self) -> BotApi:
        if self._http is None:
            raise Undelivered("away", "the KakaoTalk messenger does not run")
        return BotApi(self._http, self._api_url, self._token)

    # --- in

    async def _stay_connected(self, http: aiohttp.ClientSession) -> None:
        pause = 1.0
        while True:
            code: int | None = None
            try:
                code = await self._connection(http)
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, _Quiet) as error:
                self._problem = f"The gateway cannot be reached ({type(error).__name__}); it is tried again."
            if self._ready:
                pause = 1.0
                self._problem = "The gateway closed the connection; it is tried again."
            self._ready = False
            if code in _FINAL:
                self._problem = _FINAL[code]
                log.warning("%s", self._problem)
                return
            if code == SESSION_OVER:
                self._session = None
            await asyncio.sleep(pause + random.uniform(0, pause / 4))  # noqa: S311
            pause = min(2 * pause, _LONGEST_PAUSE_S)

    async def _connection(self, http: aiohttp.ClientSession) -> int | None:
        """One connection until its end; the code it was closed with."""
        async with http.ws_connect(self._url, max_msg_size=1024 * 1024) as socket:
            async with asyncio.timeout(_HELLO_WITHIN_S):
                hello = _frame(await socket.receive())
            if socket.closed:
                return socket.close_code
            every_s = _seconds(hello)
            login: dict[str, Any] = {"token": self._token}
            if self._session is None:
                await socket.send_json({"op": IDENTIFY, "d": login})
            else:
                login |= {"session_id": self._session, "seq": self._seen}
                await socket.send_json({"op": RESUME, "d": login})
                self._ready = True  # it says so by going on
            acknowledged = asyncio.Event()
            acknowledged.set()
            beating = asyncio.create_task(self._beat(socket, every_s, acknowledged))
            try:
                async for message in socket:
                    self._heard(_frame(message), acknowledged)
            finally:
                beating.cancel()
            if beating.done() and not beating.cancelled() and beating.exception() is not None:
                raise _Quiet
            return socket.close_code

    async def _beat(
        self, socket: aiohttp.ClientWebSocketResponse, every_s: float, acknowledged: asyncio.Event
    ) -> None:
        while True:
            await asyncio.sleep(0.8 * every_s)
            if not acknowledged.is_set():
                await socket.close()
                raise _Quiet
            acknowledged.clear()
            await socket.send_json({"op": HEARTBEAT})

    def _heard(self, frame: dict[str, Any], acknowledged: asyncio.Event) -> None:
        kind = frame.get("op")
        if kind == READY:
            data = frame.get("d")
            session = data.get("session_id") if isinstance(data, dict) else None
            self._session, self._seen = session if isinstance(session, str) else None, 0
            self._ready = True
        elif kind == HEARTBEAT_ACK:
            acknowledged.set()
        elif kind == DISPATCH:
            if isinstance(frame.get("s"), int):
                self._seen = frame["s"]
            arrival, token = decode.gateway_arrival(frame, self._clock()), decode.token_of(frame)
            if arrival is not None:
                ticket = Ticket(token, Gathering(encode.OUTPUTS, _CALLBACK_S)) if token else None
                self._tasks.begin(self._hand_in(replace(arrival, responder=ticket)), "An event of KakaoTalk")

    async def _hand_in(self, arrival: Arrival) -> None:
        if self._arrived is not None:
            await self._arrived(arrival)


def _frame(message: aiohttp.WSMessage) -> dict[str, Any]:
    """A frame; empty when it is none."""
    if message.type not in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
        return {}
    try:
        frame = json.loads(message.data)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}


def _seconds(hello: dict[str, Any]) -> float:
    """How often the gateway wants our heartbeat. ValueError: it is no HELLO."""
    data = hello.get("d")
    every = data.get("heartbeat_interval") if isinstance(data, dict) else None
    if hello.get("op") != HELLO or not isinstance(every, int | float) or every <= 0:
        raise ValueError("no HELLO")
    return every / 1000
