"""What was announced as entities, and what it last said. Pure: announcements and bytes in, changes out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Problem, Publish
from appliance_bridge.entities.announcement import Announcement
from appliance_bridge.entities.availability import Availability, read_availability
from appliance_bridge.entities.claims import Claims, without_topics
from appliance_bridge.entities.components import COMPONENTS
from appliance_bridge.entities.components.rows import MAX_STATE_BYTES
from appliance_bridge.entities.entity import Component, Entity
from appliance_bridge.entities.payload import clean_text
from appliance_bridge.entities.pictures import picture_topic
from appliance_bridge.entities.topic_index import TopicIndex
from appliance_bridge.errors import Unsupported


@dataclass(frozen=True, slots=True)
class Changes:
    """What one message changed. One message may announce entities or carry the state of many, or both."""

    added: tuple[Entity, ...] = ()
    # announced for the first time
    changed: tuple[Entity, ...] = ()
    # announced again with another description; what it said before is kept
    removed: tuple[Entity, ...] = ()
    # withdrawn, as they last were
    states: Mapping[str, Mapping[str, Value | None]] = field(default_factory=dict)
    # entity key → attributes that this message said, also when unchanged; None: now unknown
    availability: Mapping[str, bool] = field(default_factory=dict)
    # entity key → available, only where this message changed it
    shown: tuple[str, ...] = ()
    # entity keys whose picture this message is
    subscribe: tuple[str, ...] = ()
    # topics (never filters with wildcards) to subscribe to now, also when already subscribed:
    # only a new subscription makes the broker send what it retained
    unsubscribe: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    incomplete: bool = False
    # announced again with the very same words it may go better: what stood in the way may be gone by then

    def __bool__(self) -> bool:
        """Whether anything is in it."""
        return any(getattr(self, name) for name in self.__slots__)


@dataclass(slots=True)
class _Known:
    """One entity and what it said."""

    told: Entity
    # as it was announced
    entity: Entity
    # the same, without what it may not command
    availability: Availability | None
    said: dict[int, bool] = field(default_factory=dict)
    # position of an availability topic → what it last said
    latest: int | None = None
    # position of the one that spoke last
    state: dict[str, Value | None] = field(default_factory=dict)

    def available(self) -> bool | None:
        return None if self.availability is None else self.availability.combine(self.said, self.latest)


@dataclass(slots=True)
class _Source:
    """What one source announced last."""

    keys: tuple[str, ...] = ()
    migrating: bool = False


class Inventory:
    """Entities by key, their availability and state. Never raises on what it receives."""

    def __init__(self, max_entities: int = 50_000, max_of_device: int = 1_000) -> None:
        self._max_entities = max_entities
        self._max_of_device = max_of_device
        self._known: dict[str, _Known] = {}
        self._sources: dict[str, _Source] = {}
        self._devices: dict[str, dict[str, None]] = {}
        self._listening = TopicIndex()
        self._claims = Claims()

    def state_topics(self) -> tuple[str, ...]:
        """All state and availability topics wanted now (for a reconnect without session)."""
        return self._listening.topics()

    @property
    def entities(self) -> Mapping[str, Entity]:
        """Entity key → entity: all usable ones, in order of announcement. A copy."""
        return {key: known.entity for key, known in self._known.items()}

    def entities_of(self, device_key: str) -> tuple[Entity, ...]:
        """Entities whose `device.key` is this one, in order of announcement; empty when none."""
        return tuple(self._known[key].entity for key in self._devices.get(device_key, ()))

    def listeners(self, topic: str) -> Sequence[str]:
        """Keys of the entities that listen to this topic."""
        return self._listening.keys(topic)

    def entity(self, key: str) -> Entity | None:
        """One entity, or None."""
        known = self._known.get(key)
        return None if known is None else known.entity

    def available(self, key: str) -> bool | None:
        """None: it has not said yet, or has no topic to say it with (see says_availability)."""
        known = self._known.get(key)
        return None if known is None else known.available()

    def says_availability(self, key: str) -> bool:
        """Whether the entity has availability topics (then it counts as away until the first message)."""
        known = self._known.get(key)
        return known is not None and known.availability is not None

    def state(self, key: str) -> Mapping[str, Value | None]:
        """Last said attributes of an entity, merged over all its messages; empty when it never said any."""
        known = self._known.get(key)
        return MappingProxyType(known.state) if known is not None else {}

    def component(self, entity: Entity) -> Component:
        """How this entity speaks: services, limits, optimistic, decode, encode."""
        return COMPONENTS[entity.component]

    def encode(self, key: str, service: str, data: Mapping[str, Value]) -> Sequence[Publish]:
        """Messages of a service call of a known entity; only to topics it announced. Raises Unsupported."""
        known = self._known.get(key)
        if known is None:
            raise Unsupported(key, "", service, "it is not announced")
        return self.component(known.entity).encode(known.entity, service, data)

    def hear(self, topic: str, payload: bytes) -> Changes:
        """What a message on a topic of entities means: states, availabilities, or nothing of ours."""
        states: dict[str, Mapping[str, Value | None]] = {}
        availability: dict[str, bool] = {}
        shown: list[str] = []
        for key in self._listening.keys(topic):
            known = self._known[key]
            if picture_topic(known.entity) == topic:
                shown.append(key)
            said = self.component(known.entity).decode(known.entity, topic, payload)
            if said:
                known.state.update(said)
                states[key] = said
            if (now := _heard(known, topic, payload)) is not None:
                availability[key] = now
        return Changes(states=states, availability=availability, shown=tuple(shown))

    def announce(self, announcement: Announcement) -> Changes:
        """Take in what a source announces now."""
        source = announcement.source
        before = self._sources.get(source, _Source())
        if announcement.outcome == "refused":
            return Changes(problems=announcement.problems)
        if announcement.outcome == "migrating":
            if before.keys:
                self._sources[source] = _Source(before.keys, migrating=True)
            return Changes()
        problems = list(announcement.problems)
        wanted = {entity.key: entity for entity in self._owned(source, announcement.entities, problems)}
        gone = [self._forget(key) for key in before.keys if key not in wanted and self._owner(key) == source]
        touched = {key for entity in gone for key in self._claims.drop(entity.key)}
        added, changed, subscribe = list[str](), list[str](), list[str]()
        for key, entity in wanted.items():
            known = self._known.get(key)
            if known is None:
                added.append(key)
            elif known.told != entity:
                changed.append(key)
            else:
                continue
            touched |= self._claims.put(entity)
            if known is None or known.told.config != entity.config:
                subscribe.extend(self._listen(entity))
            self._describe(self._known[key], entity)
        for key in (*added, *changed, *touched):
            self._settle_claims(key, source, problems)
        changed += [key for key in touched if key not in added and key not in changed and key in self._known]
        if wanted:
            self._sources[source] = _Source(tuple(wanted))
        else:
            self._sources.pop(source, None)
        return Changes(
            added=tuple(self._known[key].entity for key in added),
            changed=tuple(self._known[key].entity for key in changed),
            removed=tuple(gone),
            subscribe=tuple(dict.fromkeys(subscribe)),
            unsubscribe=self._listening.take_silent(),
            problems=tuple(problems),
            incomplete=len(wanted) < len(announcement.entities),
        )

    def _settle_claims(self, key: str, source: str, problems: list[Problem]) -> None:
        """Take from an entity the commands that are another's, give back those that are not any more."""
        known = self._known.get(key)
        refused = self._claims.refused(key)
        if known is None or (known.entity is known.told and not refused):
            return
        known.entity = told = known.told
        if not refused:
            return
        known.entity = replace(told, config=without_topics(told, refused))
        topic, owner = next(iter(refused.items()))
        problems.append(
            Problem(
                told.source,
                f'"{told.object_id}" cannot command "{clean_text(topic)[:100]}": {_whose(owner)}'
                + ("." if told.source == source else f", now that {clean_text(source)[:100]} is announced."),
            )
        )

    def _owned(self, source: str, entities: Sequence[Entity], problems: list[Problem]) -> list[Entity]:
        """Those entities that this source may announce: not twice, not another source's, not too many."""
        result: dict[str, Entity] = {}
        of_device = Counter[str]()
        for entity in entities:
            owner = self._owner(entity.key)
            reason = None
            if entity.key in result:
                reason = f'The unique_id of "{entity.object_id}" is given twice.'
            elif owner not in (None, source) and not self._sources[str(owner)].migrating:
                reason = f'The unique_id of "{entity.object_id}" already belongs to {clean_text(str(owner))}.'
            elif owner is None and len(self._known) + len(result) >= self._max_entities:
                problems.append(Problem(source, f"There are more than {self._max_entities} entities."))
                break
            elif self._is_crowded(entity, of_device):
                reason = f"Its device has more than {self._max_of_device} entities."
            if reason is None:
                result[entity.key] = entity
                of_device[entity.device.key] += entity.key not in self._devices.get(entity.device.key, {})
            elif reason not in (one.reason for one in problems[-1:]):
                problems.append(Problem(source, reason))
        return list(result.values())

    def _is_crowded(self, entity: Entity, coming: Mapping[str, int]) -> bool:
        there = self._devices.get(entity.device.key, {})
        return entity.key not in there and len(there) + coming[entity.device.key] >= self._max_of_device

    def _owner(self, key: str) -> str | None:
        known = self._known.get(key)
        return None if known is None else known.entity.source

    def _listen(self, entity: Entity) -> tuple[str, ...]:
        """Take up an entity, new or with other options; the topics to subscribe to."""
        availability = read_availability(entity.config)
        before = self._known.get(entity.key)
        if before is None:
            self._known[entity.key] = _Known(entity, entity, availability)
            self._devices.setdefault(entity.device.key, {})[entity.key] = None
        elif before.availability != availability:
            before.availability, before.said, before.latest = availability, {}, None
        signs = availability.signs if availability is not None else ()
        pictures = picture_topic(entity)
        topics = (*self.component(entity).state_topics(entity), *(sign.topic for sign in signs))
        return self._listening.listen(entity.key, topics if pictures is None else (*topics, pictures))

    def _describe(self, known: _Known, entity: Entity) -> None:
        if known.told.device.key != entity.device.key:
            self._leave_device(known.told)
            self._devices.setdefault(entity.device.key, {})[entity.key] = None
        known.told = known.entity = entity

    def _forget(self, key: str) -> Entity:
        known = self._known.pop(key)
        self._leave_device(known.entity)
        self._listening.forget(key)
        return known.entity

    def _leave_device(self, entity: Entity) -> None:
        keys = self._devices[entity.device.key]
        del keys[entity.key]
        if not keys:
            del self._devices[entity.device.key]


def _whose(owner: str) -> str:
    if not owner:
        return "several devices that can do harm claim the topic"
    return f"the topic is that of {clean_text(owner)[:60]}"


def _heard(known: _Known, topic: str, payload: bytes) -> bool | None:
    """Availability when this message changed it, else None."""
    if known.availability is None or len(payload) > MAX_STATE_BYTES:
        return None
    before = known.available()
    for position, sign in enumerate(known.availability.signs):
        if sign.topic == topic:
            said = sign.read(payload.decode("utf-8", "replace"))
            if said is not None:
                known.said[position], known.latest = said, position
    now = known.available()
    return now if now != before else None
