"""The cheapest way to read a text as words: every word that could stand anywhere, the best path through them.

Costs say what a good reading is: few pieces, words where the spaces are, as little as possible left unknown.
"""

import re
from collections.abc import Iterator

from nlu.home import Home
from nlu.korean.hangul import is_syllable
from nlu.lexicon import Lexicon, with_number
from nlu.strangers import merge_unknown
from nlu.tokens import Entry, Token

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_MADE_SO = frozenset(("feel", "causative"))
_NEVER_BEHIND = frozenset(
    ("person", "pronoun", "activity", "colour", "mode", "fan_speed", "program", "extreme", "home")
)
_MINUS = re.compile(r"-\d")
_PUNCTUATION = frozenset("?!.,\n;:/()[]\"'+&=*#@<>{}|\\_-…·%$°")
_COSTS = {
    "particle": 0.6,
    "name": 0.85,
    "quantity": 0.9,
    "clock": 0.9,
    "time": 0.95,
    "verb": 1.02,
    "mark": 1.05,
}
_WORD = 1.0
_UNKNOWN_SYLLABLE = 3.0
_UNKNOWN_WORD = 5.0
_MID_WORD = 0.25
_AFTER_UNKNOWN = 1.6
_PART_OF_UNKNOWN = 2.5
_CORRECTED = 1.5
_LONGEST_CORRECTED = 24
# letters of a word that may hold a typo
_OWN_WORD = 0.1
_SPACE_IN_WORD = 0.35
_LOOSE_PARTICLE = 0.9
_HOSTS = frozenset("NUP")
# classes a particle may follow: nouns, unknown words, particles
_FREE_PARTICLES = frozenset(("and", "except"))
_JOINTS = frozenset(("and", "then", "but", "please", "request"))
# marks that a verb follows rather than a noun: "and lock the door"
_CLASSES = {"verb": "V", "particle": "P", "punct": "S", "unknown": "U", "mark": "M"}

_Edge = tuple[int, Entry, float, str]
# end, entry, cost, class


class Segmenter:
    """Reads texts as tokens with the words of a language and of one home."""

    def __init__(self, lexicon: Lexicon, home: Home) -> None:
        self._lexicon = lexicon
        self._home = home.words
        self._typos = (home.typos, lexicon.typos)
        self._spaced = lexicon.language.inflection != "korean"

    def segment(self, text: str) -> list[Token]:
        """The best reading of normalised `text`, without its spaces; unknown words are tokens too."""
        tokens = self._path(text, {})
        corrected = self._correct(text, tokens)
        return self._path(text, corrected) if corrected else tokens

    def _path(self, text: str, extra: dict[int, list[tuple[int, Entry]]]) -> list[Token]:
        size = len(text)
        best: list[dict[str, tuple[float, int, str, Entry | None]]] = [{} for _ in range(size + 1)]
        best[0]["S"] = (0.0, -1, "", None)
        for at in range(size):
            states = best[at]
            if not states:
                continue
            if text[at] == " ":
                _pass_space(states, best[at + 1], at)
                continue
            attached = at > 0 and text[at - 1] != " "
            for end, entry, cost, cls in self._edges(text, at, extra):
                target = best[end]
                for before, state in states.items():
                    total = state[0] + cost + _joint(before, cls, attached, entry)
                    known = target.get(cls)
                    if known is None or total < known[0] - 1e-9:
                        target[cls] = (total, at, before, entry)
        return _trace(text, best)

    def _edges(self, text: str, at: int, extra: dict[int, list[tuple[int, Entry]]]) -> Iterator[_Edge]:
        char = text[at]
        latin = _is_latin(char)
        if latin and at > 0 and _is_latin(text[at - 1]):
            return
        yield from self._words(text, at)
        if not latin:
            yield from self._verbs(text, at)
        for end, entry in extra.get(at, ()):
            yield end, entry, _CORRECTED, "N"
        yield from self._quantities(text, at)
        if char in _PUNCTUATION:
            yield at + 1, Entry("punct", char), 0.05, "S"
        elif latin or char.isdigit():
            end = at + 1
            while end < len(text) and (_is_latin(text[end]) or text[end].isdigit() or text[end] == "'"):
                end += 1
            yield end, Entry("unknown", ""), _UNKNOWN_WORD, "U"
        else:
            yield at + 1, Entry("unknown", ""), _UNKNOWN_SYLLABLE, "U"

    def _words(self, text: str, at: int) -> Iterator[_Edge]:
        behind = at > 0 and is_syllable(text[at - 1])
        for trie in (self._home, self._lexicon.words):
            for end, entry, spaces, crossed in trie.find(text, at):
                excess = max(crossed - spaces, 0)
                if not _ends_word(text, end) or (excess and _is_latin(text[end - 1])):
                    continue
                cost = _COSTS.get(entry.kind, _WORD) + excess * _SPACE_IN_WORD
                if behind and end - at == 1 and entry.kind in _NEVER_BEHIND:
                    # 문제, 가스비: one such syllable right behind a word belongs to a word we do not know
                    cost += _PART_OF_UNKNOWN
                if trie is self._home:
                    cost -= _OWN_WORD
                yield end, entry, cost, _class(entry)

    def _verbs(self, text: str, at: int) -> Iterator[_Edge]:
        room = any(entry.kind == "area" and end - at > 1 for end, entry, *_ in self._home.find(text, at))
        for end, entry in self._lexicon.verbs(text, at):
            cost = _COSTS["verb"] + 0.02 * text.count(" ", at, end)
            if all(reading >= _MADE_SO for reading in entry.readings):
                # 밝게 해 줘 is a change wanted, not a complaint
                cost += _CORRECTED
            if room:
                # 거실 거: the room, not a form of 걸다
                cost += _PART_OF_UNKNOWN
            yield end, entry, cost, "V"

    def _quantities(self, text: str, at: int) -> Iterator[_Edge]:
        clock = _CLOCK.match(text, at)
        if clock and int(clock[1]) < 25 and int(clock[2]) < 60:
            minutes = int(clock[1]) * 60 + int(clock[2])
            yield clock.end(), with_number("clock", "clock", minutes), 0.9, "N"
            for end, unit, _, _ in self._lexicon.units.find(text, clock.end()):
                if unit.startswith("clock.") and _ends_word(text, end):
                    yield end, with_number("clock", unit, minutes), 0.85, "N"
        minus = _MINUS.match(text, at) is not None and (at == 0 or text[at - 1] == " ")
        sign, start = (-1.0, at + 1) if minus else (1.0, at)
        number = self._lexicon.numbers.read(text, start)
        if number is None:
            return
        value = number.value * sign
        after = number.end
        while after < len(text) and text[after] in " -":
            after += 1
        united = False
        for end, unit, spaces, crossed in self._lexicon.units.find(text, after):
            if not _ends_word(text, end) or (crossed > spaces and _is_latin(text[end - 1])):
                continue
            united = True
            yield end, with_number("quantity", unit, value), 0.9 + 0.1 * (after - number.end), "N"
        glued = self._spaced and number.words == 0 and after == number.end and _glued(text, after)
        if not glued and (number.surely or (not united and number.end == len(text))):
            lone = 0.0 if number.words == 0 or not self._spaced else 0.15
            yield number.end, with_number("quantity", "", value), _WORD + lone, "N"

    def _correct(self, text: str, tokens: list[Token]) -> dict[int, list[tuple[int, Entry]]]:
        """Words with one letter wrong, where something unknown stands."""
        found: dict[int, list[tuple[int, Entry]]] = {}
        for token in tokens:
            if token.kind != "unknown":
                continue
            start = text.rfind(" ", 0, token.start + 1) + 1
            stop = text.find(" ", token.end)
            stop = min(len(text) if stop < 0 else stop, start + _LONGEST_CORRECTED)
            for end in range(stop, start + 2, -1):
                entry = next(filter(None, (typos.find(text[start:end]) for typos in self._typos)), None)
                if entry is not None and _ends_word(text, end):
                    found.setdefault(start, []).append((end, entry))
                    break
        return found


def _class(entry: Entry) -> str:
    if entry.kind == "mark" and entry.value.startswith("question."):
        return "N"
    if entry.kind == "mark" and entry.value in _JOINTS:
        return "J"
    return _CLASSES.get(entry.kind, "N")


def _pass_space(
    states: dict[str, tuple[float, int, str, Entry | None]],
    target: dict[str, tuple[float, int, str, Entry | None]],
    at: int,
) -> None:
    for cls, state in states.items():
        known = target.get(cls)
        if known is None or state[0] < known[0]:
            target[cls] = (state[0], at, cls, None)


def _joint(before: str, cls: str, attached: bool, entry: Entry) -> float:
    """What it costs that these two classes meet."""
    if cls == "P":
        free = entry.value in _FREE_PARTICLES
        if before not in _HOSTS:
            return 1.0 if free else 4.0
        return 0.0 if attached or free else _LOOSE_PARTICLE
    if cls == "V" and before in ("S", "J") and entry.has("base"):
        # what opens a clause is rather a verb: "heat the oven", "lower the blinds"
        return -0.1
    if not attached or before == "S" or cls == "S":
        return 0.0
    if cls == "U":
        return 0.0 if before == "U" else 0.4
    return _AFTER_UNKNOWN if before == "U" else _MID_WORD if before != "P" else 0.1


def _trace(text: str, best: list[dict[str, tuple[float, int, str, Entry | None]]]) -> list[Token]:
    at = len(text)
    if not best[at]:
        return []
    cls = min(best[at], key=lambda key: best[at][key][0])
    path: list[tuple[int, int, Entry]] = []
    while at > 0:
        _, start, before, entry = best[at][cls]
        if entry is not None:
            path.append((start, at, entry))
        at, cls = start, before
    return merge_unknown(text, path[::-1])


def _is_latin(char: str) -> bool:
    return char.isalpha() and char < "ɐ"


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))


def _glued(text: str, at: int) -> bool:
    return at < len(text) and _is_latin(text[at])
