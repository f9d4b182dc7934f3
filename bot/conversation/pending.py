"""A question of ours that waits for an answer, and the buttons under it."""

from dataclasses import dataclass

from bot.message import Language
from bot.plan import AskStep, TellStep
from nlu.understanding import Intent


@dataclass(frozen=True, slots=True)
class Listener:
    """A person in a chat who hears something that was not said there."""

    person: str
    chat: str
    group: bool = False
    language: Language | None = None
    # None: the home's


@dataclass(frozen=True, slots=True)
class Behalf:
    """For whom something is done on another's word; they hear what comes of it."""

    verdict: TellStep
    # who gave the word
    listeners: tuple[Listener, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """An open question in one chat to one person."""

    question: AskStep
    chat: str
    person: str
    # who was asked; an approval may be given by another adult
    expires_at: float
    # seconds since the epoch
    boot: str
    # which run of the house asked; its monotonic clock is trusted over the wall clock
    expires_monotonic: float
    buttons: tuple[str, ...] = ()
    # ids of the buttons shown, in the order of the question's options
    group: bool = False
    language: Language | None = None
    # in which it was asked
    behalf: Behalf | None = None
    # for whom the one who is asked would do it
    asked_at: float = 0.0
    # seconds since the epoch

    @property
    def asker(self) -> Listener:
        """Who hears what comes of it when another answers."""
        return Listener(self.person, self.chat, self.group, self.language)

    def is_open(self, now: float, boot: str, monotonic: float) -> bool:
        """Whether an answer still counts; a clock that was set back cannot keep it open."""
        if boot == self.boot:
            return monotonic < self.expires_monotonic
        return now < self.expires_at


@dataclass(frozen=True, slots=True)
class Pressable:
    """What a stored button stands for; it works once."""

    pending: Pending
    choice: int
    # index of the option
    approval: bool = False
    # only another adult than the asker may press it


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one person's talk in one chat is about."""

    focus: tuple[str, ...] = ()
    # ids of the appliances of the last turn
    capability: str | None = None
    at: float = 0.0
    # when that was
    pending: Pending | None = None
    language: str | None = None
    # of the last message
    last: tuple[Intent, ...] = ()
    # what was commanded or asked last, for "the dryer too"
    undecided: bool = False
    # `focus` are those that we asked about: which of them is meant is open
