"""What is known about the home: its appliances, what they reported, and what they may be told."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from appliance_bridge.capability import Action
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Command, Refusal
from appliance_bridge.goal import Goal, goal_of
from appliance_bridge.picture_store import PictureStore
from appliance_bridge.preconditions import check
from appliance_bridge.registry import Registry
from appliance_bridge.state_store import StateStore

_CONFIRM_WITHIN_S = 10.0


@dataclass(slots=True)
class Home:
    """Appliances, states and vocabulary side by side."""

    registry: Registry
    states: StateStore
    pictures: PictureStore
    catalogue: Catalogue
    clock: Callable[[], float] = time.time
    connected_since: dict[str, float] = field(default_factory=dict)
    # broker → when the present connection to it began, by `clock`

    def check(self, command: Command) -> Refusal | None:
        """Why the command may not go now, or None; whether there is a broker is not looked at."""
        known = self.registry.joined(command.appliance)
        if known is None:
            return Refusal("unknown_appliance")
        appliance = known.appliance
        since = (self.connected_since.get(part.source.broker, float("inf")) for part in known.parts)
        return check(
            appliance,
            self.states.get(command.appliance),
            command,
            self.catalogue.type_of(appliance.type),
            self.catalogue.capabilities.get(command.capability),
            self.clock(),
            max(since),
        )

    def goal(self, command: Command) -> Goal | None:
        """What must be reported for the command to count as done; None: nothing can show it."""
        appliance, action = self.registry.find(command.appliance), self._action(command)
        offer = appliance.offers.get(command.capability) if appliance is not None else None
        return None if offer is None or action is None else goal_of(command, action, offer)

    def confirm_within(self, command: Command) -> float:
        """How long to wait for the report, in seconds."""
        action = self._action(command)
        return _CONFIRM_WITHIN_S if action is None else action.confirm_within_s

    def _action(self, command: Command) -> Action | None:
        capability = self.catalogue.capabilities.get(command.capability)
        return None if capability is None else capability.actions.get(command.action)
