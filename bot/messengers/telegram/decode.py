"""What Telegram sends, as arrivals. Pure: nothing is asked of Telegram here."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, MessageEntity, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.messengers.base import Account, Address, Addressed, Arrival, Attachment
from bot.messengers.utf16 import whole, without

NAME = "telegram"
ANONYMOUS = Account(NAME, "anonymous")
"""Who writes as the group itself, or as a channel: nobody can know the person."""

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?=\s|$)")
_GROUPS = frozenset({ChatType.GROUP, ChatType.SUPERGROUP})
_ABSENT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})

Loader = Callable[[str, int | None], Callable[[], Awaitable[bytes]]]
"""What loads a file of this id and size (bytes, where Telegram tells it)."""


@dataclass(frozen=True, slots=True)
class Us:
    """Our own account there."""

    id: int
    username: str
    commands: frozenset[str]
    # names of our commands: in a group, one that is none of them was meant for another bot


def message(one: Message, us: Us, loader: Loader) -> Arrival | None:
    """A message of a person; None: nothing that anybody said to anybody (service notes, other bots)."""
    group = one.chat.type in _GROUPS
    sender = _sender(one)
    if sender is None or not (group or one.chat.type == ChatType.PRIVATE):
        return None
    text, attachments = whole(one.text or one.caption or ""), _attachments(one, loader)
    if not text and not attachments:
        return None
    addressed: Addressed
    if one.forward_origin is not None or one.via_bot is not None:
        # somebody else's words: in a group nothing to us, in private a thing that was sent along
        text, attachments = ("", attachments) if group else ("", (Attachment("other"),))
        addressed = "overheard" if group else "direct"
    else:
        addressed, text = _addressed(one, text, group, us)
    return Arrival(
        id=f"{one.chat.id}.{one.message_id}",
        at=_place(one.chat, one),
        sender=sender,
        sent_at=_seconds(one.date),
        text=text,
        addressed=addressed,
        group=group,
        attachments=attachments,
        reply_to=str(one.message_id),
    )


def press(one: CallbackQuery, earliest: float) -> Arrival | None:
    """A pressed button. Telegram does not say when: `earliest` is the first moment it can have been."""
    if one.message is None or not one.data or one.from_user.is_bot:
        return None
    chat = one.message.chat
    if chat.type not in _GROUPS and chat.type != ChatType.PRIVATE:
        return None
    return Arrival(
        id=f"press.{one.id}",
        at=_place(chat, one.message if isinstance(one.message, Message) else None),
        sender=_account(one.from_user),
        sent_at=earliest,
        action=one.data,
        addressed="button",
        group=chat.type in _GROUPS,
    )


def membership(one: ChatMemberUpdated, update_id: int) -> Arrival | None:
    """We were put into a group or taken out; None: another change, or no group."""
    was, is_ = _inside(one.old_chat_member), _inside(one.new_chat_member)
    if one.chat.type not in _GROUPS or was == is_:
        return None
    return Arrival(
        id=f"member.{update_id}",
        at=Address(NAME, str(one.chat.id)),
        sender=ANONYMOUS if one.from_user.is_bot else _account(one.from_user),
        sent_at=_seconds(one.date),
        kind="joined" if is_ else "left",
        group=True,
    )


def moved(old: int, new: int, at: float) -> Arrival:
    """A group has a new id. It is told three times (in both chats, and when we write): one id for all."""
    return Arrival(
        id=f"moved.{old}.{new}",
        at=Address(NAME, str(old)),
        sender=ANONYMOUS,
        sent_at=at,
        kind="moved",
        addressed="overheard",
        group=True,
        moved_to=str(new),
    )


def migration(one: Message) -> Arrival | None:
    """The service note about it, in the old chat or in the new one."""
    if one.migrate_to_chat_id:
        return moved(one.chat.id, one.migrate_to_chat_id, _seconds(one.date))
    if one.migrate_from_chat_id:
        return moved(one.migrate_from_chat_id, one.chat.id, _seconds(one.date))
    return None


def _sender(one: Message) -> Account | None:
    if one.sender_chat is not None or one.from_user is None:
        return ANONYMOUS
    return None if one.from_user.is_bot else _account(one.from_user)


def _account(user: User) -> Account:
    return Account(NAME, str(user.id), whole(user.full_name) or None, user.language_code)


def _place(chat: Chat, one: Message | None) -> Address:
    # plain reply threads of a group without topics bear a thread id too: only a topic is a place of its own
    topic = one.message_thread_id if one is not None and one.is_topic_message else None
    return Address(NAME, str(chat.id), None if topic is None else str(topic))


def _addressed(one: Message, text: str, group: bool, us: Us) -> tuple[Addressed, str]:
    """How it was said to us, and the text without our name."""
    command = _COMMAND.match(text)
    if command is not None:
        whose = (command["bot"] or "").casefold()
        if whose and whose != us.username.casefold():
            return "overheard", text
        rest = text[command.end() :]
        if not group:
            return "direct", f"/{command['name']}{rest}"
        if whose or command["name"].casefold() in us.commands:
            return "command", f"/{command['name']}{rest}"
    bare = _without_mention(one, text, us)
    if not group:
        return "direct", text if bare is None else bare
    if bare is not None:
        return "mention", bare
    return ("reply" if _answers_us(one, us) else "overheard"), text


def _without_mention(one: Message, text: str, us: Us) -> str | None:
    """The text with our name taken out, wherever it stood; None: it does not stand there."""
    tapped = [
        (entity.offset, entity.length)
        for entity in one.entities or one.caption_entities
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None and entity.user.id == us.id
    ]
    kept, times = _our_name(us.username).subn(" ", without(text, tapped))
    if not tapped and not times:
        return None
    return re.sub(r"[ \t]{2,}", " ", kept).strip(" \t\n,:")


def _our_name(username: str) -> re.Pattern[str]:
    """ "@name" as a word of its own; a Korean calling particle may be glued to it ("@jipsa_bot아")."""
    return re.compile(
        rf"(?<![\w@.])@{re.escape(username)}(?![A-Za-z0-9_])(?:(?:아|야|님)(?=[\s,!]|$))?", re.IGNORECASE
    )


def _answers_us(one: Message, us: Us) -> bool:
    to = one.reply_to_message
    # in a topic everything "answers" the note that opened it
    return (
        to is not None
        and to.from_user is not None
        and to.from_user.id == us.id
        and to.forum_topic_created is None
    )


def _attachments(one: Message, loader: Loader) -> tuple[Attachment, ...]:
    found: list[Attachment] = []
    if one.voice is not None:
        sound = one.voice
        load = loader(sound.file_id, sound.file_size)
        found.append(Attachment("voice", sound.mime_type or "audio/ogg", load))
    if one.photo:
        best = one.photo[-1]
        found.append(Attachment("photo", "image/jpeg", loader(best.file_id, best.file_size)))
    for file in (one.document, one.audio, one.video, one.video_note, one.animation):
        if file is not None:
            media_type = getattr(file, "mime_type", None) or ""
            found.append(Attachment("file", media_type, loader(file.file_id, file.file_size)))
            break
    if one.sticker is not None:
        found.append(Attachment("sticker"))
    if one.location is not None:
        found.append(Attachment("location"))
    if one.contact is not None:
        found.append(Attachment("contact"))
    if not found and (one.poll is not None or one.dice is not None or one.story is not None):
        found.append(Attachment("other"))
    return tuple(found)


def _inside(member: object) -> bool:
    status = getattr(member, "status", ChatMemberStatus.LEFT)
    if status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return status not in _ABSENT


def _seconds(moment: datetime) -> float:
    return moment.timestamp()
