"""The skill server of a channel chatbot: KakaoTalk calls us, and what we answer within five seconds is said.

What comes later goes to the callback address when the bot has one (once, within a minute); else it is kept,
and a button shows it.
"""

import asyncio
import hmac
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.config_messengers import KakaoSettings
from bot.house import Check
from bot.messengers.base import Address, Arrival, Arrived, Features, Parcel, Undelivered
from bot.messengers.kakao import decode, encode
from bot.messengers.kakao.shelf import Shelf
from bot.messengers.kakao.transport import NAME, Lend
from bot.messengers.kakao.words import asks_for_more, word
from bot.messengers.recent import Recent
from bot.messengers.tasks import Tasks

log = logging.getLogger(__name__)

ANSWER_S = 4.3
"""KakaoTalk gives up after five seconds; the way there and back takes some of them."""

_CALLS = 500


@dataclass(frozen=True, slots=True)
class _Call:
    """The last thing somebody said."""

    twin: str
    came_at: float
    # monotonic
    answer: "asyncio.Task[dict[str, Any]]"


class Answering:
    """Collects what is said to one call, until its answer leaves."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []
        self._left = False

    def add(self, parcel: Parcel) -> bool:
        """Take it along; False: the answer has left."""
        if not self._left:
            self.parcels.append(parcel)
        return not self._left

    def leave(self) -> list[Parcel]:
        """All of it; nothing more can be taken along."""
        self._left = True
        return self.parcels


class SkillTransport:
    """KakaoTalk by its skill calls: who calls knows the secrets, for whom it speaks is a claim."""

    def __init__(
        self,
        settings: KakaoSettings,
        public_url: str,
        lend: Lend,
        pictures: bool,
        clock: Callable[[], float] = time.time,
        answer_s: float = ANSWER_S,
    ) -> None:
        """pictures: whether `lend` has an address for them. answer_s: seconds a call may take."""
        self._path = settings.path.get_secret_value().encode() if settings.path is not None else b""
        self._header = settings.header
        self._key = settings.key.get_secret_value().encode() if settings.key is not None else b""
        self._public_url = public_url
        self._lend = lend
        self._clock = clock
        self._answer_s = answer_s
        self.features = Features(
            text_limit=encode.TEXT,
            # one place is for the button that shows what is kept
            buttons=encode.BUTTONS - 1,
            group_buttons=0,
            label_limit=encode.LABEL,
            private_in_group="none",
            images="url" if pictures else "none",
            proactive="no",
            patience_s=20.0,
            trusted=False,
        )
        self._arrived: Arrived | None = None
        self._http: aiohttp.ClientSession | None = None
        self._tasks = Tasks()
        self._shelf = Shelf()
        self._last: Recent[str, _Call] = Recent(_CALLS)
        # by chat and sender
        self._used: Recent[str, int] = Recent(_CALLS)
        # how often an arrival's id was used
        self._called_at: float | None = None
        self._wrong_key = False

    async def start(self, arrived: Arrived) -> None:
        """Answer calls from now on."""
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        self._arrived = arrived

    async def stop(self) -> None:
        """Answer no more."""
        self._arrived = None
        await self._tasks.end()
        if self._http is not None:
            await self._http.close()
            self._http = None

    def routes(self) -> Sequence[Route]:
        """The skill's address; its end is secret."""
        return [Route("/hooks/kakao/{path}", self._skill, methods=["POST"])]

    def check(self) -> Check:
        """One line of health; it never shows the path."""
        if not self._public_url:
            return Check(NAME, False, "KakaoTalk cannot call this home: set http.public_url in the config.")
        if self._called_at is not None:
            ago = max(0, round((self._clock() - self._called_at) / 60))
            return Check(NAME, True, f"The skill is ready; KakaoTalk last called {ago} min ago.")
        if self._wrong_key:
            text = f"Calls come without the right {self._header}: put messengers.kakao.key into the skill's"
            return Check(NAME, False, f"{text} header there.")
        return Check(NAME, True, "The skill is ready; KakaoTalk did not call yet.")

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None) -> None:
        """Into the answer that waits for it, else kept until it is asked for."""
        if isinstance(responder, Answering) and responder.add(parcel):
            return
        if not self._shelf.put(at.key, [parcel]):
            raise Undelivered("refused", "a KakaoTalk channel may only answer")

    async def _skill(self, request: Request) -> Response:
        came_at = time.monotonic()
        if not hmac.compare_digest(request.path_params["path"].encode(), self._path):
            return Response(status_code=404)
        if not hmac.compare_digest(request.headers.get(self._header, "").encode(), self._key):
            self._wrong_key = True
            return Response(status_code=401)
        arrived = self._arrived
        if arrived is None:
            return Response(status_code=503)
        try:
            body = json.loads(await request.body())
        except (ValueError, RecursionError):
            return Response(status_code=400)
        self._called_at = self._clock()
        call = decode.skill_call(body, self._called_at)
        if call is None:
            return Response(status_code=400)
        if self._asks_for_more(call):
            return JSONResponse(await self._kept(call, came_at + self._answer_s))
        return JSONResponse(await asyncio.shield(self._answer_of(call, arrived, came_at)))

    def _answer_of(
        self, call: decode.SkillCall, arrived: Arrived, came_at: float
    ) -> "asyncio.Task[dict[str, Any]]":
        """A call that came twice has one answer. KakaoTalk numbers nothing, so the words must tell."""
        until, arrival = came_at + self._answer_s, call.arrival
        who = f"{arrival.at.key} {arrival.sender.key}"
        last = self._last.get(who)
        if last is None or last.twin != call.twin or came_at - last.came_at > decode.AGAIN_S:
            # the same words after others are a new message, unless the callback address says which it is
            times = self._used.get(arrival.id, 0)
            self._used[arrival.id] = times + 1
            if times and call.callback_url is None:
                call = replace(call, arrival=replace(arrival, id=f"{arrival.id}-{times}"))
            answer = self._tasks.begin(self._answer(call, arrived, until), "An answer to KakaoTalk")
            last = _Call(call.twin, came_at, answer)
            self._last[who] = last
        return last.answer

    def _asks_for_more(self, call: decode.SkillCall) -> bool:
        if call.arrival.action is not None:
            return call.arrival.action == encode.MORE
        return asks_for_more(call.arrival.text) and self._shelf.is_open(call.arrival.at.key)

    async def _answer(self, call: decode.SkillCall, arrived: Arrived, until: float) -> dict[str, Any]:
        """What the call is answered; until: by the monotonic clock."""
        chat = call.arrival.at.key
        self._shelf.open(chat)
        answering = Answering()
        arrival = replace(call.arrival, responder=answering)
        work = self._tasks.begin(_hand_in(arrived, arrival), "A call of KakaoTalk")
        await asyncio.wait({work}, timeout=until - time.monotonic())
        if work.done() or answering.parcels:
            return self._shown(call, [*self._shelf.take(chat), *answering.leave()], more=not work.done())
        if call.callback_url is not None:
            self._tasks.begin(self._call_back(call, call.callback_url, answering, work), "A callback")
            return encode.will_call_back(call.language)
        answering.leave()
        wait = word("wait", call.language)
        return self._shown(call, [*self._shelf.take(chat), Parcel(wait, wait, call.language)], more=True)

    async def _kept(self, call: decode.SkillCall, until: float) -> dict[str, Any]:
        """What came too late for its answer; waits a little for what has not come yet."""
        chat = call.arrival.at.key
        await self._shelf.wait(chat, until - time.monotonic())
        parcels, more = self._shelf.take(chat), False
        if not parcels:
            more = self._shelf.is_open(chat)
            said = word("not_yet" if more else "nothing", call.language)
            parcels = [Parcel(said, said, call.language)]
        return self._shown(call, parcels, more=more)

    def _shown(self, call: decode.SkillCall, parcels: Sequence[Parcel], *, more: bool) -> dict[str, Any]:
        """As many as fit; the rest is kept. more: something may come that has a button."""
        fit = encode.fitting(parcels, self._lend, group=call.arrival.group)
        if fit < len(parcels):
            self._shelf.put(call.arrival.at.key, parcels[fit:])
        key = "more" if fit < len(parcels) else "result" if more else None
        offer = None if key is None else word(key, call.language)
        return encode.response(parcels[:fit], self._lend, group=call.arrival.group, offer=offer)

    async def _call_back(
        self, call: decode.SkillCall, url: str, answering: Answering, work: "asyncio.Task[None]"
    ) -> None:
        """The real answer, once, while the address is good."""
        left = (call.arrival.answer_by or 0.0) - self._clock()
        await asyncio.wait({work}, timeout=max(0.0, left))
        parcels = answering.leave()
        if not parcels or self._http is None:
            return
        try:
            async with self._http.post(url, json=self._shown(call, parcels, more=False)) as response:
                taken = response.status < 300
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
            taken = False
        if not taken:
            log.warning("KakaoTalk did not take an answer by its callback; it is kept")
            self._shelf.put(call.arrival.at.key, parcels)


async def _hand_in(arrived: Arrived, arrival: Arrival) -> None:
    await arrived(arrival)
