"""Appliances that somebody described: in the config, or for all owners of a bridge in a profile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import (
    Announced,
    Described,
    Effect,
    Incoming,
    Problem,
    Publish,
    Reach,
    Report,
    Subscribe,
    Withdrawn,
)
from appliance_bridge.dialects.plain.description import PlainAppliance
from appliance_bridge.dialects.plain.household import Card, Resident, as_filters, heard_online
from appliance_bridge.dialects.plain.profiles import ID, Profile, Sighting, load_profiles, watch
from appliance_bridge.dialects.plain.speech import Speech
from appliance_bridge.errors import UnknownAppliance, Unsupported
from appliance_bridge.explanation import Explanation, Part
from appliance_bridge.override import Override
from appliance_bridge.recognition.naming import names as names_of
from appliance_bridge.recognition.naming import slug
from appliance_bridge.recognition.nouns import Nouns
from appliance_bridge.state import ApplianceState

MAX_SEEN = 100
# devices that profiles may bring into the home
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlainConfigured:
    """A described appliance, and what else its description does not say."""

    plain: PlainAppliance
    type: str | None = None
    # None: what its names say
    names: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


class Plain:
    """What somebody described, as appliances. A `Dialect`."""

    name = "plain"

    def __init__(
        self,
        catalogue: Catalogue,
        appliances: Mapping[str, PlainConfigured] | None = None,
        *,
        overrides: Mapping[str, Override] | None = None,
        profiles: Sequence[Profile] | None = None,
    ) -> None:
        """`appliances`: id → description; profiles: None means those that ship.

        Raises ValueError (pydantic's) when a description names what the catalogue does not know.
        """
        self._catalogue = catalogue
        self._overrides = dict(overrides or {})
        self._nouns = Nouns(catalogue.types)
        self._watches = [watch(one) for one in (load_profiles() if profiles is None else profiles)]
        self._residents = {key: Resident(self._card(key, one)) for key, one in (appliances or {}).items()}
        self._speeches: dict[str, Speech] = {}
        self._topics: dict[str, tuple[str, ...]] = {}
        # topic → ids of appliances that speak on it
        self._begun = False
        for one in self._residents:
            self._listen(one)

    def subscriptions(self) -> Sequence[Subscribe]:
        """The signs of profiles, and the topics of known appliances at QoS 1."""
        signs = tuple(dict.fromkeys(one for watched in self._watches for one in watched.filters))
        asked = [Subscribe(signs, qos=0)] if signs else []
        return [*asked, *([Subscribe(tuple(self._topics))] if self._topics else [])]

    def greetings(self) -> Sequence[Publish]:
        """Nothing: nobody knows what would wake them."""
        return ()

    def receive(self, message: Incoming) -> Sequence[Effect]:
        """What one message means; never raises."""
        effects = self._begin()
        for watched in self._watches:
            if (sighting := watched.sees(message.topic, message.payload)) is not None:
                effects += self._seen(watched.profile, sighting)
        reports = [self._heard(one, message) for one in self._topics.get(message.topic, ())]
        for one in reports:
            resident = self._residents[one.appliance]
            if resident.news:
                effects += self._announced(one.appliance)
            if (one.attributes or one.online is not None) and resident.told is not None:
                effects.append(one)
        return effects

    def overridden(self, overrides: Mapping[str, Override], at: float) -> Sequence[Effect]:
        """From now on these overrides and no others; what changed by it."""
        before, self._overrides = self._overrides, dict(overrides)
        effects = self._begin()
        for one, resident in self._residents.items():
            if before.get(one, Override()) == self._override(one):
                continue
            old, was_told = self._speeches[one], resident.told is not None
            self._listen(one)
            gained = self._speeches[one].keys - (old.keys if was_told else frozenset())
            lost = old.keys - self._speeches[one].keys
            topics = tuple(self._speeches[one].readings)
            if topics and (gained or self._speeches[one].readings != old.readings):
                effects.append(Subscribe(topics))
            effects += self._announced(one)
            if resident.told is not None:
                # What allows a machine to start counts only when it is said now, never from memory.
                known = {key: resident.said[key] for key in gained & resident.said.keys() if not _arms(key)}
                if known or lost:
                    effects.append(Report(one, {**dict.fromkeys(lost), **known}, resident.online))
        return effects

    def described(self) -> Sequence[Described]:
        """All appliances as announced, also hidden ones."""
        return [
            Described(
                resident.appliance(self._catalogue, Override(), resident.speech(self._catalogue, Override())),
                self._override(one).hidden,
            )
            for one, resident in self._residents.items()
        ]

    def explain(self, appliance: str) -> Explanation | None:
        """Why this appliance is what it is; None when it is not known here."""
        resident = self._residents.get(appliance)
        if resident is None or resident.told is None:
            return None
        why, speaks = resident.card.why, self._speeches[appliance]
        reports = [(one.key, one.topic) for heard in speaks.readings.values() for one in heard]
        commands = [(key, one.topic) for key, messages in speaks.commands.items() for one in messages]
        return Explanation(
            appliance,
            resident.told.type,
            resident.card.source,
            parts=tuple(Part(key, topic, topic, why) for key, topic in (*reports, *commands)),
            notes=(why,),
        )

    def reach(self, appliance: str) -> Reach:
        """What moves this appliance; nothing when it is not known here."""
        resident = self._residents.get(appliance)
        if resident is None:
            return Reach()
        told = (one.topic for messages in self._speeches[appliance].commands.values() for one in messages)
        card = resident.card
        return Reach(frozenset(told), sources=frozenset({card.source}), appointed=not card.grows)

    def reserves(self, topic: str) -> bool:
        """Nothing: nobody speaks of devices here."""
        return False

    def encode(
        self,
        appliance: str,
        capability: str,
        action: str,
        arguments: Mapping[str, Value],
        state: ApplianceState,
    ) -> Sequence[Publish]:
        """The messages of one command. Raises UnknownAppliance, Unsupported."""
        resident = self._residents.get(appliance)
        if resident is None or resident.told is None:
            raise UnknownAppliance(appliance)
        if not resident.told.can(capability, action):
            raise Unsupported(appliance, capability, action)
        try:
            messages = self._speeches[appliance].tell(f"{capability}.{action}", arguments)
        except ValueError as error:
            raise Unsupported(appliance, capability, action, f"with {error}") from None
        if not messages:
            raise Unsupported(appliance, capability, action, "with these arguments")
        return messages

    # --- who is here

    def _begin(self) -> list[Effect]:
        """Those of the config are here from the beginning, even if they never say anything."""
        if self._begun:
            return []
        self._begun = True
        return [effect for one in self._residents for effect in self._announced(one)]

    def _card(self, key: str, configured: PlainConfigured) -> Card:
        context = {"capabilities": self._catalogue.capabilities}
        described = configured.plain.model_dump(exclude_unset=True)
        checked = PlainAppliance.model_validate(described, context=context)
        names = configured.names or (key.replace("-", " ").replace("_", " "),)
        return Card(
            id=key,
            type=configured.type or self._nouns.head(*names, key) or _UNKNOWN,
            names=names,
            areas=configured.areas,
            description=checked,
            source=f"{self.name}:{key}",
            why="the config describes it",
        )

    def _seen(self, profile: Profile, sighting: Sighting) -> list[Effect]:
        key = slug(profile.id.replace(ID, sighting.device))
        resident = self._residents.get(key)
        seen = sum(one.card.grows for one in self._residents.values())
        if resident is None and seen >= MAX_SEEN:
            reason = f"There are more than {MAX_SEEN} devices of this kind; {sighting.device} is left out."
            return [Problem(f"{profile.maker}: {MAX_SEEN}", reason)]
        if resident is not None and not self._surer(resident.card, sighting):
            return []
        card = self._seen_card(key, profile, sighting)
        if resident is None:
            self._residents[key] = Resident(card)
        else:
            resident.card, resident.news = card, True
        self._listen(key)
        return [Subscribe(tuple(as_filters(card.description)))]

    def _surer(self, known: Card, sighting: Sighting) -> bool:
        """Whether the sighting says more than is known; what the config describes is known best."""
        if not known.grows or sighting.rank > known.rank:
            return False
        named = bool(sighting.name) and names_of(sighting.name) != known.names
        return sighting.rank < known.rank or sighting.type != known.type or named

    def _seen_card(self, key: str, profile: Profile, sighting: Sighting) -> Card:
        identity = None if profile.identity is None else profile.identity.replace(ID, sighting.device)
        return Card(
            id=key,
            type=sighting.type,
            names=names_of(sighting.name) or self._called(profile.maker, sighting.type),
            areas=(),
            description=profile.appliance(sighting.device, sighting.type),
            source=f"{self.name}:{profile.maker}:{sighting.device}",
            why=f"its messages are those of {profile.maker}",
            maker=profile.maker,
            identities=frozenset() if identity is None else frozenset([identity]),
            grows=True,
            rank=sighting.rank,
        )

    def _called(self, maker: str, type_key: str) -> tuple[str, ...]:
        """A name in Korean and one in English: "Miele 식기세척기", "Miele dishwasher"."""
        words = self._catalogue.type_of(type_key).recognition.words
        korean = next((word for word in words if "가" <= word[0] <= "힣"), None)
        english = next((word for word in words if word.isascii()), type_key.replace("_", " "))
        return tuple(f"{maker} {word}" for word in (korean, english) if word is not None)

    # --- what is said

    def _heard(self, key: str, message: Incoming) -> Report:
        resident = self._residents[key]
        online = resident.card.description.online
        news = None
        if online is not None and online.topic == message.topic:
            news = heard_online(online, message.payload)
        said = self._speeches[key].hear(message.topic, message.payload, message.at)
        resident.hear(said, news)
        return Report(key, said, news)

    def _announced(self, key: str) -> list[Effect]:
        """What is to be told of it now, if it is described otherwise than before."""
        resident, override = self._residents[key], self._override(key)
        before, resident.news = resident.told, False
        if override.hidden:
            resident.told = None
            return [Withdrawn(key)] if before is not None else []
        resident.told = resident.appliance(self._catalogue, override, self._speeches[key])
        return [Announced(resident.told)] if resident.told != before else []

    def _listen(self, key: str) -> None:
        resident = self._residents[key]
        self._speeches[key] = resident.speech(self._catalogue, self._override(key))
        for topic in as_filters(resident.card.description):
            if key not in self._topics.get(topic, ()):
                self._topics[topic] = (*self._topics.get(topic, ()), key)

    def _override(self, key: str) -> Override:
        return self._overrides.get(key, Override())


def _arms(key: str) -> bool:
    return key.startswith("remote_control.")
