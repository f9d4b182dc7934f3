"""What reading makes of one clause, on the way to the meaning of the sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlu.clauses import Clause
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood


@dataclass(slots=True)
class Read:
    """A clause after reading."""

    clause: Clause
    mood: Mood
    targets: Targets
    intents: list[Intent]
    leftovers: list[Token]
    # words that say something, and nobody understood what
    dropped: bool = False
    # it only says how things are: what else is said counts

    def drop(self) -> None:
        """Let it count for nothing."""
        self.dropped, self.intents, self.leftovers = True, [], []


def as_guesses(intents: Iterable[Intent]) -> list[Intent]:
    """The same intents, to be asked about before anything is done."""
    return [replace(intent, confidence=0.5) for intent in intents]
