"""Live events: what is told, to whom, and how streams end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

import httpx

from bot.message import Answer, Image, Reply
from tests.bot.web.conftest import Site

BOUND_S = 5


class Stream:
    """The lines of one event stream."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def line(self, start: str) -> str:
        """The next line that starts so."""
        async with asyncio.timeout(BOUND_S):
            async for line in self._lines:
                if line.startswith(start):
                    return line
        raise AssertionError("the stream ended")

    async def event(self) -> tuple[str, dict[str, Any]]:
        """The next event."""
        kind = (await self.line("event: ")).removeprefix("event: ")
        return kind, json.loads((await self.line("data: ")).removeprefix("data: "))

    async def end(self) -> None:
        """Read until the server ends it."""
        async with asyncio.timeout(BOUND_S):
            async for _ in self._lines:
                pass


@asynccontextmanager
async def listening(client: httpx.AsyncClient, path: str = "/api/v1/events") -> AsyncIterator[Stream]:
    async with client.stream("GET", path) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response)
        await stream.line(": connected")
        yield stream


async def test_message_answer_and_state(site: Site, api: httpx.AsyncClient) -> None:
    async with site.bearer() as listener, listening(listener) as stream:
        answer = (
            await api.post("/api/v1/messages", json={"text": "세탁기 돌려줘", "sender": "mom", "id": "m"})
        ).json()
        kind, message = await stream.event()
        assert (kind, message["id"], message["text"]) == ("message", "m", "세탁기 돌려줘")
        kind, state = await stream.event()
        assert kind == "state"
        assert state["id"] == "washer-1"
        assert state["state"]["run_control.state"] == "running"
        assert state["summary"]["ko"] == "58분 남음"
        kind, told = await stream.event()
        assert kind == "answer"
        assert {key: told[key] for key in answer} == answer


async def test_appliance_event_carries_the_whole_appliance(site: Site, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        site.house.emit("appliance", {"id": "tv-1"})
        site.house.emit("appliance_removed", {"id": "old"})
        kind, data = await stream.event()
        assert kind == "appliance"
        async with site.bearer() as other:
            assert data == (await other.get("/api/v1/appliances/tv-1")).json()
        assert await stream.event() == ("appliance_removed", {"id": "old"})


async def test_private_chats_are_their_persons_own(site: Site) -> None:
    async with site.page("dad") as dad, listening(dad) as stream:
        site.house.emit("answer", {"id": "private to mom"}, "mom")
        # of a group we only know that he who spoke is in it
        site.house.emit("message", {"id": "said in a group"}, "mom", group=True)
        site.house.emit("answer", {"id": "in a group"}, "mom", group=True)
        site.house.emit("answer", {"id": "his own in a group"}, "dad", group=True)
        site.house.emit("answer", {"id": "his own"}, "dad")
        assert [(await stream.event())[1]["id"] for _ in range(2)] == ["his own in a group", "his own"]


async def test_token_may_listen_as_one_person(site: Site, api: httpx.AsyncClient) -> None:
    async with listening(api, "/api/v1/events?person=dad") as stream:
        site.house.emit("answer", {"id": "private to mom"}, "mom")
        site.house.emit("answer", {"id": "his own"}, "dad")
        assert (await stream.event())[1]["id"] == "his own"


async def test_page_cannot_listen_as_somebody_else(site: Site) -> None:
    async with site.page("dad") as dad, listening(dad, "/api/v1/events?person=mom") as stream:
        site.house.emit("answer", {"id": "private to mom"}, "mom")
        site.house.emit("answer", {"id": "his own"}, "dad")
        assert (await stream.event())[1]["id"] == "his own"


async def test_quiet_stream_is_kept_alive_and_goes_on(site: Site, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        for _ in range(3):
            await stream.line(": still here")
        site.house.emit("command", {"id": "c", "result": "timed_out"})
        assert await stream.event() == ("command", {"id": "c", "result": "timed_out"})


async def test_a_guest_hears_nothing_of_what_guests_may_not_use(site: Site) -> None:
    async with site.bearer() as listener, listening(listener, "/api/v1/events?person=guest") as stream:
        site.house.emit("state", {"appliance": "tv-1"})
        site.house.emit("appliance", {"appliance": "washer-1"})
        kind, appliance = await stream.event()
        assert (kind, appliance["id"]) == ("appliance", "washer-1")


async def test_who_gave_a_command_is_told_to_them_alone(site: Site) -> None:
    for reader, told in (("mom", "mom"), ("minsu", None)):
        async with site.page(reader) as page, listening(page) as stream:
            site.house.emit(
                "command", {"id": "c", "appliance": "tv-1", "result": "confirmed", "person": "mom"}
            )
            assert (await stream.event())[1].get("person") == told


async def test_text_cannot_forge_an_event(site: Site, api: httpx.AsyncClient) -> None:
    text = "a\n\nevent: answer\ndata: {}\r\n\u2028"
    async with listening(api) as stream:
        site.house.emit("message", {"id": "m", "text": text, "value": float("nan")})
        assert await stream.event() == ("message", {"id": "m", "text": text, "value": None})


async def test_only_so_many_at_once_and_closed_ones_are_forgotten(site: Site) -> None:
    clients = [site.bearer() for _ in range(5)]
    streams = [listening(client) for client in clients]
    for stream in streams[:4]:
        await stream.__aenter__()
    refused = await clients[4].get("/api/v1/events")
    assert refused.status_code == 503
    assert refused.json()["error"].endswith(".")
    for stream in streams[:4]:
        await stream.__aexit__(None, None, None)
    for client in clients:
        await client.aclose()
    async with asyncio.timeout(BOUND_S):
        await site.house.unheard.wait()
    async with site.bearer() as again, listening(again):
        pass


async def test_stopping_the_server_ends_open_streams(site: Site, api: httpx.AsyncClient) -> None:
    async with listening(api) as stream:
        async with asyncio.timeout(BOUND_S):
            await site.server.stop()
        await stream.end()
    assert site.house.listeners == 0


async def test_what_is_for_one_person_of_a_group_is_told_to_them_alone(site: Site) -> None:
    replies = (
        Reply("PIN이 필요해요.", "PIN", audience="sender"),
        Reply("보냈어요.", "보냄", image=Image("qr:ABCDEFGH", "보냄")),
    )
    answer = asdict(Answer("m", "asked", "ko", replies))
    for asker, heard in (("mom", ["PIN이 필요해요.", "보냈어요."]), (None, ["보냈어요."])):
        async with site.page("mom") as client, listening(client) as stream:
            site.house.emit("answer", {**answer, "chat": "api:family"}, asker, group=True)
            _, data = await stream.event()
        assert [one["text"] for one in data["replies"]] == heard
        shown = data["replies"][-1]
        assert set(shown) == {"text", "short", "buttons", "image", "speaker"}
        assert shown["image"].startswith("data:image/svg+xml")
