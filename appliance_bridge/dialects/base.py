"""The port of a dialect: pure decode and encode; the transport moves the bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.explanation import Explanation
from appliance_bridge.override import Override
from appliance_bridge.state import ApplianceState


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message from the broker."""

    topic: str
    payload: bytes
    retained: bool
    at: float
    # seconds since the epoch


@dataclass(frozen=True, slots=True)
class Publish:
    """A message to the broker; commands are never retained."""

    topic: str
    payload: bytes
    qos: int = 1
    retain: bool = False


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Effect: start listening to these topic filters."""

    filters: tuple[str, ...]
    qos: int = 1


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """Effect: stop listening."""

    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Announced:
    """Effect: an appliance appeared or its description changed."""

    appliance: Appliance


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Effect: an appliance is gone."""

    appliance: str


@dataclass(frozen=True, slots=True)
class Report:
    """Effect: an appliance said something; None means "now unknown"."""

    appliance: str
    attributes: Mapping[str, Value | None] = field(default_factory=dict)
    online: bool | None = None
    # None: nothing was said about being online


@dataclass(frozen=True, slots=True)
class Picture:
    """Effect: an appliance showed something."""

    appliance: str
    content_type: str
    # image/jpeg, image/png, image/webp or image/gif, as its first bytes say
    data: bytes
    at: float
    # seconds since the epoch


@dataclass(frozen=True, slots=True)
class Problem:
    """Effect: something in the announcement cannot be used; the rest of the house goes on."""

    topic: str
    reason: str
    # one plain sentence for the admin


@dataclass(frozen=True, slots=True)
class Reach:
    """Whatever is published here moves an appliance, whoever publishes it."""

    topics: frozenset[str] = frozenset()
    # where its commands go
    below: tuple[str, ...] = ()
    # its convention keeps all topics that begin so for it
    sources: frozenset[str] = frozenset()
    # what announced it
    appointed: bool = False
    # by an admin, who may give it the topics of others


Effect = Subscribe | Unsubscribe | Announced | Withdrawn | Report | Picture | Problem | Publish
"""A Publish is what the protocol wants to be said in return (ask for a state, answer a notification)."""


@dataclass(frozen=True, slots=True)
class Described:
    """An appliance as its devices announced it, whatever an admin says."""

    appliance: Appliance
    hidden: bool
    # an admin says that it is no appliance of this home


class Dialect(Protocol):
    """One convention of MQTT appliances. Holds what was announced; does no I/O and never raises on input."""

    name: str

    def subscriptions(self) -> Sequence[Subscribe]:
        """What to listen to from the start (and again after a reconnect without session)."""

    def greetings(self) -> Sequence[Publish]:
        """What to publish after each (re)connect so that silent bridges announce themselves."""

    def receive(self, message: Incoming) -> Sequence[Effect]:
        """What one message means. Any bytes are legal; bad ones give a Problem or nothing."""

    def overridden(self, overrides: Mapping[str, Override], at: float) -> Sequence[Effect]:
        """From now on these overrides (appliance id → what the admin says) and no others.

        What changed by it, as if announced anew now (`at`, seconds since the epoch). What was said before is
        told to an appliance that gains it; what it can no longer say is told as unknown.
        """

    def described(self) -> Sequence[Described]:
        """All appliances as announced, also hidden ones."""

    def explain(self, appliance: str) -> Explanation | None:
        """Why this appliance is what it is; None when it is not this dialect's."""

    def reach(self, appliance: str) -> Reach:
        """What moves this appliance; nothing when it is not this dialect's."""

    def reserves(self, topic: str) -> bool:
        """Whether the convention itself is spoken there, so that no appliance can be commanded there."""

    def encode(
        self,
        appliance: str,
        capability: str,
        action: str,
        arguments: Mapping[str, Value],
        state: ApplianceState,
    ) -> Sequence[Publish]:
        """The messages of one command, in order; only to topics this appliance announced.

        Raises Unsupported (errors.py) when it cannot be said in this dialect.
        """


@runtime_checkable
class Unhurried(Dialect, Protocol):
    """A dialect that can put off the costly part of announcements, so that many about one device cost once.

    In the end all is as if `receive` had heard every message.
    """

    @property
    def behind(self) -> bool:
        """Whether something was put off."""

    def collect(self, message: Incoming) -> Sequence[Effect]:
        """What one message means, but for what is put off."""

    def owes(self, topic: str) -> bool:
        """Whether a message to this topic would need at once what was put off."""

    def catch_up(self) -> tuple[Incoming, Sequence[Effect]] | None:
        """A part of what was put off: the message it is due to and its effects; None: there is nothing."""
