"""Who a clause is about: words for appliances, rooms and all of them, resolved against this home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nlu.home import Home, Room
from nlu.mentions import Mention, find_mentions, share
from nlu.quantifiers import counts, quantifier_of
from nlu.tokens import Token
from nlu.understanding import Slot


@dataclass(slots=True)
class Targets:
    """What a clause is about."""

    slots: list[Slot] = field(default_factory=list)
    types: tuple[str, ...] = ()
    # type keys meant, most likely first: what decides how a verb is read
    ids: tuple[str, ...] = ()
    # appliances named for certain
    explained: list[Token] = field(default_factory=list)
    # unknown words that stand where an appliance or a room is named

    @property
    def found(self) -> bool:
        """Whether the clause says at all what it is about."""
        return bool(self.slots)

    @property
    def several(self) -> bool:
        """Whether more than one thing was meant: all, both, a plural."""
        return any(slot.name == "quantifier" for slot in self.slots)

    def is_type(self, *types: str) -> bool:
        """Whether the first type meant is one of these."""
        return bool(self.types) and self.types[0] in types


def find_targets(tokens: Sequence[Token], home: Home, preferred: Sequence[str] = ()) -> Targets:
    """Slots for what these tokens are about; `preferred`: types to choose from a word's several meanings."""
    mentions = find_mentions(tokens)
    targets = Targets()
    types: list[str] = []
    ids: list[str] = []
    share(mentions)
    plain = [mention for mention in mentions if not mention.excluded]
    named = sum(len(mention.things) or bool(mention.areas) for mention in plain)
    quantifier = quantifier_of(tokens, named)
    for mention in mentions:
        several = quantifier is not None and quantifier[0] != "either" and not mention.excluded
        for slot in _slots_of(mention, home, several, preferred, alone=len(plain) < 2):
            if slot.name == "appliance":
                ids.append(str(slot.value))
                types.append(home.things[str(slot.value)].type)
            elif slot.name == "appliance_type":
                types.append(str(slot.value))
            if all((slot.name, slot.value) != (known.name, known.value) for known in targets.slots):
                targets.slots.append(slot)
        if not mention.excluded:
            types += [_first_type(token) for token in mention.things if token.kind in ("type", "activity")]
    if quantifier is not None:
        said = _slot("quantifier", quantifier[0], [quantifier[1]])
        known = any(slot.name == "quantifier" for slot in targets.slots)
        targets.slots = [said if slot.name == "quantifier" else slot for slot in targets.slots]
        targets.slots += [] if known else [said]
    targets.slots += _parts(plain)
    targets.types, targets.ids = tuple(types), tuple(ids)
    unknown = [token for mention in mentions for token in (*mention.unknown, *mention.places)]
    targets.explained = [*unknown, *counts(tokens)]
    return targets


def _slots_of(
    mention: Mention, home: Home, several: bool, preferred: Sequence[str], *, alone: bool
) -> list[Slot]:
    """What one phrase names, or leaves out."""
    found = _resolve(mention, home, several, preferred)
    if mention.areas and (mention.excluded or not alone):
        # a slot says nothing of the one beside it: each room keeps its own things
        found = _by_id(found, home, several or mention.excluded)
    if mention.excluded:
        return [_excepted(slot) for slot in found if slot.name != "quantifier"]
    return found


_PARTS = frozenset(("freezer",))
# sub-kinds that are no things of their own but a part of one


def _parts(mentions: Sequence[Mention]) -> list[Slot]:
    """냉동실: the fridge, and which part of it."""
    things = [token for mention in mentions for token in mention.things]
    found = [token for token in things if token.value.partition(".")[2] in _PARTS]
    return [_slot("part", token.value.partition(".")[2], [token]) for token in found[:1]]


def _by_id(slots: list[Slot], home: Home, several: bool) -> list[Slot]:
    """Type and room as the appliances they mean, where that is certain."""
    kinds = [slot for slot in slots if slot.name == "appliance_type"]
    rooms = [room for slot in slots if slot.name == "area" and (room := home.room(str(slot.value)))]
    several = several or any(slot.name == "quantifier" for slot in slots)
    ids = [one for kind in kinds for room in rooms for one in home.of([str(kind.value)], room)]
    if not ids or (len(ids) > 1 and not several):
        return slots
    kept = [slot for slot in slots if slot.name not in ("appliance_type", "area", "quantifier")]
    return [*kept, *(replace(kinds[0], name="appliance", value=one) for one in dict.fromkeys(ids))]


def _resolve(mention: Mention, home: Home, several: bool, preferred: Sequence[str]) -> list[Slot]:
    slots: list[Slot] = []
    rooms: list[Room] = []
    if mention.unknown:
        nearest = [
            token for token in (*mention.areas, *mention.things) if token.start >= mention.unknown[-1].end
        ]
        name = [*mention.unknown, *sorted(nearest, key=lambda token: token.start)[:1]]
        return [_slot("unknown", " ".join(token.text for token in name), name)]
    elsewhere = _of_others(mention)
    if elsewhere:
        return [_slot("unknown", " ".join(token.text for token in elsewhere), elsewhere)]
    if mention.places:
        slots.append(_slot("unknown", " ".join(token.text for token in mention.places), mention.places))
    for token in mention.areas:
        room = _room(token, mention, home, several)
        if isinstance(room, Room):
            rooms.append(room)
        elif room is not None:
            slots.append(room)
    for token in mention.things:
        near = rooms or _fitting(token, mention, home)
        slots += _thing(token, mention, near, home, several, preferred, bool(slots))
    if not mention.things:
        for room in rooms:
            own = [token for token in mention.areas if home.room(token.value) is room] or mention.areas
            slots += [_slot("area", key, own[:1]) for key in room.keys]
    for token in () if mention.excluded else mention.pronouns:
        if not mention.things or token.value == "there":
            slots.append(_slot("pronoun", token.value, [token]))
    return slots


def _of_others(mention: Mention) -> list[Token]:
    """grandma's tv, at grandma's house, in your house: by no name of this home, so it is not known here."""
    owner = mention.owner
    if owner is None or any(area.kind == "area" for area in mention.areas):
        return []
    own = mention.areas if owner.value == "their" else [*mention.areas, *mention.things]
    behind = [token for token in own if token.kind in ("home", "type") and token.start > owner.end]
    return [owner, *behind[:1]] if behind else []


def _fitting(token: Token, mention: Mention, home: Home) -> list[Room]:
    """Rooms of its list in which such a thing stands: 거실 불이랑 세탁기 does not say where the washer is."""
    types = [value.partition(".")[0] for value in token.value.split("|")]
    around = [room for area in mention.around if (room := home.room(area.value)) is not None]
    return [] if token.kind == "name" else [room for room in around if home.of(types, room)]


def _room(token: Token, mention: Mention, home: Home, several: bool) -> Room | Slot | None:
    if token.kind == "home":
        return None
    owner = next((person for person in mention.persons if person.end <= token.start), None)
    if token.value == "room" and owner is not None:
        return _slot("unknown", f"{owner.text} {token.text}", [owner, token])
    room = home.room(token.value)
    if room is None and token.value == "room" and not (mention.excluded or several):
        # 방에 불 켜 줘: in whichever room
        return None
    return room if room is not None else _slot("unknown", token.text, [token])


def _thing(
    token: Token,
    mention: Mention,
    rooms: list[Room],
    home: Home,
    several: bool,
    preferred: Sequence[str],
    lost: bool,
) -> list[Slot]:
    span = [*mention.areas, token]
    if token.kind == "name":
        return _named(token, span, rooms, several, home)
    types, sub = _types_of(token, home, rooms, preferred)
    several = several or (token.has("plural") and bool(rooms))
    return _type_slots(token, span, types, sub, rooms, home, several, lost)


def _named(token: Token, span: list[Token], rooms: list[Room], several: bool, home: Home) -> list[Slot]:
    """A name of this home; when several things bear it, the room decides or it stays open."""
    ids = token.entry.ids
    if token.has("short") and rooms:
        ids = tuple(one for one in ids if any(one in room.ids for room in rooms))
        if not ids:
            return [_slot("unknown", token.text, span)]
    if len(ids) == 1 or several:
        return [_slot("appliance", one, [token]) for one in ids]
    in_room = [one for one in ids if any(one in room.ids for room in rooms)]
    if len(in_room) == 1:
        return [_slot("appliance", in_room[0], span)]
    types = {home.things[one].type for one in ids}
    if len(types) == 1:
        return _either(ids, token) if token.has("short") else [_slot("appliance_type", types.pop(), [token])]
    return [_slot("appliance", one, [token], exact=False) for one in ids]


def _either(ids: Iterable[str], token: Token) -> list[Slot]:
    """One of these and no other of their kind: which, nobody said."""
    return [*(_slot("appliance", one, [token]) for one in ids), _slot("quantifier", "either", [token])]


def _type_slots(
    token: Token,
    span: list[Token],
    types: list[str],
    sub: str,
    rooms: list[Room],
    home: Home,
    several: bool,
    lost: bool,
) -> list[Slot]:
    if not home.has_type(types[0]):
        return [_slot("unknown", token.text, [token])]
    if not rooms:
        return _anywhere(token, span, types, sub, home, several, lost)
    slots = []
    for room in rooms:
        fitting = home.of(types[:1], room)
        if not several:
            fitting = home.named(home.narrow(fitting, sub), room, token.text)
        elif sub:
            fitting = home.narrow(fitting, sub)
        if len(fitting) == 1:
            slots.append(_slot("appliance", fitting[0], span))
        elif fitting and sub and (several or len(fitting) < len(home.of(types[:1], room))):
            slots += [_slot("appliance", one, span) for one in fitting]
        else:
            slots.append(_slot("appliance_type", types[0], [token]))
            slots += [_slot("area", key, span) for key in room.keys]
            if token.has("plural") and fitting:
                slots.append(_slot("quantifier", "all", [token]))
    return slots


def _anywhere(
    token: Token, span: list[Token], types: list[str], sub: str, home: Home, several: bool, lost: bool
) -> list[Slot]:
    """A type word without a room."""
    fitting = home.narrow(home.of(types[:1]), sub)
    if sub and fitting and (several or (token.has("plural") and not lost)):
        return [_slot("appliance", one, [token]) for one in fitting]
    if sub and len(fitting) == 1 and not lost:
        return [_slot("appliance", fitting[0], span)]
    own = token.entry.ids
    if len(own) == 1 and not (several or lost or token.has("plural")) and len(home.of(types[:1])) > 1:
        # several TVs, and one of them is called just "TV"
        return [_slot("appliance", own[0], span)]
    if sub and not (lost or token.has("plural")) and len(fitting) < len(home.of(types[:1])):
        return _either(fitting, token)
    slots = [_slot("appliance_type", types[0], [token])]
    if token.has("plural") and len(home.of(types[:1])) > 1 and not lost:
        slots.append(_slot("quantifier", "all", [token]))
    return slots


def _types_of(token: Token, home: Home, rooms: list[Room], preferred: Sequence[str]) -> tuple[list[str], str]:
    """Types a word can mean, the fitting one first, and its sub-kind ("light.lamp")."""
    values = token.value.split("|")
    sub = next((value for value in values if "." in value), "")
    types = [value.partition(".")[0] for value in values]
    here = [one for one in types if any(home.of([one], room) for room in rooms)]
    owned = [one for one in types if home.has_type(one)]
    wanted = [one for one in types if one in preferred and one in (here or owned)]
    best = (wanted or here or owned or types)[0]
    return [best, *(one for one in types if one != best)], sub


def _first_type(token: Token) -> str:
    return token.value.partition("|")[0].partition(".")[0]


def _excepted(slot: Slot) -> Slot:
    name = {"appliance": "except_appliance", "appliance_type": "except_type", "area": "except_area"}.get(
        slot.name, slot.name
    )
    return Slot(name, slot.value, slot.start, slot.end, slot.text, slot.exact)


def _slot(name: str, value: str, tokens: Iterable[Token], exact: bool = True) -> Slot:
    spanned = list(tokens)
    start = min(token.start for token in spanned)
    end = max(token.end for token in spanned)
    exact = exact and all(token.entry.exact for token in spanned)
    text = " ".join(token.text for token in sorted(spanned, key=lambda token: token.start))
    return Slot(name, value, start, end, text, exact)
