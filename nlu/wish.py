"""A clause on its way to intents: what it is about, its act, and which of its words are explained."""

from collections.abc import Container
from dataclasses import dataclass, field

from nlu.clauses import Clause
from nlu.frames import Frames
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot, SlotValue


@dataclass(slots=True)
class Wish:
    """A clause on its way to intents."""

    clause: Clause
    targets: Targets
    frames: Frames
    act: str
    focused: bool = False
    # the conversation is about something already
    used: list[Token] = field(default_factory=list)
    unmet: list[Token] = field(default_factory=list)
    # understood, but nothing of it can be asked of the thing
    intents: list[Intent] = field(default_factory=list)

    @property
    def type(self) -> str | None:
        """The type that decides how the act is read."""
        return self.targets.types[0] if self.targets.types else None

    def is_a(self, group: str) -> bool:
        """Whether the thing belongs to a group of types."""
        return self.frames.is_a(self.type, group)

    def attribute(self) -> Token | None:
        """The attribute that was named: 온도, volume …"""
        return self.clause.first("attribute")

    def attribute_of(self, number: Token, named: Container[str]) -> Token | None:
        """The one of these attributes that a number belongs to: channel 7 volume 12."""
        attributes = [one for one in self.clause.all("attribute") if one.value in named]
        before = [one for one in attributes if one.end <= number.start]
        return before[-1] if len(attributes) > 1 and before else self.attribute()

    def add(self, name: str, *slots: Slot, confidence: float = 1.0) -> None:
        """One more intent about the clause's targets."""
        start, end = self.clause.start, self.clause.end
        self.intents.append(Intent(name, (*self.targets.slots, *slots), confidence, start, end))

    def slot(self, name: str, token: Token, value: SlotValue | None = None) -> Slot:
        """A value slot from a token, which is explained by it."""
        self.used.append(token)
        chosen = token.value if value is None else value
        return Slot(name, chosen, token.start, token.end, token.text, token.entry.exact)


def use_attribute(wish: Wish, *names: str) -> None:
    token = wish.clause.first("attribute", *names)
    if token is not None:
        wish.used.append(token)


def is_activity(wish: Wish) -> bool:
    """Whether it is the activity that is wished: not of 세탁기 청소, where the washer is what is cleaned."""
    token = wish.clause.first("activity")
    cleaned = token is not None and wish.frames.is_a(token.value, "docked") and wish.type is not None
    return token is not None and not (cleaned and not wish.is_a("docked"))
