"""What people say an appliance is, is called and where it is. The patterns are data, `appliances`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from nlu.canonical import spell
from nlu.home import Home
from nlu.korean.hangul import is_syllable, split
from nlu.language import ApplianceSaying, Language
from nlu.lesson_patterns import PatternMaker, compiled, one_line
from nlu.phrases import Phrases, plain
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot, Understanding
from nlu.vocabulary import Thing

FAMILY = "appliances"

_KINDS: Mapping[ApplianceSaying, tuple[str, Mood]] = {
    "not_type": (f"{FAMILY}.type", "negated"),
    "restore": (f"{FAMILY}.restore", "command"),
    "show": (f"{FAMILY}.show", "command"),
    "hide": (f"{FAMILY}.hide", "command"),
    "name": (f"{FAMILY}.name", "command"),
    "area": (f"{FAMILY}.area", "command"),
    "type": (f"{FAMILY}.type", "command"),
}
"""Kinds of patterns in the order they are tried, and what each stands for."""

_LONGEST, _LONGEST_NAME = 100, 30
# letters of a message, of a new name
_QUOTES = "'\"‘’“”「」『』"
_NAME = rf"[{_QUOTES}]?(?P<name>[^\s,.!?{_QUOTES}](?:[^,!?{_QUOTES}]*?[^\s,.!?{_QUOTES}])??)[{_QUOTES}]?\s*"
_NOTHING = r"(?!)"


@dataclass(frozen=True, slots=True)
class _Meant:
    """What words stand for in this home."""

    ids: tuple[str, ...]
    named: bool
    # by a name of its own, not by what it is


class ApplianceTalk:
    """Reads such messages of one home in one language: whole messages and nothing else."""

    def __init__(self, language: Language, home: Home, hidden: Sequence[Thing] = ()) -> None:
        self._language = language
        self._home = home
        self._away = hidden
        self._requests = tuple(language.appliances.requests)

    def read(self, text: str, normalized: str) -> Understanding | None:
        """The meaning of `text`, a message as it was typed; `normalized`: what offsets count in."""
        if len(text) > _LONGEST or "\n" in text.strip() or not self._language.appliances.says:
            return None
        line, asked = one_line(text)
        if asked and not self._is_request(line):
            return None
        for kind, pattern in self._patterns:
            match = pattern.fullmatch(line)
            slots = None if match is None else self._slots(match, normalized)
            if slots is not None:
                intent, mood = _KINDS[kind]
                found = Intent(intent, tuple(slots), 1.0, 0, len(normalized))
                return Understanding(
                    text, normalized, self._language.language, mood, (found,), rule="phrase", said=mood,
                    verb_last=self._language.order == "verb_final",
                    explanation=("the whole message says something of an appliance itself", f"mood {mood}"),
                )  # fmt: skip
        return None

    def _is_request(self, line: str) -> bool:
        text = line.casefold()
        return text.endswith(self._requests) or text.startswith(self._requests)

    @cached_property
    def _patterns(self) -> list[tuple[ApplianceSaying, re.Pattern[str]]]:
        data, spaced = self._language.appliances, self._language.spaced
        hidden, shown = list(self._hidden), list(self._shown)
        pieces = {
            "thing": _either("thing", shown, spaced),
            "hidden": _either("thing", hidden, spaced),
            "known": _either("thing", [*shown, *hidden], spaced),
            "owner": _either("thing", shown, spaced, r"['’]?s\s+"),
            "what": r"(?P<what>\w[\w\s-]{0,24}?)\s*",
            "area": r"(?P<area>\w[\w\s'-]{0,24}?)\s*",
            "name": _NAME,
        }
        maker = PatternMaker(data.words, spaced, pieces)
        before, after = maker.either(data.before), maker.either(data.after)
        return [
            (kind, compiled(f"{before}{{0,2}}{maker.expression(text)}{after}{{0,2}}"))
            for kind in _KINDS
            for text in data.says.get(kind, ())
        ]

    @cached_property
    def _shown(self) -> Mapping[str, _Meant]:
        """Words for what is there: names and ids, and what there is by its kind."""
        found: dict[str, _Meant] = {}
        kinds = self._home.canonical.types
        for value, words in self._language.words.get("type", {}).items():
            ids = self._home.by_type.get(_kind(value), [])
            found |= {word: _Meant(tuple(ids), False) for word in words if ids and spell(word) in kinds}
        return found | _named((one.id, (one.id, *one.names)) for one in self._home.things.values())

    @cached_property
    def _hidden(self) -> Mapping[str, _Meant]:
        return _named((one.id, (one.id, *one.names)) for one in self._away)

    def _slots(self, match: re.Match[str], normalized: str) -> list[Slot] | None:
        """Slots of a match; None: its words are none of this home."""
        given = match.groupdict()
        slots: list[Slot] = []
        thing = given.get("thing")
        if thing is None:
            slots.append(Slot("pronoun", "this", 0, 0, "", exact=False))
        else:
            meant = self._meant(thing)
            slots += [_slot("appliance", one, thing, normalized, exact=meant.named) for one in meant.ids]
        what, area, name = given.get("what"), given.get("area"), given.get("name")
        if what is not None:
            kind = self._home.canonical.type_of(what)
            if kind is None:
                return None
            slots.append(_slot("appliance_type", _kind(kind), what, normalized, exact="|" not in kind))
        if area is not None:
            room = self._room(area)
            if room is None:
                return None
            slots.append(_slot("area", room, area, normalized))
        if name is not None:
            if not any(map(str.isalpha, name)) or len(name) > _LONGEST_NAME:
                return None
            called = self._called(name, match)
            slots.append(_slot("name", called, name, normalized, exact=called == name and not _open(match)))
        return slots

    def _called(self, name: str, match: re.Match[str]) -> str:
        """통돌이라고 is 통돌 or 통돌이: what is a word already."""
        longer = f"{name}이"
        return longer if _open(match) and self._home.canonical.type_of(longer) else name

    def _meant(self, words: str) -> _Meant:
        """What is called so; two of the same name are both meant."""
        wanted = spell(words)
        found = [one for name, one in (*self._shown.items(), *self._hidden.items()) if spell(name) == wanted]
        named = [one for one in found if one.named] or found
        ids = tuple(dict.fromkeys(key for one in named for key in one.ids))
        return _Meant(ids, all(one.named for one in named))

    def _room(self, words: str) -> str | None:
        """The room of this home that is called so, else the words, if rooms are called so anywhere."""
        wanted = spell(words)
        for room in self._home.rooms.values():
            if wanted in map(spell, room.names):
                return room.key
        return words if self._home.canonical.rooms(words) else None


def is_a_name(name: str, tokens: Sequence[Token], answers: Phrases) -> bool:
    """Whether something may be called so: no sentence, no answer. tokens: the words of the name."""
    verbs = [one for one in tokens if one.kind == "verb"]
    lone = len(tokens) == 1 and tokens[0].kind == "mark"
    nominal = all(one.has("nominal") or one.has("other") for one in verbs)
    return nominal and not lone and answers.find((plain(name.casefold()),)) is None


def _open(match: re.Match[str]) -> bool:
    """Whether what follows a name may as well be its end."""
    last, behind = match["name"][-1], match.string[match.end("name") : match.end("name") + 1]
    return behind == "이" and is_syllable(last) and split(last)[2] != ""


def _kind(value: str) -> str:
    """The likeliest type of a word's value: "light.lamp" is a light."""
    return value.partition("|")[0].partition(".")[0]


def _named(things: Iterable[tuple[str, Iterable[str]]]) -> dict[str, _Meant]:
    found: dict[str, _Meant] = {}
    for key, names in things:
        for name in names:
            ids = found[name].ids if name in found else ()
            found[name] = _Meant(tuple(dict.fromkeys((*ids, key))), True)
    return found


def _either(group: str, words: Iterable[str], spaced: bool, behind: str = "") -> str:
    """An expression of these words, however they are spaced."""
    ordered = sorted({one for one in words if spell(one)}, key=len, reverse=True)
    if not ordered:
        return _NOTHING
    either = "|".join("".join(_letters(one)) for one in ordered)
    behind = behind or (r"(?!\w)[\s,:;.]*" if spaced else r"\s*")
    return rf"(?:(?<!\w)(?P<{group}>{either}){behind})"


def _letters(word: str) -> Iterator[str]:
    for at, letter in enumerate(word):
        if letter in " -":
            yield r"[\s-]*"
        else:
            yield re.escape(letter) + (r"\s*" if at + 1 < len(word) and word[at + 1].isdigit() else "")


def _slot(name: str, value: str, words: str, normalized: str, *, exact: bool = True) -> Slot:
    start = max(normalized.find(words.casefold()), 0)
    return Slot(name, value, start, min(start + len(words), len(normalized)), words, exact)
