"""What appliances reported, with time and source: never what we wished."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.capability import Value


@dataclass(frozen=True, slots=True)
class Reported:
    """One reported value."""

    value: Value
    at: float
    # when we received it, seconds since the epoch
    retained: bool = False
    # it was kept by the broker, so it may be older than `at` says


@dataclass(frozen=True, slots=True)
class ApplianceState:
    """All that one appliance reported; keys are "capability.attribute"."""

    online: bool | None = None
    # None: it has not said
    attributes: Mapping[str, Reported] = field(default_factory=dict)

    def value(self, key: str) -> Value | None:
        """The reported value of e.g. "power.on", or None when it never said."""
        reported = self.attributes.get(key)
        return None if reported is None else reported.value
