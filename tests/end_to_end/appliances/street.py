"""Houses along a street: bridges announce their appliances to one running Jipsa, a family talks, the wire is watched."""

import itertools
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from paho.mqtt.subscribeoptions import SubscribeOptions

from tests.support.ha_device import Wire
from tests.support.house import House, wait_for

SAMPLES = Path(__file__).parents[4] / "shared" / "mqtt-samples"
BIRTH = "homeassistant/status"
PIN = "739146"
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
    """A recorded bridge that is online; skips loudly where the recordings are not, fails in CI."""
    file = SAMPLES / f"{name}.json"
    if not file.is_file():
        message = f"no recorded announcements in {SAMPLES}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    sample = json.loads(file.read_text("utf-8"))
    # some recordings show one of many under a topic that all of them share
    announced = [
        Letter(
            one["topic"].replace("_state/config", f"_{number}/config"),
            text(one["payload"]),
            bool(one.get("retain", True)),
        )
        for number, one in enumerate(sample["discovery"])
        if "payload" in one and one["topic"].endswith(("/config", "/devices"))
    ]
    examples = sample["state_examples"] or [{}]
    said = {
        topic.replace("<id>", "0a1b2c3d"): text(one) for topic, one in examples[0].items() if "/" in topic
    }
    said |= {topic: "online" for topic in said if topic.endswith("/availability")}
    if name.startswith("rethink"):
        said["rethink/availability"] = "online"
    return Bridge(announced, [Letter(*one) for one in said.items()])


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
            said = [
                (one.topic, one.payload)
                for one in (*self.bridge.announced, *self.bridge.states)
                if not one.retain
            ]
        for where, what in said:
            self.client.publish(where, what, qos=1, retain=False)


@dataclass(slots=True)
class Street:
    """A running home with nothing simulated, and one broker."""

    house: House
    ear: Ear
    crier: Wire
    chat: str = "street"
    told: list[Said] = field(default_factory=list)
    # commands that followed what was said last
    staying: set[str] = field(default_factory=set)
    # ids of appliances that no announcement takes back

    def move_in(self, *bridges: Bridge, types: Iterable[str]) -> dict[str, str]:
        """Announce and say states; type → id of an appliance, as soon as there are exactly these types."""
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
        wait_for(lambda: self.types() == wanted, 15, lambda: f"{self.types()} is not {wanted}")
        ids = {one["type"]: one["id"] for one in self._living()}
        if not everything.announced:
            self.staying |= set(ids.values())
        return ids

    def move_out(self) -> None:
        """Take all of it back."""
        bridge, self.ear.bridge = self.ear.bridge, None
        for one in () if bridge is None else (*bridge.states, *bridge.announced):
            self.ear.put(one.topic, "[]" if one.topic.endswith("bridge/devices") else "")
        wait_for(lambda: not self.types(), 15, lambda: str(self.types()))

    def types(self) -> list[str]:
        """The type of each appliance."""
        return sorted(one["type"] for one in self._living())

    def _living(self) -> list[dict[str, Any]]:
        return [one for one in self.house.appliances() if one["id"] not in self.staying]

    def tell(self, topic: str, payload: str) -> None:
        """An appliance says something by itself."""
        self.ear.put(topic, payload, retain=False)

    def until(self, appliance: str, key: str, value: object) -> None:
        """Wait until the home has heard it."""
        wait_for(lambda: self.house.state(appliance, key) == value, hint=lambda: f"{key} is not {value}")

    def say(self, words: str, wait_s: float = 0.3) -> dict[str, Any]:
        """Say something; the answer. What the home then told its appliances is in `told`."""
        before = len(self.ear.heard)
        answer = self.house.say(words, chat=self.chat, wait_s=wait_s)
        # what was published before this has been heard when this is heard
        fence = f"street/fence/{before}"
        self.crier.put(fence, "1", retain=False)
        wait_for(lambda: self.ear.of(fence))
        heard = self.ear.heard[before:]
        self.told = [(one.topic, one.payload) for one in heard if not _talk(one.topic)]
        return answer


def _talk(topic: str) -> bool:
    """Whether it is a question of the protocol and no command."""
    return topic == BIRTH or topic.startswith(("jipsa/", "street/")) or topic.endswith(("/get", "/STATUS"))


def words(answer: Mapping[str, Any]) -> str:
    """All that was answered."""
    return "\n".join(one["text"] for one in answer["replies"])
