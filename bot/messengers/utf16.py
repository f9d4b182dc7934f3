"""Texts as platforms count them: in UTF-16 units, of which an emoji takes two."""

from collections.abc import Iterable

from bot.messengers.rich import utf16_length


def clip(text: str, limit: int) -> str:
    """The text, with an ellipsis at its end when it had to be cut to `limit` units."""
    if utf16_length(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return kept.decode("utf-16-le", "ignore").rstrip() + "…"


def without(text: str, parts: Iterable[tuple[int, int]]) -> str:
    """The text without these parts, each (start, length) in units; parts outside of it are passed over."""
    raw = text.encode("utf-16-le", "surrogatepass")
    for start, length in sorted(parts, reverse=True):
        if start >= 0 and length > 0 and 2 * (start + length) <= len(raw):
            raw = raw[: 2 * start] + raw[2 * (start + length) :]
    return raw.decode("utf-16-le", "replace")


def whole(text: str) -> str:
    """The text with halves of characters replaced, so that it can be stored and sent anywhere."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
