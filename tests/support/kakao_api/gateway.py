"""A small bot gateway and bot API on loopback, after others' descriptions of it."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.kakao_api.skill import mistakes

TOKEN = "bot-token-of-the-double"


@dataclass
class KakaoGateway:
    """The double."""

    url: str = ""
    api_url: str = ""
    frames: list[dict[str, Any]] = field(default_factory=list)
    # what the client sent
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # to whom (or "callback"), and the response
    heartbeat_ms: int = 60_000
    acknowledges: bool = True
    refuses: int | None = None
    # the error code of the API's next answers
    _tokens: set[str] = field(default_factory=set)
    _number: int = 0
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        app = web.Application()
        app.add_routes(
            [
                web.get("/gateway", self._gateway),
                web.post("/v1/bot/callback", self._callback),
                web.post("/v1/bot/send_message", self._send),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port = self._runner.addresses[0][1]
        self.url, self.api_url = f"ws://127.0.0.1:{port}/gateway", f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        """Listen no more."""
        await self.hang_up(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    async def hang_up(self, code: int) -> None:
        """Close every connection."""
        sockets, self._sockets = self._sockets, []
        for socket in sockets:
            await socket.close(code=code)

    async def tell(self, kind: str, token: str | None = None, **data: Any) -> None:
        """An event to whoever is connected; with a token it may be answered once."""
        self._number += 1
        if token is not None:
            self._tokens.add(token)
            data["callbackToken"] = token
        for socket in self._sockets:
            await socket.send_json({"op": 0, "t": kind, "s": self._number, "d": data})

    @property
    def logins(self) -> list[dict[str, Any]]:
        """IDENTIFY and RESUME frames."""
        return [one for one in self.frames if one["op"] in (2, 6)]

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms}})
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            frame = json.loads(message.data)
            self.frames.append(frame)
            if frame["op"] == 1 and self.acknowledges:
                await socket.send_json({"op": 11})
            if frame["op"] in (2, 6):
                if frame["d"]["token"] != TOKEN:
                    await socket.close(code=4001)
                    break
                if frame["op"] == 2:
                    ready = {"session_id": f"session-{len(self.frames)}", "bot": {"id": "1"}}
                    await socket.send_json({"op": 3, "d": ready})
                self._sockets.append(socket)
        return socket

    async def _callback(self, request: web.Request) -> web.Response:
        token = request.headers.get("X-Bot-Callback-Token", "")
        if token not in self._tokens:
            return _problem(-881)
        self._tokens.discard(token)
        return await self._take(request, "callback")

    async def _send(self, request: web.Request) -> web.Response:
        body = await request.json()
        keys = [body[name] for name in ("botGroupKey", "botUserKey") if name in body]
        if len(keys) != 1:
            return _problem(-876)
        return await self._take(request, keys[0])

    async def _take(self, request: web.Request, to: str) -> web.Response:
        if request.headers.get("Authorization") != f"KakaoAK {TOKEN}":
            return web.json_response({"code": -401, "msg": "wrong token"}, status=401)
        if self.refuses is not None:
            return _problem(self.refuses)
        response = (await request.json())["skillResponse"]
        if found := mistakes(response):
            return web.json_response({"code": -878, "msg": "; ".join(found)}, status=400)
        self.said.append((to, response))
        return web.json_response({"totalCount": 1, "sendCount": 1, "errorCount": 0})


def _problem(code: int) -> web.Response:
    return web.json_response({"code": code, "msg": "refused"}, status=400)


async def callbacks(
    taken: "asyncio.Queue[tuple[str, dict[str, Any]]]", status: int = 200
) -> tuple[web.AppRunner, str]:
    """Where a skill's late answers go; what the addresses begin with, each good once.

    taken: the rest of the address, and the answer.
    """
    used: set[str] = set()

    async def take(request: web.Request) -> web.Response:
        if request.path in used:
            return web.json_response({"status": "FAIL"}, status=400)
        used.add(request.path)
        if status < 300:
            await taken.put((request.match_info["token"], await request.json()))
        return web.json_response({"status": "SUCCESS"}, status=status)

    app = web.Application()
    app.add_routes([web.post("/v1/bots/callback/{token}", take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/v1/bots/callback/"
