"""LINE's API through its SDK: what goes wrong there is said in our words, and never with the token."""

import json
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import aiohttp
from linebot.v3 import messaging as line

from bot.messengers.base import Undelivered

T = TypeVar("T")

CLOUD = "https://api.line.me"
_CONTENT_CLOUD = "https://api-data.line.me"
# pictures and voices have a host of their own; a double has not

_PATIENCE_S = 10.0
_HINT_S = 3.0
# for what only makes an answer nicer
_LOADING_S = 20

NOT_ACCEPTED = (
    "LINE does not accept the channel access token: issue one in the LINE Developers Console (Messaging API "
    "settings, Channel access token) and put it into messengers.line.channel_access_token."
)


class UsedUp(Undelivered):
    """The reply token was used before, or is too old."""

    def __init__(self) -> None:
        super().__init__("refused", "the reply token is no longer good")


class LineApi:
    """The calls we make. All raise Undelivered and nothing else."""

    def __init__(self, token: str, url: str) -> None:
        """Must be made where an event loop runs."""
        self._client = _client(token, url)
        self._content_client = _client(token, _CONTENT_CLOUD if url == CLOUD else url)
        self._api = line.AsyncMessagingApi(self._client)
        self._content = line.AsyncMessagingApiBlob(self._content_client)

    async def close(self) -> None:
        """End all connections."""
        await self._client.close()
        await self._content_client.close()

    async def me(self) -> tuple[str, str]:
        """Our user id and our basic id ("@123abcde")."""
        info = await _done(self._api.get_bot_info(_request_timeout=_PATIENCE_S))
        return info.user_id, info.basic_id

    async def reply(self, token: str, messages: Sequence[Any], silent: bool) -> list[str]:
        """Answer an event without cost; the ids of the messages. UsedUp: the token is."""
        request = line.ReplyMessageRequest(
            replyToken=token, messages=list(messages), notificationDisabled=silent
        )
        sent = await _done(self._api.reply_message(request, _request_timeout=_PATIENCE_S))
        return _ids(sent)

    async def push(self, to: str, messages: Sequence[Any], key: str, silent: bool) -> list[str]:
        """Write first, which is counted; the same key again is never sent twice."""
        request = line.PushMessageRequest(to=to, messages=list(messages), notificationDisabled=silent)
        call = self._api.push_message(request, x_line_retry_key=key, _request_timeout=_PATIENCE_S)
        sent = await _done(call, accepted_before=True)
        return _ids(sent)

    async def left(self) -> int | None:
        """How many messages that are counted may still be sent this month; None: as many as we like."""
        quota = await _done(self._api.get_message_quota(_request_timeout=_PATIENCE_S))
        if quota.type != line.QuotaType.LIMITED or quota.value is None:
            return None
        used = await _done(self._api.get_message_quota_consumption(_request_timeout=_PATIENCE_S))
        return max(0, int(quota.value) - int(used.total_usage))

    async def profile(self, user: str) -> tuple[str | None, str | None]:
        """Name and language of somebody who is our friend."""
        found = await _done(self._api.get_profile(user, _request_timeout=_HINT_S))
        return found.display_name, found.language

    async def member(self, group: str, user: str) -> str | None:
        """Name of somebody in a group."""
        found = await _done(self._api.get_group_member_profile(group, user, _request_timeout=_HINT_S))
        name: str | None = found.display_name
        return name

    async def loading(self, user: str) -> None:
        """Show three moving dots in their private chat until we answer."""
        request = line.ShowLoadingAnimationRequest(chatId=user, loadingSeconds=_LOADING_S)
        await _done(self._api.show_loading_animation(request, _request_timeout=_HINT_S))

    async def content(self, message: str) -> bytes:
        """What was sent along: a picture, a voice."""
        return bytes(await _done(self._content.get_message_content(message, _request_timeout=_PATIENCE_S)))


def _client(token: str, url: str) -> Any:
    return line.AsyncApiClient(line.Configuration(host=url.rstrip("/"), access_token=token))


def _ids(sent: Any) -> list[str]:
    """Empty when the same key was accepted before: which ids it got is not told then."""
    return [] if sent is None else [one.id for one in sent.sent_messages]


async def _done(call: Awaitable[T], accepted_before: bool = False) -> T | Any:
    """The answer. accepted_before: None when LINE has taken this very call already."""
    try:
        return await call
    except line.ApiException as error:
        if accepted_before and error.status == 409:
            return None
        raise _undelivered(error) from None
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise Undelivered("away", f"LINE cannot be reached ({type(error).__name__})") from None
    except (ValueError, TypeError) as error:
        # the SDK could not read the answer
        raise Undelivered("refused", f"LINE's answer is not understood ({type(error).__name__})") from None


def _undelivered(error: Any) -> Undelivered:
    said, status = _said(error.body), error.status or 0
    if status == 401:
        return Undelivered("refused", NOT_ACCEPTED)
    if status == 429 and "monthly" not in said.lower():
        return Undelivered("slow_down", said, _seconds((error.headers or {}).get("Retry-After")))
    if status == 400 and "reply token" in said.lower():
        return UsedUp()
    if status >= 500 or status == 408:
        return Undelivered("away", f"LINE has trouble ({status})")
    return Undelivered("gone" if status in (404, 410) else "refused", f"LINE says: {said} ({status})")


def _said(body: object) -> str:
    """LINE's own words, which hold no secret of ours."""
    try:
        told = json.loads(body) if isinstance(body, str | bytes) else {}
        return str(told["message"])[:200]
    except (ValueError, KeyError, TypeError):
        return "nothing"


def _seconds(value: object) -> float:
    try:
        return max(0.1, float(str(value)))
    except ValueError:
        return 2.0
