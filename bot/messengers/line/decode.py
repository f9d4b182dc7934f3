"""What LINE's webhook brings, as arrivals; pure. Anything that is not for a home is None."""

from collections.abc import Awaitable, Callable, Container
from functools import partial
from typing import Any

from linebot.v3 import webhooks as line

from bot.messengers.base import Account, Address, Addressed, Arrival, Attachment, Kind
from bot.messengers.utf16 import whole, without

NAME = "line"

FREE_S = 50.0
"""How long a reply token is good: LINE says a minute; some of it was spent on the way."""

_CHANGES: dict[type, Kind] = {
    line.FollowEvent: "joined",
    line.UnfollowEvent: "left",
    line.JoinEvent: "joined",
    line.LeaveEvent: "left",
}

Fetch = Callable[[str], Awaitable[bytes]]


def events_of(body: object) -> tuple[list[Any], str | None]:
    """The events of a webhook body that can be read, and the user id they were sent to: ours."""
    if not isinstance(body, dict):
        return [], None
    given, destination = body.get("events"), body.get("destination")
    found = []
    for one in given if isinstance(given, list) else []:
        try:
            found.append(line.Event.from_dict(one))
        except Exception:  # noqa: S112 - the SDK raises whatever it stumbles over; next one
            continue
    return found, destination if isinstance(destination, str) else None


def arrival_of(
    event: Any, received_at: float, *, us: str | None, ours: Container[str], fetch: Fetch
) -> Arrival | None:
    """What an event of the SDK means. us: our user id; ours: ids of our messages; fetch: loads a content."""
    if event.mode != "active":
        return None
    at, group = _place(event.source)
    if at is None:
        return None
    # without an id nobody can be recognised, now or later
    user = getattr(event.source, "user_id", None) or f"nobody-{event.webhook_event_id}"
    common: dict[str, Any] = {
        "id": event.webhook_event_id,
        "at": at,
        "sender": Account(NAME, user),
        "sent_at": event.timestamp / 1000,
        "group": group,
        "answer_by": received_at + FREE_S,
    }
    if type(event) in _CHANGES:
        return Arrival(kind=_CHANGES[type(event)], **common)
    if isinstance(event, line.PostbackEvent):
        return Arrival(action=whole(event.postback.data), addressed="button", **common)
    if not isinstance(event, line.MessageEvent):
        # who came and went, unsent and edited messages: none of it is said to us
        return None
    message = event.message
    if not isinstance(message, line.TextMessageContent):
        addressed: Addressed = "overheard" if group else "direct"
        return Arrival(attachments=(_attachment(message, fetch),), addressed=addressed, **common)
    mentions = _mentions(message, us)
    if not group:
        addressed = "direct"
    elif mentions:
        addressed = "mention"
    else:
        addressed = "reply" if message.quoted_message_id in ours else "overheard"
    text = whole(without(message.text, mentions)).strip()
    return Arrival(text=text, addressed=addressed, reply_to=message.quote_token, **common)


def reply_token_of(event: Any) -> str | None:
    """What lets us answer this event without cost."""
    token = getattr(event, "reply_token", None)
    return token if isinstance(token, str) and token else None


def _place(source: Any) -> tuple[Address | None, bool]:
    """The chat, and whether others read along."""
    if isinstance(source, line.GroupSource):
        return Address(NAME, source.group_id), True
    if isinstance(source, line.RoomSource):
        return Address(NAME, source.room_id), True
    if isinstance(source, line.UserSource) and source.user_id:
        return Address(NAME, source.user_id), False
    return None, False


def _mentions(message: Any, us: str | None) -> list[tuple[int, int]]:
    """Where we are mentioned, in UTF-16 units."""
    mentioned = message.mention.mentionees if message.mention else []
    return [
        (one.index, one.length)
        for one in mentioned
        if isinstance(one, line.UserMentionee)
        and (one.is_self or (one.is_self is None and us is not None and one.user_id == us))
    ]


def _attachment(message: Any, fetch: Fetch) -> Attachment:
    if isinstance(message, line.LocationMessageContent):
        return Attachment("location")
    if isinstance(message, line.StickerMessageContent):
        return Attachment("sticker")
    provider = getattr(message, "content_provider", None)
    # what lies elsewhere is not fetched: the address is whatever the sender made it
    load = partial(fetch, message.id) if provider is None or provider.type == "line" else None
    if isinstance(message, line.AudioMessageContent):
        return Attachment("voice", "audio/m4a", load)
    if isinstance(message, line.ImageMessageContent):
        return Attachment("photo", "image/jpeg", load)
    return Attachment("file", "", load)
