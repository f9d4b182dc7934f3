"""What a trained engine guessed, brought under the house's own rules: its gate, its words, its doubts.

The built-in engine has read the text already and could not place it. A guess never changes how a sentence was
said, names only what the words of this home name, and stays a guess: whoever plans asks before acting on it.
"""

from collections.abc import Sequence
from dataclasses import replace

from nlu.contract import Contract
from nlu.engines.grammar import GrammarEngine
from nlu.guess import Guess, Piece
from nlu.targets import find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot, SlotValue, Understanding
from nlu.vocabulary import Vocabulary

ENOUGH = 0.5
"""A guess less likely than this is not worth a question."""

SURE = 0.95
"""Confidence of an intent that its model was never wrong about when it was tried; other guesses have less."""

_ASKED_ABOUT = 0.9
_NEVER_GUESSED = frozenset(("answer", "conversation", "people", "chat", "notify"))
# what is done about people and talk takes plain words
_TALK = frozenset(("social", "comfort"))
_NUMBERS = frozenset(("value", "amount", "unit", "duration"))
_UNITLESS = frozenset(("", "channel"))
_NOT_NAMED = frozenset(("unknown",))


class TrainedReader:
    """Reads guesses with the words of a home."""

    name = "rasa"

    def __init__(self, grammar: GrammarEngine, contract: Contract) -> None:
        self._grammar = grammar
        self.contract = contract

    def wants(self, read: Understanding) -> bool:
        """Whether a second opinion may help: nothing was placed, and how it was said does not forbid it.

        Of bare digits, which may be a PIN, nobody is asked.
        """
        worded = any(char.isalpha() for char in read.normalized)
        return worded and not read.intents and read.said in ("command", "question", "chat")

    def read(
        self, read: Understanding, guess: Guess, vocabulary: Vocabulary, sure_from: float = 1.01
    ) -> Understanding:
        """`read` with the guessed intent, or unchanged when the guess is none for this home.

        sure_from: the confidence from which this model was never wrong when it was tried.
        """
        name, confidence = guess.ranking[0] if guess.ranking else ("", 0.0)
        mood = self._mood(name, read)
        if mood is None or confidence < ENOUGH or not self.wants(read):
            return read
        tokens = self._grammar.words(read.text, vocabulary, read.language)
        home = self._grammar.compiled(vocabulary, read.language).home
        targets = find_targets([one for one in tokens if one.kind != "unknown"], home).slots
        named = [slot for slot in targets if slot.name not in _NOT_NAMED]
        slots = (*(named or self._marked_targets(guess, read)), *self._marked(name, tokens, guess, read))
        if name == "comfort.complaint" and all(slot.name != "dimension" for slot in slots):
            return read
        certain = confidence >= sure_from and bool(named) and all(slot.exact for slot in slots)
        sure = SURE if certain else min(confidence, _ASKED_ABOUT)
        why = f"nobody placed it; trained on examples it is {name} ({confidence:.2f})"
        return replace(
            read,
            engine=self.name,
            mood=mood,
            intents=(Intent(name, slots, sure, 0, len(read.normalized)),),
            leftovers=(),
            rule="trained",
            explanation=(*read.explanation, why),
        )

    def _mood(self, name: str, read: Understanding) -> Mood | None:
        """The mood that the guess would have; None: the gate is shut for it."""
        family = name.partition(".")[0]
        if name not in self.contract or family in _NEVER_GUESSED:
            return None
        if family in _TALK:
            return "chat" if read.said == "chat" or family == "social" else None
        if family == "query":
            return "question" if read.said in ("question", "command") else None
        return "command" if read.said == "command" else None

    def _marked_targets(self, guess: Guess, read: Understanding) -> list[Slot]:
        """Kinds of appliances that only the trained engine saw: never certain."""
        known = self._grammar.appliance_types
        marked = [one for one in guess.pieces if one.entity == "appliance_type" and one.value in known]
        return [_slot(piece, read, piece.value) for piece in marked]

    def _marked(
        self, name: str, tokens: Sequence[Token], guess: Guess, read: Understanding
    ) -> list[Slot]:
        """Values that this intent takes: as our own words say, else as the trained engine marked them."""
        wanted = self.contract[name]
        slots = _quantity(name, tokens) if wanted & _NUMBERS else []
        for slot_name in sorted(wanted - _NUMBERS):
            token = next((one for one in tokens if one.kind == slot_name), None)
            piece = next((one for one in guess.pieces if one.entity == slot_name), None)
            if token is not None:
                slots.append(_of(slot_name, token, token.value))
            elif piece is not None:
                slots.append(_slot(piece, read, piece.value))
        return slots


def _quantity(name: str, tokens: Sequence[Token]) -> list[Slot]:
    """24도: what it is to be, or by how much it is to change."""
    token = next((one for one in tokens if one.kind == "quantity"), None)
    if token is None:
        return []
    kind = "amount" if name.endswith(".adjust") else "value"
    number = _of(kind, token, token.number)
    return [number] if token.value in _UNITLESS else [number, _of("unit", token, token.value)]


def _of(name: str, token: Token, value: SlotValue) -> Slot:
    return Slot(name, value, token.start, token.end, token.text, token.entry.exact)


def _slot(piece: Piece, read: Understanding, value: SlotValue) -> Slot:
    words = read.normalized[piece.start : piece.end]
    return Slot(piece.entity, value, piece.start, piece.end, words, exact=False)
