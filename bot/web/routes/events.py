"""Live events of the home as server-sent events."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import StreamingResponse

from bot.house import House, HouseEvent
from bot.web.access import Access, Caller
from bot.web.errors import ApiError, json_bytes
from bot.web.metrics import Metrics
from bot.web.settings import WebSettings
from bot.web.views import event_json

RETRY_MS = 2000


class EventStreams:
    """All open streams: how many there may be, and their common end."""

    def __init__(self, house: House, settings: WebSettings, metrics: Metrics) -> None:
        self._house = house
        self._settings = settings
        self._gauge = metrics.streams
        self._open = 0
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End every stream, so that the server need not wait for them."""
        self._closing.set()

    def new(self, person: str | None, holds: Callable[[], bool] = lambda: True) -> StreamingResponse:
        """A stream of what this person may see; None: everything. 503 when too many are open.

        It ends when they are signed out: `holds` says no.
        """
        if self._open >= self._settings.max_streams:
            raise ApiError(503, "Too many pages are listening; close one.", headers={"Retry-After": "10"})
        return StreamingResponse(
            self._stream(person, holds), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"}
        )

    async def _stream(self, person: str | None, holds: Callable[[], bool]) -> AsyncIterator[bytes]:
        self._open += 1
        self._gauge.set(self._open)
        events = self._house.events()
        upcoming = asyncio.ensure_future(anext(events, None))
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.sleep(0)  # the house listens for us before the page hears that it does
            yield f"retry: {RETRY_MS}\n: connected\n\n".encode()
            while not closing.done():
                await asyncio.wait(
                    {upcoming, closing},
                    timeout=self._settings.keep_alive_s,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if not holds():
                    return
                if not upcoming.done():
                    yield b": still here\n\n"
                    continue
                event = upcoming.result()
                if event is None:
                    return
                upcoming = asyncio.ensure_future(anext(events, None))
                if may_see(event, person, self._house):
                    yield _framed(event.kind, event_json(event, self._house, person))
        finally:
            self._open -= 1
            self._gauge.set(self._open)
            closing.cancel()
            upcoming.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await upcoming
            close = getattr(events, "aclose", None)
            if close is not None:
                await close()


def _framed(kind: str, data: object) -> bytes:
    text = json_bytes(data).decode()
    # Some clients take these for line ends too.
    for character in "\x85\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f"event: {kind}\ndata: {text}\n\n".encode()


def may_see(event: HouseEvent, person: str | None, house: House) -> bool:
    """What is said is for who is in the chat: only of its asker is that known, also of a group.

    An appliance is for those who may ask about it; None: the reader may see everything.
    """
    if person is None:
        return True
    if event.kind in {"appliance", "state", "command"}:
        return house.appliance(str(event.data.get("appliance", event.data.get("id"))), person) is not None
    return event.person in (None, person)


def event_routes(streams: EventStreams, access: Access) -> APIRouter:
    """GET /events."""
    routes = APIRouter()

    @routes.get(
        "/events",
        summary="Live events",
        response_class=StreamingResponse,
        responses={
            200: {
                "description": "Events message, answer, appliance, appliance_removed, state and command.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            }
        },
    )
    async def events(
        request: Request,
        caller: Annotated[Caller, Depends(access)],
        person: Annotated[str | None, Query(description="With a bearer token: only what they see")] = None,
    ) -> StreamingResponse:
        return streams.new(caller.person or person, lambda: access.holds(request))

    return routes
