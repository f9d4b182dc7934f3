"""A clause: what is done, what it is done to, and the marks around it."""

from dataclasses import dataclass, field
from itertools import pairwise

from nlu.tokens import Features, Token

_DIRECTIONS = {"on", "off"}


@dataclass(slots=True)
class Clause:
    """One predicate with everything that belongs to it."""

    tokens: list[Token] = field(default_factory=list)
    # all tokens in order, predicate included
    verb: Token | None = None
    act: str = ""
    readings: tuple[Features, ...] = ()
    question_mark: bool = False
    arranged: bool = False
    # booked for a time: 예약
    condition: bool = False
    # what an act waits for, kept word for word
    mixed: bool = False
    # several things and several values, and nothing says which goes with which
    last: bool = True
    # nothing follows that it could be connected to

    def has(self, feature: str) -> bool:
        """Whether every reading has it."""
        return bool(self.readings) and all(feature in reading for reading in self.readings)

    def may(self, feature: str) -> bool:
        """Whether some reading has it."""
        return any(feature in reading for reading in self.readings)

    def first(self, kind: str, *values: str) -> Token | None:
        """The first token of a kind (and value)."""
        for token in self.tokens:
            entry = token.entry
            if entry.kind == kind and (not values or entry.value in values):
                return token
        return None

    def all(self, kind: str, *values: str) -> list[Token]:
        """All tokens of a kind (and value)."""
        return [token for token in self.tokens if token.is_a(kind, *values)]

    def marked(self, *values: str) -> bool:
        """Whether one of these marks is in it; "question" means any question word."""
        for token in self.tokens:
            entry = token.entry
            if entry.kind == "mark" and (entry.value in values or entry.value.partition(".")[0] in values):
                return True
        return False

    @property
    def unsure(self) -> bool:
        """Whether it may be meant for somebody else, or as something else: then it is asked about."""
        guessed = (
            any(not token.entry.exact for token in self.tokens) or self._says_both() or self._is_inside()
        )
        return guessed or self.marked("guess", "report") or self.may("unsure")

    def _says_both(self) -> bool:
        """turn on/off the tv: two directions side by side."""
        words = [token.value for token in self.tokens if not token.is_a("mark", "and")]
        return any({one, other} == _DIRECTIONS for one, other in pairwise(words))

    def _is_inside(self) -> bool:
        """turn on the aircon in the car, 차에 있는 선풍기: one thing is where the other one stands."""
        things = [token for token in self.tokens if token.kind in ("type", "name")]
        words = [token for token in self.tokens if not token.is_a("mark", "filler")]
        behind = any(two in things and one.text == "in" for one, two in pairwise(words))
        before = any(one in things and two.is_a("particle", "place") for one, two in pairwise(words))
        return len(things) > 1 and (behind or before)

    @property
    def verb_first(self) -> bool:
        """Whether the verb stands before what it is about."""
        return self.verb is not None and bool(self.tokens) and self.tokens[0] is self.verb

    @property
    def start(self) -> int:
        return self.tokens[0].start if self.tokens else 0

    @property
    def end(self) -> int:
        return self.tokens[-1].end if self.tokens else 0


def finish_clause(clause: Clause, out: list[Clause]) -> Clause:
    if clause.tokens:
        out.append(clause)
    return Clause()


def takes_back(clause: Clause) -> bool:
    """아니 안방 거; no, the bedroom one — but not "no lights"."""
    no = clause.first("mark", "no")
    if no is None:
        return False
    at = clause.tokens.index(no) + 1
    comma = at < len(clause.tokens) and (clause.tokens[at].kind == "punct" or clause.tokens[at].text == "the")
    return comma or clause.first("pronoun") is not None or not no.text.isascii()
