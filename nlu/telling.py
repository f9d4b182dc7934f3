"""Tokens as they are shown to people who ask why."""

from nlu.tokens import Token
from nlu.understanding import Slot


def word_of(token: Token) -> Slot:
    """What a word was taken for: its kind as the name, its canonical value."""
    value = token.number if token.kind in ("quantity", "clock") else token.value
    return Slot(token.kind, value, token.start, token.end, token.text, token.entry.exact)


def shown(token: Token) -> str:
    """A word in one line of the explanation."""
    value = f"={token.value}" if token.value and token.value != token.text else ""
    return f"{token.text}[{token.kind}{value}{'' if token.entry.exact else ' corrected'}]"
