"""The port of an understanding engine."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nlu.understanding import Language, Understanding
from nlu.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Focus:
    """What the conversation is about, so that "it", "the other one" and bare values find their subject."""

    pending: bool = False
    # we asked a question and wait: yes, no, a number, a name or an ordinal is an answer
    appliances: tuple[str, ...] = ()
    # ids the last turn was about
    capability: str | None = None
    # what it was about, e.g. "temperature"
    language: Language | None = None
    # the person's language, for texts without one ("24", "ok")
    now: datetime | None = None
    # the home's local time


class Engine(Protocol):
    """Pure after load: same text, vocabulary and focus give the same Understanding. Never raises on text."""

    name: str

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text` (at most 2,000 characters are read) in this home."""
