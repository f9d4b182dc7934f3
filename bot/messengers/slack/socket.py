"""Socket Mode: the connection we open, so that Slack needs no way to us."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.messengers.slack.failures import sentence

CONNECT_S = 15.0
PING_S = 10.0
LOOK_S = 1.0
WAIT_S = (1.0, 60.0)
# before the first try anew, and at most

OnState = Callable[[bool, str], None]
"""Told each change: whether it is connected, and a sentence why not."""


class _Client(SocketModeClient):
    """The SDK's connection, which we open anew ourselves.

    Left to itself it tries one address for ever, and an address of Slack's works only once.
    """

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        super().__init__(
            app_token,
            logger=app.logger,
            web_client=app.client,
            auto_reconnect_enabled=False,
            ping_interval=10,
        )
        self.lost = asyncio.Event()
        self._app = app
        self.socket_mode_request_listeners.append(self._handle)
        self.on_close_listeners.append(self._gone)
        self.on_error_listeners.append(self._gone)

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Slack wants us to come again: it does so every few hours."""
        self.lost.set()

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = time.time()
        response = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, response, started)

    async def _gone(self, _: Any) -> None:
        self.lost.set()


async def keep_connected(app: AsyncApp, app_token: str, on_state: OnState) -> None:
    """Connect, and connect again, until cancelled."""
    client = _Client(app, app_token)
    wait = WAIT_S[0]
    try:
        while True:
            try:
                await _connect(client)
                wait = WAIT_S[0]
                on_state(True, "")
                await _until_lost(client)
                on_state(False, "The connection to Slack was closed; connecting again.")
                continue
            except SlackApiError as error:
                on_state(False, sentence(error, "app_token"))
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                on_state(False, f"Slack cannot be reached ({type(error).__name__}); it is tried again.")
            await asyncio.sleep(wait)
            wait = min(wait * 2, WAIT_S[1])
    finally:
        await client.close()  # type: ignore[no-untyped-call]


async def _connect(client: _Client) -> None:
    async with asyncio.timeout(CONNECT_S):
        answer = await client.web_client.apps_connections_open(app_token=client.app_token)
        client.wss_uri = str(answer["url"])
        client.lost.clear()
        await client.connect()  # type: ignore[no-untyped-call]


async def _until_lost(client: _Client) -> None:
    while await client.is_connected():
        try:
            await asyncio.wait_for(client.lost.wait(), LOOK_S)
        except TimeoutError:
            continue
        return
