"""What KakaoTalk sends, as arrivals; pure. Fields nobody knows are passed over, wrong ones give None."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.message import Language
from bot.messengers.base import Account, Addressed, Arrival, Attachment, Kind
from bot.messengers.kakao.transport import NAME, group_at, private_at
from bot.messengers.utf16 import whole

CALLBACK_S = 50.0
"""How long a callback address is good: a minute, of which some is spent on the way."""

FETCHED_S = 60.0
"""How long without one the answer may take: it is kept, and fetched by a press."""

AGAIN_S = 10.0
"""The same words of the same person within this time are one message that came twice."""

_MENTION = re.compile(r"^@\S+\s+")


@dataclass(frozen=True, slots=True)
class SkillCall:
    """One call of the skill."""

    arrival: Arrival
    twin: str
    # the same for the same words of the same person; with a callback address, for the same call
    language: Language
    callback_url: str | None = None
    # where one answer may go after the five seconds


def skill_call(body: object, received_at: float) -> SkillCall | None:
    """A skill payload; None when nobody says anything in it."""
    request = _dict(_dict(body).get("userRequest"))
    person = _user_key(_dict(request.get("user")))
    if person is None:
        return None
    group = _group_key(_dict(request.get("chat")))
    said = whole(_text(request.get("utterance"))).strip()
    extra = _dict(_dict(_dict(body).get("action")).get("clientExtra"))
    action = whole(_text(extra.get("action"))) or None
    callback = _text(request.get("callbackUrl"))
    callback_url = callback if re.match(r"https?://[^\s/]", callback) else None
    twin = _hash(person, group or "", said, action or "", callback_url or "")
    once = callback_url or str(int(received_at // AGAIN_S))
    media = _dict(_dict(request.get("params")).get("media"))
    photo = media.get("type") == "image"
    addressed: Addressed = "button" if action else "mention" if group else "direct"
    language = {"kr": "ko"}.get(_text(request.get("lang")), _text(request.get("lang"))) or "ko"
    arrival = Arrival(
        id=_hash(twin, once),
        at=group_at(group) if group else private_at(person),
        sender=Account(NAME, person, language=language),
        sent_at=received_at,
        text="" if action or photo else _MENTION.sub("", said) if group else said,
        action=action,
        addressed=addressed,
        group=group is not None,
        attachments=(Attachment("photo", "image/jpeg"),) if photo else (),
        answer_by=received_at + (CALLBACK_S if callback_url else FETCHED_S),
    )
    return SkillCall(arrival, twin, language.partition("-")[0], callback_url)


def gateway_arrival(event: object, received_at: float) -> Arrival | None:
    """A DISPATCH frame of the gateway; None for what is not said to us."""
    frame = _dict(event)
    data = _dict(frame.get("d"))
    kind, group = frame.get("t"), _key(data.get("botGroupKey"))
    if group is None:
        return None
    common: dict[str, Any] = {"sent_at": _seconds(data.get("timestamp"), received_at)}
    nobody = Account(NAME, "nobody")
    if kind in ("ENTRANCE", "LEAVE"):
        number = _hash(str(kind), group, str(data.get("timestamp")))
        change: Kind = "joined" if kind == "ENTRANCE" else "left"
        return Arrival(number, group_at(group), nobody, kind=change, group=True, **common)
    person = _key(data.get("botUserKey"))
    if kind != "MESSAGE_CREATE" or person is None:
        return None
    said = whole(_text(data.get("content"))).strip()
    # a channel's chat is somebody alone with us; in a group only what may be answered was said to us
    alone = data.get("isChannelChatroom") is True
    addressed: Addressed = "direct" if alone else "mention" if token_of(event) else "overheard"
    return Arrival(
        id=_hash(group, str(data.get("id")), "" if data.get("id") is not None else f"{said}{received_at}"),
        at=private_at(person) if alone else group_at(group),
        sender=Account(NAME, person),
        text=_MENTION.sub("", said) if addressed == "mention" else said,
        action=_text(_dict(data.get("clientExtra")).get("action")) or None,
        addressed=addressed,
        group=not alone,
        **common,
    )


def token_of(event: object) -> str | None:
    """What lets us answer this event once."""
    return _text(_dict(_dict(event).get("d")).get("callbackToken")) or None


def _user_key(user: Mapping[str, Any]) -> str | None:
    return _key(_dict(user.get("properties")).get("botUserKey")) or _key(user.get("id"))


def _group_key(chat: Mapping[str, Any]) -> str | None:
    named = _key(_dict(chat.get("properties")).get("botGroupKey"))
    return named or (_key(chat.get("id")) if chat.get("type") == "botGroupKey" else None)


def _key(value: object) -> str | None:
    """A key of Kakao's; without white space, which no key has."""
    return value if isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]{1,256}", value) else None


def _seconds(value: object, received_at: float) -> float:
    """Since the epoch: from seconds, milliseconds or a date; never later than it came."""
    try:
        if isinstance(value, str) and not value.isdigit():
            at = datetime.fromisoformat(value)
            return min(at.timestamp(), received_at) if at.tzinfo else received_at
        number = float(value) if isinstance(value, str | int | float) else received_at
    except (ValueError, OverflowError):
        return received_at
    seconds = number / 1000 if number > 1e11 else number
    return min(seconds, received_at) if seconds > 0 else received_at


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
