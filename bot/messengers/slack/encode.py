"""A Parcel as the arguments of Slack's calls. Pure; the SDK's models refuse what Slack would refuse.

Texts go out as plain_text and rich_text, never as mrkdwn: no name of an appliance can turn into formatting.
Raises SlackObjectFormationError on a parcel beyond our Features.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElement,
    RichTextElementParts,
    RichTextSectionElement,
    SectionBlock,
)

from bot.message import Button, Span
from bot.messengers.base import Parcel, Speaker
from bot.messengers.slack.icons import icon

Arguments = dict[str, Any]

SAY = "say:"
"""The value of a button that says something, as on the home page; other buttons bear an id of the house."""

_TALK = "talk:"
_LABEL = 75
_ALT = 2000


def message(parcel: Parcel, thread: str | None, *, named: bool, pictured: bool = False) -> Arguments:
    """text and blocks, and the sender's name and icon.

    named: messages may bear another name than ours. pictured: the image stands in the chat already.
    """
    speaker = parcel.speaker
    prefix = f"{speaker.emoji} {speaker.name}: " if speaker and not named else ""
    blocks: list[Block] = [_said(prefix + parcel.text, _moved(parcel.spans, len(prefix)))]
    if parcel.image is not None and not pictured:
        blocks.append(ContextBlock(elements=[_plain(f"🖼 {parcel.image.alt}"[:_ALT])]))
    if parcel.buttons:
        blocks.append(_actions(parcel.buttons, thread))
    arguments: Arguments = {
        "text": notification(parcel, prefix),
        "blocks": [block.to_dict() for block in blocks],
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return arguments | (_sender(speaker) if speaker and named else {})


def notification(parcel: Parcel, prefix: str = "") -> str:
    """What a lock screen, a watch and a screen reader get: the short form, then all of it; escaped."""
    whole = prefix + parcel.text
    text = whole if parcel.text == parcel.short else f"{parcel.short}\n{whole}"
    return escaped(text) or "…"


def escaped(text: str) -> str:
    """The three characters that mean something to Slack, made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def without_buttons(blocks: Iterable[Arguments]) -> list[Arguments]:
    """The blocks of a message whose buttons were used."""
    return [block for block in blocks if block.get("type") != "actions"]


def thread_of(block_id: str) -> str | None:
    """The thread our row of buttons was made for: Slack does not tell it of what one person sees."""
    found = re.match(rf"{_TALK}([0-9.]+):", block_id)
    return found[1] if found else None


def button(label: str, value: str, name: str, said: str) -> ButtonElement:
    """name: unique in its block. said: what pressing it means, for those who hear it read out."""
    return ButtonElement(
        text=_plain(label), action_id=name, value=value, accessibility_label=said[:_LABEL] or None
    )


def _said(text: str, spans: Sequence[Span]) -> Block:
    if not (spans and text):
        return SectionBlock(text=_plain(text or "…"))
    elements = list(_parts(text, spans))
    return RichTextBlock(elements=[RichTextSectionElement(elements=elements)])


def _parts(text: str, spans: Sequence[Span]) -> Iterable[RichTextElement]:
    """Pieces of one look each; where spans overlap, a piece has both looks."""
    edges = {0, len(text)} | {edge for span in spans for edge in (span.start, span.start + span.length)}
    inside = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in pairwise(inside):
        kinds = {one.kind: one for one in spans if one.start <= start and end <= one.start + one.length}
        style = {kind: True for kind in ("bold", "code") if kind in kinds} or None
        link = kinds.get("link")
        if link is not None and link.url:
            yield RichTextElementParts.Link(url=link.url, text=text[start:end], style=style)
        else:
            yield RichTextElementParts.Text(text=text[start:end], style=style)


def _moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.length, span.kind, span.url) for span in spans)


def _actions(buttons: Sequence[Button], thread: str | None) -> ActionsBlock:
    """The first action makes the id a new one each time the message is edited, as Slack wants it."""
    return ActionsBlock(
        block_id=f"{_TALK}{thread or ''}:{buttons[0].action}",
        elements=[button(one.label, one.action, f"b{at}", one.text) for at, one in enumerate(buttons)],
    )


def _sender(speaker: Speaker) -> Arguments:
    known = icon(speaker.emoji)
    if known is None:
        return {"username": f"{speaker.emoji} {speaker.name}"}
    return {"username": speaker.name, "icon_emoji": known}


def _plain(text: str) -> PlainTextObject:
    # emoji=False: ":on:" in a name stays what it is
    return PlainTextObject(text=text, emoji=False)
