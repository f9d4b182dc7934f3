"""Appliances as chats show them: a name, an emoji, a card."""

from collections.abc import Mapping
from importlib.resources import as_file, files
from typing import Protocol

from appliance_bridge.appliance import Appliance
from bot.house import ApplianceView
from bot.message import Language
from bot.messengers.base import Card, Speaker
from bot.strict_yaml import read


class Naming(Protocol):
    """What knows how things are called."""

    def name(self, appliance: Appliance, language: Language) -> str:
        """What an appliance is called in this language."""


class Faces:
    """Speakers and cards of appliances."""

    def __init__(self, naming: Naming, emoji: Mapping[str, str]) -> None:
        """emoji: of each type of appliance."""
        self._naming = naming
        self._emoji = emoji

    def speaker(self, view: ApplianceView, language: Language) -> Speaker:
        """Who it is that speaks."""
        appliance = Appliance(view.id, view.type, view.names or (view.name,), view.areas)
        emoji = self._emoji.get(view.type, self._emoji["unknown"])
        return Speaker(view.id, self._naming.name(appliance, language), emoji, view.type)

    def card(self, view: ApplianceView, language: Language) -> Card:
        """The appliance at a glance."""
        summary = view.summary.get(language) or next(iter(view.summary.values()), "")
        power = view.state.get("power.on") if "power" in view.capabilities else None
        switched = power if isinstance(power, bool) else None
        return Card(self.speaker(view, language), view.area, view.online, summary, switched)


def load_emoji() -> Mapping[str, str]:
    """The emoji that ships for each type of appliance. Raises ConfigError when the file is broken."""
    with as_file(files("bot.messengers") / "faces.yaml") as path:
        return {key: str(value) for key, value in read(path).data.items()}
