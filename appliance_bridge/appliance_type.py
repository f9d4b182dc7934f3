"""What a type of appliance can do, what must hold first, how much harm it can do, how to know one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from appliance_bridge.appliance import Limits
from appliance_bridge.command import Risk
from appliance_bridge.power_curve import Thresholds
from appliance_bridge.recognition.row import Row

Grouping = Literal["one", "per_main", "parts"]
"""one: the device with all its parts; per_main: each main component; parts: each primary entity."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """By what one tells an appliance of this type from others."""

    words: tuple[str, ...] = ()
    # nouns of the type in any language, lower case
    hints: tuple[str, ...] = ()
    # words of makers and models that speak for it when the component alone would leave it open
    option_words: tuple[str, ...] = ()
    # words in the options of its entities that only this type has
    components: tuple[str, ...] = ()
    # Home Assistant components that can be its main one
    native: tuple[str, ...] = ()
    # "component" or "component.class" that means this type when no word says more
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # main component → "component.class" of what such a thing measures and others with this component do not
    device: Grouping = "parts"
    # how many appliances a device of this type is


@dataclass(frozen=True, slots=True)
class ApplianceType:
    """One type of appliance; keys of actions are "capability.action"."""

    key: str
    required: tuple[str, ...]
    # capabilities that every appliance of the type should have; what is lacking is told
    optional: tuple[str, ...]
    risks: Mapping[str, Risk]
    preconditions: Mapping[str, tuple[str, ...]]
    deadlines: Mapping[Risk, float]
    # seconds from the message to the wire
    limits: Mapping[str, Limits] = field(default_factory=dict)
    # "capability.attribute" → bounds no appliance of the type may be told to leave
    setting: str | None = None
    # the capability a bare value means ("aircon 24")
    freshness_s: float = 300.0
    # how old a report of remote_control may be when it is relied on
    starts_with_power: bool = False
    # its switch starts the selected programme
    power_curve: Thresholds | None = None
    # how a machine that says nothing is told to run, on a plug that measures
    recognition: Recognition = field(default_factory=Recognition)
    roles: tuple[Row, ...] = ()
    # parts that its entities play besides those of every type (recognition/roles.yaml)

    @property
    def capabilities(self) -> tuple[str, ...]:
        """All capabilities it may have, the required ones first."""
        return self.required + self.optional

    def risk_of(self, capability: str, action: str) -> Risk:
        """How much harm the action can do on this type."""
        return self.risks.get(f"{capability}.{action}", self.risks["default"])

    def preconditions_of(self, capability: str, action: str) -> tuple[str, ...]:
        """What must hold before the action, in the order to check."""
        return self.preconditions.get(f"{capability}.{action}", self.preconditions["default"])

    def deadline_of(self, capability: str, action: str) -> float:
        """Seconds after which the command must not reach the wire; 0 for a forbidden one."""
        return self.deadlines.get(self.risk_of(capability, action), 0.0)
