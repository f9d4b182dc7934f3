"""A home of devices announced in a line each, as appliances."""

import json
from collections.abc import Mapping

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Announced, Effect, Incoming, Publish, Report, Withdrawn
from appliance_bridge.dialects.home_assistant.dialect import HomeAssistant
from appliance_bridge.override import Override
from appliance_bridge.state import ApplianceState, Reported

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_800_000_000.0


class House:
    """The dialect, and what its effects amount to."""

    def __init__(self, overrides: Mapping[str, Override] | None = None) -> None:
        self.dialect = HomeAssistant(CATALOGUE, overrides=overrides)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}
        self.announcements = 0

    def say(self, topic: str, payload: object) -> list[Effect]:
        """Let a message arrive; anything but text is sent as JSON."""
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        return self._taken(list(self.dialect.receive(Incoming(topic, raw, True, NOW))))

    def override(self, overrides: Mapping[str, Override]) -> list[Effect]:
        """Let the admin say something else than before."""
        return self._taken(list(self.dialect.overridden(overrides, NOW)))

    def _taken(self, effects: list[Effect]) -> list[Effect]:
        for effect in effects:
            if isinstance(effect, Announced):
                self.appliances[effect.appliance.id] = effect.appliance
                self.announcements += 1
            elif isinstance(effect, Withdrawn):
                del self.appliances[effect.appliance]
            elif isinstance(effect, Report):
                self.state.setdefault(effect.appliance, {}).update(effect.attributes)
                if effect.online is not None:
                    self.online[effect.appliance] = effect.online
        return effects

    def announce(
        self, component: str, object_id: str, device: Mapping[str, object] | None = None, **options: object
    ) -> list[Effect]:
        """Announce one entity; its topics are `<object id>/state` and `<object id>/set` unless told."""
        topics: dict[str, object] = {}
        if component not in ("button", "scene", "climate"):
            topics["state_topic"] = f"{object_id}/state"
        if component not in ("sensor", "binary_sensor", "climate"):
            topics["command_topic"] = f"{object_id}/set"
        payload = {"unique_id": object_id, "object_id": object_id, **topics, **options}
        if device is not None:
            payload["device"] = device
        return self.say(f"homeassistant/{component}/{object_id}/config", payload)

    def one(self) -> Appliance:
        """The only appliance."""
        (found,) = self.appliances.values()
        return found

    def types(self) -> list[str]:
        """Types of all appliances, sorted."""
        return sorted(one.type for one in self.appliances.values())

    def encode(self, action: str, appliance: str = "", /, **arguments: Value) -> list[tuple[str, str]]:
        """Topic and payload of each message of a command."""
        return [(one.topic, one.payload.decode()) for one in self.publish(action, appliance, **arguments)]

    def publish(self, action: str, appliance: str = "", /, **arguments: Value) -> list[Publish]:
        """The messages of a command."""
        target = appliance or self.one().id
        known = {
            key: Reported(value, NOW)
            for key, value in self.state.get(target, {}).items()
            if value is not None
        }
        capability, _, name = action.partition(".")
        return list(self.dialect.encode(target, capability, name, arguments, ApplianceState(True, known)))


def device(key: str, name: str | None = None, **more: object) -> dict[str, object]:
    """A device block."""
    return {"identifiers": [key], **({} if name is None else {"name": name}), **more}
