"""Several engines in order: the first sure answer wins."""

from collections.abc import Sequence

from nlu.engines.base import Engine, Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


class Chain:
    """Asks engine after engine."""

    name = "chain"

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """The first sure understanding; when none is sure the first with an intent, else the first."""
        first: Understanding | None = None
        for engine in self._engines:
            understanding = engine.understand(text, vocabulary, focus)
            if _sure(understanding):
                return understanding
            if first is None or (not first.understood and understanding.understood):
                first = understanding
        return first or Understanding(text, text, focus.language or "ko", "chat")


def _sure(understanding: Understanding) -> bool:
    known = understanding.understood and all(
        intent.one("unknown") is None for intent in understanding.intents
    )
    return known and not understanding.leftovers
