"""All words that can occur in one home's sentences, compiled for finding them at a place in a text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from nlu.inflection import english_forms, english_plural
from nlu.korean.conjugation import conjugate
from nlu.korean.endings import Ending, Endings
from nlu.language import Language, VerbData
from nlu.numbers import NumberReader
from nlu.spelling import Spelling
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
    "maker",
)
# kinds of words that families also use inside a sentence of another language
_PLURALS = ("type", "area", "colour", "source", "program")
_LONG_ENOUGH_FOR_TYPOS = {"type", "name", "area", "activity"}
_TAILS = frozenset(("on", "off", "up", "down"))
_OWN_KINDS = ("number", "native", "multiplier", "part")


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

    def starts(self, char: str) -> bool:
        """Whether some word begins with this letter."""
        return char in self._root

    def find(self, text: str, start: int) -> Sequence[tuple[int, Any, int, int]]:
        """(end, entry, spaces in the word, spaces crossed) of every word that starts at `start`."""
        node, at, crossed, size = self._root, start, 0, len(text)
        if at < size and text[at] not in node and text[at] not in " -":
            return ()
        found: list[tuple[int, Any, int, int]] = []
        while at < size:
            char = text[at]
            step = node.get(char)
            if step is None:
                if char != " " and char != "-":
                    break
                crossed, at = crossed + 1, at + 1
                continue
            node, at = step, at + 1
            if "" in node:
                found += [(at, entry, spaces, crossed) for entry, spaces in node[""]]
        return found


class Words(Trie):
    """Entries by their words, which are found when they are misspelled, too."""

    def __init__(self, base: Spelling | None = None) -> None:
        super().__init__()
        self.spelling = Spelling(base)

    def add(self, word: str, entry: Entry) -> None:
        """Remember `entry` under `word`."""
        super().add(word, entry)
        self.spelling.add(word, entry)


def add_spellings(word: str, entry: Entry, english: bool, words: Words, typos: TypoIndex) -> None:
    """Put a word and the spellings that go with it where they are found."""
    words.add(word, entry)
    if "'" in word:
        words.add(word.replace("'", ""), entry)
        words.add(word.replace("'", " "), entry)
    if english and entry.kind in _PLURALS and word.isascii():
        plural = Entry(entry.kind, entry.value, (frozenset({"plural"}),), ids=entry.ids)
        words.add(english_plural(word), plural)
    if entry.kind in _LONG_ENOUGH_FOR_TYPOS:
        typos.add(word, entry)


class Lexicon:
    """The words of one language, with the nouns of the others."""

    def __init__(self, language: Language, others: Iterable[Language] = ()) -> None:
        self.language = language
        self.words = Words()
        self.stems = Trie()
        self.units = Trie()
        self.typos = TypoIndex()
        self.numbers = NumberReader(
            language.words.get("number", {}), language.words.get("multiplier", {}), language.spaced,
            language.words.get("native", {}),
        )  # fmt: skip
        self._irregular = {key: frozenset(stems) for key, stems in language.irregular.items()}
        self.endings = Endings(
            [
                Ending(row.on, row.text, frozenset(row.gives), row.aux, row.to, frozenset(row.past))
                for row in language.endings
            ],
            self._irregular,
            language.aux_forms,
        )
        for kind in ("number", "multiplier"):
            for value, texts in language.words.get(kind, {}).items():
                for text in texts:
                    self.words.spelling.add(text, Entry("number", value))
        for other in others:
            self._add_words(other, _SHARED)
        self._add_words(language, tuple(kind for kind in language.words if kind not in _OWN_KINDS))
        for verb in language.verbs:
            self._add_verb(verb)
        if language.inflection == "english":
            self._add_parted(language)
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
                        self.words.spelling.add(word, Entry("unit", value))
                    else:
                        self.add_word(word, Entry(kind, value), language.inflection == "english")

    def add_word(self, word: str, entry: Entry, english: bool) -> None:
        """One word and the spellings that go with it."""
        add_spellings(word, entry, english, self.words, self.typos)

    def meant_by(self, value: str) -> Entry | None:
        """What the language's own words for this value stand for; None when it has none."""
        for kind, table in self.language.words.items():
            if kind in _SHARED and value in table:
                return Entry(kind, value)
        return None

    def values(self) -> Iterator[str]:
        """All values that `meant_by` knows."""
        for kind, table in self.language.words.items():
            if kind in _SHARED:
                yield from table

    def _add_verb(self, verb: VerbData) -> None:
        gives = frozenset(verb.gives)
        inflection = self.language.inflection
        for word in verb.words:
            if inflection == "korean":
                self._add_stem(word, verb.act, gives)
            elif inflection == "english":
                for surface, form in english_forms(word, self.language.irregular_forms):
                    self.words.add(surface, Entry("verb", verb.act, (gives | {form},)))
        for form, stems in verb.stems.items():
            self._add_form(verb.act, form, gives, stems)
        for features, surfaces in verb.forms.items():
            for surface in surfaces:
                entry = Entry("verb", verb.act, (gives | frozenset(features.split()),))
                self.words.add(surface, entry)
        for noun in verb.nouns:
            self._add_verbal_noun(noun, verb.act, gives)

    def _add_verbal_noun(self, noun: str, act: str, gives: Features) -> None:
        self.words.add(noun, Entry("verbal_noun", act, (gives,)))
        for form, stems in self.language.light_stems.items():
            self._add_form(act, form, gives, (noun + stem for stem in stems))
        if self.language.inflection == "korean":
            for light in self.language.light_verbs:
                self._add_stem(noun + light, act, gives)
            for light in self.language.passive_verbs:
                self._add_stem(noun + light, act, gives | {"passive"})

    def _add_parted(self, language: Language) -> None:
        """fire the oven up: the head of a verb of two words, when it is no word by itself."""
        parted: dict[str, set[str]] = {}
        for verb in language.verbs:
            for word in verb.words:
                head, _, tail = word.partition(" ")
                if tail in _TAILS:
                    parted.setdefault(head, set()).add(f"{tail}>{verb.act}")
        for head, tails in parted.items():
            known = any(end == len(head) for end, *_ in self.words.find(head, 0))
            for surface, form in [] if known else english_forms(head, language.irregular_forms):
                self.words.add(surface, Entry("verb", "parted", (frozenset({form, *tails}),)))

    def _add_stem(self, word: str, act: str, gives: Features) -> None:
        for form, surfaces in conjugate(word, self._irregular).items():
            self._add_form(act, form, gives | {"past"} if form == "P" else gives, surfaces)

    def _add_form(self, act: str, form: str, gives: Features, surfaces: Iterable[str]) -> None:
        for surface in surfaces:
            self.stems.add(surface, (act, form, gives))

    def verbs(self, text: str, start: int) -> Iterator[tuple[int, Entry]]:
        """(end, entry) of every inflected verb that starts at `start`."""
        stems = self.stems.find(text, start)
        if not stems:
            return
        found: dict[tuple[int, str], list[Features]] = {}
        for end, (act, form, features), spaces, crossed in stems:
            if crossed - spaces > 1:
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
