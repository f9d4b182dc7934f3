"""Slack's Web API as we use it: one client for all calls."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.messengers.base import Undelivered
from bot.messengers.slack.decode import Identity
from bot.messengers.slack.encode import Arguments
from bot.messengers.slack.failures import FAILURES, translated

CALL_S = 15.0
MOST_BYTES = 20 * 1024 * 1024


class Cloud:
    """Everything we ask of Slack. Sending raises Undelivered; what is only nice to have never fails."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def open(self) -> None:
        """One pool of connections for all calls."""
        self.client.session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=CALL_S), trust_env=True
        )

    async def close(self) -> None:
        """Close it."""
        if self.client.session is not None:
            await self.client.session.close()
            self.client.session = None

    async def identity(self) -> Identity:
        """Who the token makes us. Raises SlackApiError and what a connection raises."""
        answer = await self.client.auth_test()
        scopes = next(
            (value for key, value in answer.headers.items() if key.lower() == "x-oauth-scopes"), None
        )
        return Identity(
            user=str(answer.get("user_id") or ""),
            bot=str(answer.get("bot_id") or ""),
            team=str(answer.get("team_id") or ""),
            name=str(answer.get("user") or ""),
            team_name=str(answer.get("team") or ""),
            scopes=None if scopes is None else frozenset(one.strip() for one in scopes.split(",")),
        )

    async def starts_with(self, chat: str, thread: str, mention: str) -> bool:
        """Whether a thread's first message has this in it; nothing of it is kept."""
        try:
            answer = await self.client.conversations_replies(channel=chat, ts=thread, limit=1, inclusive=True)
        except FAILURES:
            return False
        messages = answer.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else {}
        return first.get("ts") == thread and mention in str(first.get("text") or "")

    # --- sending

    async def post(self, chat: str, thread: str | None, message: Arguments) -> str:
        """A message; returns its id."""
        with translated():
            answer = await self.client.chat_postMessage(
                channel=chat, thread_ts=thread, mrkdwn=False, parse="none", **message
            )
        return str(answer["ts"])

    async def whisper(self, chat: str, thread: str | None, user: str, message: Arguments) -> None:
        """A message only one person of the chat sees."""
        message = {key: value for key, value in message.items() if not key.startswith("unfurl")}
        with translated():
            await self.client.chat_postEphemeral(
                channel=chat, thread_ts=thread, user=user, parse="none", **message
            )

    async def change(self, chat: str, ts: str, text: str, blocks: Sequence[Arguments]) -> None:
        """Another text in the place of a message's."""
        with translated():
            await self.client.chat_update(channel=chat, ts=ts, text=text, blocks=list(blocks), parse="none")

    async def upload(self, chat: str, thread: str | None, picture: bytes, alt: str) -> None:
        """A picture as a message of its own."""
        with translated():
            await self.client.files_upload_v2(
                channel=chat, thread_ts=thread, file=picture, filename="picture.png", title=alt, alt_txt=alt
            )

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """Answer a command or a press by the address that came with it."""
        webhook = AsyncWebhookClient(
            url, timeout=int(CALL_S), session=self.client.session, logger=self.client.logger
        )
        with translated():
            answer = await webhook.send_dict(body)
        if answer.status_code != 200:
            raise Undelivered("gone", f"the answer's address gave status {answer.status_code}")

    async def publish(self, user: str, view: dict[str, Any]) -> None:
        """Somebody's Home page."""
        with translated():
            await self.client.views_publish(user_id=user, view=view)

    async def load(self, url: str) -> bytes:
        """A file people sent; our token goes to nobody but Slack."""
        wanted, ours = urlsplit(url), urlsplit(self.client.base_url)
        is_slack = wanted.scheme == "https" and (wanted.hostname or "").endswith(".slack.com")
        if not is_slack and (wanted.scheme, wanted.netloc) != (ours.scheme, ours.netloc):
            raise Undelivered("refused", "the file is not kept by Slack")
        session = self.client.session
        if session is None:
            raise Undelivered("away", "not connected")
        headers = {"Authorization": f"Bearer {self.client.token}"}
        with translated():
            async with session.get(
                url, headers=headers, allow_redirects=False, proxy=self.client.proxy
            ) as answer:
                if answer.status != 200:
                    raise Undelivered("gone", f"the file gave status {answer.status}")
                content = await answer.content.read(MOST_BYTES + 1)
                while len(content) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES)):
                    content += more
        if len(content) > MOST_BYTES:
            raise Undelivered("refused", "the file is too large")
        return content

    async def suggest(self, chat: str, title: str, prompts: Sequence[str]) -> None:
        """What one might say, in the Messages tab. Apps without that tab's new look cannot: no matter."""
        try:
            await self.client.assistant_threads_setSuggestedPrompts(
                channel_id=chat, title=title, prompts=[{"title": one, "message": one} for one in prompts]
            )
        except FAILURES:
            return

    async def working(self, chat: str, thread: str, status: str) -> bool:
        """Show that an answer is being made; whether Slack lets us."""
        try:
            await self.client.assistant_threads_setStatus(channel_id=chat, thread_ts=thread, status=status)
        except SlackApiError:
            return False
        except FAILURES:
            return True
        return True


def new_client(token: str, api_url: str, logger: Any) -> AsyncWebClient:
    """Waits when Slack says so; everything else is told to who sends, who knows whether to try again."""
    return AsyncWebClient(
        token=token,
        base_url=api_url,
        logger=logger,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )
