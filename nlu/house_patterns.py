"""Patterns of whole messages: words, <tables> of words, {slots}; with "?" behind it one may be missing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.language import HouseData, Language
from nlu.phrases import plain


MARKS = frozenset(".,!~…·-:;")
"""What is left out of every text, and parts words."""

_ITEM = re.compile(r"(<[a-z_]+>|\{[a-z]+\}|[^\s<>{}?]+)(\??)")
_NAME = {True: r"\S+ (?:\S+ ){0,3}?", False: r"\S{1,24}?"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say an intent."""

    intent: str
    groups: tuple[str, ...]
    # its slots: role, who, anyone (a stranger, too)
    expression: re.Pattern[str]
    # of a whole text; in a language with spaces each word has one behind it


class HousePatterns:
    """What one language says of people and of the chat, compiled."""

    def __init__(self, language: Language) -> None:
        self.data = data = language.house
        self.spaced = language.spaced
        maker = _Maker(data, language.spaced)
        ends = f"(?:{maker.either(data.around)})*" if data.around else ""
        self.patterns = tuple(
            Pattern(intent, _slots_of(text), re.compile(f"{ends}{maker.expression(text)}{ends}"))
            for intent, texts in data.says.items()
            for text in texts
        )
        self.roles = {self.bare(word): role for role, words in data.roles.items() for word in words}
        self.lengths = {
            self.bare(word): float(seconds) for seconds, words in data.lengths.items() for word in words
        }
        self.nobody = frozenset(map(self.bare, data.nobody))
        self.no_names = frozenset(map(self.bare, data.no_names))
        self.beside_names = frozenset((*data.before_names, *data.after_names))
        self._hints = _any_of(map(plain, data.hints))
        gap = " " if language.spaced else " ?"
        self.length = _any_of((word for words in data.lengths.values() for word in words), gap)

    def bare(self, word: str) -> str:
        """A word as it is compared."""
        word = "".join(" " if letter in MARKS else letter for letter in word.casefold().replace("'", ""))
        return " ".join(word.split()) if self.spaced else plain(word)

    def may_be(self, text: str) -> bool:
        """Whether it is worth while to look closer."""
        return self._hints is not None and self._hints.search(plain(text)) is not None


def _any_of(words: Iterable[str], gap: str | None = None) -> re.Pattern[str] | None:
    """Any of these words; with `gap` only as words of their own, their spaces being like that."""
    ordered = sorted(words, key=len, reverse=True)
    if not ordered:
        return None
    either = "|".join(map(re.escape, ordered))
    return re.compile(either if gap is None else rf"(?<!\S)(?:{either.replace(chr(92) + ' ', gap)})(?!\S)")


def _slots_of(text: str) -> tuple[str, ...]:
    return tuple(item[1:-1] for item, _ in _ITEM.findall(text) if item.startswith("{"))


class _Maker:
    """Patterns into regular expressions."""

    def __init__(self, data: HouseData, spaced: bool) -> None:
        self._spaced = spaced
        self._tables: Mapping[str, Sequence[str]] = data.words
        self._made: dict[str, str] = {}
        self._role = self.either([word for words in data.roles.values() for word in words])

    def expression(self, text: str) -> str:
        """The expression of a pattern or of one entry of a table."""
        return "".join(self._item(item) + maybe for item, maybe in _ITEM.findall(text))

    def either(self, texts: Sequence[str]) -> str:
        """One of them, the longest first."""
        ordered = sorted(texts, key=len, reverse=True)
        return "(?:" + "|".join(map(self.expression, ordered)) + ")"

    def _item(self, item: str) -> str:
        if item.startswith("{"):
            name = item[1:-1]
            return f"(?P<{name}>{self._role if name == 'role' else _NAME[self._spaced]})"
        if not item.startswith("<"):
            word = re.escape(item.replace("'", ""))
            return f"(?:{word} )" if self._spaced else f"(?:{word})"
        name = item[1:-1]
        if name not in self._made:
            self._made[name] = self.either(self._tables[name])
        return self._made[name]
