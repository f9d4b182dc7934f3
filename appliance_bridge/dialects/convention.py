"""The port of a convention: how some devices describe themselves, and where their words differ on the wire.

A convention says what devices announce as entities (`entities/entity.py`); one engine makes appliances of
them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from appliance_bridge.dialects.base import Incoming, Publish, Subscribe, Unsubscribe
from appliance_bridge.entities.announcement import Announcement

OWN = "$"
"""Topics of entities that begin so are the convention's own: no broker ever hears of them.

What is said on them comes from `Heard.said`; what is sent to them goes through `Convention.outgoing`.
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A message for the entities that listen to its topic, as if it had come from the broker."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """What a convention makes of one message; its parts take effect in this order."""

    announced: Sequence[Announcement] = ()
    said: Sequence[Said] = ()
    answers: Sequence[Publish] = ()
    # what the protocol wants to be said in return (ask for states, answer a notification); never a command
    subscribe: Sequence[Subscribe] = ()
    unsubscribe: Sequence[Unsubscribe] = ()


class Convention(Protocol):
    """One way of announcing and speaking. Holds what it needs to remember; no I/O, never raises on input."""

    name: str
    # of the dialect: part of an appliance's source

    def subscriptions(self) -> Sequence[Subscribe]:
        """What to listen to besides the topics of entities."""

    def greetings(self) -> Sequence[Publish]:
        """What to publish after each (re)connect so that devices announce themselves."""

    def announces(self, topic: str) -> bool:
        """Whether the topic only describes, so that the very same words need not be heard twice."""

    def hear(self, message: Incoming) -> Heard | None:
        """What one message means; None: it is only for the entities that listen to its topic."""

    def outgoing(self, message: Publish) -> Sequence[Publish]:
        """The messages for the broker of what an entity sends to a topic of the convention's own (`OWN`)."""
