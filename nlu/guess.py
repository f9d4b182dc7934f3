"""What a trained engine makes of a text, before the house's own rules have looked at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the trained engine marked."""

    entity: str
    # a slot's name: appliance_type, area, value, mode, direction …
    start: int
    end: int
    # offsets in the text that it was given
    value: str
    # what the words stand for
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Guess:
    """The intents it thinks of, most likely first, and the pieces it marked."""

    ranking: tuple[tuple[str, float], ...] = ()
    # name and confidence, 0 to 1
    pieces: tuple[Piece, ...] = ()
