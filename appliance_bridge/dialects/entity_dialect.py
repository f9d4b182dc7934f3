"""A dialect of a convention that announces entities: they become appliances, commands become messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

from appliance_bridge.appliance import Appliance
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
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
from appliance_bridge.dialects.convention import OWN, Convention
from appliance_bridge.dialects.reporting import Reporting, arms
from appliance_bridge.entities.claims import command_topics
from appliance_bridge.entities.inventory import Changes, Inventory
from appliance_bridge.errors import UnknownAppliance, Unsupported
from appliance_bridge.explanation import Explanation
from appliance_bridge.override import Override
from appliance_bridge.recognition.bound import Call, Reading
from appliance_bridge.recognition.household import Household, Rebuilt
from appliance_bridge.recognition.shows import Shows
from appliance_bridge.state import ApplianceState

_TURN_ON_MODES = ("auto", "heat_cool", "cool", "heat", "fan_only", "dry")
# what "on" means for an air conditioner that has never run and has no "on" of its own; the first it has


class EntityDialect:
    """What devices announced in one convention, as appliances. A `Dialect`."""

    def __init__(
        self, convention: Convention, catalogue: Catalogue, *, overrides: Mapping[str, Override] | None = None
    ) -> None:
        """`overrides`: appliance id → what the admin says."""
        self.name = convention.name
        self._convention = convention
        self._inventory = Inventory()
        self._household = Household(catalogue, overrides or {}, self._inventory.component, self.name)
        self._announced: dict[str, bytes] = {}
        # topic that only describes → fingerprint of what it said last
        self._last_mode: dict[str, str] = {}
        # climate entity → the mode in which it last ran
        self._reporting = Reporting(self._inventory, self._household)
        self._shows = Shows(self._inventory, self._household)
        self._put_off: dict[str, Incoming] = {}
        # device whose appliances are not yet made of what it announced → the latest message about it
        self._greeted: frozenset[str] = frozenset()
        # topics that wake devices

    def subscriptions(self) -> Sequence[Subscribe]:
        """Those of the convention, and the states of entities at QoS 1."""
        topics = _of_broker(self._inventory.state_topics())
        return [*self._convention.subscriptions(), *([Subscribe(topics)] if topics else [])]

    def greetings(self) -> Sequence[Publish]:
        """What makes silent bridges announce themselves."""
        greetings = [replace(one, qos=1, retain=False) for one in self._convention.greetings()]
        self._greeted = frozenset(one.topic for one in greetings)
        return greetings

    def receive(self, message: Incoming) -> Sequence[Effect]:
        """What one message means; never raises."""
        return self._heard(message, put_off=False)

    def collect(self, message: Incoming) -> Sequence[Effect]:
        """The same, but what it announces becomes appliances by `catch_up`, or when one says something."""
        return self._heard(message, put_off=True)

    @property
    def behind(self) -> bool:
        """Whether something was put off."""
        return bool(self._put_off)

    def owes(self, topic: str) -> bool:
        """Whether appliances that are not yet made listen to this topic."""
        listeners = map(self._inventory.entity, self._inventory.listeners(topic)) if self._put_off else ()
        return any(one.device.key in self._put_off for one in listeners if one)

    def catch_up(self) -> tuple[Incoming, Sequence[Effect]] | None:
        """Make the appliances of the next device; the message it is about and what came of it."""
        if not self._put_off:
            return None
        device, message = next(iter(self._put_off.items()))
        effects: list[Effect] = []
        rebuilt = self._rebuild((device,), effects)
        return message, [*effects, *self._reporting.reports(Changes(), rebuilt, message.at)]

    def _heard(self, message: Incoming, *, put_off: bool) -> Sequence[Effect]:
        describes = self._convention.announces(message.topic)
        fingerprint = blake2b(message.payload, digest_size=16).digest() if describes else b""
        if describes and self._announced.get(message.topic) == fingerprint:
            return ()
        heard = self._convention.hear(message)
        if heard is None:
            changes = self._inventory.hear(message.topic, message.payload)
            return [*self._taken(changes, message), *self._shows.heard(changes.shown, message)]
        effects: list[Effect] = []
        complete = describes and bool(heard.announced)
        for announcement in heard.announced:
            changes = self._inventory.announce(announcement)
            complete = complete and announcement.outcome == "announced" and not changes.incomplete
            effects.extend(self._taken(changes, message, put_off=put_off))
        if complete:
            self._announced[message.topic] = fingerprint
        else:
            self._announced.pop(message.topic, None)
        for said in heard.said:
            effects.extend(self._taken(self._inventory.hear(said.topic, said.payload), message))
        return [*effects, *heard.subscribe, *heard.unsubscribe, *heard.answers]

    def _taken(self, changes: Changes, message: Incoming, *, put_off: bool = False) -> Sequence[Effect]:
        if not changes:
            return ()
        effects: list[Effect] = list(changes.problems)
        if subscribe := _of_broker(changes.subscribe):
            effects.append(Subscribe(subscribe))
        if unsubscribe := _of_broker(changes.unsubscribe):
            effects.append(Unsubscribe(unsubscribe))
        touched = (*changes.added, *changes.changed, *changes.removed)
        devices = dict.fromkeys(entity.device.key for entity in touched)
        # An entity may have moved to another device.
        before = [(entity, one) for entity in touched for one in self._household.devices_of(entity.key)]
        if put_off and not changes.removed and all(entity.device.key == one for entity, one in before):
            # What goes away goes at once: what comes in its place may be called the same.
            self._put_off.update(dict.fromkeys(devices, message))
            return effects
        if self._put_off:
            spoke = map(self._inventory.entity, (*changes.states, *changes.availability, *changes.shown))
            devices.update((one.device.key, None) for one in spoke if one and one.device.key in self._put_off)
        rebuilt = self._rebuild((*(one for _, one in before), *devices), effects)
        for entity in changes.removed:
            self._last_mode.pop(entity.key, None)
        self._remember_modes(changes.states)
        effects.extend(self._reporting.reports(changes, rebuilt, message.at))
        return effects

    def overridden(self, overrides: Mapping[str, Override], at: float) -> Sequence[Effect]:
        """From now on these overrides and no others; what changed by it."""
        effects: list[Effect] = []
        rebuilt = self._rebuild(self._household.override(overrides), effects)
        unheard = self._topics_to_hear_again(rebuilt)
        if unheard:
            effects.insert(0, Subscribe(unheard))
        reports = {one.appliance: one for one in self._reporting.reports(Changes(), rebuilt, at)}
        for one, keys in rebuilt.lost.items():
            if keys:
                told = reports.get(one, Report(one))
                reports[one] = replace(told, attributes={**dict.fromkeys(keys), **told.attributes})
        return [*effects, *reports.values()]

    def described(self) -> Sequence[Described]:
        """All appliances as announced, also hidden ones."""
        return self._household.described()

    def explain(self, appliance: str) -> Explanation | None:
        """Why this appliance is what it is; None when it is not known here."""
        device = self._household.device_of(appliance)
        entities = () if device is None else self._inventory.entities_of(device)
        return self._household.explain(appliance, entities)

    def reach(self, appliance: str) -> Reach:
        """What moves this appliance; nothing when it is not known here."""
        bound = self._household.get(appliance)
        known = [self._inventory.entity(key) for key in (() if bound is None else bound.entities)]
        parts = [one for one in known if one is not None]
        return Reach(
            frozenset(_of_broker(topic for one in parts for topic in command_topics(one))),
            tuple(dict.fromkeys(prefix for one in parts for prefix in one.device.below)),
            frozenset(one.source for one in parts),
        )

    def reserves(self, topic: str) -> bool:
        """Whether the topic describes or wakes devices."""
        return topic in self._greeted or self._convention.announces(topic)

    def encode(
        self,
        appliance: str,
        capability: str,
        action: str,
        arguments: Mapping[str, Value],
        state: ApplianceState,
    ) -> Sequence[Publish]:
        """The messages of one command. Raises UnknownAppliance, Unsupported."""
        bound = self._household.get(appliance)
        if bound is None:
            raise UnknownAppliance(appliance)
        calls = bound.calls.get(f"{capability}.{action}", ())
        taken = {call.argument for call in calls if call.field is not None or call.when is not None}
        extra = ", ".join(sorted(set(arguments) - taken))
        if not calls or extra:
            raise Unsupported(appliance, capability, action, f"with {extra}" if extra else "")
        messages: list[Publish] = []
        for call in calls:
            try:
                data = self._data(call, arguments, state)
                if data is not None:
                    messages.extend(self._inventory.encode(call.entity, call.service, data))
            except ValueError as error:
                raise Unsupported(appliance, capability, action, f"with {error}") from None
            except Unsupported as error:
                raise Unsupported(appliance, capability, action, error.detail) from None
        if not messages:
            raise Unsupported(appliance, capability, action, "with these arguments")
        sent = [
            out
            for one in messages
            for out in (self._convention.outgoing(one) if one.topic.startswith(OWN) else (one,))
        ]
        return [replace(one, qos=1, retain=False) for one in sent]

    def _data(
        self, call: Call, arguments: Mapping[str, Value], state: ApplianceState
    ) -> Mapping[str, Value] | None:
        """The data fields of one call; None: it is left out. ValueError: the argument will not do."""
        if call.takes == "last_mode":
            return {**call.data, str(call.field): self._mode_to_turn_on(call, state)}
        given = arguments.get(call.argument)
        if call.when is not None:
            return call.data if given is not None and _is(given, call.when) else None
        if call.field is None:
            return call.data
        if given is None:
            if call.optional:
                return None
            raise ValueError(f"no {call.argument}")
        return {**call.data, call.field: call.translator.write(given)}

    def _mode_to_turn_on(self, call: Call, state: ApplianceState) -> str:
        entity = self._inventory.entity(call.entity)
        if entity is None:
            raise ValueError("an entity that is gone")
        listed = self._inventory.component(entity).limits(entity, str(call.field)).get("options")
        modes = [str(mode) for mode in listed] if isinstance(listed, list | tuple) else []
        last = self._last_mode.get(call.entity, str(state.value("mode.selected")))
        for mode in (last, *_TURN_ON_MODES, *modes):
            if mode in modes and mode != "off":
                return mode
        raise ValueError("no mode to turn on")

    def _rebuild(self, devices: Iterable[str], effects: list[Effect]) -> Rebuilt:
        """Adds to the effects; returns what became of all these devices together."""
        readings: dict[str, tuple[Reading, ...]] = {}
        lost: dict[str, frozenset[str]] = {}
        announced: list[Appliance] = []
        withdrawn: list[str] = []
        for device in dict.fromkeys(devices):
            self._put_off.pop(device, None)
            rebuilt = self._household.rebuild(device, self._inventory.entities_of(device))
            readings.update(rebuilt.readings)
            lost.update(rebuilt.lost)
            announced.extend(rebuilt.announced)
            withdrawn.extend(rebuilt.withdrawn)
        for one in withdrawn:
            self._reporting.forget(one)
            self._shows.forget(one)
            if self._household.get(one) is None:
                effects.append(Withdrawn(one))
        effects.extend(Announced(one) for one in announced)
        return Rebuilt(tuple(announced), readings, lost, tuple(withdrawn))

    def _topics_to_hear_again(self, rebuilt: Rebuilt) -> tuple[str, ...]:
        """Those of readings that are not told from memory."""
        sources = [
            source
            for readings in rebuilt.readings.values()
            for one in readings
            if arms(one)
            for source in one.sources
        ]
        entities = [one for source in sources if (one := self._inventory.entity(source.entity)) is not None]
        topics = [topic for one in entities for topic in self._inventory.component(one).state_topics(one)]
        return _of_broker(dict.fromkeys(topics))

    def _remember_modes(self, states: Mapping[str, Mapping[str, Value | None]]) -> None:
        for key, said in states.items():
            mode = said.get("state")
            entity = self._inventory.entity(key)
            climate = entity is not None and entity.component in ("climate", "water_heater")
            if climate and isinstance(mode, str) and mode != "off":
                self._last_mode[key] = mode


def _of_broker(topics: Iterable[str]) -> tuple[str, ...]:
    """Those topics that a broker knows of."""
    return tuple(one for one in topics if not one.startswith(OWN))


def _is(given: Value, word: str) -> bool:
    return given == word or (isinstance(given, bool) and given == (word == "on"))
