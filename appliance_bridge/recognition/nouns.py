"""What a name is the name of: "거실 에어컨" and "Living room aircon" both end in an air conditioner."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from appliance_bridge.appliance_type import ApplianceType

_CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_TOKEN = re.compile(r"[a-zß-ɏ]+|[가-힣]+|[぀-ヿ一-鿿]+|\d+")
_LONGEST_PHRASE = 4
# tokens in the longest noun ("temperature and humidity sensor" is long enough)
_REMEMBERED = 20_000
# names of which the nouns are remembered
_NO_COMPOUNDS = frozenset({"controller"})
# words that end like a noun and are none
_SHORTEST_COMPOUND_END = 5
# letters a noun needs to be found at the end of a longer word ("Wohnzimmerlampe")


@lru_cache(maxsize=65_536)
def tokens(text: str) -> tuple[str, ...]:
    """Words and numbers of a name or id, lower case: "AbortProgram_2" gives abort, program, 2."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", text))
    return tuple(_TOKEN.findall(spaced.lower()))


def phrase(text: str) -> str:
    """A name or id as one comparable key: "Remaining time" and "remaining_time" are both "remainingtime"."""
    return "".join(tokens(text))


@dataclass(frozen=True, slots=True)
class Noun:
    """A type noun found among tokens."""

    type: str
    first: int
    after: int
    # it covers tokens[first:after]


class Nouns:
    """The nouns of all types, ready to be looked up."""

    def __init__(self, types: Mapping[str, ApplianceType]) -> None:
        """An index of the words of these types."""
        self._by_phrase: dict[str, str] = {}
        for key, one in types.items():
            for word in one.recognition.words:
                self._by_phrase.setdefault(phrase(word), key)
        self._found: dict[tuple[str, ...], tuple[Noun, ...]] = {}
        # what was looked up before
        by_length = sorted(self._by_phrase.items(), key=lambda pair: -len(pair[0]))
        self._syllables = tuple((word, key) for word, key in by_length if not word[0].isascii())
        self._compounds = {
            word: key for word, key in by_length if len(word) >= _SHORTEST_COMPOUND_END and word.isalpha()
        }

    def find(self, words: tuple[str, ...]) -> tuple[Noun, ...]:
        """The nouns among tokens, from left to right; the longest wins where two overlap."""
        known = self._found.get(words)
        if known is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            known = self._found[words] = self._search(words)
        return known

    def _search(self, words: tuple[str, ...]) -> tuple[Noun, ...]:
        found: list[Noun] = []
        position = 0
        while position < len(words):
            noun = self._at(words, position)
            if noun is not None:
                found.append(noun)
            position = position + 1 if noun is None else noun.after
        return tuple(found)

    def head(self, *texts: str | None) -> str | None:
        """The type of the first text that names one: its last noun counts ("oven light" is a light)."""
        for text in texts:
            found = self.find(tokens(text)) if text else ()
            if found:
                return found[-1].type
        return None

    def all(self, texts: Iterable[str | None]) -> tuple[str, ...]:
        """Every type named in these texts, in order, with repetitions."""
        return tuple(noun.type for text in texts if text for noun in self.find(tokens(text)))

    def _at(self, words: tuple[str, ...], first: int) -> Noun | None:
        for after in range(min(len(words), first + _LONGEST_PHRASE), first, -1):
            key = self._by_phrase.get("".join(words[first:after]))
            if key is not None:
                return Noun(key, first, after)
        key = self._inside(words[first])
        return None if key is None else Noun(key, first, first + 1)

    def _inside(self, word: str) -> str | None:
        if word in _NO_COMPOUNDS:
            return None
        if word.isascii() or word[0] < "぀":
            ends = (word[start:] for start in range(len(word) - _SHORTEST_COMPOUND_END + 1))
            return next((self._compounds[end] for end in ends if end in self._compounds), None)
        # Hangul, kana and Chinese characters are written together: the noun that ends last, then the longest.
        best: tuple[int, int, str] | None = None
        for noun, key in self._syllables:
            end = word.rfind(noun) + len(noun)
            if end < len(noun) or (len(noun) == 1 and end != len(word)):
                continue
            if best is None or (end, len(noun)) > best[:2]:
                best = (end, len(noun), key)
        return None if best is None else best[2]
