"""Noun phrases: rooms and things that stand together, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nlu.canonical import spell
from nlu.home import Home
from nlu.tokens import Token

_THINGS = ("type", "name", "activity")


@dataclass(slots=True)
class Mention:
    """A noun phrase: room and thing that stand together."""

    things: list[Token] = field(default_factory=list)
    areas: list[Token] = field(default_factory=list)
    unknown: list[Token] = field(default_factory=list)
    pronouns: list[Token] = field(default_factory=list)
    persons: list[Token] = field(default_factory=list)
    owner: Token | None = None
    # whose it is: grandma's tv
    places: list[Token] = field(default_factory=list)
    # unknown words in the place of a room
    excluded: bool = False
    joined: bool = False
    # the next phrase belongs to the same list: 거실이랑, "the fan and"
    around: list[Token] = field(default_factory=list)
    # rooms of its list that it may stand in too: 거실 불이랑 커튼

    @property
    def named(self) -> bool:
        """Whether it names anything."""
        return bool(self.things or self.areas or self.pronouns or self.places)

    @property
    def room_behind(self) -> bool:
        """the light in the kitchen, 불 거실 빼고."""
        return bool(self.things and self.areas) and self.areas[0].start > self.things[0].start


def split_names(tokens: Sequence[Token], home: Home) -> list[Token]:
    """A name that says no more than room and type ("안방 불") is read as those two words."""
    out: list[Token] = []
    for token in tokens:
        meaning = home.plain.get(token.value) if token.kind == "name" else None
        if meaning is None:
            out.append(token)
            continue
        type_key, room_key, letters = meaning
        cut = _cut(token.text, letters)
        room_text, word = token.text[:cut].strip(), token.text[cut:].strip(" -")
        if room_key is not None:
            area = replace(token.entry, kind="area", value=room_key, readings=(home.usual_room(room_text),))
            out.append(Token(area, token.start, token.start + len(room_text), room_text, token.attached))
        plain = spell(word)
        sub = next((key for key, words in home.canonical.subs.items() if plain in words), type_key)
        start = token.end - len(word)
        out.append(Token(replace(token.entry, kind="type", value=sub), start, token.end, word))
    return out


def _cut(text: str, letters: int) -> int:
    """Offset behind so many letters, spaces not counted."""
    for at, char in enumerate(text):
        if letters == 0:
            return at
        letters -= char not in " -'"
    return len(text) if letters == 0 else 0


def find_mentions(tokens: Sequence[Token]) -> list[Mention]:
    """The noun phrases among these tokens, in order."""
    builder = _Builder()
    for token in tokens:
        builder.take(token)
    return [one for one in builder.done() if one.named]


class _Builder:
    """Takes token after token and closes a phrase where the next one begins."""

    def __init__(self) -> None:
        self._out: list[Mention] = []
        self._current = Mention()
        self._excluding = False
        # after "except" everything that follows is excluded, up to the verb
        self._strangers: list[Token] = []
        self._behind_preposition = False
        self._placed = False
        # the last room stands behind a preposition
        self._broken = False
        # something stands behind the phrase that ends a list

    def take(self, token: Token) -> None:
        """One more token."""
        if token.kind == "unknown":
            (self._current.places if self._behind_preposition else self._strangers).append(token)
            return
        self._claim_strangers(token)
        filler = token.is_a("mark", "filler")
        # in gang: no time, then
        preposition = token.is_a("mark", "prep") or token.is_a("time", "in", "at", "from")
        self._behind_preposition = preposition or (self._behind_preposition and filler)
        current = self._current
        if token.kind in ("area", "home"):
            # 에어컨 거실 거: a room behind the thing belongs to it when the thing has none
            if current.things and current.areas:
                self._close(joined=True)
            self._placed = self._behind_preposition
            self._current.areas.append(token)
            self._broken = False
        elif token.kind in _THINGS:
            if current.things and _same_thing(current.things[-1], token):
                return
            if current.things:
                self._next_thing()
            self._current.things.append(token)
            self._broken = False
        elif token.kind == "pronoun":
            current.pronouns.append(token)
        elif token.kind == "person":
            current.persons.append(token)
            current.owner = token if token.value == "their" else current.owner
        elif token.is_a("particle", "of") and current.persons and current.persons[-1].end == token.start:
            current.owner = current.persons[-1]
        else:
            self._take_joint(token)

    def _next_thing(self) -> None:
        """티비 거실 불: the room in between belongs to what follows; the light in the hall keeps its own."""
        current = self._current
        rooms = current.areas if current.room_behind and not (self._placed or self._broken) else []
        current.areas = [] if rooms else current.areas
        self._close(joined=True)
        self._current.areas = rooms

    def _take_joint(self, token: Token) -> None:
        if token.is_a("particle", "except"):
            self._exclude()
        elif token.is_a("mark", "except"):
            self._excluding = True
            self._close()
        elif (
            token.is_a("particle", "and", "or") or token.is_a("punct", ",") or token.is_a("mark", "and", "or")
        ):
            self._close(joined=True)
        elif token.kind == "verb" and token.has("base") and self._excluding and self._has_excluded():
            # except for the living room, turn on all the lights
            self._excluding = False
            self._close()
        elif token.kind == "quantifier" and not self._current.named:
            # the tv and all the lights: a list of its own
            self._out[-1:] = [replace(one, joined=False) for one in self._out[-1:]]
        elif token.is_a("particle", "topic", "object", "subject") or token.kind in ("verb", "quantifier"):
            self._broken = True

    def _has_excluded(self) -> bool:
        return any(one.excluded and one.named for one in (*self._out, self._current))

    def _exclude(self) -> None:
        """거실이랑 안방 빼고: the list that ends here is left out."""
        current = self._current
        if current.room_behind:
            # 불 다 켜줘 아이방 빼고, 불 거실 빼고 다 꺼: the room is left out, the thing is meant
            rooms, current.areas = current.areas, []
            self._close()
            self._current.areas = rooms
        self._current.excluded = True
        for before in reversed(self._out):
            if not before.joined or _is_whole_of(before, self._current):
                break
            before.excluded = True
        self._close()

    def _claim_strangers(self, token: Token) -> None:
        """Unknown words right before a thing or a room are part of its name: 식탁 조명, salt lamp."""
        if token.kind in (*_THINGS, "area") and self._strangers:
            if self._current.things:
                self._close()
            self._current.unknown, self._strangers = self._strangers, []
        elif not _keeps_near(token):
            self._strangers = []

    def _close(self, joined: bool = False) -> None:
        self._current.joined = joined and not self._broken
        self._broken = False
        self._out.append(self._current)
        self._current = Mention(excluded=self._excluding)

    def done(self) -> list[Mention]:
        """All phrases."""
        self._close()
        return self._out


def _same_thing(kind: Token, general: Token) -> bool:
    """스탠드 불: the lamp's light is the lamp."""
    return "." in kind.value and kind.value.partition(".")[0] == general.value and general.kind == "type"


def _keeps_near(token: Token) -> bool:
    """Between an unknown word and its noun may stand a particle of place or possession."""
    return (
        token.is_a("particle", "of", "place", "plural")
        or token.is_a("mark", "filler")
        or token.kind == "colour"
    )


def share(mentions: list[Mention]) -> None:
    """What members of a list lend each other: 거실이랑 안방 불, the lights in the hall and the kitchen."""
    pairs = [(one, two) for one, two in pairwise(mentions) if one.joined and one.excluded is two.excluded]
    for mine, behind in reversed(pairs):
        if _is_room(mine) and behind.things and behind.areas and not behind.room_behind:
            mine.things = behind.things
    for before, mine in pairs:
        if _is_room(mine) and before.things and before.areas:
            mine.things = before.things
        elif mine.things and not mine.areas:
            mine.around = before.areas or before.around
    for mine, behind in reversed(pairs):
        if behind.room_behind and mine.things and not mine.areas and not mine.around:
            # the light and the fan in the living room
            mine.around = behind.areas


def _is_room(mention: Mention) -> bool:
    return bool(mention.areas) and not mention.things and not mention.pronouns


def _is_whole_of(before: Mention, excluded: Mention) -> bool:
    """불 스탠드 빼고: lights without the lamp, and not neither of them."""
    if before.areas or not before.things or not excluded.things:
        return False
    return before.things[-1].value.partition(".")[0] == excluded.things[0].value.partition(".")[0]
