"""The requests that fetch updates, watched: when each ended, and whether one of its updates is broken."""

import json
from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest, HTTPXRequest, RequestData

from bot.messengers.telegram.health import Health

LIMIT = 100
"""Updates in one answer of Telegram; fewer mean that none are left."""

Timeout = Any
# the library's own marker for "not given" has no public name


class Polls(BaseRequest):
    """The library's HTTP client for getUpdates, telling health how it goes."""

    def __init__(self, health: Health, pressed: Callable[[int, float], None]) -> None:
        """pressed: told of each button press: its update, the first moment it can have been made."""
        self._inner = HTTPXRequest(connection_pool_size=1)
        self._health = health
        self._pressed = pressed
        self._first: int | None = None
        # id of the first update of the last answer

    @property
    def read_timeout(self) -> float | None:
        """As the client has it."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Open it."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Close it."""
        await self._inner.shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Fetch, and note what came of it."""
        try:
            code, payload = await self._inner.do_request(
                url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
            )
        except TelegramError as error:
            self._health.failed(error)
            raise
        if code != 200:
            self._health.failed(_error(code))
            return code, payload
        return code, self._fetched(payload)

    def _fetched(self, payload: bytes) -> bytes:
        try:
            updates = json.loads(payload)["result"]
            first = updates[0]["update_id"] if updates else None
            # the same again was not taken: one of them cannot be read
            whole = [_usable(one) for one in updates] if first == self._first else updates
        except (ValueError, KeyError, TypeError):
            self._health.failed(NetworkError("the answer is no Bot API's"))
            return payload
        self._first = first
        earliest = self._health.pressed_after()
        for one in whole:
            if "callback_query" in one:
                self._pressed(one["update_id"], earliest)
        self._health.good(caught_up=len(whole) < LIMIT)
        return payload if whole is updates else json.dumps({"ok": True, "result": whole}).encode()


def _usable(raw: dict[str, Any]) -> dict[str, Any]:
    """The update; of one that the library cannot read only its id.

    Otherwise the library would throw away everything that came with it, and fetch the same for ever.
    """
    try:
        Update.de_json(raw, None)
    except Exception:
        return {"update_id": raw["update_id"]}
    return raw


def _error(code: int) -> TelegramError:
    if code in (401, 404):
        return InvalidToken()
    return Conflict("conflict") if code == 409 else NetworkError(f"HTTP {code}")
