"""Noun phrases: rooms and things that stand together, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nlu.home import Home, spell
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
    places: list[Token] = field(default_factory=list)
    # unknown words in the place of a room
    excluded: bool = False


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
            area = replace(token.entry, kind="area", value=room_key)
            out.append(Token(area, token.start, token.start + len(room_text), room_text, token.attached))
        sub = next((key for key, words in home.sub_words.items() if spell(word) in words), type_key)
        start = token.end - len(word)
        out.append(Token(replace(token.entry, kind="type", value=sub), start, token.end, word))
    return out


def _cut(text: str, letters: int) -> int:
    """Offset behind so many letters, spaces not counted."""
    for at, char in enumerate(text):
        if letters == 0:
            return at
        letters -= char not in " -"
    return len(text) if letters == 0 else 0


def find_mentions(tokens: Sequence[Token]) -> list[Mention]:
    """The noun phrases among these tokens, in order."""
    builder = _Builder()
    for token in tokens:
        builder.take(token)
    return [one for one in builder.done() if one.things or one.areas or one.pronouns or one.places]


class _Builder:
    """Takes token after token and closes a phrase where the next one begins."""

    def __init__(self) -> None:
        self._out: list[Mention] = []
        self._current = Mention()
        self._excluding = False
        # after "except" everything that follows is excluded
        self._strangers: list[Token] = []
        self._behind_preposition = False

    def take(self, token: Token) -> None:
        """One more token."""
        if token.kind == "unknown":
            (self._current.places if self._behind_preposition else self._strangers).append(token)
            return
        self._claim_strangers(token)
        filler = token.is_a("mark", "filler")
        self._behind_preposition = token.is_a("mark", "prep") or (self._behind_preposition and filler)
        current = self._current
        if token.kind in ("area", "home"):
            # 에어컨 거실 거: a room behind the thing belongs to it when the thing has none
            if current.things and current.areas:
                self._close()
            self._current.areas.append(token)
        elif token.kind in _THINGS:
            if current.things and _same_thing(current.things[-1], token):
                return
            if current.things:
                self._close()
            self._current.things.append(token)
        elif token.kind == "pronoun":
            current.pronouns.append(token)
        elif token.kind == "person":
            current.persons.append(token)
        else:
            self._take_joint(token)

    def _take_joint(self, token: Token) -> None:
        if token.is_a("particle", "except"):
            self._current.excluded = True
            self._close()
        elif token.is_a("mark", "except"):
            self._excluding = True
            self._close()
        elif token.is_a("particle", "and") or token.is_a("punct", ","):
            self._close()

    def _claim_strangers(self, token: Token) -> None:
        """Unknown words right before a thing or a room are part of its name: 식탁 조명, salt lamp."""
        if token.kind in (*_THINGS, "area") and self._strangers:
            if self._current.things:
                self._close()
            self._current.unknown, self._strangers = self._strangers, []
        elif not _keeps_near(token):
            self._strangers = []

    def _close(self) -> None:
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


def share_things(mentions: list[Mention]) -> None:
    """거실이랑 안방 불: rooms without a thing take the thing of the mention behind them."""
    for index in range(len(mentions) - 2, -1, -1):
        mine, behind = mentions[index], mentions[index + 1]
        if mine.areas and not mine.things and not mine.pronouns and behind.things and behind.areas:
            mine.things = behind.things
