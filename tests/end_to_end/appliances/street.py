"""Houses along a street: bridges announce their appliances to one running Jipsa, a family talks, the wire is watched."""

import itertools
import json
import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.client import MQTTMessage
from paho.mqtt.subscribeoptions import SubscribeOptions

from tests.support.ha_device import Wire
from tests.support.house import House, wait_for

SAMPLES = Path(__file__).parents[4] / "shared" / "mqtt-samples"
BIRTH = "homeassistant/status"
_CHATS = itertools.count()

Said = tuple[str, str]
"""Topic and payload."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message of a bridge; not retained: said again when the home says that it is there."""

    topic: str
    payload: str
    retain: bool = True


@dataclass(slots=True)
class Bridge:
    """What one bridge announces, says, and answers to commands."""

    announced: list[Letter]
    states: list[Letter] = field(default_factory=list)
    answers: dict[Said, list[Said]] = field(default_factory=dict)
    # (topic, payload) of a command → what the appliance says then; payload "*" is any, and is said back as it came

    def reply(self, topic: str, payload: str) -> list[Said]:
        """What it says to a command."""
        said = self.answers.get((topic, payload)) or self.answers.get((topic, "*")) or []
        return [(where, payload if what == "*" else what) for where, what in said]


def text(payload: object) -> str:
    """A payload of a recording as it was on the wire."""
    return payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)


def recorded(name: str) -> Bridge:
    """A recorded bridge; skips loudly where the recordings are not, fails in CI."""
    file = SAMPLES / f"{name}.json"
    if not file.is_file():
        message = f"no recorded announcements in {SAMPLES}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    sample = json.loads(file.read_text("utf-8"))
    announced = [
        # some recordings show one of many under a topic that all of them share
        Letter(one["topic"].replace("_state/config", f"_{number}/config"), text(one["payload"]), bool(one.get("retain", True)))
        for number, one in enumerate(sample["discovery"])
        if "payload" in one and "<" not in one["topic"] and one["topic"].endswith(("/config", "/devices"))
    ]
    states = [
        Letter(topic.replace("<id>", "0a1b2c3d"), text(payload))
        for example in (sample["state_examples"] or [])[:1]
        for topic, payload in example.items()
        if "/" in topic
    ]
    return Bridge(announced, states)


class Ear(Wire):
    """A bridge's client: hears what others publish, and answers commands as its bridge does."""

    def __init__(self, host: str, port: int) -> None:
        self.bridge: Bridge | None = None
        super().__init__(host, port)

    def _subscribe(self, one: str) -> None:
        self.client.subscribe(one, options=SubscribeOptions(qos=1, retainAsPublished=True, noLocal=True))

    def obey(self, topic: str, payload: str) -> None:
        """Say what the bridge says to it."""
        if self.bridge is None:
            return
        said = self.bridge.reply(topic, payload)
        if topic == BIRTH and payload == "online":
            said = [(one.topic, one.payload) for one in (*self.bridge.announced, *self.bridge.states) if not one.retain]
        for where, what in said:
            self.client.publish(where, what, qos=1, retain=False)


@dataclass(slots=True)
class Street:
    """A running home with nothing simulated, and one broker."""

    house: House
    ear: Ear
    chat: str = "street"
    last: list[Said] = field(default_factory=list)

    def move_in(self, *bridges: Bridge, types: Iterable[str]) -> dict[str, str]:
        """Announce and say states; type → id of its first appliance, as soon as there are so many of these types."""
        wanted = sorted(types)
        everything = Bridge(
            [one for bridge in bridges for one in bridge.announced],
            [one for bridge in bridges for one in bridge.states],
            {key: value for bridge in bridges for key, value in bridge.answers.items()},
        )
        self.ear.bridge = everything
        self.chat = f"house-{next(_CHATS)}"
        for one in (*everything.announced, *everything.states):
            self.ear.put(one.topic, one.payload, retain=one.retain)
        wait_for(lambda: sorted(self.types()) == wanted, 10, lambda: f"{sorted(self.types())} is not {wanted}")
        return {one["type"]: one["id"] for one in reversed(self.house.appliances())}

    def move_out(self) -> None:
        """Take all of it back."""
        bridge, self.ear.bridge = self.ear.bridge, None
        for one in () if bridge is None else (*bridge.states, *bridge.announced):
            gone = "[]" if one.topic.endswith("bridge/devices") else ""
            self.ear.put(one.topic, gone)
        wait_for(lambda: not self.house.appliances(), 10, lambda: str(self.types()))

    def types(self) -> list[str]:
        """The type of each appliance."""
        return [one["type"] for one in self.house.appliances()]

    def tell(self, topic: str, payload: str) -> None:
        """An appliance says something by itself."""
        self.ear.put(topic, payload, retain=False)

    def say(self, words: str, *, sender: str = "mom", wait_s: float = 1.0) -> dict[str, Any]:
        """Say something; the answer. What the home then told its appliances is in `last`."""
        before = len(self.ear.heard)
        answer = self.house.say(words, chat=self.chat, sender=sender, wait_s=wait_s)
        # its messages come before its answer; the broker passes them on in their order
        fence = f"street/fence/{before}"
        seen = threading.Event()
        self._fence(fence, seen)
        self.last = [(one.topic, one.payload) for one in self.ear.heard[before:] if not _talk(one.topic)]
        return answer

    def _fence(self, topic: str, seen: threading.Event) -> None:
        def passed(_client: object, _data: object, _message: MQTTMessage) -> None:
            seen.set()

        self.ear.client.message_callback_add(topic, passed)
        other = Wire(self.house_broker[0], self.house_broker[1])
        other.put(topic, "1", retain=False)
        assert seen.wait(5)
        other.close()
        self.ear.client.message_callback_remove(topic)

    @property
    def house_broker(self) -> tuple[str, int]:
        """Where the broker is."""
        return self.ear.client.host, self.ear.client.port


def _talk(topic: str) -> bool:
    """Whether it is a question of the protocol and no command."""
    return topic == BIRTH or topic.startswith("jipsa/") or topic.endswith(("/get", "/STATUS"))


def words(answer: Mapping[str, Any]) -> str:
    """All that was answered."""
    return "\n".join(one["text"] for one in answer["replies"])
