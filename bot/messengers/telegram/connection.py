"""The library's application, made as we need it, and kept connected."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
from telegram import WebhookInfo
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, Application
from telegram.request import BaseRequest, HTTPXRequest

from bot.messengers.telegram.errors import Flooded, seconds_of
from bot.messengers.telegram.health import Health
from bot.messengers.telegram.webhook import Webhook

log = logging.getLogger(__name__)

ALLOWED = ("message", "callback_query", "my_chat_member")
"""Updates we ask for; no edited message is among them: a sentence acts once."""
POLL_S = 10
"""How long Telegram holds an empty answer back."""
WATCH_S = 5.0
INSPECT_S = 15.0
DEAD_S = 90.0
"""Longer than any poll with all its pauses: the library's loop has died."""
RETRY_S, RETRY_MOST_S = 1.0, 30.0
REFUSED_S = 60.0
CLOSE_S = 2.0
PATIENT_S = 5.0
"""So long a pause between messages is waited out."""
_KEEP_OPEN_S = 60.0
# an answer must not wait for a new TLS connection
_UNCALLED_S = 300.0

App = Application[Any, Any, Any, Any, Any, Any]


class Pace(AIORateLimiter):
    """Telegram's limits for messages; "typing…" is no message and waits for none.

    When Telegram wants a long pause, who sent it is told: the library would hold back all chats meanwhile.
    """

    async def process_request(
        self, callback: Any, args: Any, kwargs: dict[str, Any], endpoint: str, data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:  # fmt: skip
        """As the library wants it; raises Flooded."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)

        async def briefly(*args: Any, **kwargs: Any) -> Any:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                if (wait := seconds_of(error)) > PATIENT_S:
                    raise Flooded(wait) from None
                raise

        return await super().process_request(briefly, args, kwargs, endpoint, data, rate_limit_args)


def application(token: str, api_url: str, polls: BaseRequest) -> App:
    """A new application for this bot."""
    limits = httpx.Limits(max_connections=64, keepalive_expiry=_KEEP_OPEN_S)
    api_url = api_url.rstrip("/")
    return (
        Application.builder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(HTTPXRequest(httpx_kwargs={"limits": limits}))
        .get_updates_request(polls)
        .rate_limiter(Pace(max_retries=3))
        .build()
    )


class Connection:
    """Keeps one application connected at a time; after trouble it begins anew with a fresh one."""

    def __init__(
        self,
        build: Callable[[], App],
        connected: Callable[[App], None],
        health: Health,
        webhook: Webhook | None,
    ) -> None:
        """connected: called when Telegram told who we are. webhook: None when we ask for updates."""
        self._build = build
        self._connected = connected
        self._health = health
        self._webhook = webhook
        self.app: App | None = None

    async def keep(self) -> None:
        """Until cancelled; then `close` must follow."""
        pause = RETRY_S
        while True:
            self.app = app = self._build()
            try:
                await app.initialize()
                self._health.connected(app.bot.bot)
                await app.start()
                self._connected(app)
                pause = RETRY_S
                await (self._poll(app) if self._webhook is None else self._be_called(app, self._webhook))
            except TelegramError as error:
                self._health.failed(error)
            except Exception as error:
                log.debug("What answers at api_url is no Bot API (%s).", type(error).__name__)
                self._health.failed(NetworkError("no Bot API"))
            await self.end_listening()
            await self.close()
            await asyncio.sleep(REFUSED_S if self._health.refused else pause)
            pause = min(pause * 2, RETRY_MOST_S)

    async def end_listening(self) -> None:
        """No update comes in any more; sending still works."""
        app = self.app
        if app is None:
            return
        if app.updater is not None and app.updater.running:
            await _within(app.updater.stop())
        if app.running:
            await _within(app.stop())

    async def close(self) -> None:
        """Close all connections."""
        app, self.app = self.app, None
        if app is not None:
            await _within(app.shutdown())

    async def _poll(self, app: App) -> None:
        """Returns when the polling has died; a webhook of before is taken away by the library."""
        if app.updater is None:
            return
        await app.updater.start_polling(
            timeout=POLL_S,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            bootstrap_retries=-1,
            # what goes wrong, the watched requests have told already
            error_callback=lambda _: None,
        )
        while True:
            await asyncio.sleep(WATCH_S)
            if self._health.refused:
                return
            if self._health.idle_s > DEAD_S:
                log.warning("Telegram was not asked for updates any more: polling begins anew.")
                return

    async def _be_called(self, app: App, webhook: Webhook) -> None:
        await app.bot.set_webhook(
            webhook.url, secret_token=webhook.secret, allowed_updates=ALLOWED, drop_pending_updates=False
        )
        while True:
            try:
                self._judge(await app.bot.get_webhook_info(), webhook.url)
            except InvalidToken:
                raise
            except TelegramError as error:
                self._health.failed(error)
            await asyncio.sleep(INSPECT_S)

    def _judge(self, info: WebhookInfo, url: str) -> None:
        if info.url != url:
            self._health.uncalled("conflict")
        elif (
            info.pending_update_count
            and info.last_error_date is not None
            and self._health.is_recent(info.last_error_date.timestamp(), _UNCALLED_S)
        ):
            self._health.uncalled("unreachable")
        else:
            self._health.good(caught_up=not info.pending_update_count)


async def _within(closing: Awaitable[object]) -> None:
    """Telegram may be away, or say something odd, just when we want to leave."""
    with suppress(Exception):
        async with asyncio.timeout(CLOSE_S):
            await closing
