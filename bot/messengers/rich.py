"""Text with spans: put together, measured as platforms measure it, and cut without losing anything."""

import re
import unicodedata
from dataclasses import dataclass, replace

from bot.message import Span

SHORT = 40
"""Characters of a short form."""

ELLIPSIS = "…"

_SENTENCE_END = re.compile(r"[。！？][」』）]*|[.!?…][\"'”’)\]]*(?=\s)")
_JOINER = "\u200d"
_MOST_MARKS = 16
# that one letter may bear before it is cut like anything else


def utf16_length(text: str) -> int:
    """How long platforms find it: UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def cut(text: str, most: int) -> str:
    """The text in at most so many characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else text[: _whole(text, most - 1)].rstrip() + ELLIPSIS


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and what is marked in it."""

    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Rich") -> "Rich":
        moved = (replace(span, start=span.start + len(self.text)) for span in other.spans)
        return Rich(self.text + other.text, (*self.spans, *moved))

    def part(self, start: int, end: int) -> "Rich":
        """What stands from start up to end; a span that reaches beyond is cut there."""
        inside = []
        for span in self.spans:
            first, last = max(span.start, start), min(span.start + span.length, end)
            if first < last:
                inside.append(replace(span, start=first - start, length=last - first))
        return Rich(self.text[start:end], tuple(inside))

    def only(self, kinds: frozenset[str]) -> "Rich":
        """With spans of these kinds alone; the address of a link that cannot be one stands in brackets."""
        hidden = [
            (span.start + span.length, span.url)
            for span in self.spans
            if span.kind == "link" and "link" not in kinds and span.url and span.url not in self.text
        ]
        kept, at = Rich(""), 0
        shown = Rich(self.text, tuple(span for span in self.spans if span.kind in kinds))
        for end, url in sorted(dict.fromkeys(hidden)):
            kept, at = kept + shown.part(at, end) + Rich(f" ({url})"), end
        return kept + shown.part(at, len(self.text))

    def parts(self, limit: int) -> tuple["Rich", ...]:
        """Pieces of at most `limit` UTF-16 units, cut at line ends, else sentence ends, else anywhere."""
        pieces, at = [], 0
        while utf16_length(self.text[at:]) > limit:
            end = at + _place_to_cut(self.text[at:], limit)
            pieces.append(self._trimmed(at, end))
            at = end
        pieces.append(self._trimmed(at, len(self.text)) if pieces else self)
        return tuple(piece for piece in pieces if piece.text) or (self,)

    def _trimmed(self, start: int, end: int) -> "Rich":
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        return self.part(start, end)


def _place_to_cut(text: str, limit: int) -> int:
    """Where the first piece ends: at least one character, at most `limit` units."""
    length, fits = 0, 0
    for letter in text:
        length += utf16_length(letter)
        if length > limit:
            break
        fits += 1
    fits = max(fits, 1)
    head = text[: fits + 1]
    # the white space at which it is cut need not fit
    line = head.rfind("\n")
    if line > 0 and head[:line].strip():
        return line
    sentences = [match.end() for match in _SENTENCE_END.finditer(head) if match.end() <= fits]
    if sentences:
        return sentences[-1]
    word = max(head.rfind(" "), head.rfind("\t"))
    if word > 0 and head[:word].strip():
        return word
    return _whole(text, fits)


def _whole(text: str, at: int) -> int:
    """The nearest place up to `at` that does not part a letter from its marks, or an emoji."""
    place = at
    while place > 0 and at - place < _MOST_MARKS:
        if place >= len(text) or not _belongs(text[place - 1], text[place]):
            return place
        place -= 1
    return max(at, 0)


def _belongs(before: str, after: str) -> bool:
    """Whether `after` is a part of the letter before it."""
    return (
        before == _JOINER
        or after == _JOINER
        or unicodedata.category(after) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= after <= "\U0001f3ff"  # the colour of a hand
        or "\u1160" <= after <= "\u11ff"  # a vowel or final of decomposed Hangul
    )
