"""Replies as lines for a terminal: no control characters from elsewhere, buttons by number."""

import unicodedata
from collections.abc import Iterable, Sequence

from bot.message import Button, Reply

HIDDEN = {"Cc", "Cf", "Cs"}
# control, direction and surrogate characters: names come from devices, and could rewrite the screen
JOINER = "\u200d"
# part of many emoji


def printable(text: str) -> str:
    """The text without anything that steers a terminal; line breaks stay."""
    return "".join(c for c in text if c in ("\n", JOINER) or unicodedata.category(c) not in HIDDEN)


def reply_lines(replies: Iterable[Reply], first_number: int = 1) -> list[str]:
    """What to show, buttons numbered through all replies."""
    lines: list[str] = []
    number = first_number
    for reply in replies:
        lines += printable(reply.text).splitlines()
        labels = [f"[{at}] {printable(b.label)}" for at, b in enumerate(reply.buttons, number)]
        number += len(labels)
        if labels:
            lines.append("  " + "   ".join(labels))
    return lines


def buttons_of(replies: Iterable[Reply]) -> list[Button]:
    """All buttons, in the order of their numbers."""
    return [button for reply in replies for button in reply.buttons]


def pressed(text: str, buttons: Sequence[Button]) -> Button | None:
    """The button that a bare number means, if there is one."""
    typed = text.strip()
    if not typed.isdecimal() or len(typed) > 3:
        return None
    return buttons[int(typed) - 1] if 0 < int(typed) <= len(buttons) else None
