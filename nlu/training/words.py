"""The words that may stand for each other in a sentence, of all languages and of one home."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nlu.canonical import spell
from nlu.examples import Example, Training
from nlu.language import Language, WordKind
from nlu.vocabulary import Thing, Vocabulary

KINDS: Mapping[str, tuple[WordKind, ...]] = {
    "appliance_type": ("type", "activity"),
    "area": ("area",),
    "mode": ("mode",),
    "program": ("program",),
    "fan_speed": ("fan_speed",),
    "colour": ("colour", "kelvin"),
    "source": ("source",),
    "option": ("option",),
}
"""Entity → kinds of the words that it marks."""
_OPTIONS: Mapping[str, WordKind] = {name: kinds[0] for name, kinds in KINDS.items()}
_BRACKETS = frozenset("[]{}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of one kind."""

    text: str
    kind: WordKind
    value: str
    # as the language spells it: "light.lamp", "cooktop|gas_valve"
    language: str
    of_home: bool = False
    owner: str = ""
    # the type of appliance that has this option


class Words:
    """Looks words up and finds others of their kind. A home's own words count after those of the language."""

    def __init__(self, languages: Mapping[str, Language], vocabulary: Vocabulary | None) -> None:
        things = vocabulary.things if vocabulary is not None else ()
        self._owned = frozenset(thing.type for thing in things)
        self._all = [*_of_languages(languages)]
        self._found: dict[tuple[str, WordKind], Word] = {}
        self._index(self._all)
        own = [one for one in self._of_home(things, languages) if _is_writable(one.text)]
        own = [one for one in dict.fromkeys(own) if (spell(one.text), one.kind) not in self._found]
        self._index(own)
        self._all += own

    def _index(self, words: Iterable[Word]) -> None:
        for word in words:
            self._found.setdefault((spell(word.text), word.kind), word)

    def _of_home(self, things: Iterable[Thing], languages: Mapping[str, Language]) -> Iterator[Word]:
        for thing in things:
            for area in thing.areas:
                yield Word(area, "area", thing.areas[0], language_of(area, languages), True)
            for name in thing.names:
                yield Word(_bare(name, thing), "type", thing.type, language_of(name, languages), True)
            for option, spelled in thing.options.items():
                if option in _OPTIONS:
                    for one in spelled:
                        yield Word(one, _OPTIONS[option], one, language_of(one, languages), True, thing.type)

    def find(self, entity: str, text: str) -> Word | None:
        """The word that is marked as this entity; also in the plural."""
        for kind in KINDS.get(entity, ()):
            for spelled in (spell(text), spell(text).removesuffix("s"), spell(text).removesuffix("es")):
                if (spelled, kind) in self._found:
                    return self._found[spelled, kind]
        return None

    def like(self, word: Word, language: str) -> list[Word]:
        """All words of the same kind in a language, in a fixed order."""
        return [one for one in self._all if one.kind == word.kind and one.language == language]

    def canonical(self, word: Word) -> str:
        """One value: of several types that a word can mean the one this home has, of all others the first."""
        several = word.value.split("|")
        return next((one for one in several if one.partition(".")[0] in self._owned), several[0])

    def synonyms(self, training: Training) -> dict[str, str]:
        """Word in lower case → the one thing it stands for: by an admin's synonym, else as examples mark it
        most often, else as the languages have it."""
        found: dict[str, str] = {}
        for text, value in training.synonyms:
            found.setdefault(text.lower(), value)
        for text, values in self._marked(training.examples).items():
            # of equally many the first
            found.setdefault(text, values.most_common(1)[0][0])
        for kind in _in_order():
            for word in self._all:
                if word.kind == kind:
                    found.setdefault(word.text.lower(), self.canonical(word))
        return found

    def _marked(self, examples: Iterable[Example]) -> dict[str, Counter[str]]:
        """What marked words stand for, and how often."""
        found: dict[str, Counter[str]] = {}
        for example in examples:
            for mark in example.annotations:
                text = example.text[mark.start : mark.end]
                word = self.find(mark.entity, text)
                value = mark.value or (self.canonical(word) if word is not None else text)
                found.setdefault(text.lower(), Counter())[value] += 1
        return found

    def lookups(self) -> dict[str, list[str]]:
        """Entity → all its words."""
        wanted: tuple[tuple[str, WordKind], ...] = (
            ("appliance_type", "type"), ("area", "area"), ("mode", "mode"), ("program", "program"),
        )  # fmt: skip
        return {
            entity: list(dict.fromkeys(word.text for word in self._all if word.kind == kind))
            for entity, kind in wanted
        }

    @property
    def own(self) -> list[Word]:
        """The home's own words."""
        return [one for one in self._all if one.of_home]


def language_of(text: str, languages: Mapping[str, Language]) -> str:
    """The code of the language a text is written in: a guest's letters count only when it is alone."""
    counts = {
        code: len(re.findall(f"[{one.letters}]", text)) for code, one in languages.items() if one.letters
    }
    present = [code for code, count in counts.items() if count]
    hosts = [code for code in present if not languages[code].guests]
    return max(hosts or present or list(languages)[:1], key=lambda code: counts.get(code, 0))


def _of_languages(languages: Mapping[str, Language]) -> Iterator[Word]:
    for code, language in languages.items():
        for kind in _in_order():
            for value, texts in language.words.get(kind, {}).items():
                for text in texts:
                    yield Word(text, kind, value, code)


def _in_order() -> list[WordKind]:
    return [kind for kinds in KINDS.values() for kind in kinds]


def _is_writable(text: str) -> bool:
    """Whether it can be a marked piece of one line."""
    return bool(text.strip()) and text.isprintable() and _BRACKETS.isdisjoint(text)


def _bare(name: str, thing: Thing) -> str:
    """What it is called without its room: 거실 에어컨 is the 에어컨 of the 거실."""
    room = next((area for area in thing.areas if name.lower().startswith(area.lower() + " ")), "")
    return name[len(room) :].strip()
