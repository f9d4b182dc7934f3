"""The port of a dialect: pure decode and encode; the transport moves the bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

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
