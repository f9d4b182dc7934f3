"""The appliances that are described, as configured or as seen, with what an admin says over it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.plain.description import PlainAppliance, PlainOnline
from appliance_bridge.dialects.plain.offering import missing, offers
from appliance_bridge.dialects.plain.speech import Speech, speech
from appliance_bridge.entities.templates import compiled
from appliance_bridge.entities.templating.values import TemplateError
from appliance_bridge.override import Override
from appliance_bridge.recognition.naming import rooms


@dataclass(frozen=True, slots=True)
class Card:
    """Who an appliance is, and how it speaks."""

    id: str
    type: str
    names: tuple[str, ...]
    areas: tuple[str, ...]
    description: PlainAppliance
    source: str
    why: str
    # in a few words: what makes it what it is
    maker: str = ""
    identities: frozenset[str] = frozenset()
    grows: bool = False
    # whether it offers only what it has been heard to say: models differ
    rank: int = 0
    # how sure its type is: 0 is the surest


@dataclass(slots=True)
class Resident:
    """One appliance of this dialect, and what it said."""

    card: Card
    said: dict[str, Value | None] = field(default_factory=dict)
    online: bool | None = None
    told: Appliance | None = None
    # as last announced; None while it is hidden
    news: bool = True
    # whether it may be described otherwise by now

    def speech(self, catalogue: Catalogue, override: Override) -> Speech:
        """How it speaks, as an admin has it."""
        return speech(self.card.description, catalogue.capabilities, override.roles)

    def appliance(self, catalogue: Catalogue, override: Override, speaks: Speech) -> Appliance:
        """As the house knows it."""
        card = self.card
        kind = catalogue.type_of(override.type or card.type)
        reports = {key for key in speaks.keys if key in self.said or not card.grows}
        commands = {
            key: messages
            for key, messages in speaks.commands.items()
            if not card.grows or _heard_of(key, speaks.keys, reports)
        }
        names = override.names or card.names
        details: dict[str, Value] = {"maker": card.maker} if card.maker else {}
        return Appliance(
            id=card.id,
            type=kind.key,
            names=names,
            areas=override.areas or card.areas or rooms(names),
            offers=offers(reports, commands, kind, catalogue.capabilities),
            source=card.source,
            missing=missing(reports, commands, kind, catalogue.capabilities),
            details={**details, "recognised_by": "the admin says so" if override.type else card.why},
            identities=card.identities,
        )

    def hear(self, said: Mapping[str, Value | None], online: bool | None) -> None:
        """Remember what it said."""
        self.news = self.news or (self.card.grows and bool(said.keys() - self.said.keys()))
        self.said.update(said)
        self.online = self.online if online is None else online


def heard_online(online: PlainOnline, payload: bytes) -> bool | None:
    """Whether this message says that the appliance is there; None: neither."""
    try:
        word = payload.decode().strip()
        word = word if online.template is None else compiled(online.template).value(word)
    except (UnicodeDecodeError, TemplateError):
        return None
    folded = word.casefold()
    if folded == online.online.casefold():
        return True
    return False if folded == online.offline.casefold() else None


def _heard_of(command: str, all_keys: frozenset[str], reports: set[str]) -> bool:
    """Whether the capability of a command has been heard of, if it ever can."""
    capability = command.partition(".")[0] + "."
    return any(one.startswith(capability) for one in reports) or not any(
        one.startswith(capability) for one in all_keys
    )


def as_filters(description: PlainAppliance) -> tuple[str, ...]:
    """The topics this appliance speaks on."""
    online = () if description.online is None else (description.online.topic,)
    return tuple(dict.fromkeys([*online, *(one.topic for one in description.reports.values())]))
