"""What happens in the house, for whoever listens: pages, notices, history."""

from collections.abc import Mapping
from dataclasses import dataclass

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.command import CommandResult


@dataclass(frozen=True, slots=True)
class ApplianceChanged:
    """It appeared, or its description changed."""

    appliance: Appliance
    added: bool


@dataclass(frozen=True, slots=True)
class ApplianceRemoved:
    """It is gone from the home."""

    appliance: str


@dataclass(frozen=True, slots=True)
class StateChanged:
    """It reported something new; unchanged reports cause no event."""

    appliance: str
    before: Mapping[str, Value]
    # only the keys that changed; absent when not known before
    after: Mapping[str, Value]
    online: bool | None
    at: float


@dataclass(frozen=True, slots=True)
class CommandEnded:
    """A command got its final result."""

    result: CommandResult


Event = ApplianceChanged | ApplianceRemoved | StateChanged | CommandEnded
