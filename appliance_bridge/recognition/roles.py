"""The rows of roles.yaml, and how well an entity fits one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.capability import Value
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, words
from appliance_bridge.errors import CatalogueError
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.nouns import Nouns, phrase, tokens
from appliance_bridge.recognition.translation import READERS, word_tables
from appliance_bridge.yaml_file import load

EXACT, LIKE, ENDING, CLASS = 8, 6, 4, 2
# how sure a fit is: the name itself, its options, the end of its name, its device class
_LIKE_AT_LEAST = 3
# options that must be known words before a list of options counts as evidence


@dataclass(frozen=True, slots=True)
class Read:
    """Where an attribute comes from."""

    field: str
    kind: str
    # a reader of translation.py
    table: str
    # words for a choice; empty for none
    options: tuple[str, ...]
    # options of the announcement: one must be set for it to be reported; none given: when it can be set


class Way(BaseModel):
    """One way to do an action with a service."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    field: str | None = None
    # the data field that takes the argument
    value: Literal["argument", "last_mode", "flag"] = "argument"
    data: dict[str, Value] = {}
    listed: bool = False
    # the values in `data` must be among the entity's options
    when: str | None = None
    # only for this value of the argument; then all such ways belong together


@dataclass(frozen=True, slots=True)
class Row:
    """One part that an entity can play."""

    capability: str
    components: frozenset[str]
    names: frozenset[str] | None
    ending: bool
    never: frozenset[str]
    classes: frozenset[str]
    by_class: bool
    units: frozenset[str] | None
    types: frozenset[str]
    not_types: frozenset[str]
    primary: bool
    aside: bool
    # an entity that is not for daily use (category "config") may be commanded, too
    options_like: str
    reads: Mapping[str, Read]
    calls: Mapping[str, tuple[Way, ...]]


@dataclass(frozen=True, slots=True)
class Roles:
    """All rows, and the words that keep an entity from being a control."""

    rows: tuple[Row, ...]
    never_control: frozenset[str]
    _by_type: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    # made when first asked for

    def rows_of(self, one: ApplianceType) -> tuple[Row, ...]:
        """The rows that may concern appliances of this type."""
        if one.key not in self._by_type:
            wanted = set(one.capabilities)
            self._by_type[one.key] = tuple(
                row
                for row in self.rows
                if row.capability in wanted
                and (not row.types or one.key in row.types)
                and one.key not in row.not_types
            )
        return self._by_type[one.key]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared about an entity; made once for each entity and type."""

    entity: Entity
    names: frozenset[str]
    # its names and ids as phrases, with and without the words of its device and its type
    endings: frozenset[str]
    words: frozenset[str]
    device_class: str
    unit: str
    options: tuple[str, ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    capability: str
    components: tuple[str, ...]
    names: tuple[str, ...] | None = None
    ending: bool = True
    never: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    by_class: bool = False
    units: tuple[str, ...] | None = None
    types: tuple[str, ...] = ()
    not_types: tuple[str, ...] = ()
    primary: bool = False
    aside: bool = False
    options_like: str = ""
    reads: dict[str, tuple[str, ...]] = {}
    calls: dict[str, tuple[Way, ...]] = {}


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: tuple[_Row, ...]
    never_control: tuple[str, ...]


@cache
def roles() -> Roles:
    """The rows of roles.yaml, read once; raises CatalogueError."""
    path = Path(__file__).with_name("roles.yaml")
    read = load(path, _File)
    return Roles(
        rows=tuple(_row(path, row) for row in read.rows),
        never_control=frozenset(phrase(word) for word in read.never_control),
    )


def _row(path: Path, row: _Row) -> Row:
    return Row(
        capability=row.capability,
        components=frozenset(row.components),
        names=None if row.names is None else frozenset(phrase(name) for name in row.names),
        ending=row.ending,
        never=frozenset(phrase(word) for word in row.never),
        classes=frozenset(row.classes),
        by_class=row.by_class,
        units=None if row.units is None else frozenset(row.units),
        types=frozenset(row.types),
        not_types=frozenset(row.not_types),
        primary=row.primary,
        aside=row.aside,
        options_like=row.options_like,
        reads={name: _read(path, name, parts) for name, parts in row.reads.items()},
        calls=row.calls,
    )


def _read(path: Path, name: str, parts: tuple[str, ...]) -> Read:
    kind, _, table = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
    if kind not in READERS or (table and table not in word_tables()):
        raise CatalogueError(str(path), 0, f"{name}: {parts} names no known way to read")
    return Read(parts[0], kind, table, parts[2:])


def traits(entity: Entity, type_key: str, nouns: Nouns) -> Traits:
    """What to compare about this entity as a part of an appliance of this type."""
    device = set(tokens(entity.device.name or "")) | set(tokens(entity.device.key))
    names: set[str] = set()
    endings: set[str] = set()
    seen: set[str] = set()
    for said in (*naming.names(entity.name), entity.object_id):
        all_tokens = tokens(said)
        without_device = _after_device(all_tokens, device)
        seen.update(without_device)
        for variant in (all_tokens, without_device, _without_type(without_device, type_key, nouns)):
            names.add("".join(variant))
            endings.update("".join(variant[start:]) for start in range(len(variant)))
    if (entity.name or "").strip():
        # The id of a named entity may be no more than its device's: that does not make it nameless.
        own = (_after_device(tokens(name), device) for name in naming.names(entity.name))
        if all(_without_type(one, type_key, nouns) for one in own):
            names.discard("")
    return Traits(
        entity=entity,
        names=frozenset(names),
        endings=frozenset(endings),
        words=frozenset(seen),
        device_class=text(entity.config, "device_class") or "",
        unit=text(entity.config, "unit_of_measurement") or "",
        options=words(entity.config, "options"),
    )


def fit(row: Row, one: Traits, primary: str | None) -> int:
    """How surely this entity plays the part: 0 not at all, EXACT when it may be commanded by it."""
    if one.entity.component not in row.components or one.words & row.never:
        return 0
    if row.units is not None and one.unit not in row.units:
        return 0
    like = bool(row.options_like) and _options_like(row.options_like, one)
    if row.names is None:
        return EXACT if like or not row.options_like else 0
    if row.names & one.names or (row.primary and one.entity.key == primary):
        return EXACT
    if like:
        return LIKE
    if row.ending and row.names & one.endings and (not row.classes or one.device_class in ("", *row.classes)):
        return ENDING
    return CLASS if row.by_class and one.device_class in row.classes else 0


def _options_like(table: str, one: Traits) -> bool:
    config = one.entity.config
    known = one.options or words(config, "preset_modes") or words(config, "speeds")
    count = sum(word_tables()[table].canonical(option) is not None for option in known)
    enough = 2 if one.entity.component == "fan" else _LIKE_AT_LEAST
    return count >= enough and count * 2 >= len(known)


def _after_device(own: Sequence[str], device: set[str]) -> tuple[str, ...]:
    start = 0
    while start < len(own) and own[start] in device:
        start += 1
    return tuple(own[start:])


def _without_type(own: tuple[str, ...], type_key: str, nouns: Nouns) -> tuple[str, ...]:
    covered = {
        place for noun in nouns.find(own) if noun.type == type_key for place in range(noun.first, noun.after)
    }
    return tuple(word for place, word in enumerate(own) if place not in covered)
