"""From the entities of one device to appliances: one, or several when the device is really several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text
from appliance_bridge.explanation import Candidate
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.evidence import MAIN_FIRST, Evidence, main_of, weights
from appliance_bridge.recognition.nouns import Nouns, phrase, tokens
from appliance_bridge.recognition.roles import roles

_ENOUGH_FOR_A_PART = 3
# entities that must share the noun in front of their names ("Washer door") to be an appliance
_PLAIN_SWITCH_WORDS = frozenset({
    "switch", "relay", "outlet", "socket", "plug", "channel", "gang", "button", "l", "ch", "power", "state",
    "main", "left", "right", "center", "centre", "middle", "top", "bottom",
    "스위치", "콘센트", "플러그", "전원", "왼쪽", "오른쪽", "가운데", "번",
})  # fmt: skip
# a switch named with nothing but these is a thing of its own, not a feature of another
_SWITCHED = frozenset({"power", "valve"})
_POWER_TAPS = frozenset({"switch", "plug"})
_NAMELESS = frozenset({"unknown", *_POWER_TAPS})
# of such a device the parts are what people name
_MEASURES = frozenset({"sensor", "binary_sensor"})
_BY_NAME = frozenset({"switch", "number", "select"})


@dataclass(frozen=True, slots=True)
class Bag:
    """The entities of one appliance, its type, and what to call it."""

    id: str
    # before it is made unique in the home
    type: str
    candidates: tuple[Candidate, ...]
    # the types that were weighed, the taken one first
    entities: tuple[Entity, ...]
    names: tuple[str, ...]
    primary: str | None
    # key of the entity that is the appliance, when there is one

    @property
    def why(self) -> str:
        """The reason for its type in one line."""
        return " and ".join(self.candidates[0].why)


class Recognition:
    """Sorts the entities of a device into appliances. Pure: the same entities give the same bags."""

    def __init__(self, types: Mapping[str, ApplianceType]) -> None:
        """Over these types."""
        self.nouns = Nouns(types)
        self._types = types
        self._evidence = Evidence(types, self.nouns)

    def bags(self, entities: Sequence[Entity]) -> tuple[Bag, ...]:
        """The appliances of one device; entities that are disabled by default are left out."""
        usable = self._evidence.most_dangerous_first([entity for entity in entities if entity.enabled])
        if not usable:
            return ()
        controls = [entity for entity in usable if entity.category is None]
        told = self._evidence.of_device(usable)
        parts = self._named_parts(usable, told)
        if parts:
            return tuple(self._part(entities, names) for names, entities in parts)
        if told is not None and self._evidence.fits_main(told, controls):
            grouping = self._types[told].recognition.device
            own = {*self._types[told].recognition.components, "light"}
            # The light of a ceiling fan is a lamp that people name apart.
            mains = [one for one in controls if one.component in own]
            if any(one.component == "humidifier" for one in mains):
                # What blows its air is no second appliance.
                mains = [one for one in mains if one.component != "fan"]
            if grouping == "one" or (grouping == "per_main" and len(mains) < 2):
                return (self._whole(usable),)
            if grouping == "per_main":
                return self._split(usable, mains, told)
        primaries = [one for one in controls if one.component in MAIN_FIRST or self._is_plain_switch(one)]
        relays = [one for one in controls if _is_relay(one) and self._may_be_named(one)]
        if len(relays) > 1 and all(_is_relay(one) for one in controls if one.component not in _MEASURES):
            # Channels of one wall switch or power strip, whatever their owner calls them.
            primaries = relays
        if len(primaries) > 1:
            return self._split(usable, primaries)
        whole = self._whole(usable)
        if whole.type not in _NAMELESS or whole.primary is not None or primaries:
            return (whole,)
        return self._by_name(whole, controls)

    def _by_name(self, whole: Bag, controls: Sequence[Entity]) -> tuple[Bag, ...]:
        """What nobody knows, by the names its owner gave: each switch, number and choice by itself."""
        named = [one for one in controls if one.component in _BY_NAME and self._may_be_named(one)]
        if whole.candidates[0].score > weights()["switch"]:
            named = [one for one in named if one.component == "switch"]
        apart = {one.key for one in named}
        rest = tuple(one for one in whole.entities if one.key not in apart)
        if any(one.category is None for one in rest):
            head = self._whole(rest)
            others = self._split(named, named) if named else ()
            return (replace(head, id=whole.id, names=whole.names), *others)
        return self._split(whole.entities, named) if named else (whole,)

    def _may_be_named(self, entity: Entity) -> bool:
        own = _own_tokens(entity.name or entity.object_id, entity)
        kind = self.nouns.head(entity.name or entity.object_id)
        own = own if entity.category is None else ()
        switched = kind is None or not _SWITCHED.isdisjoint(self._types[kind].capabilities)
        return (
            bool(own)
            and switched
            and self._is_of_use(entity)
            and not roles().forbidden(frozenset(phrase(word) for word in own), itself=False)
        )

    def _whole(self, entities: Sequence[Entity]) -> Bag:
        device = entities[0].device
        said: list[str | None] = [*naming.names(device.name)]
        own = entities[0].name if len(entities) == 1 else None
        said += [own, naming.spoken(device.key) if len(entities) > 1 else None, device.model]
        candidates = self._evidence.candidates(entities, said, whole=True)
        lone = len(entities) == 1 and device.key == entities[0].key
        names = naming.names(device.name) or naming.names(own) or (device.key.replace("_", " "),)
        return Bag(
            id=naming.slug(entities[0].object_id if lone else device.key),
            type=candidates[0].type,
            candidates=candidates,
            entities=tuple(entities),
            names=names,
            primary=_primary(entities),
        )

    def _named_parts(
        self, entities: Sequence[Entity], told: str | None
    ) -> list[tuple[str, tuple[Entity, ...]]]:
        """Parts by the type noun in front of their names: a WashTower is two machines."""
        if told is not None and told != "washer_dryer" and self._types[told].recognition.device == "one":
            return []
        groups: dict[str, list[Entity]] = {}
        for entity in entities:
            leading = self._leading(entity)
            if leading is not None:
                groups.setdefault(leading, []).append(entity)
        whole = {
            key: group
            for key, group in groups.items()
            if len(group) >= _ENOUGH_FOR_A_PART and self._types[key].recognition.device == "one"
        }
        if len(whole) < 2:
            return []
        return [(key, tuple(group)) for key, group in whole.items()]

    def _leading(self, entity: Entity) -> str | None:
        for said in (entity.name, entity.object_id):
            own = _own_tokens(said, entity)
            found = self.nouns.find(own)
            if found and found[0].first == 0 and found[0].after < len(own):
                return found[0].type
        return None

    def _part(self, entities: Sequence[Entity], key: str) -> Bag:
        device = entities[0].device
        word = key.replace("_", " ")
        return Bag(
            id=naming.slug(f"{device.key}-{key}"),
            type=key,
            candidates=(Candidate(key, weights()["name"], ("its parts are named after it",)),),
            entities=tuple(entities),
            names=naming.joined(naming.names(device.name), (word,)),
            primary=_primary(entities),
        )

    def _split(
        self, entities: Sequence[Entity], primaries: Sequence[Entity], told: str | None = None
    ) -> tuple[Bag, ...]:
        """One bag for each primary entity; others go to the one whose name or id theirs begins with.

        The only bag of the type the device says it is (`told`) keeps the device's id and gets what is left.
        """
        members: dict[str, list[Entity]] = {one.key: [one] for one in primaries}
        left: dict[str, list[Entity]] = {}
        stems = _stems(primaries)
        for entity in entities:
            if entity.key in members:
                continue
            owner = _owner(entity, stems)
            if owner is not None:
                members[owner.key].append(entity)
                continue
            kind = self.nouns.head(entity.name, entity.object_id)
            if kind is not None and entity.category is None and self._is_a_thing(entity):
                left.setdefault(kind, []).append(entity)
        bags = [self._single(members[one.key], one) for one in primaries]
        heads = [bag for bag in bags if bag.type == told]
        if len(heads) == 1:
            placed = {key for bag in bags for key in (one.key for one in bag.entities)}
            device = entities[0].device
            head = replace(
                heads[0],
                id=naming.slug(device.key),
                names=naming.names(device.name) or heads[0].names,
                entities=(*heads[0].entities, *(one for one in entities if one.key not in placed)),
            )
            return tuple(head if bag is heads[0] else bag for bag in bags)
        bags.extend(self._single(group, group[0]) for group in left.values())
        return tuple(bags)

    def _single(self, entities: Sequence[Entity], primary: Entity) -> Bag:
        device = primary.device
        own = naming.names(primary.name)
        if not _own_tokens(primary.name, primary) and len(own) < 2:
            own = ()
        candidates = self._evidence.candidates(
            entities, [*own, primary.object_id, *naming.names(device.name), device.model], whole=False
        )
        complete = len(_own_tokens(primary.name, primary)) < len(tokens(primary.name or ""))
        named = own if complete else naming.joined(naming.names(device.name), own)
        tail = "-".join(_own_tokens(primary.object_id, primary)) or primary.component
        base = naming.slug(primary.object_id)
        return Bag(
            id=base if base.startswith(naming.slug(device.key)) else naming.slug(f"{device.key}-{tail}"),
            type=candidates[0].type,
            candidates=candidates,
            entities=tuple(entities),
            names=named or (primary.object_id.replace("_", " "),),
            primary=primary.key,
        )

    def _is_of_use(self, entity: Entity) -> bool:
        """Whether an appliance that is only this could be told anything."""
        unit = text(entity.config, "unit_of_measurement") or ""
        rows = (row for row in self._types["unknown"].roles if entity.component in row.components)
        return entity.component == "switch" or any(row.units is None or unit in row.units for row in rows)

    def _is_plain_switch(self, entity: Entity) -> bool:
        if entity.component != "switch":
            return False
        own = _own_tokens(entity.name or entity.object_id, entity)
        if all(word in _PLAIN_SWITCH_WORDS or word.isdigit() for word in own):
            return True
        kind = self.nouns.head(entity.name or entity.object_id)
        # "Child lock" ends in a noun, too, but a lock is nothing that a switch turns on.
        switched = kind is not None and not _SWITCHED.isdisjoint(self._types[kind].capabilities)
        return switched and self._is_a_thing(entity)

    def _is_a_thing(self, entity: Entity) -> bool:
        """Whether its name ends in a type noun: "gas valve 1" does, "light cutoff" does not."""
        own = _own_tokens(entity.name or entity.object_id, entity)
        found = self.nouns.find(own)
        return bool(found) and all(word.isdigit() for word in own[found[-1].after :])


def _is_relay(entity: Entity) -> bool:
    return entity.component == "switch" and text(entity.config, "device_class") in ("switch", "outlet")


def _primary(entities: Sequence[Entity]) -> str | None:
    """The entity the appliance is: its main component, else its only or its nameless switch."""
    controls = [entity for entity in entities if entity.category is None]
    main = main_of(controls)
    if main is not None:
        return main.key
    switches = [entity for entity in controls if entity.component == "switch"]
    nameless = [entity for entity in switches if not _own_tokens(entity.name, entity)]
    if len(switches) == 1 and len(controls) == 1:
        return switches[0].key
    return nameless[0].key if len(nameless) == 1 else None


def _stems(primaries: Sequence[Entity]) -> Mapping[tuple[str, ...], Entity]:
    """The names and ids of primary entities as tokens."""
    stems: dict[tuple[str, ...], Entity] = {}
    for one in primaries:
        for said in (one.object_id, one.name or ""):
            stems.setdefault(tokens(said), one)
    return stems


def _owner(entity: Entity, stems: Mapping[tuple[str, ...], Entity]) -> Entity | None:
    """The primary entity whose name or id this one's begins with, the longest such."""
    for said in (entity.object_id, entity.name or ""):
        own = tokens(said)
        for length in range(len(own), 0, -1):
            if own[:length] in stems:
                return stems[own[:length]]
    return None


def _own_tokens(said: str | None, entity: Entity) -> tuple[str, ...]:
    """Words of a name or id behind those of its device."""
    own = tokens(said or "")
    name, key = tokens(entity.device.name or ""), tokens(entity.device.key)
    start = 0
    while start < len(own) and (own[start] in name or own[start] in key):
        start += 1
    return own[start:]
