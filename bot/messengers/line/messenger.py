"""The LINE messenger: its life, its health and its webhook."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote
from weakref import WeakValueDictionary

from linebot.v3.webhook import SignatureValidator
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.config_messengers import LineSettings
from bot.house import Check
from bot.messengers.base import Account, Address, Arrival, Arrived, Features, Parcel, Undelivered
from bot.messengers.gathering import Gathering
from bot.messengers.line import decode, encode
from bot.messengers.line.api import NOT_ACCEPTED, LineApi
from bot.messengers.line.outgoing import Outgoing, Ticket
from bot.messengers.line.quota import Quota
from bot.messengers.pictures import lent, picture_route
from bot.messengers.recent import Recent
from bot.messengers.tasks import Tasks

_AGAIN_S = (1.0, 2.0, 5.0, 10.0, 20.0)
# pauses between tries while LINE is away
_LOOK_S = 20.0
# between looks whether LINE is there
_REMEMBERED = 1_000


class LineMessenger:
    """One Messaging API channel."""

    name = decode.NAME

    def __init__(
        self,
        settings: LineSettings,
        *,
        public_url: str | None,
        secret: bytes,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """public_url: where LINE reaches this server. secret: signs the addresses of pictures."""
        self._settings = settings
        self._public_url = (public_url or "").rstrip("/")
        self._secret = secret
        self._clock = clock
        self._validator = SignatureValidator(settings.channel_secret.get_secret_value())
        self._lends = self._public_url.startswith("https://")
        self.features = Features(
            text_limit=encode.TEXT,
            buttons=encode.BUTTONS,
            label_limit=encode.LABEL,
            private_in_group="direct",
            images="url" if self._lends else "none",
            proactive="paid",
            shows_speaker=True,
            silent=True,
            # one answer, within the life of the reply token
            patience_s=20.0,
        )
        self._api: LineApi | None = None
        self._arrived: Arrived | None = None
        self._out: Outgoing | None = None
        self._tasks = Tasks()
        self._quota = Quota()
        self._us: tuple[str, str] | None = None
        # our user id and basic id, once LINE has told
        self._problem: str | None = "LINE was not asked yet."
        self._heard_at: float | None = None
        self._forged = False
        self._known: Recent[str, Account] = Recent(_REMEMBERED)
        # by account and, in groups, the group
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        # so that who must be asked for first is not overtaken

    # --- life

    async def start(self, arrived: Arrived) -> None:
        """Listen from now on, and see in the background whether the token is good."""
        self._api = LineApi(self._settings.channel_access_token.get_secret_value(), self._settings.api_url)
        self._out = Outgoing(self._api, self._quota, self._tasks)
        self._arrived = arrived
        self._tasks.begin(self._look_after_itself(self._api), "LINE's health")

    async def stop(self) -> None:
        """Stop listening, then close."""
        self._arrived = None
        await self._tasks.end()
        if self._api is not None:
            await self._api.close()
            self._api = self._out = None

    def routes(self) -> Sequence[Route]:
        """The webhook, and the pictures we lend."""
        pictures = [picture_route(self._secret, self._clock)] if self._lends else []
        return [Route("/hooks/line", self._webhook, methods=["POST"]), *pictures]

    def check(self) -> Check:
        """One line of health."""
        if not self._public_url:
            return self._line(False, "LINE cannot call this home: set http.public_url in the config.")
        if self._us is None or self._problem is not None:
            return self._line(False, self._problem or "LINE was not asked yet.")
        left = "" if self._quota.left is None else f"; {self._quota.left} counted messages left this month"
        if self._heard_at is not None:
            ago = max(0, round((self._clock() - self._heard_at) / 60))
            return self._line(True, f"{self._us[1]} is ready; LINE last called {ago} min ago{left}.")
        if self._forged:
            problem = "LINE's calls bear a wrong signature: put the secret of the same channel into"
            return self._line(False, f"{problem} messengers.line.channel_secret.")
        hook = f"{self._public_url}/hooks/line"
        return self._line(True, f"{self._us[1]} is ready; nothing came yet by its webhook {hook}{left}.")

    def _line(self, ok: bool, text: str) -> Check:
        return Check(self.name, ok, text)

    def pairing_link(self, code: str) -> str | None:
        """Opens our chat with the code typed in."""
        if self._us is None:
            return None
        return f"https://line.me/R/oaMessage/{quote(self._us[1], safe='')}/?{quote(code, safe='')}"

    async def _look_after_itself(self, api: LineApi) -> None:
        tried = 0
        while True:
            try:
                self._us = await api.me()
                await self._quota.look(api.left)
                self._problem, tried, pause = None, 0, _LOOK_S
            except Undelivered as problem:
                wrong = problem.detail == NOT_ACCEPTED
                self._problem = problem.detail if wrong else f"{problem.detail}; it is tried again."
                pause = _LOOK_S if wrong else _AGAIN_S[min(tried, len(_AGAIN_S) - 1)]
                tried += 1
            await asyncio.sleep(pause)

    def _connected(self) -> tuple[LineApi, Outgoing]:
        if self._api is None or self._out is None:
            raise Undelivered("away", "the LINE messenger does not run")
        return self._api, self._out

    # --- in

    async def _webhook(self, request: Request) -> Response:
        """Answered at once; the work is done behind it. 503 makes LINE call again."""
        raw = await request.body()
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return Response(status_code=400)
        if not self._validator.validate(text, request.headers.get("x-line-signature", "")):
            self._forged = True
            return Response(status_code=401)
        if self._arrived is None or self._out is None:
            return Response(status_code=503)
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            return Response(status_code=400)
        self._heard_at = self._clock()
        events, us = decode.events_of(body)
        for event in events:
            arrival = decode.arrival_of(event, self._heard_at, us=us, ours=self._out.sent, fetch=self._fetch)
            if arrival is not None:
                token = decode.reply_token_of(event)
                ticket = Ticket(token, Gathering(encode.MESSAGES, decode.FREE_S)) if token else None
                self._tasks.begin(self._hand_in(replace(arrival, responder=ticket)), "An event of LINE")
        return Response()

    async def _hand_in(self, arrival: Arrival) -> None:
        async with self._turns.setdefault(arrival.at.key, asyncio.Lock()):
            if arrival.kind == "message" and arrival.addressed != "overheard":
                arrival = replace(arrival, sender=await self._introduced(arrival))
        if self._arrived is not None:
            await self._arrived(arrival)

    async def _introduced(self, arrival: Arrival) -> Account:
        """The sender with what LINE knows of them; asked once."""
        sender, (api, _) = arrival.sender, self._connected()
        key = f"{arrival.at.chat}/{sender.id}"
        if key not in self._known:
            try:
                if arrival.group:
                    name, language = await api.member(arrival.at.chat, sender.id), None
                else:
                    name, language = await api.profile(sender.id)
            except Undelivered as problem:
                if problem.reason == "away":
                    return sender
                name = language = None
            self._known[key] = replace(sender, name=name, language=language)
        return self._known[key]

    async def _fetch(self, message: str) -> bytes:
        return await self._connected()[0].content(message)

    # --- out

    async def deliver(self, at: Address, parcel: Parcel, responder: object | None = None) -> None:
        """Free with a reply token that is still good, else counted; LINE changes nothing that was sent."""
        picture = None
        if parcel.image is not None and self._lends:
            picture = lent(self._public_url, parcel.image, self._secret, self._clock())
        await self._connected()[1].deliver(at, parcel, picture, responder)

    async def edit(self, at: Address, message: str, parcel: Parcel) -> None:
        """LINE changes nothing that was sent."""
        raise Undelivered("gone", "LINE changes no message")

    async def working(self, at: Address) -> None:
        """Moving dots, in a private chat only."""
        if at.chat.startswith("U") and self._api is not None:
            with suppress(Undelivered):
                await self._api.loading(at.chat)
