"""Parcels as LINE's message objects; pure. The SDK checks some limits, these are the others."""

from collections.abc import Sequence
from typing import Any

from linebot.v3 import messaging as line

from bot.message import Button
from bot.messengers.base import Card, Parcel, Speaker
from bot.messengers.utf16 import clip

TEXT = 5_000
LABEL = 20
SENDER = 20
ALT = 400
BUTTONS = 13
MESSAGES = 5
"""In one call."""

ADDRESS = 2_000

_CARD_TEXT = 1_000
_CARD_BUTTONS = 4
# more would make a tower of it; the rest stands under it


def messages_of(parcel: Parcel, picture: str | None = None) -> list[Any]:
    """One or two message objects. picture: where the parcel's image can be fetched by https."""
    sender = _sender(parcel.speaker or (parcel.card.speaker if parcel.card is not None else None))
    text, buttons = parcel.text, parcel.buttons
    found: list[Any] = []
    image = parcel.image
    if image is not None and (picture is None or len(picture) > ADDRESS):
        picture = None
        text = text if image.alt in text else f"{text}\n{image.alt}".strip()
    if parcel.card is not None and len(text) <= _CARD_TEXT:
        bubble = _bubble(parcel.card, text, buttons[:_CARD_BUTTONS])
        buttons = buttons[_CARD_BUTTONS:]
        alt = next((one for one in (parcel.short, text) if one.strip()), "…")
        found.append(line.FlexMessage(altText=clip(alt, ALT), contents=bubble, sender=sender))
    elif text.strip() or picture is None:
        said = next((one for one in (text, parcel.short) if one.strip()), "…")
        found.append(line.TextMessage(text=clip(said, TEXT), quoteToken=parcel.reply_to, sender=sender))
    if picture is not None:
        found.append(line.ImageMessage(originalContentUrl=picture, previewImageUrl=picture, sender=sender))
    if buttons:
        found[-1].quick_reply = _quick_reply(buttons)
    return found


def together(messages: Sequence[Any]) -> list[Any]:
    """The messages as one call: quick replies stand under the last, where alone they are shown."""
    items = [item for one in messages if one.quick_reply is not None for item in one.quick_reply.items]
    for one in messages:
        one.quick_reply = None
    if items:
        messages[-1].quick_reply = line.QuickReply(items=items[-BUTTONS:])
    return list(messages)


def _quick_reply(buttons: Sequence[Button]) -> Any:
    items = [line.QuickReplyItem(action=_action(button)) for button in buttons[:BUTTONS]]
    return line.QuickReply(items=items)


def _action(button: Button) -> Any:
    """A press comes back as a postback; the chat shows the label as if it had been said."""
    label = button.label if len(button.label) <= LABEL else button.label[: LABEL - 1] + "…"
    return line.PostbackAction(label=label, data=button.action, displayText=button.label)


def _sender(speaker: Speaker | None) -> Any:
    """The appliance's name over its message; LINE keeps its own name to itself."""
    if speaker is None or not speaker.name.strip() or "line" in speaker.name.lower():
        return None
    return line.Sender(name=clip(f"{speaker.emoji} {speaker.name}".strip(), SENDER))


def _bubble(card: Card, text: str, buttons: Sequence[Button]) -> Any:
    title = f"{card.speaker.emoji} {card.speaker.name}".strip() or "…"
    head = [line.FlexText(text=title, weight="bold", size="lg", wrap=True)]
    if card.area:
        head.append(line.FlexText(text=card.area, size="sm", color="#8a8a8a", wrap=True))
    said = [part for part in dict.fromkeys((text, card.summary)) if part.strip()]
    body = [line.FlexText(text=part, wrap=True) for part in said]
    footer = None
    if buttons:
        pressed = [line.FlexButton(action=_action(one), height="sm") for one in buttons]
        footer = line.FlexBox(layout="vertical", contents=pressed)
    return line.FlexBubble(
        size="kilo",
        body=line.FlexBox(layout="vertical", spacing="sm", contents=[*head, *body]),
        footer=footer,
    )
