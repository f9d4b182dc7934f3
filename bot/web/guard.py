"""The gate before every request: which host names count, how large a body may be, what headers go out."""

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.errors import ApiError
from bot.web.settings import WebSettings

MAX_BODY = 128 * 1024
# 10,000 characters may each take 12 bytes when a client writes emoji as two \uXXXX escapes.
MAX_LARGE_BODY = 6 * 1024 * 1024
# a whole folder of intent files, with what JSON puts before quotes and line ends
MAX_DISCARDED = 4 * 1024 * 1024
BODY_TIMEOUT_S = 15.0

Admits = Callable[[Request], Awaitable[object]]
"""Whether somebody may do this; raises ApiError. Looks at the headers alone."""

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """ASGI middleware: refuses foreign Host headers and large bodies, adds the security headers."""

    def __init__(
        self, app: ASGIApp, settings: WebSettings, large_bodies: Mapping[str, Admits] | None = None
    ) -> None:
        """large_bodies: path → who may send it a body of up to 6 MB; all others no more than usual."""
        self._app = app
        self._large_bodies = large_bodies or {}
        names = ("127.0.0.1", "localhost", "::1", settings.host, *settings.allowed_hosts)
        self._names = {name.lower() for name in names}
        # Listening on all addresses means being called by any of them; a rebinding attack needs a name.
        self._any_address = settings.host in ("0.0.0.0", "::")  # noqa: S104

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                kept = "no-cache" if scope["path"].startswith("/static/") else "no-store"
                headers.setdefault("Cache-Control", kept)
            await send(message)

        try:
            self._check_host(Headers(scope=scope).getlist("host"))
            body = await _whole_body(receive, Headers(scope=scope), await self._limit(scope))
        except ApiError as problem:
            await problem.response()(scope, receive, send_guarded)
            return
        await self._app(scope, _replay(body, receive), send_guarded)

    async def _limit(self, scope: Scope) -> int:
        """How large the body of this request may be."""
        admits = self._large_bodies.get(scope["path"])
        if admits is None:
            return MAX_BODY
        try:
            await admits(Request(scope))
        except ApiError:
            # the route says it; a stranger's body is read only as far as everywhere
            return MAX_BODY
        return MAX_LARGE_BODY

    def _check_host(self, hosts: list[str]) -> None:
        name = host_name(hosts[0]) if len(hosts) == 1 else ""
        if name in self._names or (self._any_address and _is_address(name)):
            return
        raise ApiError(
            421, f'This home is not called "{name}"; http.allowed_hosts in the config says what it is called.'
        )


def host_name(host: str) -> str:
    """The name in a Host header, lower case, without port and brackets."""
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name = host
    return name.strip("[]").lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _whole_body(receive: Receive, headers: Headers, limit: int) -> bytes:
    """The body, read before anything looks at it, so that nothing is parsed that is too large."""
    length = headers.get("content-length", "0")
    too_large = ApiError(413, f"The body is larger than {limit // 1024} KB.", headers={"Connection": "close"})
    if length == "0" and "transfer-encoding" not in headers:
        return b""
    body = bytearray()
    size = 0
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            while True:
                message = await receive()
                piece: bytes = message.get("body", b"")
                size += len(piece)
                if size <= limit:
                    body += piece
                last = not message.get("more_body", False)
                # A client that is still sending would not see the refusal, so a little more is read.
                if size > limit and (last or size > limit + MAX_DISCARDED):
                    raise too_large
                if last:
                    return bytes(body)
    except TimeoutError:
        raise ApiError(408, "The body did not arrive in time.", headers={"Connection": "close"}) from None


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
