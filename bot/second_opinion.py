"""What the built-in engine could not place is shown to the trained one; its guess passes our own rules."""

from typing import Protocol

from nlu.engines.trained import TrainedReader
from nlu.guess import Guess
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


class Guesser(Protocol):
    """A trained engine, wherever it runs."""

    @property
    def sure_from(self) -> float:
        """The confidence from which its model did no wrong act in its trial; above 1: never that sure."""

    async def guess(self, text: str) -> Guess | None:
        """What it makes of a text; None: not there, or too slow. Never raises, takes a bounded time."""


class SecondOpinion:
    """Asks the trained engine, if there is one."""

    def __init__(self, reader: TrainedReader, guesser: Guesser | None) -> None:
        self._reader = reader
        self._guesser = guesser

    async def __call__(self, read: Understanding, vocabulary: Vocabulary) -> Understanding:
        """`read` as the built-in engine placed it, else as the trained one did, else unchanged."""
        if self._guesser is None or not self._reader.wants(read):
            return read
        guess = await self._guesser.guess(read.normalized)
        if guess is None:
            return read
        return self._reader.read(read, guess, vocabulary, self._guesser.sure_from)
