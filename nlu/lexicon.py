"""All words that can occur in one home's sentences, compiled for finding them at a place in a text."""

from collections.abc import Iterable, Iterator
from typing import Any

from nlu.inflection import english_forms, english_plural
from nlu.korean.conjugation import conjugate
from nlu.korean.endings import Ending, Endings
from nlu.language import Language, VerbData
from nlu.numbers import NumberReader
from nlu.tokens import NO_FEATURES, Entry, Features
from nlu.typos import TypoIndex

_SHARED = (
    "type",
    "activity",
    "area",
    "attribute",
    "mode",
    "fan_speed",
    "colour",
    "source",
    "program",
    "state",
)
# kinds of words that families also use inside a sentence of another language
_PLURALS = ("type", "area", "colour", "source", "program")
_LONG_ENOUGH_FOR_TYPOS = {"type", "name", "area", "activity"}
_OWN_KINDS = ("number", "multiplier")


class Trie:
    """Words by their letters without spaces."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, word: str, entry: Any) -> None:
        """Remember `entry` under `word`; the word's own spaces count as places where text may break."""
        node = self._root
        for char in word.replace(" ", "").replace("-", ""):
            node = node.setdefault(char, {})
        entries = node.setdefault("", [])
        item = (entry, word.count(" ") + word.count("-"))
        if item not in entries:
            entries.append(item)

    def find(self, text: str, start: int) -> Iterator[tuple[int, Any, int, int]]:
        """(end, entry, spaces in the word, spaces crossed) of every word that starts at `start`."""
        node, at, crossed, size = self._root, start, 0, len(text)
        while at < size:
            char = text[at]
            if char == " " or char == "-":
                if char == "-" and "-" in node:
                    pass
                else:
                    crossed, at = crossed + 1, at + 1
                    continue
            step = node.get(char)
            if step is None:
                return
            node, at = step, at + 1
            for entry, spaces in node.get("", ()):
                yield at, entry, spaces, crossed


class Lexicon:
    """The words of one language, with the nouns of the others."""

    def __init__(self, language: Language, others: Iterable[Language] = ()) -> None:
        self.language = language
        self.words = Trie()
        self.stems = Trie()
        self.units = Trie()
        self.typos = TypoIndex()
        spaced = language.inflection != "korean"
        self.numbers = NumberReader(
            language.words.get("number", {}), language.words.get("multiplier", {}), spaced
        )
        self._irregular = {key: frozenset(stems) for key, stems in language.irregular.items()}
        self.endings = Endings(
            [
                Ending(row.on, row.text, frozenset(row.gives), row.aux, row.to, frozenset(row.past))
                for row in language.endings
            ],
            self._irregular,
            language.aux_forms,
        )
        for other in others:
            self._add_words(other, _SHARED)
        self._add_words(language, tuple(kind for kind in language.words if kind not in _OWN_KINDS))
        for verb in language.verbs:
            self._add_verb(verb)
        for word in language.home:
            self.words.add(word, Entry("home", "home"))

    def _add_words(self, language: Language, kinds: tuple[str, ...]) -> None:
        for kind, table in language.words.items():
            if kind not in kinds:
                continue
            for value, words in table.items():
                for word in words:
                    if kind == "unit":
                        self.units.add(word, value)
                    else:
                        self.add_word(word, Entry(kind, value), language.inflection == "english")

    def add_word(self, word: str, entry: Entry, english: bool) -> None:
        """One word and the spellings that go with it."""
        self.words.add(word, entry)
        if "'" in word:
            self.words.add(word.replace("'", ""), entry)
            self.words.add(word.replace("'", " "), entry)
        if english and entry.kind in _PLURALS and word.isascii():
            plural = Entry(entry.kind, entry.value, (frozenset({"plural"}),), ids=entry.ids)
            self.words.add(english_plural(word), plural)
        if entry.kind in _LONG_ENOUGH_FOR_TYPOS:
            self.typos.add(word, entry)

    def add_synonyms(self, synonyms: Iterable[tuple[str, str]]) -> None:
        """More words for values that the language knows; others belong to the home."""
        for word, value in synonyms:
            for kind, table in self.language.words.items():
                if kind in _SHARED and value in table:
                    self.add_word(word.lower(), Entry(kind, value), self.language.inflection == "english")
                    break

    def _add_verb(self, verb: VerbData) -> None:
        gives = frozenset(verb.gives)
        inflection = self.language.inflection
        for word in verb.words:
            if inflection == "korean":
                self._add_stem(word, verb.act, gives)
            elif inflection == "english":
                for surface, form in english_forms(word, self.language.irregular_forms):
                    self.words.add(surface, Entry("verb", verb.act, (gives | {form},)))
        for features, surfaces in verb.forms.items():
            for surface in surfaces:
                entry = Entry("verb", verb.act, (gives | frozenset(features.split()),))
                self.words.add(surface, entry)
        for noun in verb.nouns:
            self.words.add(noun, Entry("verbal_noun", verb.act, (gives,)))
            if inflection == "korean":
                for light in self.language.light_verbs:
                    self._add_stem(noun + light, verb.act, gives)
                for light in self.language.passive_verbs:
                    self._add_stem(noun + light, verb.act, gives | {"passive"})

    def _add_stem(self, word: str, act: str, gives: Features) -> None:
        for form, surfaces in conjugate(word, self._irregular).items():
            features = gives | {"past"} if form == "P" else gives
            for surface in surfaces:
                self.stems.add(surface, (act, form, features))

    def verbs(self, text: str, start: int) -> Iterator[tuple[int, Entry]]:
        """(end, entry) of every inflected verb that starts at `start`."""
        found: dict[tuple[int, str], list[Features]] = {}
        for end, (act, form, features), _, crossed in self.stems.find(text, start):
            if crossed > 1:
                continue
            for stop, reading in self.endings.walk(text, end, form, features):
                readings = found.setdefault((stop, act), [])
                if reading not in readings:
                    readings.append(reading)
        for (stop, act), readings in found.items():
            yield stop, Entry("verb", act, tuple(readings))


def with_number(kind: str, unit: str, number: float, features: Features = NO_FEATURES) -> Entry:
    """A quantity: a number and its unit ("" when none was said)."""
    return Entry(kind, unit, (features,), number=number)
