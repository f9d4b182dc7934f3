"""Hangul nouns with a letter wrong. What sounds the same is the same word; any other letter is a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from threading import Lock

from nlu.korean.hangul import is_syllable, letters, split
from nlu.tokens import Entry

_MIN_LETTERS = 6
_MIN_SOUNDS = 4
_TENSE = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")
_VOWELS = str.maketrans("ㅐㅒㅖㅙㅚㅢㅟ", "ㅔㅔㅔㅞㅞㅣㅣ")
_AFTER_PALATALS = str.maketrans("ㅑㅕㅛㅠ", "ㅏㅓㅗㅜ")
_LASTS = str.maketrans("ㄲㅋㅅㅆㅈㅊㅌㅍ", "ㄱㄱㄷㄷㄷㄷㄷㅂ")


class TypoIndex:
    """Words by their spellings with one letter left out, by their sound and by their initials."""

    def __init__(self) -> None:
        self._added: list[tuple[str, Entry]] = []
        # words that nobody asked for yet
        self._taking_in = Lock()
        # the words of a language are asked for in several threads
        self._words: dict[int, list[tuple[str, Entry]]] = {}
        # number of letters → words as they are spelled
        self._index: dict[int, dict[str, list[tuple[str, Entry]]]] = {}
        # number of letters → spelling with one of them left out → words; made when it is first asked for
        self._sounds: dict[str, list[Entry]] = {}
        self._initials: dict[str, list[Entry]] = {}
        self._syllables: dict[str, list[tuple[str, Entry]]] = {}
        # the syllables of a word in alphabetical order → words
        self._longest = 0

    def add(self, word: str, entry: Entry) -> None:
        """Make a noun findable in spite of one wrong letter; short ones are too easily something else."""
        self._added.append((word, entry))

    def _take_in(self) -> None:
        """Sort what was added: most homes have more names than anybody ever misspells."""
        if not self._added:
            return
        with self._taking_in:
            for word, entry in self._added:
                self._sort_in(word.replace(" ", ""), entry)
            # only now: who comes meanwhile waits
            self._added = []

    def _sort_in(self, plain: str, entry: Entry) -> None:
        if not any(map(is_syllable, plain)):
            return
        spelled = letters(plain)
        self._longest = max(self._longest, len(plain) + 1)
        if len(spelled) >= _MIN_LETTERS:
            self._syllables.setdefault("".join(sorted(plain)), []).append((plain, entry))
            self._words.setdefault(len(spelled), []).append((spelled, entry))
            self._index.pop(len(spelled), None)
        if len(spelled) >= _MIN_SOUNDS:
            self._sounds.setdefault(sound(plain), []).append(entry)
        if len(plain) > 1 and all(map(is_syllable, plain)):
            self._initials.setdefault("".join(split(char)[0] for char in plain), []).append(entry)

    def find(self, word: str) -> Entry | None:
        """The one entry that `word` sounds like or is one letter away from; None when it could be two."""
        self._take_in()
        plain = word.replace(" ", "")
        if len(plain) > self._longest:
            return None
        spelled = letters(plain)
        if len(spelled) < _MIN_SOUNDS:
            return None
        same = _only(self._sounds.get(sound(plain), ()))
        if same is not None or len(spelled) < _MIN_LETTERS - 1:
            return same
        tables = [self._shortened(len(spelled) + more) for more in (-1, 0, 1)]
        near = [
            entry
            for key in without_one(spelled)
            for table in tables
            for other, entry in table.get(key, ())
            if one_apart(spelled, other)
        ]
        found = _only(near or self._swapped(plain))
        return replace(found, exact=False) if found is not None else None

    def with_initials(self, initials: str) -> list[Entry]:
        """Entries whose syllables begin with these consonants: ㅅㅌㄱ."""
        self._take_in()
        return [replace(entry, exact=False) for entry in self._initials.get(initials, ())]

    def _shortened(self, size: int) -> Mapping[str, Sequence[tuple[str, Entry]]]:
        """Words of so many letters, by what is left of them without one."""
        known = self._index.get(size)
        if known is None:
            known = {}
            for word in self._words.get(size, ()):
                for key in without_one(word[0]):
                    known.setdefault(key, []).append(word)
            self._index[size] = known
        return known

    def _swapped(self, plain: str) -> list[Entry]:
        """어에컨: two syllables in the wrong order."""
        same = self._syllables.get("".join(sorted(plain)), ())
        return [entry for other, entry in same if _swapped_once(plain, other)]


def _only(entries: Sequence[Entry]) -> Entry | None:
    meanings = {(entry.kind, entry.value) for entry in entries}
    return entries[0] if len(meanings) == 1 else None


def _swapped_once(a: str, b: str) -> bool:
    wrong = [i for i in range(len(a)) if a[i] != b[i]]
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1


def sound(word: str) -> str:
    """The letters of a word, those that sound alike spelled alike."""
    return ".".join(map(_heard, word))


@lru_cache(maxsize=16384)
def _heard(char: str) -> str:
    if not is_syllable(char):
        return char
    first, vowel, last = split(char)
    first, vowel = first.translate(_TENSE), vowel.translate(_VOWELS)
    if first in "ㅈㅊㅅ":
        vowel = vowel.translate(_AFTER_PALATALS)
    return first + vowel + last.translate(_LASTS)


def without_one(spelled: str) -> set[str]:
    """The word, and all that is left of it without one of its letters."""
    return {spelled} | {spelled[:i] + spelled[i + 1 :] for i in range(len(spelled))}


def one_apart(a: str, b: str) -> bool:
    """Whether they differ by one letter, or by two that were swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        differing = [i for i in range(len(a)) if a[i] != b[i]]
        swapped = (
            len(differing) == 2 and a[differing[0]] == b[differing[1]] and a[differing[1]] == b[differing[0]]
        )
        return len(differing) <= 1 or (swapped and differing[1] == differing[0] + 1)
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
