"""Long nouns with one letter wrong (a jamo in Korean). What is found this way is never exact."""

from dataclasses import replace

from nlu.korean.hangul import letters
from nlu.tokens import Entry

_MIN_LETTERS = 6


class TypoIndex:
    """Words by their spellings with one letter left out."""

    def __init__(self) -> None:
        self._index: dict[str, list[tuple[str, Entry]]] = {}

    def add(self, word: str, entry: Entry) -> None:
        """Make a noun findable in spite of one wrong letter; short ones are too easily something else."""
        spelled = letters(word.replace(" ", ""))
        if len(spelled) >= _MIN_LETTERS:
            for key in _keys(spelled):
                self._index.setdefault(key, []).append((spelled, entry))

    def find(self, word: str) -> Entry | None:
        """The one entry that `word` is one letter away from; None when there is none or it could be two."""
        spelled = letters(word.replace(" ", ""))
        if len(spelled) < _MIN_LETTERS - 1:
            return None
        found: dict[tuple[str, str], Entry] = {}
        for key in _keys(spelled):
            for other, entry in self._index.get(key, ()):
                if _one_apart(spelled, other):
                    found[entry.kind, entry.value] = entry
        if len(found) != 1:
            return None
        return replace(next(iter(found.values())), exact=False)


def _keys(spelled: str) -> set[str]:
    return {spelled} | {spelled[:i] + spelled[i + 1 :] for i in range(len(spelled))}


def _one_apart(a: str, b: str) -> bool:
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
