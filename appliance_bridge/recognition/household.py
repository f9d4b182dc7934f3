"""Appliances of all devices, kept in step with their entities; ids are unique in the home."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from appliance_bridge.appliance import Appliance
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.dialects.base import Described
from appliance_bridge.entities.entity import Component, Entity
from appliance_bridge.explanation import Candidate, Explanation
from appliance_bridge.override import Override
from appliance_bridge.recognition.appointed import BECAUSE
from appliance_bridge.recognition.binding import Binder
from appliance_bridge.recognition.bound import Bound, Reading
from appliance_bridge.recognition.explaining import explained
from appliance_bridge.recognition.grouping import Bag, Recognition
from appliance_bridge.recognition.naming import MAX_ID, checksum


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What became of one device."""

    announced: tuple[Appliance, ...] = ()
    # new, or described otherwise than before
    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    # appliance → its readings that it had not before
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict)
    # appliance → keys that it no longer reads, or reads otherwise than before
    withdrawn: tuple[str, ...] = ()


class Household:
    """Appliances by id and by entity."""

    def __init__(
        self,
        catalogue: Catalogue,
        overrides: Mapping[str, Override],
        component: Callable[[Entity], Component],
        dialect: str,
    ) -> None:
        """Over this catalogue; `component` tells how an entity speaks, `dialect` who announced it."""
        self._catalogue = catalogue
        self._overrides = dict(overrides)
        self._recognition = Recognition(catalogue.types)
        self._binder = Binder(catalogue.capabilities, self._recognition.nouns, component, dialect)
        self._bags: dict[str, Bag] = {}
        # id, also of a hidden appliance → what it is made of, as announced
        self._bound: dict[str, Bound] = {}
        self._devices: dict[str, tuple[str, ...]] = {}
        # device key → ids of its appliances
        self._owner: dict[str, str] = {}
        # the same ids → device key
        self._by_entity: dict[str, tuple[str, ...]] = {}
        # entity key → ids of appliances, also hidden ones, that it is a part of

    def get(self, appliance: str) -> Bound | None:
        """One appliance, or None."""
        return self._bound.get(appliance)

    def of_entity(self, key: str) -> tuple[Bound, ...]:
        """The appliances this entity belongs to."""
        return tuple(self._bound[one] for one in self._by_entity.get(key, ()) if one in self._bound)

    def devices_of(self, key: str) -> tuple[str, ...]:
        """The devices of whose appliances this entity is a part until the next rebuild."""
        return tuple(dict.fromkeys(self._owner[one] for one in self._by_entity.get(key, ())))

    def override(self, overrides: Mapping[str, Override]) -> tuple[str, ...]:
        """From now on these; returns the devices that are to be rebuilt for it."""
        before, self._overrides = self._overrides, dict(overrides)
        said = Override()
        changed = [
            one for one in {**before, **overrides} if before.get(one, said) != overrides.get(one, said)
        ]
        return tuple(dict.fromkeys(self._owner[one] for one in changed if one in self._owner))

    def described(self) -> tuple[Described, ...]:
        """All appliances as announced."""
        return tuple(Described(self._as_announced(one), one not in self._bound) for one in self._bags)

    def device_of(self, appliance: str) -> str | None:
        """The key of its device, also of a hidden one; None when it is not known."""
        return self._owner.get(appliance)

    def explain(self, appliance: str, entities: Sequence[Entity]) -> Explanation | None:
        """Why it is what it is; `entities`: all of its device. None when it is not known."""
        bag = self._bags.get(appliance)
        if bag is None:
            return None
        override = self._overrides.get(appliance, Override())
        bag = _retyped(bag, override)
        draft = self._binder.draft(bag, self._catalogue.type_of(bag.type), override.roles)
        return explained(bag, draft, self._bind(bag, override), override, entities)

    def rebuild(self, device: str, entities: Sequence[Entity]) -> Rebuilt:
        """Make the appliances of a device anew from all its entities."""
        before = self._devices.pop(device, ())
        old = {one: self._bound.pop(one) for one in before if one in self._bound}
        bags = [self._bags.pop(one) for one in before if one in self._bags]
        parts = [entity.key for bag in bags for entity in bag.entities]
        for one in before:
            self._owner.pop(one, None)
        for key in parts:
            # another device may have taken it over already
            left = tuple(one for one in self._by_entity.pop(key, ()) if one not in before)
            if left:
                self._by_entity[key] = left
        rebound = []
        ids = []
        for bag in self._recognition.bags(entities):
            named = replace(bag, id=self._unique(bag, device))
            ids.append(named.id)
            self._owner[named.id] = device
            self._bags[named.id] = named
            for entity in named.entities:
                self._by_entity[entity.key] = (*self._by_entity.get(entity.key, ()), named.id)
            override = self._overrides.get(named.id, Override())
            if override.hidden:
                continue
            bound = self._bind(named, override)
            self._bound[named.id] = bound
            if old.get(named.id) is not bound:
                rebound.append(bound)
        if ids:
            self._devices[device] = tuple(ids)
        withdrawn = tuple(one for one in old if one not in self._bound)
        here = {one.key for one in entities}
        self._binder.forget(
            (key for key in parts if key not in here), (one for one in before if one not in self._bound)
        )
        readings = {one.appliance.id: _news(one, old.get(one.appliance.id)) for one in rebound}
        lost = {one.appliance.id: _lost(one, old.get(one.appliance.id)) for one in rebound}
        announced = [one.appliance for one in rebound if not _described_so(one, old.get(one.appliance.id))]
        return Rebuilt(tuple(announced), readings, lost, withdrawn)

    def _unique(self, bag: Bag, device: str) -> str:
        if bag.id not in self._owner:
            return bag.id
        told = bag.primary or device if self._owner[bag.id] == device else device
        return f"{bag.id[: MAX_ID - 9]}-{checksum(told)}"

    def _as_announced(self, appliance: str) -> Appliance:
        bound = self._bound.get(appliance)
        if bound is not None and appliance not in self._overrides:
            return bound.appliance
        return self._bind(self._bags[appliance], Override()).appliance

    def _bind(self, bag: Bag, override: Override) -> Bound:
        bag = _retyped(bag, override)
        bound = self._binder.bind(bag, self._catalogue.type_of(bag.type), override.roles)
        if not override.names and not override.areas:
            return bound
        appliance = replace(
            bound.appliance,
            names=override.names or bound.appliance.names,
            areas=override.areas or bound.appliance.areas,
        )
        return replace(bound, appliance=appliance)


def _retyped(bag: Bag, override: Override) -> Bag:
    """The bag as the type the admin says."""
    if override.type is None:
        return bag
    others = tuple(one for one in bag.candidates if one.type != override.type)
    said = Candidate(override.type, max((one.score for one in others), default=0.0), (BECAUSE,))
    return replace(bag, type=override.type, candidates=(said, *others))


def _described_so(bound: Bound, before: Bound | None) -> bool:
    return before is not None and before.appliance == bound.appliance


def _news(bound: Bound, before: Bound | None) -> tuple[Reading, ...]:
    known = () if before is None else before.readings
    return tuple(one for one in bound.readings if one not in known)


def _lost(bound: Bound, before: Bound | None) -> frozenset[str]:
    known = () if before is None else before.readings
    return frozenset(one.key for one in known if one not in bound.readings)
