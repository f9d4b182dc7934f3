"""Several engines in order: the first sure answer wins."""

from collections.abc import Sequence

from nlu.engines.base import Engine, Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


class Chain:
    """Asks engine after engine; there is at least one."""

    name = "chain"

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """The first sure understanding; when none is sure the first with an intent, else the first."""
        unsure: list[Understanding] = []
        for engine in self._engines:
            understanding = engine.understand(text, vocabulary, focus)
            if _sure(understanding):
                return understanding
            unsure.append(understanding)
        return next((one for one in unsure if one.understood), unsure[0])


def _sure(understanding: Understanding) -> bool:
    known = understanding.understood and all(
        intent.one("unknown") is None for intent in understanding.intents
    )
    return known and not understanding.leftovers
