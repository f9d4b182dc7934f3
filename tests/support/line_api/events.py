"""What LINE posts to a webhook, signed as LINE signs it."""

import base64
import hashlib
import hmac
import itertools
import json
import time
from typing import Any

from tests.support.line_api.server import BOT

SECRET = "channel-secret-of-the-double"

_NUMBERS = itertools.count(1)


def user(name: str) -> str:
    """The user id of somebody."""
    return "U" + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


GROUP = "C" + "a" * 32


def private(name: str) -> dict[str, Any]:
    """Source of what somebody says to us alone."""
    return {"type": "user", "userId": user(name)}


def group(name: str | None, chat: str = GROUP) -> dict[str, Any]:
    """Source of what somebody says in the group; without a name LINE does not tell who."""
    return {"type": "group", "groupId": chat, **({"userId": user(name)} if name else {})}


def event(kind: str, source: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An event, in LINE's form."""
    return {
        "type": kind,
        "mode": "active",
        "timestamp": round(time.time() * 1000),
        "source": source,
        "webhookEventId": f"01EVENT{next(_NUMBERS):019}",
        "deliveryContext": {"isRedelivery": False},
        **more,
    }


def text(words: str, *, mention: str | None = None, quoted: str | None = None) -> dict[str, Any]:
    """A text message; mention: how we are called at its beginning."""
    said = f"{mention} {words}" if mention else words
    found: dict[str, Any] = {"type": "text", "id": str(next(_NUMBERS)), "quoteToken": "quote", "text": said}
    if mention:
        length = len(mention.encode("utf-16-le")) // 2
        one = {"type": "user", "index": 0, "length": length, "userId": BOT, "isSelf": True}
        found["mention"] = {"mentionees": [one]}
    if quoted:
        found["quotedMessageId"] = quoted
    return found


def body(*events: dict[str, Any]) -> bytes:
    """A webhook's body."""
    return json.dumps({"destination": BOT, "events": events}, ensure_ascii=False).encode()


def signature(raw: bytes, secret: str = SECRET) -> dict[str, str]:
    """The header LINE would send with it."""
    made = base64.b64encode(hmac.new(secret.encode(), raw, hashlib.sha256).digest()).decode()
    return {"X-Line-Signature": made, "Content-Type": "application/json"}
