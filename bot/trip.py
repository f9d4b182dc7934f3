"""How far one message has come."""

from dataclasses import dataclass, field

from bot.answering import understood_of
from bot.asking import Word
from bot.conversation.pending import Behalf, Pending
from bot.conversation.resumed import Resumed
from bot.execution import Order
from bot.guard import Clearance
from bot.message import IncomingMessage, Language, Understood
from bot.people.person import Person
from bot.plan import Plan
from nlu.understanding import Intent, Understanding


@dataclass(slots=True)
class Trip:
    """How far one message has come; what is known so far can be told at any time."""

    message: IncomingMessage
    person: Person
    language: Language = "ko"
    understood: Understood = field(default_factory=lambda: Understood("chat", "grammar"))
    read: Understanding | None = None
    # how its words were read; None: it was a button, or nothing that can be read
    answers: str | None = None
    # key of the question of ours that it answered, "" where that does not matter; None: it is no answer
    plan: Plan = field(default_factory=Plan)
    orders: list[Order] = field(default_factory=list)
    commanded: tuple[Intent, ...] = ()
    # what was commanded or asked, for "the dryer too"
    secret: bool = False
    # the text may hold a PIN and is shown to nobody
    behalf: Behalf | None = None
    # for whom the sender does it
    only_sender: bool = False
    # nobody else need hear the answer
    words: list[Word] = field(default_factory=list)
    # what is said to others about it

    @property
    def actor(self) -> str | None:
        """Whose doing it is, where more people read of it; None: it goes without saying."""
        return self.person.id if self.message.group and self.behalf is None else None

    @property
    def age_s(self) -> float:
        """How long ago the message was sent."""
        message = self.message
        return 0.0 if message.sent_at is None else message.received_at - message.sent_at

    def takes(self, read: Understanding) -> None:
        """This is what its words mean."""
        self.read, self.language, self.understood = read, read.language, understood_of(read)

    def take_up(self, resumed: Resumed) -> tuple[Plan, Clearance]:
        """From now on it is about what an answer to a question of ours stood for."""
        self.behalf, self.only_sender, self.answers = resumed.behalf, resumed.only_sender, resumed.answers
        return resumed.plan, resumed.clearance


def is_secret(message: IncomingMessage, pending: Pending | None) -> bool:
    """Whether the text may hold a PIN."""
    waits = pending is not None and pending.question.kind == "pin"
    return waits and any(letter.isdigit() for letter in message.text)
