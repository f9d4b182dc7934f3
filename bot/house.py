"""The house as front-ends see it: one call for messages, views of appliances, live events, health."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from appliance_bridge.explanation import Explanation
from bot.message import Answer, IncomingMessage


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person of the home, without secrets."""

    id: str
    names: Mapping[str, str]
    # language → name
    role: str
    language: str | None
    until: float | None = None
    # seconds since the epoch: a guest's end


@dataclass(frozen=True, slots=True)
class CapabilityView:
    """What an appliance offers in one capability."""

    actions: tuple[str, ...]
    attributes: tuple[str, ...]
    limits: Mapping[str, Mapping[str, object]]
    feedback: bool


@dataclass(frozen=True, slots=True)
class MissingView:
    """What it lacks, and why, in words."""

    capability: str
    reason: str
    text: Mapping[str, str]
    # language → sentence


@dataclass(frozen=True, slots=True)
class ApplianceView:
    """One appliance with its reported state."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    area: str | None
    areas: tuple[str, ...]
    online: bool | None
    capabilities: Mapping[str, CapabilityView]
    state: Mapping[str, bool | int | float | str]
    # "capability.attribute" → value
    reported_at: Mapping[str, float]
    summary: Mapping[str, str]
    # language → one short line: "켜짐 · 24°C"
    source: str
    missing: tuple[MissingView, ...] = ()
    details: Mapping[str, bool | int | float | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that an appliance sent."""

    content_type: str
    data: bytes
    at: float
    # seconds since the epoch: when it came


@dataclass(frozen=True, slots=True)
class HouseEvent:
    """Something for live pages. kinds: message, answer, appliance, appliance_removed, state, command."""

    kind: Literal["message", "answer", "appliance", "appliance_removed", "state", "command"]
    data: Mapping[str, object]
    # JSON-ready
    person: str | None = None
    # for message and answer: whose private chat it was; None: may be shown to all who may see the home
    group: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of health."""

    name: str
    # store, broker, engine, simulator, telegram …
    ok: bool
    text: str
    # one plain English sentence; when not ok it says how to mend it
    messenger: bool = False
    # a messenger's line: the home serves without it
    optional: bool = False
    # another part that the home serves without, maybe less well


@dataclass(frozen=True, slots=True)
class DiscoveryView:
    """How far the look around for appliances is at one broker."""

    broker: str
    connected: bool
    settled: bool
    # all that the broker kept has been read
    announcements: int
    appliances: int
    # found there so far
    seconds: float


@dataclass(frozen=True, slots=True)
class ProblemView:
    """An announcement of which something cannot be used."""

    topic: str
    reason: str
    # one plain English sentence


class House(Protocol):
    """What messengers, web and command line may call."""

    async def handle(self, message: IncomingMessage, wait_s: float = 10.0) -> Answer:
        """Carry one message all the way; returns when its outcome is known or after wait_s seconds."""

    def appliances(self, person: str | None = None) -> list[ApplianceView]:
        """The appliances this person may ask about, in a stable order; None: all."""

    def appliance(self, appliance_id: str, person: str | None = None) -> ApplianceView | None:
        """One of them."""

    def explain_appliance(self, appliance_id: str) -> Explanation | None:
        """Why it is taken for what it is, for admins; None: there is no such appliance."""

    def discovery(self) -> list[DiscoveryView]:
        """How far the look around is, one a broker, the first broker first."""

    def problems(self) -> list[ProblemView]:
        """What was announced and cannot be used, for admins."""

    async def picture(self, appliance_id: str, person: str | None = None) -> PictureView | None:
        """The newest picture of an appliance; None: there is none that this person may see."""

    def people(self) -> list[PersonView]:
        """All persons."""

    async def explain(self, text: str, person: str | None = None) -> Mapping[str, object]:
        """What a sentence means here and what would be done, without acting; JSON-ready."""

    def events(self) -> AsyncIterator[HouseEvent]:
        """Live events from now on; a slow reader loses the oldest, never blocks the house."""

    async def health(self) -> list[Check]:
        """Store, broker, engine and messengers, looked at now."""
