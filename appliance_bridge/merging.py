"""One device that several dialects or brokers speak of is one appliance. Pure: no state, no clock.

Devices that share an identity ("mac:…", "ieee:…") are the same device; what each dialect makes of it is a
part. Parts are paired, so that the two halves of a two-gang switch stay two: the only ones that there are,
then those of the same type and name, then those of the same type in the order of their ids. What is left
over of a type that is already there would only be the same thing a second time: it is left out.

Anybody on a broker may claim another's identity. So a part only adds: the dialect named first keeps what it
can command and what it reports. Nothing that acts is added to an appliance that can do harm, nor is such an
appliance joined with one of another type.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from appliance_bridge.appliance import Appliance, Offer
from appliance_bridge.capability import Value
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Risk
from appliance_bridge.dialects.base import Dialect
from appliance_bridge.power_watch import with_run_state

_HARMFUL: tuple[Risk, ...] = ("confirm", "secure", "forbidden")
_UNKNOWN = "unknown"

Key = tuple[int, str]
"""Rank of the source, and the appliance's id there."""


@dataclass(frozen=True, slots=True)
class Source:
    """A dialect on a broker."""

    rank: int
    # lower comes first: in the order of brokers and their dialects
    broker: str
    # name of its broker
    dialect: Dialect
    suffix: str = ""
    # what ends the ids of its appliances in this home, so that they can never be taken for others

    @property
    def name(self) -> str:
        """How it is told to people: "tasmota", "tasmota@garage"."""
        return f"{self.dialect.name}{self.suffix.replace('-', '@', 1)}"


@dataclass(frozen=True, slots=True)
class Part:
    """One appliance as one dialect knows it."""

    source: Source
    appliance: Appliance

    @property
    def key(self) -> Key:
        """What tells it from all other parts of the home."""
        return self.source.rank, self.appliance.id

    @property
    def id(self) -> str:
        """The id it would have in the home, did nobody else know it."""
        return f"{self.appliance.id[: 64 - len(self.source.suffix)]}{self.source.suffix}"


@dataclass(frozen=True, slots=True)
class Joined:
    """An appliance of the home and all that is known of it."""

    appliance: Appliance
    parts: tuple[Part, ...]
    # the main one first: it gave id, names and type
    speakers: Mapping[str, Part] = field(default_factory=dict)
    # capability → the part that is told
    readers: Mapping[str, Part] = field(default_factory=dict)
    # "capability.attribute" → the part that is believed
    harmful: bool = False
    # whether it can do harm by anything that any part of it offers

    def reader(self, key: str) -> Part:
        """Who is believed in this; what nobody offers is believed of the main one."""
        return self.readers.get(key, self.parts[0])


def grouped(parts: Iterable[Part], catalogue: Catalogue) -> list[tuple[Part, ...]]:
    """Parts of devices that share identities, as appliances; the main part first. Some may be left out."""
    groups: list[list[Part]] = []
    by_source: dict[int, list[Part]] = {}
    for part in sorted(parts, key=lambda one: one.key):
        by_source.setdefault(part.source.rank, []).append(part)
    for some in by_source.values():
        _pair(groups, some, catalogue)
    return [_main_first(group) for group in groups]


def joined(parts: Sequence[Part], home_id: str, catalogue: Catalogue) -> Joined:
    """The appliance that these parts are together, under this id; the main part comes first."""
    main = parts[0]
    can_harm = harmful(parts, catalogue)
    speaking = parts[:1] if can_harm else parts
    offers: dict[str, Offer] = {}
    speakers: dict[str, Part] = {}
    readers: dict[str, Part] = {}
    for name in dict.fromkeys(name for part in parts for name in part.appliance.offers):
        offering = [part for part in parts if name in part.appliance.offers]
        speaker = next((one for one in offering if one in speaking and _offer(one, name).actions), None)
        if speaker is not None:
            speakers[name] = speaker
        read = _readers(name, offering, speaker, catalogue)
        readers.update({f"{name}.{attribute}": part for attribute, part in read.items()})
        offers[name] = _merged(name, offering, speaker)
    if len(parts) == 1:
        shown = with_run_state(_called(main.appliance, home_id), catalogue.type_of(main.appliance.type))
        return Joined(shown, tuple(parts), speakers, readers, can_harm)
    details: dict[str, Value] = {}
    for part in parts:
        details = {**part.appliance.details, **details}
    appliance = replace(
        main.appliance,
        id=home_id,
        areas=next((part.appliance.areas for part in parts if part.appliance.areas), ()),
        offers=offers,
        source=" + ".join(part.appliance.source for part in parts),
        missing=tuple(one for one in main.appliance.missing if speakers.get(one.capability, main) is main),
        details=details,
        identities=frozenset().union(*(part.appliance.identities for part in parts)),
    )
    shown = with_run_state(appliance, catalogue.type_of(appliance.type))
    return Joined(shown, tuple(parts), speakers, readers, can_harm)


# --- pairing


def _pair(groups: list[list[Part]], parts: Sequence[Part], catalogue: Catalogue) -> None:
    """Put the parts of one source into the groups of those before it, or into new ones."""
    there = list(groups)
    left = list(parts)
    rivals = {part.key: [at for at, one in enumerate(there) if _same_device(part, one)] for part in left}
    filled: set[int] = set()

    def take(part: Part, at: int) -> None:
        there[at].append(part)
        filled.add(at)
        left.remove(part)

    for part in tuple(left):
        if len(rivals[part.key]) == 1:
            at = rivals[part.key][0]
            alone = sum(at in some for some in rivals.values()) == 1
            if alone and _compatible(part, there[at], catalogue):
                take(part, at)
    for by_name in (True, False):
        for part in tuple(left):
            for at in rivals[part.key]:
                fits = part.appliance.type == _type(there[at]) and at not in filled
                if fits and (not by_name or _names(part) & _names(*there[at])):
                    take(part, at)
                    break
    groups.extend(
        [part] for part in left if all(part.appliance.type != _type(there[at]) for at in rivals[part.key])
    )


def _same_device(part: Part, group: Sequence[Part]) -> bool:
    return any(part.appliance.identities & one.appliance.identities for one in group)


def _compatible(part: Part, group: Sequence[Part], catalogue: Catalogue) -> bool:
    types = {one.appliance.type for one in (part, *group)} - {_UNKNOWN}
    return len(types) < 2 or not harmful([part, *group], catalogue)


def _names(*parts: Part) -> set[str]:
    return {name.strip().casefold() for part in parts for name in part.appliance.names}


def _type(group: Sequence[Part]) -> str:
    return _main_first(group)[0].appliance.type


def _main_first(group: Sequence[Part]) -> tuple[Part, ...]:
    main = next((one for one in group if one.appliance.type != _UNKNOWN), group[0])
    return (main, *(one for one in group if one is not main))


def harmful(parts: Sequence[Part], catalogue: Catalogue) -> bool:
    """Whether any of the types can do harm by anything that any of the parts offers."""
    types = [catalogue.type_of(one) for one in {part.appliance.type for part in parts}]
    return any(
        one.risk_of(name, action) in _HARMFUL
        for one in types
        for part in parts
        for name, offer in part.appliance.offers.items()
        for action in offer.actions
    )


# --- joining


def _offer(part: Part, capability: str) -> Offer:
    return part.appliance.offers[capability]


def _readers(
    capability: str, offering: Sequence[Part], speaker: Part | None, catalogue: Catalogue
) -> dict[str, Part]:
    """Attribute → who is believed: what a command reaches, the one that was told; else the first."""
    known = catalogue.capabilities.get(capability)
    reached = {name for action in known.actions.values() for name in action.reaches} if known else set()
    found: dict[str, Part] = {}
    for part in offering:
        for attribute in _offer(part, capability).attributes:
            if part is speaker and attribute in reached:
                found[attribute] = part
            else:
                found.setdefault(attribute, part)
    return found


def _merged(capability: str, offering: Sequence[Part], speaker: Part | None) -> Offer:
    first = speaker or offering[0]
    offers = [_offer(first, capability), *(_offer(one, capability) for one in offering if one is not first)]
    limits = {name: one for offer in reversed(offers) for name, one in offer.limits.items()}
    return Offer(
        capability,
        frozenset() if speaker is None else offers[0].actions,
        frozenset().union(*(offer.attributes for offer in offers)),
        limits,
        any(offer.feedback for offer in offers[:1] + [one for one in offers[1:] if one.attributes]),
    )


def _called(appliance: Appliance, home_id: str) -> Appliance:
    return appliance if appliance.id == home_id else replace(appliance, id=home_id)
