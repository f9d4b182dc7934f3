"""Parcels as arguments of Telegram's methods. Pure. Formatting goes as entities, so no text can break it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, ReplyParameters
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.message import Button, Span
from bot.messengers.base import Address, Parcel, Undelivered

CAPTION_LIMIT = int(MessageLimit.CAPTION_LENGTH)
_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
_PER_ROW = 8
_ROW_WIDTH = 34
# narrow letters that a row shows on a small telephone; Hangul takes two
_BUTTON_EDGE = 3
_KINDS = {"bold": MessageEntity.BOLD, "code": MessageEntity.CODE, "link": MessageEntity.TEXT_LINK}


@dataclass(frozen=True, slots=True)
class Target:
    """Where it goes."""

    chat: int
    topic: int | None
    quote: ReplyParameters | None = None


def target(at: Address, reply_to: str | None = None) -> Target:
    """The chat and topic of an address. Raises Undelivered for one that cannot be Telegram's."""
    try:
        chat, topic = int(at.chat), None if at.thread is None else int(at.thread)
        quote = None
        if reply_to is not None:
            quote = ReplyParameters(int(reply_to), allow_sending_without_reply=True)
    except ValueError:
        raise Undelivered("refused", "the address is none of Telegram's") from None
    return Target(chat, topic, quote)


def entities(text: str, spans: Sequence[Span]) -> list[MessageEntity]:
    """The spans in Telegram's counting (UTF-16); those outside the text are left out."""
    found = [
        MessageEntity(_KINDS[span.kind], span.start, span.length, url=span.url)
        for span in spans[:_ENTITIES]
        if span.start >= 0
        and span.length > 0
        and span.start + span.length <= len(text)
        and (span.kind != "link" or span.url)
    ]
    return list(MessageEntity.adjust_message_entities_to_utf_16(text, found))


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """The buttons in rows that a telephone can show; None: there are none. Raises Undelivered."""
    if not buttons:
        return None
    rows: list[list[InlineKeyboardButton]] = [[]]
    widest = 0
    for one in buttons:
        if not 1 <= len(one.action.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise Undelivered("refused", "a button's id must have 1 to 64 bytes")
        widest = max(widest, _width(one.label) + _BUTTON_EDGE)
        # all buttons of a row are as wide as the widest
        if rows[-1] and (len(rows[-1]) == _PER_ROW or (len(rows[-1]) + 1) * widest > _ROW_WIDTH):
            rows.append([])
            widest = _width(one.label) + _BUTTON_EDGE
        rows[-1].append(InlineKeyboardButton(one.label, callback_data=one.action))
    return InlineKeyboardMarkup(rows)


def with_picture_in_words(parcel: Parcel) -> str:
    """The text for when the picture cannot be sent: what it shows, said once."""
    if parcel.image is None or parcel.image.alt in parcel.text:
        return parcel.text
    return f"{parcel.text}\n{parcel.image.alt}"


def _width(label: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in label)
