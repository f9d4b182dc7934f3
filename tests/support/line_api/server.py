"""LINE's Messaging API on loopback: keeps what was said, and refuses what LINE would refuse."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.support.line_api.limits import mistakes

TOKEN = "channel-access-token-of-the-double"
BOT = "U" + "b" * 32
BASIC_ID = "@123abcde"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Sent:
    """One call that said something."""

    to: str
    messages: list[dict[str, Any]]
    free: bool
    silent: bool
    key: str | None = None


@dataclass
class LineServer:
    """The double; `replies` and `pushes` change what it does next."""

    url: str = ""
    away: bool = False
    sent: list[Sent] = field(default_factory=list)
    loading: list[str] = field(default_factory=list)
    quota: int | None = 200
    used: int = 0
    contents: dict[str, bytes] = field(default_factory=dict)
    profiles: dict[str, dict[str, str]] = field(default_factory=dict)
    lose_answers: int = 0
    # so many calls are carried out, but their answers do not arrive
    asked: list[str] = field(default_factory=list)
    # paths of all calls
    _tokens: dict[str, str] = field(default_factory=dict)
    _keys: set[str] = field(default_factory=set)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen on a free port, the same again after a stop."""
        app = web.Application(middlewares=[self._gate])
        app.add_routes(
            [
                web.get("/v2/bot/info", self._info),
                web.get("/v2/bot/message/quota", self._quota),
                web.get("/v2/bot/message/quota/consumption", self._consumption),
                web.post("/v2/bot/message/reply", self._reply),
                web.post("/v2/bot/message/push", self._push),
                web.post("/v2/bot/chat/loading/start", self._loading),
                web.get("/v2/bot/profile/{user}", self._profile),
                web.get("/v2/bot/group/{group}/member/{user}", self._profile),
                web.get("/v2/bot/message/{message}/content", self._content),
            ]
        )
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    def reply_token(self, chat: str) -> str:
        """A token for an event of this chat, good once."""
        token = f"reply-{next(self._numbers)}"
        self._tokens[token] = chat
        return token

    def forget_tokens(self) -> None:
        """A minute has passed."""
        self._tokens.clear()

    @web.middleware
    async def _gate(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.asked.append(request.path)
        if self.away:
            return _problem(500, "Internal error.")
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return _problem(
                401,
                "Authentication failed. Confirm that the access token in the authorization header is valid.",
            )
        response = await handler(request)
        if self.lose_answers and request.method == "POST":
            self.lose_answers -= 1
            return _problem(503, "Lost on the way.")
        return response

    async def _info(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "userId": BOT,
                "basicId": BASIC_ID,
                "displayName": "집사",
                "chatMode": "bot",
                "markAsReadMode": "auto",
            }
        )

    async def _quota(self, request: web.Request) -> web.Response:
        if self.quota is None:
            return web.json_response({"type": "none"})
        return web.json_response({"type": "limited", "value": self.quota})

    async def _consumption(self, request: web.Request) -> web.Response:
        return web.json_response({"totalUsage": self.used})

    async def _reply(self, request: web.Request) -> web.Response:
        body = await request.json()
        if found := mistakes(body.get("messages")):
            return _problem(400, "; ".join(found))
        chat = self._tokens.pop(body.get("replyToken"), None)
        if chat is None:
            return _problem(400, "Invalid reply token")
        return self._take(Sent(chat, body["messages"], True, bool(body.get("notificationDisabled"))))

    async def _push(self, request: web.Request) -> web.Response:
        body, key = await request.json(), request.headers.get("X-Line-Retry-Key")
        if found := mistakes(body.get("messages")):
            return _problem(400, "; ".join(found))
        if key in self._keys:
            return _problem(409, "The retry key is already accepted")
        if self.quota is not None and self.used >= self.quota:
            return _problem(429, "You have reached your monthly limit.")
        if key:
            self._keys.add(key)
        self.used += 1
        return self._take(
            Sent(body["to"], body["messages"], False, bool(body.get("notificationDisabled")), key)
        )

    def _take(self, sent: Sent) -> web.Response:
        self.sent.append(sent)
        ids = [{"id": f"sent-{next(self._numbers)}", "quoteToken": "q"} for _ in sent.messages]
        return web.json_response({"sentMessages": ids})

    async def _loading(self, request: web.Request) -> web.Response:
        body = await request.json()
        if not str(body.get("chatId")).startswith("U") or body.get("loadingSeconds", 20) not in range(5, 61):
            return _problem(400, "chatId or loadingSeconds is wrong")
        self.loading.append(body["chatId"])
        return web.json_response({}, status=202)

    async def _profile(self, request: web.Request) -> web.Response:
        profile = self.profiles.get(request.match_info["user"])
        if profile is None:
            return _problem(404, "Not found")
        return web.json_response({"userId": request.match_info["user"], **profile})

    async def _content(self, request: web.Request) -> web.Response:
        content = self.contents.get(request.match_info["message"])
        return _problem(404, "Not found") if content is None else web.Response(body=content)


def _problem(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)
