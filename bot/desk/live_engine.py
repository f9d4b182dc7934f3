"""The engine that is in use now; another one takes its place between two readings, never within one."""

from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


class LiveEngine:
    """An Engine (nlu/engines/base.py) whose inside may be exchanged."""

    name = "live"

    def __init__(self, engines: Engines) -> None:
        self.engines = engines
        # one reference: exchanging it is one step

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text`, all of it by the engines that are in use when it begins."""
        return self.engines.built_in.understand(text, vocabulary, focus)
