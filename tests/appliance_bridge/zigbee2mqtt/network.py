"""A network of Zigbee devices told in a line each, and what the dialect makes of it."""

import json
from collections.abc import Mapping

from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.dialects.base import (
    Effect,
    Incoming,
    Publish,
)
from appliance_bridge.dialects.entity_dialect import EntityDialect
from appliance_bridge.dialects.zigbee2mqtt.convention import Zigbee2Mqtt
from tests.support.dialect_home import NOW, DialectHome

CATALOGUE: Catalogue = load_catalogue()
ADDRESS = "0x00158d0001a2b3c4"


class Network(DialectHome):
    """The dialect, and what its effects amount to."""

    def __init__(self, *bases: str) -> None:
        self.convention = Zigbee2Mqtt(bases or ("zigbee2mqtt",))
        super().__init__(EntityDialect(self.convention, CATALOGUE))

    def say(self, topic: str, payload: object) -> list[Effect]:
        """Let a message arrive below the base topic; anything but text is sent as JSON."""
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        return self.hear(f"zigbee2mqtt/{topic}", raw)

    def hear(self, topic: str, payload: bytes) -> list[Effect]:
        """Let a message arrive."""
        return self.take(self.dialect.receive(Incoming(topic, payload, True, NOW)))

    def devices(self, *devices: object) -> list[Effect]:
        """Let the list of devices arrive."""
        return self.say("bridge/devices", list(devices))

    def sent(self, action: str, appliance: str = "", /, **arguments: Value) -> list[tuple[str, object]]:
        """Topic and JSON of each message of a command."""
        return [(one.topic, json.loads(one.payload)) for one in self.publish(action, appliance, **arguments)]


def device(name: str = ADDRESS, *exposes: Mapping[str, object], **more: object) -> dict[str, object]:
    """A device of the list; `model`, `vendor` and `description` go into its definition."""
    definition = {key: more.pop(key) for key in ("model", "vendor", "description") if key in more}
    return {
        "ieee_address": ADDRESS,
        "friendly_name": name,
        "type": "EndDevice",
        "supported": True,
        "disabled": False,
        "definition": {
            "model": "M1",
            "vendor": "Acme",
            "description": "",
            **definition,
            "exposes": list(exposes),
        },
        **more,
    }


def thing(kind: str, *features: Mapping[str, object], **more: object) -> dict[str, object]:
    """An expose with features."""
    return {"type": kind, "features": list(features), **more}


def binary(name: str, on: object, off: object, access: int = 7, **more: object) -> dict[str, object]:
    """A binary property."""
    fixed = {"type": "binary", "name": name, "property": name, "access": access}
    return {**fixed, "value_on": on, "value_off": off, **more}


def numeric(name: str, access: int = 7, **more: object) -> dict[str, object]:
    """A numeric property."""
    return {"type": "numeric", "name": name, "property": name, "access": access, **more}


def enum(name: str, *values: object, access: int = 7, **more: object) -> dict[str, object]:
    """A property of words."""
    return {"type": "enum", "name": name, "property": name, "access": access, "values": list(values), **more}


STATE = binary("state", "ON", "OFF", value_toggle="TOGGLE")
SWITCH = thing("switch", STATE)


def asked(effects: list[Effect]) -> list[tuple[str, object]]:
    """What was said in return."""
    return [(one.topic, json.loads(one.payload)) for one in effects if isinstance(one, Publish)]
