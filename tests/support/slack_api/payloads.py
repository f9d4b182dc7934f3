"""What Slack sends, as its documentation shows it, and how it signs."""

import itertools
import json
import time
from typing import Any
from urllib.parse import quote_plus

import httpx
from slack_sdk.signature import SignatureVerifier

from tests.support.slack_api.emulate import APP_ID, BOT_USER, SIGNING_SECRET, TEAM

Json = dict[str, Any]
MENTION = f"<@{BOT_USER}>"
_NUMBERS = itertools.count(1)


def event(inner: Json, **outer: Any) -> Json:
    """An event with its envelope."""
    return {
        "type": "event_callback", "team_id": TEAM, "api_app_id": APP_ID, "event_id": f"Ev{next(_NUMBERS)}",
        "event_time": int(time.time()), "event": inner,
        "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
    } | outer  # fmt: skip


def said(
    user: str, chat: str, text: str, ts: str | None = None, thread: str | None = None, **more: Any
) -> Json:
    """A message; in a channel one that everybody gets."""
    ts = ts or f"{time.time():.6f}"
    kind = "im" if chat.startswith("D") else "channel"
    inner = {"type": "message", "user": user, "channel": chat, "text": text, "ts": ts, "channel_type": kind}
    return event(inner | ({"thread_ts": thread} if thread else {}) | {"event_ts": ts} | more)


def mentioned(user: str, chat: str, text: str, ts: str | None = None, thread: str | None = None) -> Json:
    """What the app that is mentioned gets besides."""
    ts = ts or f"{time.time():.6f}"
    inner = {"type": "app_mention", "user": user, "channel": chat, "text": text, "ts": ts, "event_ts": ts}
    return event(inner | ({"thread_ts": thread} if thread else {}))


def opened(user: str, chat: str, tab: str) -> Json:
    """Somebody looks at the app."""
    return event({"type": "app_home_opened", "user": user, "channel": chat, "tab": tab, "event_ts": "1.1"})


def press(
    user: str,
    chat: str,
    action: Json,
    *,
    message: Json | None = None,
    ts: str = "",
    ephemeral: bool = False,
    response_url: str = "",
    at: float | None = None,
) -> Json:
    """A press of a button. action: the button's element with its block_id. message: as people see it."""
    pressed_at = f"{time.time() if at is None else at:.6f}"
    container: Json = {"type": "view"} if not chat else {
        "type": "message", "message_ts": ts, "channel_id": chat, "is_ephemeral": ephemeral,
    }  # fmt: skip
    body: Json = {
        "type": "block_actions", "team": {"id": TEAM, "domain": "our-home"}, "user": {"id": user, "team_id": TEAM},
        "api_app_id": APP_ID, "container": container, "trigger_id": f"trigger-{next(_NUMBERS)}",
        "actions": [action | {"type": "button", "action_ts": pressed_at}],
    }  # fmt: skip
    if chat:
        body |= {"channel": {"id": chat, "name": "family"}, "response_url": response_url}
    return body | ({"message": message} if message and not ephemeral else {})


def command(user: str, chat: str, text: str, response_url: str = "", name: str = "/home") -> Json:
    """A slash command."""
    return {
        "command": name, "text": text, "user_id": user, "user_name": "someone", "channel_id": chat,
        "channel_name": "directmessage" if chat.startswith("D") else "family", "team_id": TEAM,
        "api_app_id": APP_ID, "trigger_id": f"trigger-{next(_NUMBERS)}", "response_url": response_url,
    }  # fmt: skip


def signed(
    payload: Json, *, secret: str = SIGNING_SECRET, age_s: float = 0.0
) -> tuple[bytes, dict[str, str]]:
    """Body and headers of Slack's call; age_s: how old the signature is."""
    if "command" in payload:
        body, kind = str(httpx.QueryParams(payload)), "application/x-www-form-urlencoded"
    elif payload.get("type") == "block_actions":
        body = f"payload={quote_plus(json.dumps(payload))}"
        kind = "application/x-www-form-urlencoded"
    else:
        body, kind = json.dumps(payload, ensure_ascii=False), "application/json"
    at = str(int(time.time() - age_s))
    signature = SignatureVerifier(secret).generate_signature(timestamp=at, body=body)
    headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature or ""}
    return body.encode(), headers
