"""A convention of MQTT devices as small as can be, and devices that speak it from their own thread."""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from appliance_bridge.appliance import Appliance, Limits, Offer
from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import (
    Announced,
    Described,
    Effect,
    Incoming,
    Publish,
    Reach,
    Report,
    Subscribe,
    Unsubscribe,
    Withdrawn,
)
from appliance_bridge.errors import Unsupported
from appliance_bridge.explanation import Explanation
from appliance_bridge.override import Override
from appliance_bridge.state import ApplianceState


class TinyDialect:
    """`tiny/<id>/config`, `/state`, `/online`, `/set`; all JSON, keys are canonical."""

    def __init__(self, name: str = "tiny") -> None:
        """`name`: also the first level of its topics."""
        self.name = name
        self.received = 0
        self.greeted = 0
        self._announced: dict[str, Appliance] = {}
        self._overrides: Mapping[str, Override] = {}

    def subscriptions(self) -> Sequence[Subscribe]:
        return [Subscribe((f"{self.name}/+/config",), qos=0)]

    def greetings(self) -> Sequence[Publish]:
        self.greeted += 1
        return [Publish(f"{self.name}/hello", b"who is there?")]

    def receive(self, message: Incoming) -> Sequence[Effect]:
        self.received += 1
        parts = message.topic.split("/")
        if len(parts) != 3 or parts[0] != self.name:
            return []
        _, device, kind = parts
        topics = (f"{self.name}/{device}/state", f"{self.name}/{device}/online")
        if kind == "config":
            if not message.payload:
                self._announced.pop(device, None)
                return [Withdrawn(device), Unsubscribe(topics)]
            self._announced[device] = _appliance(self.name, device, json.loads(message.payload))
            return [self._described_now(device), Subscribe(topics)]
        if kind == "state":
            return [Report(device, json.loads(message.payload))]
        return [Report(device, online=message.payload == b"online")] if kind == "online" else []

    def overridden(self, overrides: Mapping[str, Override], at: float) -> Sequence[Effect]:
        self._overrides = overrides
        topics = [f"{self.name}/{one}/{kind}" for one in self._announced for kind in ("state", "online")]
        described = [self._described_now(one) for one in self._announced]
        return [*described, Subscribe(tuple(topics))]

    def explain(self, appliance: str) -> Explanation | None:
        """Nothing was recognised here."""

    def reach(self, appliance: str) -> Reach:
        topics = frozenset({f"{self.name}/{appliance}/set"})
        return Reach(topics, sources=frozenset({f"{self.name}/{appliance}/config"}))

    def reserves(self, topic: str) -> bool:
        return topic == f"{self.name}/hello"

    def described(self) -> Sequence[Described]:
        return [
            Described(one, self._overrides.get(one.id, Override()).hidden) for one in self._announced.values()
        ]

    def _described_now(self, device: str) -> Announced | Withdrawn:
        said, announced = self._overrides.get(device, Override()), self._announced[device]
        if said.hidden:
            return Withdrawn(device)
        return Announced(
            replace(announced, type=said.type or announced.type, names=said.names or announced.names)
        )

    def encode(
        self,
        appliance: str,
        capability: str,
        action: str,
        arguments: Mapping[str, Value],
        state: ApplianceState,
    ) -> Sequence[Publish]:
        if action == "locate":
            raise Unsupported(appliance, capability, action)
        body = {"capability": capability, "action": action, "arguments": dict(arguments)}
        return [Publish(f"{self.name}/{appliance}/set", json.dumps(body).encode(), retain=True)]


def _appliance(dialect: str, device: str, config: Mapping[str, Any]) -> Appliance:
    offers = {
        name: Offer(
            name,
            frozenset(one.get("actions", ())),
            frozenset(one.get("attributes", ())),
            {key: Limits(**limits) for key, limits in one.get("limits", {}).items()},
            one.get("feedback", True),
        )
        for name, one in config["offers"].items()
    }
    return Appliance(
        device,
        config["type"],
        tuple(config.get("names", (device,))),
        ("kitchen",),
        offers,
        source=f"{dialect}:{device}",
        identities=frozenset(config.get("identities", ())),
    )


LAMP = {
    "type": "light",
    "offers": {
        "power": {"actions": ["turn_on", "turn_off"], "attributes": ["on"]},
        "level": {
            "actions": ["set"],
            "attributes": ["percent"],
            "limits": {"percent": {"minimum": 1, "maximum": 100}},
        },
        "program": {"actions": ["select"], "attributes": ["selected"]},
    },
}
WASHER = {
    "type": "washer",
    "offers": {
        "run_control": {"actions": ["start", "stop", "pause"], "attributes": ["state"]},
        "program": {
            "actions": ["select"],
            "attributes": ["selected"],
            "limits": {"selected": {"options": ["Cotton", "Wool"]}},
        },
        "remote_control": {"attributes": ["allowed"]},
        "door": {"attributes": ["open"]},
        "error": {"attributes": ["active", "code"]},
    },
}
REACHES = {
    "turn_on": {"power.on": True},
    "turn_off": {"power.on": False},
    "start": {"run_control.state": "running"},
    "stop": {"run_control.state": "stopped"},
    "pause": {"run_control.state": "paused"},
}
VALUES = {"level": "level.percent", "program": "program.selected"}


@dataclass
class TinyDevice:
    """A device: announces itself, keeps its state retained and obeys, unless told to behave otherwise."""

    host: str
    port: int
    id: str = "lamp"
    config: Mapping[str, Any] = field(default_factory=lambda: LAMP)
    state: dict[str, Any] = field(default_factory=dict)
    behaviour: str = "obey"
    # obey | mute (acts, says nothing) | fault | silent (says what it had before)
    received: list[dict[str, Any]] = field(default_factory=list)
    retained_commands: int = 0
    expiries: list[int | None] = field(default_factory=list)
    root: str = "tiny"
    # name of its dialect

    def __post_init__(self) -> None:
        self._ready = threading.Event()
        self.client = Client(
            CallbackAPIVersion.VERSION2,
            client_id=f"{self.root}-{self.id}",
            protocol=MQTTProtocolVersion.MQTTv5,
        )
        self.client.will_set(f"{self.root}/{self.id}/online", b"offline", qos=1, retain=True)
        self.client.on_connect = self._connected
        self.client.on_message = self._message
        self.client.on_subscribe = lambda *_: self._ready.set()
        self.client.reconnect_delay_set(1, 1)

    def start(self) -> "TinyDevice":
        self.client.connect(self.host, self.port)
        self.client.loop_start()
        assert self._ready.wait(5), "the device could not connect"
        return self

    def stop(self) -> None:
        self.client.disconnect()
        self.client.loop_stop()

    def listen(self, topic: str) -> None:
        """Hear another topic too, from the return of this call on."""
        self._ready.clear()
        self.client.subscribe(topic, qos=1)
        assert self._ready.wait(5), "the broker did not answer"

    def report(self) -> None:
        self.publish("state", json.dumps(self.state))

    def publish(self, kind: str, payload: str, *, retain: bool = True) -> None:
        self.client.publish(f"{self.root}/{self.id}/{kind}", payload, qos=1, retain=retain)

    def tell(self, key: str, value: object) -> None:
        """Somebody did something at the device itself."""
        self.state[key] = value
        self.report()

    def values(self) -> list[Any]:
        return [one["arguments"].get("value", one["action"]) for one in self.received]

    def _connected(self, client: Client, *_: object) -> None:
        client.subscribe(f"{self.root}/{self.id}/set", qos=1)
        self.publish("config", json.dumps(self.config))
        self.publish("online", "online")
        if self.state:
            self.report()

    def _message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        command = json.loads(message.payload)
        self.retained_commands += message.retain
        self.expiries.append(getattr(message.properties, "MessageExpiryInterval", None))
        self.received.append(command)
        if self.behaviour == "fault":
            self.state |= {"error.active": True, "error.code": "E4"}
        elif self.behaviour != "silent":
            key = VALUES.get(command["capability"])
            changes = {key: command["arguments"]["value"]} if key else REACHES[command["action"]]
            self.state |= changes
        if self.behaviour != "mute":
            self.report()
