"""The cheapest way to read a text as words: every word that could stand anywhere, the best path through them.

Costs say what a good reading is: few pieces, words where the spaces are, as little as possible left unknown.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from nlu.home import Home
from nlu.korean.hangul import is_syllable
from nlu.lexicon import Lexicon, with_number
from nlu.tokens import Entry, Token

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_PART_OF_A_WORD = ("type", "mode", "program", "fan_speed", "extreme", "attribute", "quantifier", "mark", "person")
_MADE_SO = frozenset(("feel", "causative"))
_NEVER_BEHIND = frozenset(("person", "pronoun", "activity", "colour", "mode", "fan_speed", "program", "extreme", "home"))
_PUNCTUATION = frozenset("?!.,\n;:/()[]\"'+&=*#@<>{}|\\_-…·%$°")
_COSTS = {"particle": 0.6, "name": 0.85, "quantity": 0.9, "clock": 0.9, "time": 0.95, "verb": 1.02, "mark": 1.05}
_WORD = 1.0
_UNKNOWN_SYLLABLE = 3.0
_UNKNOWN_WORD = 5.0
_MID_WORD = 0.25
_AFTER_UNKNOWN = 1.6
_SPACE_IN_WORD = 0.35
_LOOSE_PARTICLE = 0.9
_HOSTS = frozenset("NUP")
# classes a particle may follow: nouns, unknown words, particles
_FREE_PARTICLES = frozenset(("and", "except"))
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
        for trie in (self._home, self._lexicon.words):
            for end, entry, spaces, crossed in trie.find(text, at):
                if not _ends_word(text, end):
                    continue
                excess = crossed - spaces
                if excess > 0 and _is_latin(text[end - 1]):
                    continue
                cost = _COSTS.get(entry.kind, _WORD) + max(excess, 0) * _SPACE_IN_WORD
                if end - at == 1 and entry.kind in _NEVER_BEHIND and at > 0 and is_syllable(text[at - 1]):
                    # 문제, 가스비: one such syllable right behind another word is a part of a word we do not know
                    cost += 2.5
                if trie is self._home:
                    cost -= 0.1
                yield end, entry, cost, _class(entry)
        if not latin:
            for end, entry in self._lexicon.verbs(text, at):
                crossed = text.count(" ", at, end)
                cost = _COSTS["verb"] + 0.02 * crossed
                if all(reading >= _MADE_SO for reading in entry.readings):
                    # 밝게 해 줘 is a change wanted, not a complaint
                    cost += 1.5
                yield end, entry, cost, "V"
        for end, entry in extra.get(at, ()):
            yield end, entry, 1.5, "N"
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

    def _quantities(self, text: str, at: int) -> Iterator[_Edge]:
        clock = _CLOCK.match(text, at)
        if clock and int(clock[1]) < 25 and int(clock[2]) < 60:
            minutes = int(clock[1]) * 60 + int(clock[2])
            yield clock.end(), with_number("clock", "clock", minutes), 0.9, "N"
            for end, unit, _, _ in self._lexicon.units.find(text, clock.end()):
                if unit.startswith("clock.") and _ends_word(text, end):
                    yield end, with_number("clock", unit, minutes), 0.85, "N"
        sign = 1.0
        start = at
        if text[at] == "-" and at + 1 < len(text) and text[at + 1].isdigit() and (at == 0 or text[at - 1] == " "):
            sign, start = -1.0, at + 1
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
        if number.surely or not united and number.end == len(text):
            if not (self._spaced and number.words == 0 and after == number.end and _glued(text, after)):
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
            stop = len(text) if stop < 0 else stop
            for end in range(stop, start + 2, -1):
                entry = next(filter(None, (typos.find(text[start:end]) for typos in self._typos)), None)
                if entry is not None and _ends_word(text, end):
                    found.setdefault(start, []).append((end, entry))
                    break
        return found


def _class(entry: Entry) -> str:
    if entry.kind == "mark" and entry.value.startswith("question."):
        return "N"
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
    if cls == "V" and before == "S" and entry.has("base"):
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
    return _merge_unknown(text, path[::-1])


def _merge_unknown(text: str, path: Iterable[tuple[int, int, Entry]]) -> list[Token]:
    tokens: list[Token] = []
    for start, end, entry in path:
        attached = start > 0 and text[start - 1] != " "
        last = tokens[-1] if tokens else None
        if last and last.kind == "unknown" and last.end == start:
            short_noun = entry.kind in _PART_OF_A_WORD and end - start == 1
            if entry.kind == "unknown" or (short_noun and is_syllable(text[start])):
                # one syllable right behind something unknown is a part of it, not a word
                tokens[-1] = replace(last, end=end, text=text[last.start : end])
                continue
        if _tail_of_unknown(tokens, entry, start, end):
            # 에어프라+이+어: what looks like a particle and a filler ends the unknown word
            head = tokens[-2]
            tokens[-2:] = [replace(head, end=end, text=text[head.start : end])]
            continue
        tokens.append(Token(entry, start, end, text[start:end], attached))
        if entry.kind == "unknown":
            _swallow(text, tokens)
    return tokens


def _tail_of_unknown(tokens: list[Token], entry: Entry, start: int, end: int) -> bool:
    if entry.kind != "mark" or end - start > 1 or len(tokens) < 2 or tokens[-1].end != start:
        return False
    return tokens[-1].kind == "particle" and tokens[-2].kind == "unknown" and tokens[-2].end == tokens[-1].start


def _swallow(text: str, tokens: list[Token]) -> None:
    """테+이+블, 강+아지: pieces in front of something unknown, without a space, are a part of it."""
    while len(tokens) > 1:
        unknown, before = tokens[-1], tokens[-2]
        if not unknown.attached or before.end != unknown.start or not is_syllable(text[before.end - 1]):
            return
        fragment = before.kind in ("unknown", "particle") or before.end - before.start == 1
        if not fragment or (before.kind == "particle" and not _has_unknown_host(tokens)):
            return
        joined = text[before.start : unknown.end]
        tokens[-2:] = [replace(unknown, start=before.start, text=joined, attached=before.attached)]


def _has_unknown_host(tokens: list[Token]) -> bool:
    host = tokens[-3] if len(tokens) > 2 else None
    return host is not None and host.end == tokens[-2].start and (host.kind == "unknown" or len(host.text) == 1)


def _is_latin(char: str) -> bool:
    return char.isalpha() and char < "ɐ"


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))


def _glued(text: str, at: int) -> bool:
    return at < len(text) and _is_latin(text[at])
