"""A dialect fed with announcements, and what it made of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from appliance_bridge.appliance import Appliance, Limits
from appliance_bridge.capability import Action, Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Announced, Dialect, Incoming, Publish, Report, Withdrawn
from appliance_bridge.errors import Unsupported
from appliance_bridge.state import ApplianceState, Reported

NOW = 1_800_000_000.0
Message = tuple[str, object]
"""Topic and payload; what is no text is sent as JSON."""


@dataclass(slots=True)
class Home:
    """The appliances of one dialect and what they reported."""

    dialect: Dialect
    catalogue: Catalogue
    appliances: dict[str, Appliance] = field(default_factory=dict)
    said: dict[str, dict[str, Value | None]] = field(default_factory=dict)

    def hear(self, messages: Iterable[Message]) -> None:
        """Let messages arrive."""
        for topic, payload in messages:
            raw = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
            for effect in self.dialect.receive(Incoming(topic, raw.encode(), True, NOW)):
                match effect:
                    case Announced(appliance):
                        self.appliances[appliance.id] = appliance
                    case Withdrawn(gone):
                        self.appliances.pop(gone, None)
                    case Report(one, attributes):
                        self.said.setdefault(one, {}).update(attributes)

    def state(self, appliance: str) -> ApplianceState:
        """What the appliance is known to have said, just now."""
        said = self.said.get(appliance, {})
        return ApplianceState(True, {k: Reported(v, NOW) for k, v in said.items() if v is not None})

    def sent(self, appliance: Appliance, key: str, given: Mapping[str, Value] | None = None) -> list[Publish]:
        """The messages of an action, with legal arguments unless they are given; none when it cannot be."""
        capability, _, name = key.partition(".")
        action = self.catalogue.capabilities[capability].actions[name]
        arguments = self._arguments(appliance, capability, action) if given is None else given
        state = self.state(appliance.id)
        try:
            return list(self.dialect.encode(appliance.id, capability, name, arguments, state))
        except Unsupported:
            return []

    def _arguments(self, appliance: Appliance, capability: str, action: Action) -> dict[str, Value]:
        limits = appliance.offers[capability].limits
        given: dict[str, Value] = {}
        for one in action.arguments:
            reached = [name for name, value in action.reaches.items() if value == f"${one.name}"]
            found = next((limits[name] for name in (one.name, *reached) if name in limits), Limits())
            if one.required or found.options:
                given[one.name] = _legal(one.kind, found)
        return given


def actions(appliance: Appliance) -> list[str]:
    """All it can be told: "run_control.start"."""
    return sorted(f"{name}.{one}" for name, offer in appliance.offers.items() for one in offer.actions)


def attributes(appliance: Appliance) -> list[str]:
    """All it can report: "door.open"."""
    return sorted(f"{name}.{one}" for name, offer in appliance.offers.items() for one in offer.attributes)


def _legal(kind: str, limits: Limits) -> Value:
    if kind != "number":
        return limits.options[0] if limits.options else "on"
    ends = [one for one in (limits.minimum, limits.maximum) if one is not None]
    return ends[0] if ends else 20
