"""Where Slack comes in, by either way: Bolt checks who it is; it has its receipt before anything is done."""

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.messengers.slack.decode import Identity

PATH = "/hooks/slack"

log = logging.getLogger(__name__)


def quiet() -> logging.Logger:
    """What the SDK and Bolt log to: nothing. They log what was overheard, and addresses that are secrets."""
    logger = logging.getLogger(f"{__name__}.sdk")
    logger.setLevel(logging.CRITICAL + 1)
    return logger


def entrance(
    client: AsyncWebClient,
    signing_secret: str,
    ours: Callable[[], Identity | None],
    received: Callable[[dict[str, Any]], None],
) -> AsyncApp:
    """A Bolt app that hands every payload to `received`; while we do not know who we are, Slack must wait."""

    async def authorize() -> AuthorizeResult:
        us = ours()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=us.team if us else None,
            bot_user_id=us.user if us else None,
            bot_id=us.bot if us else None,
            bot_token=client.token,
        )

    app = AsyncApp(
        name="jipsa", logger=client.logger, client=client, signing_secret=signing_secret, authorize=authorize
    )

    async def take(body: dict[str, Any]) -> BoltResponse:
        if ours() is None:
            return BoltResponse(status=503, body="")
        try:
            received(body)
        except Exception as error:  # what it was must not get into the log
            log.error("Something from Slack could not be read: %s", type(error).__name__)
        return BoltResponse(status=200, body="")

    app.middleware(take)
    return app


def route(app: AsyncApp, signing_secret: str) -> Route:
    """Where Slack calls, when it does."""
    handler = AsyncSlackRequestHandler(app)
    signature = SignatureVerifier(signing_secret)

    async def called(request: Request) -> Response:
        # Bolt reads a body before it looks who sent it
        try:
            signed = signature.is_valid_request(await request.body(), dict(request.headers))
        except (ValueError, TypeError):
            signed = False
        if not signed:
            return Response(status_code=401)
        try:
            return await handler.handle(request)
        except Exception as error:  # what it was must not get into the log
            log.warning("A call of Slack could not be read: %s", type(error).__name__)
            return Response(status_code=400)

    return Route(PATH, called, methods=["POST"])
