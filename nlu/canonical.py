"""What the nouns of all languages stand for, whatever language they are said in."""

from collections.abc import Iterable

from nlu.language import Language, WordKind


class Canonical:
    """Canonical values by their words; every question is asked with a word as anybody types it."""

    def __init__(self, languages: Iterable[Language]) -> None:
        languages = tuple(languages)
        self.types = _words_of(languages, "type")
        # type keys by their words, spelled plainly; several are joined by "|"
        self._areas = _words_of(languages, "area")
        self._activities = _words_of(languages, "activity")
        self._numbers = _words_of(languages, "number")
        self._parts = _words_of(languages, "part")
        self._makers = _words_of(languages, "maker")
        self.makers: dict[str, list[str]] = {}
        # maker → its words
        self.subs: dict[str, list[str]] = {}
        # sub-kind of a type ("light.lamp") → its words, spelled plainly
        for language in languages:
            for value, words in language.words.get("type", {}).items():
                if "." in value:
                    self.subs.setdefault(value, []).extend(map(spell, words))
            for value, words in language.words.get("maker", {}).items():
                self.makers.setdefault(value, []).extend(words)

    def rooms(self, word: str) -> list[str]:
        """Canonical rooms that a word can name, the likeliest first."""
        return [one for one in self._areas.get(spell(word), "").split("|") if one]

    def type_of(self, word: str) -> str | None:
        """The type that a word names by itself."""
        return self.types.get(spell(word))

    def doer_of(self, word: str) -> str | None:
        """The type that does what a word names: the washer does the laundry."""
        return self._activities.get(spell(word))

    def part(self, word: str) -> str | None:
        """The part of an appliance that a word names when it stands behind one: 세탁기 문."""
        return self._parts.get(spell(word))

    def maker_of(self, word: str) -> str | None:
        """The maker that a word names."""
        return self._makers.get(spell(word))

    def is_number(self, word: str) -> bool:
        """Whether a word can be a number: one."""
        return spell(word) in self._numbers


def spell(name: str) -> str:
    """A name as it is compared: lower case, no spaces, no apostrophes."""
    return name.lower().replace(" ", "").replace("-", "").replace("'", "").replace("’", "")


def _words_of(languages: Iterable[Language], kind: WordKind) -> dict[str, str]:
    words: dict[str, str] = {}
    for language in languages:
        for value, texts in language.words.get(kind, {}).items():
            for text in texts:
                words.setdefault(spell(text), value)
    return words
