"""Several dialects on one broker without a broker: what they announce, and what a command would send."""

import json
from collections.abc import Mapping

from redis.asyncio import Redis

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue, load_catalogue
from appliance_bridge.command import Command
from appliance_bridge.dialects.base import Announced, Dialect, Effect, Incoming, Problem, Publish, Withdrawn
from appliance_bridge.errors import BridgeError
from appliance_bridge.home import Home
from appliance_bridge.keys import Keys
from appliance_bridge.merging import Part, Source
from appliance_bridge.picture_store import PictureStore
from appliance_bridge.registry import Registry
from appliance_bridge.state_store import StateStore
from appliance_bridge.trespass import check_trespass

CATALOGUE: Catalogue = load_catalogue()
NOW = 1_800_000_000.0


class Street:
    """All dialects hear every message, as on one broker."""

    def __init__(self, *dialects: Dialect) -> None:
        keys, nowhere = Keys("home", 16), Redis.from_url("redis://127.0.0.1:1")
        states, pictures = StateStore(nowhere, keys), PictureStore(nowhere, keys)
        self.home = Home(Registry(CATALOGUE), states, pictures, CATALOGUE)
        self._sources = [Source(rank, "mqtt", one) for rank, one in enumerate(dialects)]
        self.problems: list[str] = []
        for one in dialects:
            # as after each connect
            one.greetings()

    def say(self, topic: str, payload: object, *, retained: bool = True) -> list[Effect]:
        """Let a message arrive; anything but text is sent as JSON."""
        raw = (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        return self.hear(topic, raw, retained=retained)

    def hear(self, topic: str, payload: bytes, *, retained: bool = True) -> list[Effect]:
        """Let a message arrive."""
        heard: list[Effect] = []
        for source in self._sources:
            for effect in source.dialect.receive(Incoming(topic, payload, retained, NOW)):
                heard.append(effect)
                match effect:
                    case Announced(appliance):
                        self.home.registry.put(Part(source, appliance))
                    case Withdrawn(appliance_id):
                        self.home.registry.remove(source, appliance_id)
                    case Problem():
                        self.problems.append(effect.reason)
        return heard

    def appliances(self) -> dict[str, Appliance]:
        """By id."""
        return {one.id: one for one in self.home.registry.all()}

    def tell(
        self, appliance: str, action: str, arguments: Mapping[str, Value] | None = None
    ) -> list[Publish] | str:
        """What would be published, or why it is not."""
        capability, _, name = action.partition(".")
        command = Command("c", appliance, capability, name, arguments or {}, deadline=0.0)
        speaker = self.home.registry.speaker(appliance, capability)
        try:
            messages = list(
                speaker.source.dialect.encode(
                    speaker.appliance.id, capability, name, command.arguments, self.home.states.get(appliance)
                )
            )
            check_trespass(command, messages, speaker, self.home)
        except BridgeError as error:
            return str(error)
        return messages
