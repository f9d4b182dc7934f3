"""Where Telegram calls us, when it does: one address, opened by a secret that only Telegram was told."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

log = logging.getLogger(__name__)

PATH = "/hooks/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The route, and what Telegram must be told so that it calls it."""

    def __init__(self, token: str, public_url: str, take: Callable[[dict[str, Any]], bool]) -> None:
        """take: gets each update as JSON; False: not now, Telegram shall come again."""
        self.url = public_url.rstrip("/") + PATH
        self.secret = hmac.new(token.encode(), b"webhook of the messenger", hashlib.sha256).hexdigest()
        # the same after a restart: updates on their way are not turned away
        self._take = take

    def route(self) -> Route:
        """For the web server."""
        return Route(PATH, self._called, methods=["POST"])

    async def _called(self, request: Request) -> Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return Response(status_code=403)
        try:
            # the web server takes no large bodies
            update = json.loads(await request.body())
        except (ValueError, RecursionError):
            return Response(status_code=400)
        if not isinstance(update, dict):
            return Response(status_code=400)
        return Response(status_code=200 if self._take(update) else 503)
