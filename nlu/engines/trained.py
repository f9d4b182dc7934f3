"""What a trained engine guessed, brought under the house's own rules: its gate, its words, its doubts.

The built-in engine has read the text already and could not place it. A guess never changes how a sentence was
said, names only what the words of this home name, and stays a guess: whoever plans asks before acting on it.
"""

from dataclasses import dataclass, replace

from nlu.contract import Contract
from nlu.engines.grammar import GrammarEngine
from nlu.guess import Guess, Piece
from nlu.known_values import KnownValues
from nlu.own_steps import OWN
from nlu.targets import find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot, SlotValue, Understanding
from nlu.vocabulary import Vocabulary

ENOUGH = 0.5
"""What is offered must be likelier than not to hold what was meant; else nothing is worth a question."""

MOST = 3
"""Acts that a person is asked to choose from."""

SURE = 0.95
"""Confidence of an act that its model was sure enough of; other guesses have less."""

_ASKED_ABOUT = 0.9
_AS_LIKELY = 1 / 3
# so likely beside the first, another act may have been meant: the first is at most 0.75 then
_NEVER_GUESSED = frozenset(("answer", "conversation", "people", "chat", "notify", "appliances"))
# what is done about people and talk takes plain words
_TALK = frozenset(("social", "comfort"))
_NUMBERS = frozenset(("value", "amount", "unit", "duration"))
_UNITS = frozenset(("celsius", "fahrenheit", "percent", "step", "kelvin"))
_UNITLESS = frozenset(("", "channel"))
_NOT_NAMED = frozenset(("unknown",))


def is_act(name: str) -> bool:
    """Whether a guess of this intent would be done: talk and questions are only answered."""
    family = name.partition(".")[0]
    return bool(family) and family not in _NEVER_GUESSED | _TALK | {"query"}


class TrainedReader:
    """Reads guesses with the words of a home."""

    name = "rasa"

    def __init__(self, grammar: GrammarEngine, contract: Contract, known: KnownValues) -> None:
        self._grammar = grammar
        self._known = known
        self.contract = contract

    def with_grammar(self, grammar: GrammarEngine) -> "TrainedReader":
        """The same rules, with the words that this engine knows."""
        return TrainedReader(grammar, self.contract, self._known)

    def wants(self, read: Understanding) -> bool:
        """Whether a second opinion may help: nothing was placed, and how it was said does not forbid it.

        Of bare digits, which may be a PIN, nobody is asked. What own words say is final.
        """
        if read.engine == OWN:
            return False
        worded = any(char.isalpha() for char in read.normalized)
        return worded and not read.intents and read.said in ("command", "question", "chat")

    def read(
        self, read: Understanding, guess: Guess, vocabulary: Vocabulary, sure_from: float = 1.01
    ) -> Understanding:
        """`read` with the guessed intent, or unchanged when the guess is none for this home.

        Of acts that are nearly as likely the others are its alternatives.
        sure_from: the confidence from which this model did no wrong act when it was tried.
        """
        likely = self._likely(read, guess)
        if not likely or sum(confidence for _, confidence in likely) < ENOUGH or not self.wants(read):
            return read
        words = self._words(read, guess, vocabulary)
        name, confidence = likely[0]
        slots = words.slots(name, self.contract[name])
        if not _about_something(name, words.who, slots):
            return read
        certain = confidence >= sure_from and words.named and all(slot.exact for slot in slots)
        end = len(read.normalized)
        first = Intent(name, slots, SURE if certain else min(confidence, _ASKED_ABOUT), 0, end)
        others = tuple(
            Intent(other, words.slots(other, self.contract[other]), less, 0, end)
            for other, less in likely[1:]
        )
        thought = ", or ".join(f"{one} ({chance:.2f})" for one, chance in likely)
        return replace(
            read,
            engine=self.name,
            mood=self._mood(name, read) or read.mood,
            intents=(first,),
            alternatives=others,
            leftovers=(),
            rule="trained",
            explanation=(*read.explanation, f"nobody placed it; trained on examples it is {thought}"),
        )

    def _likely(self, read: Understanding, guess: Guess) -> list[tuple[str, float]]:
        """The first guess, and behind an act the other acts that may have been meant; empty: none will do."""
        if not guess.ranking:
            return []
        name, confidence = guess.ranking[0]
        mood = self._mood(name, read)
        if mood is None:
            return []
        if mood != "command":
            return [(name, confidence)]
        acts = [one for one in guess.ranking if self._mood(one[0], read) == "command"]
        return [one for one in acts if one[1] >= confidence * _AS_LIKELY][:MOST]

    def _mood(self, name: str, read: Understanding) -> Mood | None:
        """The mood that the guess would have; None: the gate is shut for it."""
        family = name.partition(".")[0]
        if name not in self.contract or family in _NEVER_GUESSED:
            return None
        if is_act(name):
            return "command" if read.said == "command" else None
        if family in _TALK:
            return "chat" if read.said == "chat" or family == "social" else None
        return "question" if read.said in ("question", "command") else None

    def _words(self, read: Understanding, guess: Guess, vocabulary: Vocabulary) -> "_Words":
        tokens = self._grammar.words(read.text, vocabulary, read.language)
        home = self._grammar.compiled(vocabulary, read.language).home
        targets = find_targets([one for one in tokens if one.kind != "unknown"], home).slots
        named = tuple(slot for slot in targets if slot.name not in _NOT_NAMED)
        kinds = self._grammar.appliance_types
        marked = (one for one in guess.pieces if one.entity == "appliance_type" and one.value in kinds)
        # kinds that only the trained engine saw are never certain
        who = named or tuple(_slot(piece, read, piece.value) for piece in marked)
        return _Words(read, tuple(tokens), guess.pieces, bool(named), who, self._known, vocabulary)


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words of a text say, and what the trained engine marked of it."""

    read: Understanding
    tokens: tuple[Token, ...]
    pieces: tuple[Piece, ...]
    named: bool
    # whether our own words name who it is about
    who: tuple[Slot, ...]
    known: KnownValues
    vocabulary: Vocabulary

    def slots(self, name: str, wanted: frozenset[str]) -> tuple[Slot, ...]:
        """Who an intent is about, and the values that it takes: as our own words say, else as was marked."""
        found = [*self.who, *self._quantity(name, wanted)]
        for slot in sorted(wanted - _NUMBERS):
            said = (_of(slot, one, one.value) for one in self.tokens if one.kind == slot)
            marked = (_slot(one, self.read, one.value) for one in self.pieces if one.entity == slot)
            found += [one for one in map(self._as_known, (*said, *marked)) if one is not None][:1]
        return tuple(found)

    def _as_known(self, slot: Slot) -> Slot | None:
        value = self.known.of(slot.name, str(slot.value), self.vocabulary)
        return None if value is None else replace(slot, value=value)

    def _quantity(self, name: str, wanted: frozenset[str]) -> list[Slot]:
        """24도: what it is to be, or by how much it is to change."""
        kind = "amount" if name.endswith(".adjust") else "value"
        token = next((one for one in self.tokens if one.kind == "quantity"), None)
        if token is None or kind not in wanted or token.value not in _UNITS | _UNITLESS:
            return []
        number = _of(kind, token, token.number)
        return [number] if token.value in _UNITLESS else [number, _of("unit", token, token.value)]


def _about_something(name: str, who: tuple[Slot, ...], slots: tuple[Slot, ...]) -> bool:
    """Talk that only sounds like a complaint or a question is neither."""
    if name == "comfort.complaint":
        return any(slot.name == "dimension" for slot in slots)
    return bool(who) or not name.startswith("query.")


def _of(name: str, token: Token, value: SlotValue) -> Slot:
    return Slot(name, value, token.start, token.end, token.text, token.entry.exact)


def _slot(piece: Piece, read: Understanding, value: SlotValue) -> Slot:
    words = read.normalized[piece.start : piece.end]
    return Slot(piece.entity, value, piece.start, piece.end, words, exact=False)
