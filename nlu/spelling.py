"""Words of Latin letters with a slip of the fingers in them: what was meant, and whether that is sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu.tokens import Entry

_WORD = re.compile(r"[a-z']{2,}")
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLAIN = frozenset(("mark", "time", "person", "particle", "number", "unit", "home", "ordinal"))
# kinds of words that neither name a thing nor an act
_ACTING = frozenset(("verb", "verbal_noun", "state"))
_THINGS = frozenset(("type", "area", "name"))
_DIRECTIONS = frozenset(("on", "off", "up", "down"))
_JOINED = re.compile(r"P*N?(V?S?P+T?|V?S?P*T|PV|NV|TS|DD)S?")
# what a missing space may leave behind: filler (P), not, verb, direction (S), thing, number (D)
_LONGEST, _LONG = 24, 7


@dataclass(frozen=True, slots=True)
class Fix:
    """What was meant by a word."""

    text: str
    # one word, or several when spaces were missing
    sure: bool
    # False: only to be asked about


class Spelling:
    """The single words of a language or a home, found in spite of one wrong letter or a missing space."""

    def __init__(self, base: "Spelling | None" = None) -> None:
        self._base = base
        self._meanings: dict[str, set[tuple[str, str, bool]]] = {}
        # word → kind, value, whether it is the whole entry
        self._nos: set[str] = set()
        self._acting: set[str] = set()
        self._index: dict[str, list[str]] = {}
        # word with one letter left out → words

    def add(self, phrase: str, entry: Entry) -> None:
        """Make the words of an entry findable."""
        words = _WORD.findall(phrase)
        for word in words:
            if word not in self._meanings:
                self._meanings[word] = set()
                for key in _keys(word):
                    self._index.setdefault(key, []).append(word)
            self._meanings[word].add((entry.kind, entry.value, word == phrase))
            if entry.kind in _ACTING:
                self._acting.add(word)
            if entry.kind == "mark" and entry.value == "not" and word == phrase:
                self._nos.add(word)

    def find(self, word: str) -> Fix | None:
        """What an unknown word stands for; None when nothing is near, or too different things are."""
        fix = self._nearest(word)
        nos = {no for spelling in self._all() for no in spelling._nos}
        if fix is None or fix.text in nos or " " in fix.text:
            return fix
        # ont: a no that lost a letter is worse to miss than any other word
        return None if any(_distance(word, no) < 2 for no in nos & self._near(word)) else fix

    def _nearest(self, word: str) -> Fix | None:
        if not 3 <= len(word) <= _LONGEST or self._meaning(word):
            # a known word in a place where it makes no sense is no slip
            return None
        ranks: dict[str, int] = {}
        for key in _keys(word):
            for other in self._with_key(key):
                rank = _rank(word, other)
                if rank is not None:
                    ranks[other] = min(rank, ranks.get(other, rank))
        least = min(ranks.values(), default=2)
        apart = self._apart(word) if least == 2 else None
        if apart is not None or not ranks:
            return apart
        nearest = sorted(other for other in ranks if ranks[other] == least)
        roles = {self._role(other) for other in nearest}
        if len(roles) > 1:
            return None
        meanings = {frozenset(self._meaning(other)) for other in nearest}
        role = roles.pop()
        if role == "plain":
            # tne may be "the" as well as "ten", tree be a tree, and a hose no house
            sure = all(kind not in ("number", "home") for kind, _, _ in self._meaning(nearest[0]))
            return Fix(nearest[0], sure) if len(meanings) == 1 or least == 0 else None
        sure = len(meanings) == 1 and _is_slip(word, nearest[0], least)
        return Fix(nearest[0], sure and (role == "thing" or self._acts_alone(word, nearest[0], 1 + least)))

    def _apart(self, word: str) -> Fix | None:
        """thetv, lightoff, dontturn: words without the space between them."""
        for parts in _splits(word):
            letters = [self._letter(part) for part in parts]
            if all(letters) and _JOINED.fullmatch("".join(letters)):
                return Fix(" ".join(parts), True)
        return None

    def _letter(self, word: str) -> str:
        kinds = {(kind, value) for kind, value, whole in self._meaning(word) if whole}
        if any(kind == "mark" and value.partition(".")[0] == "not" for kind, value in kinds):
            return "N"
        if any(kind == "number" for kind, _ in kinds):
            return "D"
        if any(kind == "state" and value in _DIRECTIONS for kind, value in kinds):
            return "S"
        if any(kind == "mark" and value in ("filler", "please") for kind, value in kinds):
            return "P"
        if any(kind == "verb" for kind, _ in kinds):
            return "V"
        return "T" if any(kind in _THINGS for kind, _ in kinds) else ""

    def _role(self, word: str) -> str:
        meanings = self._meaning(word)
        kinds = {kind for kind, _, whole in meanings if whole} or {kind for kind, _, _ in meanings}
        if kinds & _ACTING:
            return "act"
        return "plain" if kinds <= _PLAIN else "thing"

    def _acts_alone(self, typed: str, word: str, far: int) -> bool:
        """Whether no word of another act is as near as `far` letters, too."""
        acts = self._acts(word)
        if acts <= {"turn"}:
            return True
        near = self._near(typed) if far < 2 else {other for one in self._all() for other in one._acting}
        return all(
            self._acts(other) & acts or _distance(typed, other) > far
            for other in near
            if abs(len(other) - len(typed)) <= far and self._acts(other)
        )

    def _acts(self, word: str) -> set[str]:
        acts = {(value, whole) for kind, value, whole in self._meaning(word) if kind in _ACTING}
        return {value for value, whole in acts if whole} or {value for value, _ in acts}

    def _all(self) -> "list[Spelling]":
        return [self] if self._base is None else [self, self._base]

    def _near(self, word: str) -> set[str]:
        """All words that one letter can turn this one into, and some more."""
        return {other for key in _keys(word) for other in self._with_key(key)}

    def _with_key(self, key: str) -> Iterator[str]:
        for spelling in self._all():
            yield from spelling._index.get(key, ())

    def _meaning(self, word: str) -> set[tuple[str, str, bool]]:
        own = self._meanings.get(word, set())
        return own if self._base is None else own | self._base._meaning(word)


def _keys(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def _splits(word: str) -> Iterator[tuple[str, ...]]:
    size = len(word)
    for first in range(2, size - 1):
        yield word[:first], word[first:]
    for first in range(2, size - 4):
        for second in range(first + 2, size - 1):
            yield word[:first], word[first:second], word[second:]


def _is_slip(typed: str, word: str, rank: int) -> bool:
    """Whether fingers alone explain it: letters swapped or doubled, or one missing in a long word."""
    if rank == 0:
        return len(word) > 3 or len(typed) > len(word)
    return rank == 1 and len(typed) < len(word) and len(word) >= _LONG


def _rank(typed: str, word: str) -> int | None:
    """How far `typed` is from `word`: 0 swapped or doubled letters, 1 a near key or a letter missing,
    2 any other letter in a long word; None when it is another word."""
    same_start = typed[0] == word[0]
    if len(typed) == len(word):
        wrong = [i for i in range(len(word)) if typed[i] != word[i]]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            swapped = typed[wrong[0]] == word[wrong[1]] and typed[wrong[1]] == word[wrong[0]]
            return 0 if swapped and (same_start or len(word) > 4) else None
        if len(wrong) != 1 or not same_start or len(word) < 4:
            return None
        return 1 if _are_neighbours(typed[wrong[0]], word[wrong[0]]) else 2 if len(word) > 5 else None
    longer, shorter = (typed, word) if len(typed) > len(word) else (word, typed)
    at = next((i for i in range(len(shorter)) if longer[i] != shorter[i]), len(shorter))
    if longer[:at] + longer[at + 1 :] != shorter:
        return None
    if longer[at] == longer[at - 1] and at:
        return 0
    if not same_start:
        return None
    if longer is word:
        return 1 if len(word) > 3 else None
    beside = any(_are_neighbours(longer[at], near) for near in (longer[at - 1], longer[at + 1 : at + 2]))
    return (1 if beside else 2) if len(word) > (3 if beside else 5) else None


def _are_neighbours(one: str, other: str) -> bool:
    for row, keys in enumerate(_KEYS):
        if one in keys:
            at = keys.index(one)
            near = keys[max(at - 1, 0) : at + 2]
            near += "".join(_KEYS[next_row][max(at - 1, 0) : at + 2] for next_row in (row - 1, row + 1)
                            if 0 <= next_row < len(_KEYS))  # fmt: skip
            return bool(other) and other in near
    return False


def _distance(one: str, other: str) -> int:
    """Letters to leave out, put in, change or swap on the way from one word to the other."""
    rows = [list(range(len(other) + 1))]
    for i, char in enumerate(one, 1):
        row = [i]
        for j, against in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[j - 1] + 1, rows[-1][j - 1] + (char != against))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == against:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
