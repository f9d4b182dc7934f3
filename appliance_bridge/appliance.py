"""An appliance as this home knows it, whatever dialect it spoke when it announced itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.capability import Value


@dataclass(frozen=True, slots=True)
class Limits:
    """What values one argument may take on this very appliance."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    unit: str | None = None
    options: tuple[str, ...] = ()
    # the words the appliance accepts, as it spells them; empty when not a choice


@dataclass(frozen=True, slots=True)
class Offer:
    """How far one appliance goes in one capability."""

    capability: str
    actions: frozenset[str] = frozenset()
    # names of actions that can be commanded; empty when it only reports
    attributes: frozenset[str] = frozenset()
    # short names of attributes it reports
    limits: Mapping[str, Limits] = field(default_factory=dict)
    # attribute or argument name ("target", "selected", "percent") → its limits
    feedback: bool = True
    # False when nothing it reports can show that a command worked (then the result is "sent")


@dataclass(frozen=True, slots=True)
class Missing:
    """A capability that its type would have, and why this appliance has not."""

    capability: str
    reason: str
    # key of a sentence, e.g. "no_start_control", "template_needs_home_assistant"
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Appliance:
    """One appliance: what people call a thing in their home."""

    id: str
    # [a-z0-9_-]{1,64}, stable over restarts
    type: str
    # key of `appliance_types/`, or "unknown"
    names: tuple[str, ...]
    # as announced or set in config, first is the main one; may be in several languages
    areas: tuple[str, ...] = ()
    # names of the room it stands in, first is the main one; empty when not known
    offers: Mapping[str, Offer] = field(default_factory=dict)
    # capability name → offer
    source: str = ""
    # dialect and its own id, e.g. "home_assistant:washer_1"
    missing: tuple[Missing, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)
    # maker, model, software: as announced
    identities: frozenset[str] = frozenset()
    # what tells the very same device over any dialect: "mac:aabbccddeeff", "ieee:00158d0001a2b3c4", …

    def can(self, capability: str, action: str) -> bool:
        """Whether this appliance can be told to do the action."""
        offer = self.offers.get(capability)
        return offer is not None and action in offer.actions
