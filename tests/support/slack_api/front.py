"""A Slack for the real SDK to talk to: it keeps what was sent, and stands in front of `emulate` where that runs.

What emulate lacks is done here: reads by GET and arguments in the query (it reads only bodies), answers to
response_url, the Messages tab, Socket Mode, scopes in a header, and going down. Without emulate it answers with
the least that Slack would.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import WSMsgType, web

from tests.support.slack_api.emulate import BOT_ID, BOT_TOKEN, BOT_USER, TEAM, TEAM_NAME
from tests.support.waiting import until

Json = dict[str, Any]
APP_TOKEN = "xapp-1-token-of-jipsa"
_ALL_JSON = ("blocks", "view", "files", "prompts")


@dataclass(frozen=True, slots=True)
class Call:
    """One call of ours that Slack took, or did not."""

    method: str
    arguments: Json
    answer: Json


@dataclass
class Front:
    """The server, on a port of its own once open."""

    upstream: str | None = None
    # emulate
    calls: list[Call] = field(default_factory=list)
    answers: dict[str, list[Json | int]] = field(default_factory=dict)
    # method → what it says next, in place of the truth: JSON, or a status
    scopes: str | None = None
    is_away: bool = False
    locales: dict[str, str] = field(default_factory=dict)
    threads: dict[str, str] = field(default_factory=dict)
    # ts → text of messages by people that only we know
    uploads: list[bytes] = field(default_factory=list)
    acks: list[str] = field(default_factory=list)
    # envelopes that got their receipt
    connections: int = 0
    tickets: set[str] = field(default_factory=set)
    url: str = ""

    def __post_init__(self) -> None:
        self._sockets: list[web.WebSocketResponse] = []
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None

    async def open(self, port: int = 0) -> None:
        """Listen."""
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/v1/{file}", self._upload)
        app.router.add_post("/respond/{where:.*}", self._respond)
        app.router.add_get("/file/{name}", self._file)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, real_port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{real_port}"
        self._client = aiohttp.ClientSession()

    async def close(self) -> None:
        """Stop."""
        await self.drop()
        if self._client is not None:
            await self._client.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What belongs into messengers.slack.api_url."""
        return f"{self.url}/api/"

    def sent(self, *methods: str) -> list[Call]:
        """Calls that Slack took."""
        return [one for one in self.calls if one.method in methods and one.answer.get("ok")]

    # --- the Web API

    async def ask(self, method: str, token: str = BOT_TOKEN, **arguments: Any) -> Json:
        """Call emulate ourselves; nothing of it is kept."""
        assert self._client is not None and self.upstream is not None
        headers = {"Authorization": f"Bearer {token}"}
        async with self._client.post(
            f"{self.upstream}/api/{method}", json=arguments, headers=headers
        ) as answer:
            return dict(await answer.json())

    async def _api(self, request: web.Request) -> web.Response:
        if self.is_away:
            return web.Response(status=503, text="away")
        method, arguments = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        planned = self.answers.get(method)
        if planned:
            answer = planned.pop(0)
            if isinstance(answer, int):
                return web.Response(status=answer, text="<html>no</html>", content_type="text/html")
        else:
            answer = await self._answer(method, arguments, token)
        self.calls.append(Call(method, arguments, answer))
        headers = {} if self.scopes is None else {"x-oauth-scopes": self.scopes}
        status = 429 if answer.get("error") == "ratelimited" else 200
        if status == 429:
            headers["Retry-After"] = "0"
        return web.json_response(answer, status=status, headers=headers)

    async def _answer(self, method: str, arguments: Json, token: str) -> Json:
        if method == "apps.connections.open":
            if token != APP_TOKEN:
                return {"ok": False, "error": "invalid_auth"}
            ticket = f"secret-ticket-{next(self._numbers)}"
            self.tickets.add(ticket)
            return {"ok": True, "url": f"{self.url.replace('http', 'ws')}/link?ticket={ticket}"}
        if method.startswith("assistant."):
            return {"ok": True}
        if method == "conversations.replies" and arguments.get("ts") in self.threads:
            ts = str(arguments["ts"])
            return {"ok": True, "messages": [{"ts": ts, "text": self.threads[ts]}]}
        if self.upstream is not None:
            if "alt_txt" in arguments:  # as Slack calls it
                arguments = arguments | {"alt_text": arguments["alt_txt"]}
            answer = await self.ask(method, token, **arguments)
        else:
            answer = self._least(method, arguments, token)
        if method == "users.info" and answer.get("ok"):
            answer["user"]["locale"] = self.locales.get(str(arguments.get("user")), "ko-KR")
        return answer

    def _least(self, method: str, arguments: Json, token: str) -> Json:
        if token != BOT_TOKEN:
            return {"ok": False, "error": "invalid_auth"}
        ts, user = f"{int(time.time())}.{next(self._numbers):06d}", arguments.get("user")
        return {"ok": True} | {
            "auth.test": {
                "user_id": BOT_USER, "bot_id": BOT_ID, "team_id": TEAM, "user": "jipsa", "team": TEAM_NAME,
            },
            "chat.postMessage": {"ts": ts, "channel": arguments.get("channel")},
            "chat.postEphemeral": {"message_ts": ts},
            "users.info": {"user": {"id": user, "name": "someone", "profile": {"display_name": "엄마"}}},
            "conversations.open": {"channel": {"id": f"D{arguments.get('users', '')[1:]}"}},
            "conversations.replies": {"messages": []},
        }.get(method, {})  # fmt: skip

    async def _upload(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.uploads.append(body)
        assert self._client is not None and self.upstream is not None
        headers = {"Content-Type": request.headers.get("Content-Type", "")}
        async with self._client.post(self.upstream + request.path, data=body, headers=headers) as answer:
            return web.Response(status=answer.status, text=await answer.text())

    async def _respond(self, request: web.Request) -> web.Response:
        if self.is_away:
            return web.Response(status=503)
        where = request.match_info["where"]
        self.calls.append(Call("response_url", {"where": where} | await request.json(), {"ok": True}))
        return web.Response(text="ok")

    async def _file(self, request: web.Request) -> web.Response:
        right = request.headers.get("Authorization") == f"Bearer {BOT_TOKEN}"
        return web.Response(body=b"voice") if right else web.Response(status=302)

    # --- Socket Mode

    async def _link(self, request: web.Request) -> web.StreamResponse:
        """An address works once."""
        ticket = request.query.get("ticket", "")
        if self.is_away or ticket not in self.tickets:
            return web.Response(status=403)
        self.tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._sockets.append(socket)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                self.acks.append(json.loads(message.data)["envelope_id"])
        self._sockets.remove(socket)
        return socket

    async def connected(self) -> None:
        """Wait until somebody is."""
        await until(lambda: self._sockets, 20)

    async def push(self, kind: str, payload: Mapping[str, Any], envelope: str | None = None) -> str:
        """Send an envelope and wait for its receipt; its id."""
        await self.connected()
        id_ = envelope or f"envelope-{next(self._numbers)}"
        receipts = self.acks.count(id_)
        await self._sockets[-1].send_json(
            {"type": kind, "envelope_id": id_, "payload": payload, "accepts_response_payload": False}
        )
        await until(lambda: self.acks.count(id_) > receipts)
        return id_

    async def ask_to_come_again(self) -> None:
        """What Slack says every few hours."""
        await self._sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def drop(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(one.close() for one in tuple(self._sockets)))


async def _arguments(request: web.Request) -> Json:
    """From wherever the SDK puts them."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(await request.post())
    for key in _ALL_JSON:
        if isinstance(arguments.get(key), str):
            arguments[key] = json.loads(arguments[key])
    return arguments
