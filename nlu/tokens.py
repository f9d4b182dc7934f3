"""Pieces of a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

Features = frozenset[str]
NO_FEATURES: Features = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as the lexicon knows it."""

    kind: str
    # a WordKind, or: name, verb, verbal_noun, quantity, clock, punct, unknown, phrase
    value: str
    # canonical: type key, act, mode …
    readings: tuple[Features, ...] = (NO_FEATURES,)
    # what its form says; several when the form is ambiguous
    exact: bool = True
    ids: tuple[str, ...] = ()
    # appliances of that name
    number: float = 0.0
    # of a quantity, a clock time (minutes), a number word

    def has(self, feature: str) -> bool:
        """Whether some reading has this feature."""
        return any(feature in reading for reading in self.readings)


@dataclass(frozen=True, slots=True)
class Token:
    """An entry at its place in the text."""

    entry: Entry
    start: int
    end: int
    text: str
    attached: bool = False
    # no space before it

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def value(self) -> str:
        return self.entry.value

    @property
    def number(self) -> float:
        return self.entry.number

    def has(self, feature: str) -> bool:
        """Whether some reading has this feature."""
        return self.entry.has(feature)

    def is_a(self, kind: str, *values: str) -> bool:
        """Whether it is of this kind and, if given, one of these values."""
        return self.entry.kind == kind and (not values or self.entry.value in values)


def is_goal(tokens: Sequence[Token], at: int) -> bool:
    """울로, 울 코스로, to wool: whether the token at this place is what something shall be set to."""
    nouns = ("program", "mode")
    behind = [one for one in tokens[at + 1 : at + 3] if not one.is_a("attribute", *nouns)][:1]
    before = tokens[max(at - 1, 0) : at]
    return any(one.is_a("particle", "goal") for one in behind) or any(
        one.is_a("mark", "goal") for one in before
    )
