"""The rows of roles.yaml and of the types, and how well an entity fits one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from appliance_bridge.appliance_type import ApplianceType
from appliance_bridge.entities.entity import Entity
from appliance_bridge.entities.options import text, words
from appliance_bridge.errors import CatalogueError
from appliance_bridge.recognition import naming
from appliance_bridge.recognition.nouns import Nouns, phrase, tokens
from appliance_bridge.recognition.row import Read, Row, RowText
from appliance_bridge.recognition.translation import READERS, word_tables
from appliance_bridge.yaml_file import line_of, load

EXACT, LIKE, ENDING, CLASS = 8, 6, 4, 2
# how sure a fit is: the name itself, its options, the end of its name, its device class
_LIKE_AT_LEAST = 3
# options that must be known words before a list of options counts as evidence


@dataclass(frozen=True, slots=True)
class Roles:
    """All rows, and the words that keep an entity from being a control."""

    rows: tuple[Row, ...]
    never_control: frozenset[str]
    never_beside: frozenset[str]
    # the same, but for the entity that is the appliance itself
    _by_type: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    # made when first asked for

    def forbidden(self, words: frozenset[str], itself: bool) -> frozenset[str]:
        """Those of the words that keep an entity from being a control; `itself`: it is the appliance."""
        return words & (self.never_control if itself else self.never_control | self.never_beside)

    def rows_of(self, one: ApplianceType) -> tuple[Row, ...]:
        """The rows that may concern appliances of this type."""
        if one.key not in self._by_type:
            wanted = set(one.capabilities)
            shared = (row for row in self.rows if row.capability in wanted and one.key not in row.not_types)
            # A component that speaks for itself comes before names, the type's own rows before those of all.
            rows = sorted((*one.roles, *shared), key=lambda row: row.names is not None)
            self._by_type[one.key] = tuple(rows)
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


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rows: tuple[RowText, ...]
    never_control: tuple[str, ...]
    never_beside: tuple[str, ...]


@cache
def roles() -> Roles:
    """The rows of roles.yaml, read once; raises CatalogueError."""
    path = Path(__file__).with_name("roles.yaml")
    read = load(path, _File)
    return Roles(
        rows=tuple(row_of(path, ("rows", place), row) for place, row in enumerate(read.rows)),
        never_control=frozenset(phrase(word) for word in read.never_control),
        never_beside=frozenset(phrase(word) for word in read.never_beside),
    )


def row_of(path: Path, keys: tuple[int | str, ...], row: RowText, own: bool = False) -> Row:
    """The row that stands at `keys` of this file; raises CatalogueError. `own`: for one type alone."""
    return Row(
        capability=row.capability,
        components=frozenset(row.components),
        names=None if row.names is None else _places(row.names),
        ending=row.ending,
        never=frozenset(phrase(word) for word in row.never),
        classes=frozenset(row.classes),
        by_class=row.by_class,
        units=None if row.units is None else frozenset(row.units),
        not_types=frozenset(row.not_types),
        primary=row.primary,
        aside=row.aside,
        options_like=row.options_like,
        reads={name: _read(path, (*keys, "reads", name), parts) for name, parts in row.reads.items()},
        calls=row.calls,
        own=own,
    )


def _places(names: Sequence[str]) -> Mapping[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(phrase(name), place)
    return places


def _read(path: Path, keys: tuple[int | str, ...], parts: tuple[str, ...]) -> Read:
    kind, _, table = parts[1].partition(" ") if len(parts) > 1 else ("", "", "")
    if kind not in READERS or (table and table not in word_tables()):
        line = line_of(path.read_text(encoding="utf-8"), keys)
        raise CatalogueError(str(path), line, f"{list(parts)} names no known way to read")
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
            if variant and variant[-1] == "1":
                # "Socket 1" is the first of its kind, and often the only one.
                names.add("".join(variant[:-1]))
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
    if row.primary and one.entity.key == primary:
        return EXACT
    if row.classes and one.device_class not in ("", *row.classes):
        return 0
    if row.names.keys() & one.names:
        return EXACT
    if one.entity.category == "config":
        # What is set up once is read only when it says plainly what it is.
        return 0
    if like:
        return LIKE
    if row.ending and row.names.keys() & one.endings:
        return ENDING
    return CLASS if row.by_class and one.device_class in row.classes else 0


def because(row: Row, one: Traits, fits: int, primary: str | None) -> str:
    """Why the entity plays the part, in a few words."""
    if row.names is None:
        return f"it is a {one.entity.component}"
    if fits == EXACT:
        known = row.names.keys() & one.names
        if not known or known == {""}:
            itself = one.entity.key == primary
            return "it is the appliance itself" if itself else "it has the name of the appliance"
        return f"its name is {' '.join(tokens(one.entity.name or one.entity.object_id))}"
    if fits == LIKE:
        return f"its options are words of {row.options_like}"
    if fits == ENDING:
        return f"its name ends in {max(row.names.keys() & one.endings, key=len)}"
    return f"its device class is {one.device_class}"


def place(row: Row, one: Traits) -> int:
    """How plain the name is by which this entity plays the part: 0 is the plainest."""
    if row.names is None:
        return 0
    return min((row.names[name] for name in row.names.keys() & one.names), default=len(row.names))


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
