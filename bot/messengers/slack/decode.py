"""What Slack sends, in words of our own. Pure, and it takes any JSON: what it does not know is None."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from bot.messengers.base import Account, Address, Addressed, Arrival, Attachment
from bot.messengers.slack.encode import SAY, thread_of
from bot.messengers.utf16 import whole

NAME = "slack"
Json = Mapping[str, Any]
Load = Callable[[str], Awaitable[bytes]]
"""Loads a file from its private URL."""

_SAID_BY_PEOPLE = {"", "file_share", "thread_broadcast", "me_message"}
# every other subtype of a message tells what Slack or a bot did
_ENTITY = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are there."""

    user: str
    # the user id of our bot
    bot: str
    team: str
    name: str = ""
    team_name: str = ""
    scopes: frozenset[str] | None = None
    # what the app may do; None: the platform did not say


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody looks at our app's page."""

    user: str
    chat: str
    # their private chat with us
    tab: Literal["home", "messages"]


@dataclass(frozen=True, slots=True)
class Responder:
    """Slack's own way to answer a command or a press; good for half an hour, also where we are not."""

    url: str
    pressed: str | None = None
    # the message with the button
    ephemeral: bool = False
    # that message was for one person only
    text: str = ""
    blocks: tuple[Json, ...] = field(default=())
    # of that message, as it was


def decode(
    body: Json, ours: Identity, now: float, words: Collection[str], load: Load
) -> Arrival | Opened | None:
    """One payload: of an event, a press or a slash command. words: what commands are called, without "/"."""
    if not _is_ours(body, ours):
        return None
    if body.get("type") == "event_callback":
        return _event(body, _object(body, "event"), ours, now, load)
    if body.get("type") == "block_actions":
        return _press(body, now)
    return _command(body, now, words) if _text(body, "command") else None


def is_private(chat: str) -> bool:
    """Whether the id is that of a chat between two."""
    return chat.startswith("D")


def _is_ours(body: Json, ours: Identity) -> bool:
    """One workspace for one token; in a channel shared with another one, the authorization names ours."""
    teams = {_text(body, "team_id"), _text(_object(body, "team"), "id")}
    listed = body.get("authorizations")
    for one in listed if isinstance(listed, list) else ():
        teams.add(_text(one, "team_id") if isinstance(one, dict) else "")
    return ours.team in teams


def _event(body: Json, event: Json, ours: Identity, now: float, load: Load) -> Arrival | Opened | None:
    kind, user, chat = _text(event, "type"), _text(event, "user"), _text(event, "channel")
    if kind in ("message", "app_mention"):
        return _message(event, ours, load)
    if kind == "app_home_opened":
        tab: Literal["home", "messages"] = "home" if event.get("tab") == "home" else "messages"
        return Opened(user, chat, tab) if user and chat else None
    id_ = _text(body, "event_id") or f"{kind}-{chat}-{_text(event, 'event_ts')}"
    at = _seconds(_text(event, "event_ts")) or now
    if kind == "member_joined_channel" and user == ours.user and chat:
        who = Account(NAME, _text(event, "inviter") or user)
        return Arrival(id_, Address(NAME, chat), who, at, kind="joined", addressed="overheard", group=True)
    is_left = kind in ("channel_left", "group_left") or (kind == "member_left_channel" and user == ours.user)
    if is_left and chat:
        who = Account(NAME, _text(event, "actor_id") or ours.user)
        return Arrival(id_, Address(NAME, chat), who, at, kind="left", addressed="overheard", group=True)
    if kind == "channel_id_changed":
        old, new = _text(event, "old_channel_id"), _text(event, "new_channel_id")
        if old and new:
            return Arrival(
                id_, Address(NAME, old), Account(NAME, ours.user), at, kind="moved", addressed="overheard",
                group=True, moved_to=new,
            )  # fmt: skip
    return None


def _message(event: Json, ours: Identity, load: Load) -> Arrival | None:
    """A mention comes twice, as `message` and as `app_mention`: both make the same Arrival."""
    user, chat, ts = _text(event, "user"), _text(event, "channel"), _text(event, "ts")
    sent_at = _seconds(ts)
    by_people = _text(event, "subtype") in _SAID_BY_PEOPLE and not event.get("bot_id")
    if not (by_people and user and user != ours.user and chat and sent_at):
        return None
    thread = _text(event, "thread_ts") or None
    text, mentioned = _without_mention(_text(event, "text"), ours.user)
    private = is_private(chat)
    addressed: Addressed = "overheard"
    if private:
        addressed = "direct"
    elif mentioned:
        addressed = "mention"
    elif thread and event.get("parent_user_id") == ours.user:
        addressed = "reply"
    return Arrival(
        id=f"{chat}-{ts}",
        at=Address(NAME, chat, thread if private else thread or ts),
        sender=Account(NAME, user),
        sent_at=sent_at,
        text=plain(text),
        addressed=addressed,
        group=not private,
        attachments=_attachments(event, load),
        reply_to=ts,
    )


def _press(body: Json, now: float) -> Arrival | None:
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    container, message = _object(body, "container"), _object(body, "message")
    user, value = _text(_object(body, "user"), "id"), _text(action, "value")
    chat = _text(_object(body, "channel"), "id") or _text(container, "channel_id")
    if not user or not value:
        return None
    pressed_at = _text(action, "action_ts")
    id_ = f"press-{_text(body, 'trigger_id') or f'{user}-{pressed_at}'}"
    sender, sent_at = Account(NAME, user), _seconds(pressed_at) or now
    if value.startswith(SAY):  # on the home page: said in private, wherever that is
        at = Address(NAME, user)
        return Arrival(id_, at, sender, sent_at, text=value.removeprefix(SAY), addressed="button")
    if not chat:
        return None
    thread = thread_of(_text(action, "block_id")) or _text(message, "thread_ts") or None
    blocks = message.get("blocks")
    return Arrival(
        id=id_,
        at=Address(NAME, chat, thread),
        sender=sender,
        sent_at=sent_at,
        action=value,
        addressed="button",
        group=not is_private(chat),
        responder=Responder(
            url=_text(body, "response_url"),
            pressed=_text(message, "ts") or _text(container, "message_ts") or None,
            ephemeral=container.get("is_ephemeral") is True,
            text=_text(message, "text"),
            blocks=tuple(one for one in blocks if isinstance(one, dict)) if isinstance(blocks, list) else (),
        ),
    )


def _command(body: Json, now: float, words: Collection[str]) -> Arrival | None:
    """ "/home people" is our command "/people"; "/home" alone asks for help; the rest is said as it stands.

    Slack tells no time of it, gives up after three seconds and never sends it again: it was said just now.
    """
    user, chat, text = _text(body, "user_id"), _text(body, "channel_id"), plain(_text(body, "text"))
    if not user or not chat:
        return None
    if not text:
        text = "/help"
    elif text.casefold() in words:
        text = f"/{text.casefold()}"
    return Arrival(
        id=f"command-{_text(body, 'trigger_id') or f'{user}-{now}'}",
        at=Address(NAME, chat),
        sender=Account(NAME, user),
        sent_at=now,
        text=text,
        addressed="command",
        group=not is_private(chat),
        responder=Responder(_text(body, "response_url")),
    )


def plain(text: str) -> str:
    """The text as people see it: links by their label, the three escaped characters as they were typed."""

    def shown(found: re.Match[str]) -> str:
        sign, what, label = found[1], found[2], found[3]
        if sign == "!":
            return label or "@" + what.partition("^")[0]
        return (sign if sign else "") + (label or what)

    text = _ENTITY.sub(shown, whole(text))
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _without_mention(text: str, user: str) -> tuple[str, bool]:
    left, count = re.subn(rf"\s*<@{re.escape(user)}(?:\|[^<>]*)?>[,:]?\s*", " ", text)
    return left.strip(), count > 0


def _attachments(event: Json, load: Load) -> tuple[Attachment, ...]:
    files = event.get("files")
    return tuple(
        _attachment(one, load) for one in (files if isinstance(files, list) else ()) if isinstance(one, dict)
    )


def _attachment(file: Json, load: Load) -> Attachment:
    media_type = _text(file, "mimetype")
    kind: Literal["voice", "photo", "file"] = "file"
    if media_type.startswith("audio/") or file.get("subtype") == "slack_audio":
        kind = "voice"
    elif media_type.startswith("image/"):
        kind = "photo"
    url = _text(file, "url_private_download") or _text(file, "url_private")
    return Attachment(kind, media_type, partial(load, url) if url else None)


def _object(body: Json, key: str) -> Json:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _text(body: Json, key: str) -> str:
    value = body.get(key)
    return value if isinstance(value, str) else ""


def _seconds(ts: str) -> float:
    """Slack's time stamp; 0 when it is none."""
    return float(ts) if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", ts, re.ASCII) else 0.0
