"""What Slack refuses, in words of the port and in sentences for who set it up. No token gets in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.messengers.base import Undelivered

FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)
"""Whatever a call may raise."""

_GONE = {
    "message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found", "is_archived",
    "thread_not_found", "not_in_channel", "user_not_in_channel", "user_not_found", "user_disabled",
}  # fmt: skip
_AWAY = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
_SLOW_DOWN = {"ratelimited", "rate_limited", "message_limit_exceeded"}
NO_ENTRY = {"not_in_channel", "channel_not_found", "user_not_in_channel"}
"""We are not in that chat; an answer to a command still may be."""

_WAY_TO_BOT = (
    'Copy the "Bot User OAuth Token" (xoxb-…) from OAuth & Permissions at api.slack.com/apps to '
    "messengers.slack.bot_token."
)
_WAY_TO_APP = (
    "Make one with the scope connections:write at api.slack.com/apps under Basic Information, App-Level "
    "Tokens (xapp-…), and put it into messengers.slack.app_token."
)
_REINSTALL = "at api.slack.com/apps press Install App, Reinstall to Workspace"

SCOPES: Mapping[str, str] = {
    "chat:write": "answer",
    "im:history": "read private messages",
    "app_mentions:read": "see when it is mentioned in a channel",
    "commands": "take slash commands",
    "channels:history": "read replies in threads of channels",
    "groups:history": "read replies in threads of private channels",
    "channels:read": "see that it was added to a channel",
    "groups:read": "see that it was added to a private channel",
    "im:write": "write first in private",
    "users:read": "know people's names and languages",
    "chat:write.customize": "let appliances speak under their own names",
    "files:read": "listen to voice messages",
    "files:write": "send pictures",
    "assistant:write": "suggest what to say",
}
"""What the app must be allowed, and what it cannot do otherwise."""

NEEDED = ("chat:write", "im:history")
"""Without these it is of no use."""

_SENTENCES: Mapping[str, str] = {
    "invalid_auth": "Slack does not know the {name}. {way_out}",
    "not_authed": "Slack does not know the {name}. {way_out}",
    "not_allowed_token_type": "The {name} is a token of another kind. {way_out}",
    "no_permission": "The {name} lacks its scope. {way_out}",
    "missing_scope": "The {name} lacks its scope. {way_out}",
    "account_inactive": f"The app was removed from the workspace; {_REINSTALL}. {{way_out}}",
    "token_revoked": f"The {{name}} was revoked; {_REINSTALL}. {{way_out}}",
    "token_expired": "The {name} has expired: switch token rotation off in the app's settings. {way_out}",
    "ratelimited": "Slack asks to wait; it is tried again.",
    "too_many_websockets": "Too many programs use this app_token; stop the others.",
}


def code_of(error: SlackApiError) -> str:
    """Slack's word for it: "channel_not_found"; "" when the answer was none of Slack's."""
    code = _data(error).get("error")
    return code if isinstance(code, str) else ""


def sentence(error: SlackApiError, which: Literal["bot_token", "app_token"]) -> str:
    """Why this token does not do, and the way out."""
    code = code_of(error)
    if not code:
        return "Slack gives no proper answer; it is tried again."
    said = _SENTENCES.get(code, 'Slack says "{code}". {way_out}')
    return said.format(name=which, code=code, way_out=_WAY_TO_APP if which == "app_token" else _WAY_TO_BOT)


def missing_scopes(scopes: frozenset[str] | None) -> tuple[str, ...]:
    """What the app is not allowed; nothing when the platform did not say."""
    return () if scopes is None else tuple(one for one in SCOPES if one not in scopes)


def scopes_sentence(missing: tuple[str, ...]) -> str:
    """What it therefore cannot do, and the way out; "" when nothing is missing."""
    if not missing:
        return ""
    lost = ", ".join(f"{SCOPES[one]} ({one})" for one in missing)
    return f"The app may not {lost}: add that under OAuth & Permissions, Bot Token Scopes, then {_REINSTALL}."


def undelivered(error: Exception) -> Undelivered:
    """The same in the words of the port."""
    if not isinstance(error, SlackApiError):
        return Undelivered("away", f"Slack cannot be reached ({type(error).__name__})")
    code, status = code_of(error), _status(error)
    if status == 429 or code in _SLOW_DOWN:
        return Undelivered("slow_down", code, _retry_after(error))
    if code in _AWAY or not code:
        return Undelivered("away", code or f"status {status}")
    return Undelivered("gone" if code in _GONE else "refused", code)


@contextmanager
def translated() -> Iterator[None]:
    """Whatever Slack's library raises comes out as Undelivered."""
    try:
        yield
    except FAILURES as error:
        raise undelivered(error) from None


def _data(error: SlackApiError) -> Mapping[str, Any]:
    data = getattr(error.response, "data", error.response)
    return data if isinstance(data, dict) else {}


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", 0) or 0)


def _retry_after(error: SlackApiError) -> float | None:
    given = (getattr(error.response, "headers", None) or {}).get("Retry-After", "")
    return float(given) if str(given).isdecimal() else None
