"""Replies as lines for a terminal: no control characters from elsewhere, buttons by number."""

import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO

import segno

from bot.message import Button, Image, Reply

HIDDEN = {"Cc", "Cf", "Cs"}
# control, direction and surrogate characters: names come from devices, and could rewrite the screen
JOINER = "\u200d"
# part of many emoji


def printable(text: str) -> str:
    """The text without anything that steers a terminal; line breaks stay."""
    return "".join(c for c in text if c in ("\n", JOINER) or unicodedata.category(c) not in HIDDEN)


def lines_of(text: str, buttons: Sequence[Button] = (), first_number: int = 1) -> list[str]:
    """What to show of one message: its text, and under it its buttons by number."""
    lines = printable(text).splitlines()
    labels = [f"[{at}] {printable(one.label)}" for at, one in enumerate(buttons, first_number)]
    return [*lines, "  " + "   ".join(labels)] if labels else lines


def reply_lines(replies: Iterable[Reply], first_number: int = 1) -> list[str]:
    """What to show of plain replies, buttons numbered through all of them."""
    lines: list[str] = []
    number = first_number
    for reply in replies:
        alt = reply.image.alt if reply.image is not None else ""
        text = reply.text if alt in reply.text else f"{reply.text}\n{alt}"
        lines += lines_of(text, reply.buttons, number)
        number += len(reply.buttons)
    return lines


def buttons_of(replies: Iterable[Reply]) -> list[Button]:
    """All buttons, in the order of their numbers."""
    return [button for reply in replies for button in reply.buttons]


def picture_lines(image: Image) -> list[str]:
    """A picture drawn with half blocks, dark on light; none for what cannot be drawn so."""
    kind, _, content = image.source.partition(":")
    if kind != "qr" or not content:
        return []
    drawn = StringIO()
    segno.make_qr(content).terminal(drawn, compact=True)
    return drawn.getvalue().splitlines()


def pressed(text: str, buttons: Sequence[Button]) -> Button | None:
    """The button that a bare number means, if there is one."""
    typed = text.strip()
    if not typed.isdecimal() or len(typed) > 3:
        return None
    return buttons[int(typed) - 1] if 0 < int(typed) <= len(buttons) else None
