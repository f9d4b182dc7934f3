"""The cheapest way to read a text as words: every word that could stand anywhere, the best path through them.

Costs say what a good reading is: few pieces, words where the spaces are, as little as possible left unknown.
"""

from collections.abc import Sequence
from dataclasses import replace

from nlu.correction import Corrector, Extra
from nlu.home import Home
from nlu.korean.hangul import is_syllable
from nlu.lexicon import Lexicon
from nlu.normalize import is_picture
from nlu.quantities import Quantities
from nlu.strangers import merge_unknown
from nlu.tokens import Entry, Token

_MADE_SO = frozenset(("causative", "req", "nominal"))
_NEVER_BEHIND = frozenset(
    ("person", "pronoun", "activity", "colour", "mode", "fan_speed", "program", "object", "extreme", "home")
)
_PUNCTUATION = frozenset("?!.,\n;:/()[]\"'+&=*#@<>{}|\\_-…·%$°")
_MARKS = {char: Entry("punct", char) for char in _PUNCTUATION}
_PICTURE = Entry("mark", "filler")
_STRANGER = Entry("unknown", "")
_COSTS = {
    "particle": 0.6,
    "name": 0.85,
    "quantity": 0.9,
    "clock": 0.9,
    "time": 0.95,
    "attribute": 0.98,
    "verb": 1.02,
    "mark": 1.05,
}
_WORD = 1.0
_UNKNOWN_SYLLABLE = 3.0
_UNKNOWN_WORD = 5.0
_MID_WORD = 0.25
_NEVER = float("inf")
_AFTER_UNKNOWN = 1.6
_PART_OF_UNKNOWN = 2.5
_CORRECTED = 1.5
_OWN_WORD = 0.1
_SPACE_IN_WORD = 0.35
_SHORT = 2
# syllables
_LOOSE_PARTICLE = 0.9
_BEHIND_VERB = 2.5
_HOSTS = frozenset("NUPW")
# classes a particle may follow: nouns, unknown words, particles
_FREE_PARTICLES = frozenset(("and", "or", "except"))
_JOINTS = frozenset(
    ("and", "also", "then", "but", "please", "request", "did", "do", "must", "guess", "modal")
)
# marks that a verb follows rather than a noun: "and lock the door"
_DOERS = frozenset(("first", "you"))
_CLASSES = {"verb": "V", "particle": "P", "punct": "S", "unknown": "U", "mark": "M"}

_Edge = tuple[int, Entry, float, str]
# end, entry, cost, class
_Edges = dict[int, list[_Edge]]
# place in a text → what can stand there
_NOTHING: Extra = {}


class Segmenter:
    """Reads texts as tokens with the words of a language and of one home."""

    def __init__(self, lexicon: Lexicon, home: Home) -> None:
        self._lexicon = lexicon
        self._home = home.words
        self._corrector = Corrector(lexicon, home)
        self._inflected = bool(lexicon.language.endings)
        self._quantities = Quantities(lexicon, lexicon.language.spaced)
        self._last: tuple[str, tuple[str, list[Token]]] = ("", ("", []))

    def segment(self, text: str) -> tuple[str, list[Token]]:
        """Normalised `text` as it was read, slips of the fingers put right, and its best reading without its
        spaces; unknown words are tokens too."""
        last = self._last
        if text != last[0]:
            # the next engine of a chain asks for the same again
            last = self._last = (text, self._segment(text))
        return last[1]

    def _segment(self, text: str) -> tuple[str, list[Token]]:
        edges: _Edges = {}
        tokens = self._path(text, edges)
        if any(token.kind == "unknown" for token in tokens):
            typed = text
            text, tokens = self._respelled(text, tokens)
            edges = edges if text == typed else {}
        extra = self._corrector.words(text, tokens)
        if not extra:
            return text, tokens
        guessed = [(token.start, token.end) for token in tokens if not token.entry.exact]
        return text, _as_guesses(self._path(text, edges, extra), guessed)

    def _respelled(self, text: str, tokens: list[Token]) -> tuple[str, list[Token]]:
        """Text and tokens with Latin words put right where that makes them known."""
        useless: set[str] = set()
        while True:
            respelled, done = self._corrector.respelled(text, tokens, useless)
            if not done:
                return text, tokens
            read = self._path(respelled, {})
            unknown = [token for token in read if token.kind == "unknown"]
            strange = {put.typed for put in done if any(_meet(one, put.start, put.end) for one in unknown)}
            if not strange:
                guessed = [(put.start, put.end) for put in done if not put.sure]
                return respelled, _as_guesses(read, guessed)
            useless |= strange

    def _path(self, text: str, edges: _Edges, extra: Extra = _NOTHING) -> list[Token]:
        """The best reading; `edges`: what was found in this text already, and what is found now."""
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
            if at not in edges:
                edges[at] = self._edges(text, at)
            corrected = [(end, entry, _CORRECTED, _class(entry)) for end, entry in extra.get(at, ())]
            for end, entry, cost, cls in (*corrected, *edges[at]) if corrected else edges[at]:
                target = best[end]
                known = target.get(cls)
                least = known[0] if known is not None else _NEVER
                # what stands free meets nothing
                free = cls == "S" or not (attached or cls in "PQV")
                for before, state in states.items():
                    total = state[0] + cost
                    if not free:
                        total += _joint(before, cls, attached, entry)
                    if total < least - 1e-9:
                        least = total
                        target[cls] = (total, at, before, entry)
        return _trace(text, best)

    def _edges(self, text: str, at: int) -> list[_Edge]:
        char = text[at]
        latin = _is_latin(char)
        if latin and at > 0 and _is_latin(text[at - 1]):
            return []
        edges = self._words(text, at)
        if self._inflected:
            edges += self._verbs(text, at)
        edges += [(end, entry, cost, "N") for end, entry, cost in self._quantities.at(text, at)]
        if char in _PUNCTUATION:
            edges.append((at + 1, _MARKS[char], 0.05, "S"))
        elif is_picture(char):
            edges.append((at + 1, _PICTURE, 0.05, "N"))
        elif latin or char.isdigit():
            end = at + 1
            while end < len(text) and (_is_latin(text[end]) or text[end].isdigit() or text[end] == "'"):
                end += 1
            edges.append((end, _STRANGER, _UNKNOWN_WORD, "U"))
        else:
            edges.append((at + 1, _STRANGER, _UNKNOWN_SYLLABLE, "U"))
        return edges

    def _words(self, text: str, at: int) -> list[_Edge]:
        edges: list[_Edge] = []
        behind = at > 0 and is_syllable(text[at - 1])
        for trie, bonus in ((self._home, _OWN_WORD), (self._lexicon.words, 0.0)):
            for end, entry, spaces, crossed in trie.find(text, at):
                excess = crossed - spaces if crossed > spaces else 0
                apart = excess and _falls_apart(text, at, end, entry)
                if apart or not _ends_word(text, end):
                    continue
                cost = _COSTS.get(entry.kind, _WORD) + excess * _SPACE_IN_WORD - bonus
                if behind and end - at == 1 and entry.kind in _NEVER_BEHIND:
                    # 문제, 가스비: one such syllable right behind a word belongs to a word we do not know
                    cost += _PART_OF_UNKNOWN
                edges.append((end, entry, cost, _class(entry)))
        return edges

    def _verbs(self, text: str, at: int) -> list[_Edge]:
        edges: list[_Edge] = []
        room: bool | None = None
        for end, entry in self._lexicon.verbs(text, at):
            cost = _COSTS["verb"] + 0.02 * text.count(" ", at, end)
            if all("feel" in reading and reading & _MADE_SO for reading in entry.readings):
                # 밝게 해 줘, 건조해 줘, 최대 밝기로: something is wanted, nobody complains
                cost += _CORRECTED
            if room is None:
                words = self._home.find(text, at)
                room = any(word.kind == "area" and stop - at > 1 for stop, word, *_ in words)
            if room:
                # 거실 거: the room, not a form of 걸다
                cost += _PART_OF_UNKNOWN
            edges.append((end, entry, cost, "V"))
        return edges


def _as_guesses(tokens: list[Token], guessed: Sequence[tuple[int, int]]) -> list[Token]:
    """The tokens, those at these places marked as guesses."""
    return [
        replace(token, entry=replace(token.entry, exact=False))
        if any(_meet(token, *place) for place in guessed)
        else token
        for token in tokens
    ]


def _meet(token: Token, start: int, end: int) -> bool:
    return token.start < end and start < token.end


def _class(entry: Entry) -> str:
    if entry.kind == "mark" and entry.value.startswith("question."):
        return "N"
    if entry.kind == "mark" and entry.value.partition(".")[0] in _JOINTS:
        return "J"
    if entry.kind == "person" and entry.value in _DOERS:
        return "W"
    if entry.kind == "particle" and entry.value == "copula_q":
        # 에어컨+고: asked, so that no other particle follows
        return "Q"
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
    if cls in "PQ":
        free = entry.value in _FREE_PARTICLES
        if before not in _HOSTS:
            return 1.0 if free else 4.0
        return 0.0 if attached or free else _LOOSE_PARTICLE
    if cls == "V" and before in ("S", "J", "W") and entry.has("base"):
        # what opens a clause is rather a verb: "heat the oven", "lower the blinds"
        return -0.1
    if not attached or before == "S" or cls == "S":
        return 0.0
    if cls == "U":
        return 0.0 if before == "U" else 0.4
    if before == "V" and entry.kind == "quantity" and not entry.value:
        # 고맙데+이: rather the end of the word than a number
        return _BEHIND_VERB
    return _AFTER_UNKNOWN if before == "U" else _MID_WORD if before not in "PQ" else 0.1


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
    return char < "ɐ" and char.isalpha()


def _falls_apart(text: str, at: int, end: int, entry: Entry) -> bool:
    """Whether what looks like a word with a space in it is two: t van; 아 아들아."""
    if _is_latin(text[end - 1]):
        return not _is_spelled_out(text[at:end])
    joined = end < len(text) and is_syllable(text[end])
    return joined and entry.kind in _NEVER_BEHIND and len(text[at:end].replace(" ", "")) == _SHORT


def _is_spelled_out(text: str) -> bool:
    """t v, a c: each letter stands alone."""
    return all(len(part) == 1 for part in text.split(" "))


def _ends_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))
