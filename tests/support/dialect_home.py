"""A home as one dialect knows it, without a broker: what its effects amount to."""

from collections.abc import Iterable, Sequence

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import (
    Announced,
    Dialect,
    Effect,
    Problem,
    Publish,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.state import ApplianceState, Reported

NOW = 1_800_000_000.0


class DialectHome:
    """A dialect, and the appliances, states and subscriptions that it made."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}
        self.topics: dict[str, None] = {}
        self.answered: list[Publish] = []
        self.problems: list[str] = []
        self.announcements = 0

    def take(self, effects: Iterable[Effect]) -> list[Effect]:
        """Take effects in."""
        taken = list(effects)
        for effect in taken:
            match effect:
                case Announced(appliance):
                    self.appliances[appliance.id] = appliance
                    self.announcements += 1
                case Withdrawn(appliance_id):
                    del self.appliances[appliance_id]
                case Report(appliance_id, attributes, online):
                    assert appliance_id in self.appliances, "a report of an appliance that nobody knows"
                    self.state.setdefault(appliance_id, {}).update(attributes)
                    if online is not None:
                        self.online[appliance_id] = online
                case Subscribe(filters):
                    self.topics.update(dict.fromkeys(filters))
                case Unsubscribe(filters):
                    self.topics = {one: None for one in self.topics if one not in filters}
                case Problem(_, reason):
                    self.problems.append(reason)
                case Publish():
                    self.answered.append(effect)
        return taken

    def one(self) -> Appliance:
        """The only appliance."""
        (found,) = self.appliances.values()
        return found

    def named(self, name: str) -> Appliance:
        """The appliance with this name."""
        (found,) = (one for one in self.appliances.values() if name in one.names)
        return found

    def values(self) -> dict[str, Value | None]:
        """What the only appliance said."""
        return self.state.get(self.one().id, {})

    def types(self) -> list[str]:
        """Types of all appliances, sorted."""
        return sorted(one.type for one in self.appliances.values())

    def publish(self, action: str, appliance: str = "", /, **arguments: Value) -> Sequence[Publish]:
        """The messages of a command ("power.turn_on"), to the only appliance unless told."""
        target = appliance or self.one().id
        known = {
            key: Reported(value, NOW)
            for key, value in self.state.get(target, {}).items()
            if value is not None
        }
        capability, _, name = action.partition(".")
        sent = self.dialect.encode(target, capability, name, arguments, ApplianceState(True, known))
        assert all(one.qos == 1 and not one.retain for one in sent)
        return sent

    def encode(self, action: str, appliance: str = "", /, **arguments: Value) -> list[tuple[str, str]]:
        """Topic and payload of each message of a command."""
        return [(one.topic, one.payload.decode()) for one in self.publish(action, appliance, **arguments)]
