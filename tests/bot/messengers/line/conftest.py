"""A LINE messenger between its double and somebody who takes what arrives."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.config_messengers import LineSettings
from bot.messengers.base import Arrival, Parcel
from bot.messengers.line.messenger import LineMessenger
from tests.support.line_api import events
from tests.support.line_api.server import TOKEN, LineServer
from tests.support.waiting import until

PUBLIC = "https://home.example"


@dataclass
class Line:
    """Both sides of the messenger."""

    server: LineServer
    messenger: LineMessenger
    http: httpx.AsyncClient
    arrived: list[Arrival] = field(default_factory=list)
    answers: list[Parcel] = field(default_factory=list)
    # said to everything that arrives

    async def take(self, arrival: Arrival) -> None:
        self.arrived.append(arrival)
        for parcel in self.answers:
            await self.messenger.deliver(arrival.at, parcel, arrival.responder)

    async def post(self, *given: dict[str, Any], secret: str = events.SECRET) -> int:
        """LINE calls the webhook; the status."""
        raw = events.body(*given)
        response = await self.http.post("/hooks/line", content=raw, headers=events.signature(raw, secret))
        return response.status_code

    async def says(self, words: str, who: str = "mom", **more: Any) -> Arrival:
        """Somebody writes to us alone; what arrived."""
        before = len(self.arrived)
        source = events.private(who)
        token = self.server.reply_token(source["userId"])
        message = events.event("message", source, message=events.text(words), replyToken=token, **more)
        assert await self.post(message) == 200
        await until(lambda: len(self.arrived) > before)
        return self.arrived[-1]

    @property
    def texts(self) -> list[str]:
        """Everything we said, in order."""
        return [one.get("text", one["type"]) for sent in self.server.sent for one in sent.messages]


@pytest.fixture
async def server() -> AsyncIterator[LineServer]:
    double = LineServer()
    await double.start()
    yield double
    await double.stop()


@pytest.fixture
async def line(server: LineServer) -> AsyncIterator[Line]:
    settings = LineSettings(channel_access_token=TOKEN, channel_secret=events.SECRET, api_url=server.url)
    messenger = LineMessenger(settings, public_url=PUBLIC, secret=b"0123456789abcdef")
    app = httpx.ASGITransport(Starlette(routes=list(messenger.routes())))
    async with httpx.AsyncClient(transport=app, base_url="http://home") as http:
        found = Line(server, messenger, http)
        await messenger.start(found.take)
        yield found
        await messenger.stop()
