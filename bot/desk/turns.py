"""What one message says about the one before it: that it was misread, or what it was meant to say."""

from dataclasses import dataclass

from nlu.never import never_word
from nlu.understanding import Slot, Understanding

WITHIN_S = 120.0
"""Between a message and what says more about it."""

_TAKES_BACK = frozenset(("conversation.correct", "conversation.undo", "answer.no"))
_BUILDS_ON = ("conversation.", "answer.")
# means nothing without what was said before
_ASKED_WHAT = frozenset(("ask.did_you_mean", "ask.which_act"))
# rule of what stands in a message that an admin made talk
_DONE = frozenset(("acted", "scheduled"))
_AWAY = frozenset(("mark", "pronoun", "particle", "punct"))


@dataclass(frozen=True, slots=True)
class Turn:
    """A message that was answered."""

    text: str
    # "" when nothing of it may be kept: a pressed button, a PIN
    at: float
    read: Understanding | None
    # None: it was not read as a sentence
    outcome: str
    answers: str | None = None
    # key of the question of ours that it answered; None: it is no answer
    cancelled: bool = False
    # by a no

    @property
    def worded(self) -> bool:
        """Whether it says anything: a bare number is no sentence."""
        return self.read is not None and any(char.isalpha() for char in self.text)

    @property
    def is_done(self) -> bool:
        """Whether something came of it."""
        return self.outcome in _DONE

    @property
    def stands_alone(self) -> bool:
        """Whether it says by itself what is wanted."""
        if not self.worded or self.answers is not None or self.read is None or not self.read.intents:
            return False
        return not any(one.name.startswith(_BUILDS_ON) for one in self.read.intents)

    @property
    def is_puzzling(self) -> bool:
        """Whether it should have been understood, and was not."""
        if not self.worded or self.answers is not None or self.read is None:
            return False
        # a name that nobody here knows is refused, and may well be one that the family uses
        nameless = self.outcome == "refused" and any(one.one("unknown") for one in self.read.intents)
        return (nameless or self.outcome == "not_understood") and not is_made_talk(self.read)

    @property
    def rejects_guess(self) -> bool:
        """Whether it is the no to "did you mean …?"."""
        return self.cancelled and self.answers in _ASKED_WHAT


@dataclass(frozen=True, slots=True)
class TakingBack:
    """It was not meant like that."""

    instead: str = ""
    # what was meant, where the same message says so


def is_made_talk(read: Understanding) -> bool:
    """Whether it is talk because an admin said so, not because nobody understood it."""
    return never_word(read.rule) is not None


def taking_back(turn: Turn, before: Turn) -> TakingBack | None:
    """Whether a message takes back how the one before it was read: 아니 그거 말고, undo that."""
    if turn.rejects_guess:
        return TakingBack()
    read = turn.read
    if read is None or turn.answers is not None or not turn.worded or not before.is_done:
        return None
    if read.intents and all(one.name in _TAKES_BACK for one in read.intents):
        return TakingBack()
    lead = _leading(read.words)
    if not any(_is_no(word) for word in lead):
        return None
    if len(lead) == len(read.words):
        return TakingBack()
    rest = read.normalized[lead[-1].end :].strip(" ,.!") if turn.stands_alone and turn.is_done else ""
    return TakingBack(rest) if rest else None


def _leading(words: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """아니 그거 말고: the words before any that name a thing or an act."""
    end = next((at for at, word in enumerate(words) if word.name not in _AWAY), len(words))
    return words[:end]


def _is_no(word: Slot) -> bool:
    kind = str(word.value).partition(".")[0]
    return (word.name == "mark" and kind in ("no", "not")) or (word.name == "particle" and kind == "except")
