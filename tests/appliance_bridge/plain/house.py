"""A home of described appliances."""

import json
from collections.abc import Mapping
from typing import Any

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import Announced, Effect, Incoming, Publish, Report, Withdrawn
from appliance_bridge.dialects.plain.description import PlainAppliance
from appliance_bridge.dialects.plain.dialect import Plain, PlainConfigured
from appliance_bridge.override import Override
from appliance_bridge.state import ApplianceState

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_785_571_200.0
# 2026-08-01T08:00:00Z
HEATER: dict[str, Any] = {
    "online": {"topic": "heater/LWT", "online": "Online", "offline": "Offline"},
    "reports": {
        "power.on": {"topic": "heater/state", "values": {"1": True, "0": False}},
        "temperature.current": {"topic": "heater/json", "template": "{{ value_json.t }}"},
        "temperature.target": {"topic": "heater/json", "template": "{{ value_json.set }}"},
    },
    "commands": {
        "power.turn_on": {"topic": "heater/cmd", "payload": 1},
        "power.turn_off": {"topic": "heater/cmd", "payload": 0},
        "temperature.set": {
            "topic": "heater/set",
            "template": '{"to": {{ value | int }}}',
            "minimum": 10,
            "maximum": 30,
            "step": 1,
        },
    },
}


def described(data: Mapping[str, Any], **about: Any) -> PlainConfigured:
    """An appliance of the config."""
    checked = PlainAppliance.model_validate(data, context={"capabilities": CATALOGUE.capabilities})
    return PlainConfigured(checked, **about)


def heater(**about: Any) -> dict[str, PlainConfigured]:
    """A home with one heater."""
    return {"garage-heater": described(HEATER, **{"names": ("차고 히터", "Garage heater"), **about})}


def one_of(kind: str | None = None, **data: Any) -> "House":
    """A home with one thing, described by keyword: reports=…, commands=…, online=…."""
    return House({"thing": described(data, type=kind)})


class House:
    """The dialect, and what its effects amount to."""

    def __init__(self, appliances: Mapping[str, PlainConfigured] | None = None, **settings: Any) -> None:
        self.dialect = Plain(CATALOGUE, appliances, **settings)
        self.appliances: dict[str, Appliance] = {}
        self.state: dict[str, dict[str, Value | None]] = {}
        self.online: dict[str, bool] = {}

    def say(self, topic: str, payload: object) -> list[Effect]:
        """Let a message arrive; anything but text and bytes is sent as JSON."""
        text = payload if isinstance(payload, str | bytes) else json.dumps(payload)
        raw = text.encode() if isinstance(text, str) else text
        return self.take(list(self.dialect.receive(Incoming(topic, raw, True, NOW))))

    def override(self, overrides: Mapping[str, Override]) -> list[Effect]:
        """Let the admin say something else than before."""
        return self.take(list(self.dialect.overridden(overrides, NOW)))

    def take(self, effects: list[Effect]) -> list[Effect]:
        """Take effects in."""
        for effect in effects:
            if isinstance(effect, Announced):
                self.appliances[effect.appliance.id] = effect.appliance
            elif isinstance(effect, Withdrawn):
                del self.appliances[effect.appliance]
            elif isinstance(effect, Report):
                assert effect.appliance in self.appliances, "a report of an appliance that nobody knows"
                self.state.setdefault(effect.appliance, {}).update(effect.attributes)
                if effect.online is not None:
                    self.online[effect.appliance] = effect.online
        return effects

    def one(self) -> Appliance:
        """The only appliance."""
        (found,) = self.appliances.values()
        return found

    def told(self) -> dict[str, Value | None]:
        """The state of the only appliance."""
        return self.state[self.one().id]

    def encode(self, action: str, appliance: str = "", /, **arguments: Value) -> list[tuple[str, str]]:
        """Topic and payload of each message of a command."""
        return [(one.topic, one.payload.decode()) for one in self.publish(action, appliance, **arguments)]

    def publish(self, action: str, appliance: str = "", /, **arguments: Value) -> list[Publish]:
        """The messages of a command."""
        capability, _, name = action.partition(".")
        return list(
            self.dialect.encode(appliance or self.one().id, capability, name, arguments, ApplianceState())
        )
