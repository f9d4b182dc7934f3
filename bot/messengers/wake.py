"""Whether something said in a group calls us by name."""

import unicodedata
from collections.abc import Iterable

_AFTER = " \t\r\n\u3000,.!?~…:;·、。，．！？～：；"
# what may stand between the word and what is said
_JOINING = "_'’-‐‑@/"
# "jipsa's day", "jipsa-bot"
_LONGEST_LETTER = 4
# characters as which one character of a wake word may be typed: decomposed Hangul takes three


def called(text: str, wake_words: Iterable[str]) -> str | None:
    """What is said after the wake word it begins with, "" when nothing is; None: it begins with none.

    "집사야, 불 켜" calls "집사야"; "집사님이 왔어" and "집사람 왔어" call nobody.
    """
    said = text.lstrip(_AFTER)
    for word in sorted(map(_folded, wake_words), key=len, reverse=True):
        end = _end_of(word, said)
        if end is not None and (end == len(said) or not _goes_on(said[end])):
            return said[end:].lstrip(_AFTER).rstrip()
    return None


def _end_of(word: str, said: str) -> int | None:
    """Where the word ends that `said` begins with, however it is typed."""
    ends = range(min(len(said), len(word) * _LONGEST_LETTER), 0, -1)
    return next((end for end in ends if _folded(said[:end]) == word), None)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _goes_on(letter: str) -> bool:
    """Whether the word goes on with this letter, so that it is another word."""
    joins = unicodedata.category(letter) in {"Mn", "Mc", "Me", "Cf"}
    return letter.isalnum() or letter in _JOINING or joins
