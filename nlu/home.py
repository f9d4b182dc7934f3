"""One home's words: names, rooms and options of its appliances, and which appliance some words fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlu.canonical import Canonical, spell
from nlu.inflection import english_plural
from nlu.lexicon import Lexicon, Trie, Words, add_spellings
from nlu.short_names import short_names
from nlu.tokens import Entry, Features
from nlu.typos import TypoIndex
from nlu.vocabulary import Thing, Vocabulary

_PIECES = re.compile(r"[/+_ ]+")
OPTION_KINDS = ("program", "mode", "fan_speed", "source", "option", "colour")
_Option = tuple[str, str, str, tuple[str, ...]]
# kind, option as the appliance spells it, spelled plainly, and its pieces


@dataclass(frozen=True, slots=True)
class Room:
    """A room of this home."""

    key: str
    # its first name, as the home spells it
    names: tuple[str, ...]
    ids: tuple[str, ...]
    keys: tuple[str, ...]
    # names of which each of its things has one: several when some say 주방 and others 부엌 or Kitchen


class Home:
    """A vocabulary, compiled."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        lexicon: Lexicon,
        canonical: Canonical,
        synonyms: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.canonical = canonical
        self.things: dict[str, Thing] = {thing.id: thing for thing in vocabulary.things}
        self.words = Words(lexicon.words.spelling)
        self.typos = TypoIndex()
        self.by_type: dict[str, list[str]] = {}
        for thing in vocabulary.things:
            self.by_type.setdefault(thing.type, []).append(thing.id)
        self.rooms = self._find_rooms()
        self._by_canonical = self._canonical_rooms()
        self._subs = {thing.id: self._subs_of(thing) for thing in self.things.values()}
        self._by_type_in: dict[str, dict[str, list[str]]] = {}
        for room in self.rooms.values():
            table = self._by_type_in.setdefault(room.key, {})
            for one in room.ids:
                table.setdefault(self.things[one].type, []).append(one)
        self._room_of = {thing_id: room.key for room in self.rooms.values() for thing_id in room.ids}
        self.plain: dict[str, tuple[str, str | None, int]] = {}
        # name, without spaces → (type, room key or None, letters of the room) when it says no more than those
        self._options: dict[str, tuple[_Option, ...]] = {}
        self._add_words(lexicon)
        english = lexicon.language.inflection == "english"
        for word, value in synonyms:
            if value in self.things:
                self.words.add(word.lower(), Entry("name", spell(word), ids=(value,)))
            elif value in self.rooms:
                self.words.add(word.lower(), Entry("area", value, ids=self.rooms[value].ids))
            elif (entry := lexicon.meant_by(value)) is not None:
                add_spellings(word.lower(), entry, english, self.words, self.typos)

    def _find_rooms(self) -> dict[str, Room]:
        key_of: dict[str, str] = {}
        names: dict[str, list[str]] = {}
        ids: dict[str, list[str]] = {}
        for thing in self.things.values():
            if not thing.areas:
                continue
            spelled = [spell(name) for name in thing.areas]
            key = next((key_of[name] for name in spelled if name in key_of), thing.areas[0])
            for name, plain in zip(thing.areas, spelled, strict=True):
                key_of.setdefault(plain, key)
                if name not in names.setdefault(key, []):
                    names[key].append(name)
            ids.setdefault(key, []).append(thing.id)
        rooms = {key: Room(key, tuple(names[key]), tuple(ids[key]), ()) for key in names}
        for one, other in self._called_twice(rooms.values()):
            if one.key not in rooms or other.key not in rooms:
                continue
            rooms[one.key] = replace(one, names=(*one.names, *other.names), ids=(*one.ids, *other.ids))
            del rooms[other.key]
        return {key: replace(room, keys=self._keys_of(room)) for key, room in rooms.items()}

    def _keys_of(self, room: Room) -> tuple[str, ...]:
        """Names of the room such that every thing in it has one."""
        keys = [room.key]
        for one in room.ids:
            areas = self.things[one].areas
            if not set(areas) & set(keys):
                keys.append(areas[0])
        return tuple(keys)

    def _called_twice(self, rooms: Iterable[Room]) -> list[tuple[Room, Room]]:
        """Rooms that are one: some appliances say 주방, others Kitchen, and neither is said of a third."""
        alike: dict[str, list[Room]] = {}
        for room in rooms:
            for canonical in {one for name in room.names for one in self.canonical.rooms(name)}:
                alike.setdefault(canonical, []).append(room)
        pairs = [(found[0], found[1]) for found in alike.values() if len(found) == 2]
        return [
            (one, other)
            for one, other in pairs
            if not {name.isascii() for name in one.names} & {name.isascii() for name in other.names}
        ]

    def _canonical_rooms(self) -> dict[str, str]:
        """Canonical area → the one room of this home that it can mean."""
        found: dict[str, set[str]] = {}
        for room in self.rooms.values():
            for name in room.names:
                for canonical in self.canonical.rooms(name)[:1]:
                    found.setdefault(canonical, set()).add(room.key)
        return {canonical: keys.pop() for canonical, keys in found.items() if len(keys) == 1}

    def usual_room(self, word: str) -> Features:
        """The canonical room that a word of an area names, as the features of that area's token."""
        return frozenset(self.canonical.rooms(word)[:1])

    def _add_words(self, lexicon: Lexicon) -> None:
        for room in self.rooms.values():
            for name in room.names:
                entry = Entry("area", room.key, (self.usual_room(name),), ids=room.ids)
                for written in _written(name):
                    self.words.add(written, entry)
                    self.typos.add(written, entry)
        owners: dict[str, list[str]] = {}
        texts: dict[str, str] = {}
        for thing in self.things.values():
            for name in thing.names:
                plain = spell(name)
                if plain and thing.id not in owners.setdefault(plain, []):
                    owners[plain].append(thing.id)
                    texts.setdefault(plain, name)
        for plain, ids in owners.items():
            self._add_name(plain, texts[plain], ids)
        for thing in self.things.values():
            self._add_options(thing, lexicon)
        rooms = {name.lower() for room in self.rooms.values() for name in room.names}
        short = short_names(
            self.things.values(), self.canonical, lambda word: word in rooms or _is_known(lexicon.words, word)
        )
        for text, found in short.items():
            entry = Entry("name", spell(text), (frozenset({"short"}),), ids=found)
            for written in _written(text):
                self.words.add(written, entry)

    def _add_name(self, plain: str, text: str, ids: list[str]) -> None:
        types = {self.things[one].type for one in ids}
        meaning = self._plain_meaning(plain, ids[0]) if len(types) == 1 else None
        if meaning is not None:
            self.plain[plain] = meaning
        entry = Entry("name", plain, ids=tuple(ids))
        plural = Entry("name", plain, (frozenset({"plural"}),), ids=tuple(ids))
        for written in _written(text):
            self.words.add(written, entry)
            self.typos.add(written, entry)
            if written.isascii() and written[-1:].isalpha():
                self.words.add(english_plural(written), plural)

    def _plain_meaning(self, plain: str, thing_id: str) -> tuple[str, str | None, int] | None:
        thing = self.things[thing_id]
        if self.canonical.types.get(plain, "") and thing.type in _types(self.canonical.types[plain]):
            return thing.type, None, 0
        room = self.rooms.get(self._room_of.get(thing_id, ""))
        for name in room.names if room else ():
            head = spell(name)
            rest = plain.removeprefix(head)
            if rest != plain and thing.type in _types(self.canonical.types.get(rest, "")):
                return thing.type, room.key if room else None, len(head)
        return None

    def _add_options(self, thing: Thing, lexicon: Lexicon) -> None:
        for kind, options in thing.options.items():
            if kind not in OPTION_KINDS:
                continue
            for option in options:
                word = option.lower().replace("_", " ").strip()
                if len(word) < 2 or word.isdigit() or _is_known(lexicon.words, word):
                    continue
                self.words.add(word, Entry(kind, option, ids=(thing.id,)))

    def room(self, area: str) -> Room | None:
        """The room that an area token's value means, if this home has it."""
        known = (key for one in area.split("|") if (key := self._by_canonical.get(one)))
        return self.rooms.get(area) or self.rooms.get(next(known, ""))

    def room_called_after(self, person: str) -> str | None:
        """The key of the room whose name begins with this person: kids' room."""
        named = re.compile(re.escape(person) + r"('s?)? ", re.IGNORECASE)
        return next((one.key for one in self.rooms.values() if any(map(named.match, one.names))), None)

    def room_key(self, thing_id: str) -> str | None:
        """The key of the room a thing stands in."""
        return self._room_of.get(thing_id)

    def has_type(self, type_key: str) -> bool:
        """Whether some appliance is of this type."""
        return type_key in self.by_type

    def of(self, types: Iterable[str], room: Room | None = None) -> list[str]:
        """Ids of these types, in this room if one is given."""
        table = self.by_type if room is None else self._by_type_in.get(room.key, {})
        return [one for type_key in types for one in table.get(type_key, ())]

    def narrow(self, ids: list[str], sub: str) -> list[str]:
        """Of things of one type those whose names fit the word: lamps for "lamp", no lamps for "light"."""
        if len(ids) < 2:
            return ids
        if sub:
            fitting = [one for one in ids if sub in self._subs[one]]
        else:
            fitting = [one for one in ids if not self._subs[one]]
        return fitting or ids

    def named(self, ids: list[str], room: Room, word: str) -> list[str]:
        """Of these things the one that is called exactly "room word"; all of them when none is."""
        full = {spell(name) + spell(word) for name in room.names}
        exact = [one for one in ids if any(spell(name) in full for name in self.things[one].names)]
        return exact if len(exact) == 1 else ids

    def fittings(self, host: str, head: str) -> tuple[str, ...]:
        """Things of type `head` whose name, in any language, speaks of the type `host`: heating pad plug."""
        words = [word for word, value in self.canonical.types.items() if value == host and len(word) > 1]
        names = {one: list(map(spell, self.things[one].names)) for one in self.of(_types(head))}
        return tuple(
            one for one, own in names.items() if any(name.startswith(word) for word in words for name in own)
        )

    def option_kind(self, ids: Iterable[str], text: str, kind: str) -> tuple[str, str] | None:
        """Under which kind, and how, these things spell an option called `text`; None when `kind` has it.

        An unknown word may be a piece of it: 쌀 is 쌀/잡곡.
        """
        plain = spell(text)
        found: tuple[str, str] | None = None
        part: tuple[str, str] | None = None
        for one in ids:
            for other, option, spelled, pieces in self._options_of(one):
                if spelled == plain:
                    if other == kind:
                        return None
                    found = found or (other, option)
                elif kind == "unknown" and plain in pieces:
                    part = part or (other, option)
        return found or part

    def _options_of(self, thing_id: str) -> tuple[_Option, ...]:
        """The options of a thing, spelled plainly once when it is first asked about."""
        known = self._options.get(thing_id)
        if known is None:
            known = self._options[thing_id] = tuple(
                (kind, option, spell(option), tuple(map(spell, _PIECES.split(option))))
                for kind, options in self.things[thing_id].options.items()
                for option in (options if kind in OPTION_KINDS else ())
            )
        return known

    def _subs_of(self, thing: Thing) -> frozenset[str]:
        """Sub-kinds of its type that its names speak of: 안방 스탠드 is a light.lamp."""
        names = [spell(name) for name in thing.names]
        kinds = (sub for sub in self.canonical.subs if sub.startswith(f"{thing.type}."))
        return frozenset(
            sub for sub in kinds if any(word in name for word in self.canonical.subs[sub] for name in names)
        )


def _written(name: str) -> set[str]:
    """How a name is typed: Emma's lamp, emmas lamp."""
    plain = name.lower().replace("’", "'")
    return {plain, plain.replace("'", "")}


def _types(value: str) -> list[str]:
    return [part.partition(".")[0] for part in value.split("|")]


def _is_known(words: Trie, word: str) -> bool:
    size = len(word)
    return any(end == size for end, *_ in words.find(word, 0))
