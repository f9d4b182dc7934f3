"""Patterns of whole messages: words, <tables> of words, {slots}; with "?" behind it one may be missing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlu.language import HouseData, Language
from nlu.phrases import plain
from nlu.typos import one_apart, sound, without_one

_LONG_ENOUGH = 5
# letters of a word that is looked for in spite of a wrong one
_MOST_AROUND = 4
# words before or behind a pattern that change nothing
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
        ends = f"(?:{maker.either(data.around)}){{0,{_MOST_AROUND}}}" if data.around else ""
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
        self.beside_names = frozenset(
            (*data.before_names, *data.after_names, *data.after_consonant, *data.after_vowel)
        )
        self._hints = _any_of(map(plain, data.hints))
        self._words = {word for word in maker.words if len(word) >= _LONG_ENOUGH}
        self._near: dict[str, set[str]] = {}
        for word in self._words if language.spaced else ():
            for key in without_one(word):
                self._near.setdefault(key, set()).add(word)
        heard = {sound(hint): hint for hint in data.hints if len(hint) > 1 and not language.spaced}
        self._sounds = dict(sorted(heard.items(), key=lambda one: -len(one[1])))
        self._sizes = {len(hint) for hint in heard.values()}
        gap = " " if language.spaced else " ?"
        self.length = _any_of((word for words in data.lengths.values() for word in words), gap)

    def bare(self, word: str) -> str:
        """A word as it is compared."""
        word = "".join(" " if letter in MARKS else letter for letter in word.casefold().replace("'", ""))
        return " ".join(word.split()) if self.spaced else plain(word)

    def may_be(self, text: str) -> bool:
        """Whether it is worth while to look closer."""
        return self._hints is not None and self._hints.search(plain(text)) is not None

    def respelled(self, text: str) -> str | None:
        """The text with words of ours in the place of what is nearly spelled so; None: nothing is."""
        new = self._by_letters(text) if self.spaced else self._by_sound(text)
        return None if new == text else new

    def _by_letters(self, text: str) -> str:
        """notifcations: one letter is wrong, missing or too much."""
        words = text.split(" ")
        for at, word in enumerate(words):
            if len(word) < _LONG_ENOUGH or word in self._words:
                continue
            known = {near for key in without_one(word) for near in self._near.get(key, ())}
            found = [near for near in known if one_apart(word, near)]
            words[at] = found[0] if len(found) == 1 else word
        return " ".join(words)

    def _by_sound(self, text: str) -> str:
        """쵸대: what is heard as a word of ours."""
        at = 0
        while at < len(text):
            sounds = {size: sound(text[at : at + size]) for size in self._sizes}
            hint = next((one for heard, one in self._sounds.items() if sounds[len(one)] == heard), None)
            text = text if hint is None else text[:at] + hint + text[at + len(hint) :]
            at += 1 if hint is None else len(hint)
        return text


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
        self.words: set[str] = set()
        # all single words of the patterns
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
            self.words.add(item.replace("'", ""))
            word = re.escape(item.replace("'", ""))
            return f"(?:{word} )" if self._spaced else f"(?:{word})"
        name = item[1:-1]
        if name not in self._made:
            self._made[name] = self.either(self._tables[name])
        return self._made[name]
