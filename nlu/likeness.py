"""Which sentences are alike: worded the same but for the things they name, or nearly the same in spelling."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from nlu.canonical import spell
from nlu.korean.hangul import letters
from nlu.understanding import Language, Slot, Understanding

_OPEN = {"type": "thing", "name": "thing", "activity": "activity", "area": "area"}
_OPEN_VALUES = frozenset(("mode", "program", "fan_speed", "colour", "source", "option"))
_POLITE = ("filler", "please", "request", "want", "must", "guess")
# marks that ask nicely: 좀, could you, let's
_HELPING = frozenset(("give", "do", "come", "check", "set"))
# 해줘, 해봐: verbs that say nothing of what is wanted
_DECIDING = frozenset(("verb", "verbal_noun", "change", "direction"))
_NAMED = frozenset(("<thing>", "<area>"))
_PLACE = "□"
_NUMBER = re.compile(r"[\d.,]+")

_NEAR_VERB_LAST, _NEAR = 80.0, 85.0
# percent of letters that are the same; where verbs come last their endings say how nicely it is asked
_SHORTEST = 6
# letters of a text; of fewer each one matters
_CORE_LETTERS = 3
# 재워 and 깨워 end alike, and are opposites


@dataclass(frozen=True, slots=True)
class Wording:
    """How a sentence is worded, whoever asks how nicely."""

    language: Language
    signature: tuple[str, ...]
    # its words; things, rooms, values and numbers are open: "<thing>", and what is only polite is left out
    acts: tuple[str, ...]
    # what decides which way it goes: turn_on, up, not
    plain: str
    # the letters of its words as they were said; of a Hangul syllable two or three
    open: str = ""
    # the same with one sign for each thing that is named
    core: str = ""
    # those of the word that most likely says what is wanted, verb or not
    verb_last: bool = False


def wording_of(read: Understanding) -> Wording:
    """The wording of a sentence that was read."""
    kept = [word for word in read.words if not _says_nothing(word)]
    acts = {act for word in kept if (act := _act(word))} | ({"not"} if read.mood == "negated" else set())
    said = kept[: _end(kept)] or kept
    return Wording(
        read.language,
        tuple(_parts(kept)),
        tuple(sorted(acts)),
        _letters(said),
        letters("".join(_PLACE if part in _NAMED else part for part in _parts(said))),
        _letters(_core(said, read.verb_last)),
        read.verb_last,
    )


def wording_of_text(text: str, language: Language) -> Wording:
    """The wording of a text whose words are not to be looked at: its letters alone."""
    words = tuple(spell(word) for word in text.split())
    plain = letters("".join(words))
    return Wording(language, words, (), plain, plain, letters(words[0]) if words else "")


def alike(one: Wording, other: Wording) -> bool:
    """Whether both may well be the same wish."""
    if one.language != other.language or one.acts != other.acts:
        return False
    if one.plain and one.plain == other.plain:
        return True
    if one.signature == other.signature and not _NAMED.issuperset(one.signature):
        return True
    if one.core[:_CORE_LETTERS] != other.core[:_CORE_LETTERS]:
        return False
    if min(len(one.plain), len(other.plain)) < _SHORTEST:
        return False
    near = _NEAR_VERB_LAST if one.verb_last else _NEAR
    return _near(one.plain, other.plain, near) or _near(one.open, other.open, near)


def _near(one: str, other: str, percent: float) -> bool:
    return fuzz.ratio(one, other, score_cutoff=percent) >= percent


def grouped(wordings: Sequence[Wording]) -> list[list[int]]:
    """Indices of those that are alike; the first of a group is what the others are compared with."""
    groups: list[list[int]] = []
    places: dict[Hashable, list[int]] = {}
    # key → groups that may be alike: comparing each with each takes long
    for at, wording in enumerate(wordings):
        keys = _keys(wording)
        possible = sorted({one for key in keys for one in places.get(key, ())})
        same = next((one for one in possible if alike(wordings[groups[one][0]], wording)), None)
        if same is not None:
            groups[same].append(at)
            continue
        for key in keys:
            places.setdefault(key, []).append(len(groups))
        groups.append([at])
    return groups


def _keys(wording: Wording) -> tuple[Hashable, ...]:
    """What two wordings that are alike share at least one of."""
    ways = (
        ("signature", wording.signature),
        ("plain", wording.plain),
        ("core", wording.core[:_CORE_LETTERS]),
    )
    return tuple((wording.language, wording.acts, way) for way in ways)


def _end(words: Sequence[Slot]) -> int:
    """Where the words end that say what is wanted: before 해줘, 줘, 봐."""
    end = len(words)
    while end and words[end - 1].name == "verb" and words[end - 1].value in _HELPING:
        end -= 1
    return end


def _core(words: Sequence[Slot], verb_last: bool) -> Sequence[Slot]:
    """The first word, or the last one with all that is written together with it."""
    if not verb_last:
        return words[:1]
    at = len(words) - 1
    while at > 0 and words[at - 1].end == words[at].start:
        at -= 1
    return words[max(at, 0) :]


def _letters(words: Sequence[Slot]) -> str:
    return letters(spell("".join(word.text for word in words)))


def _says_nothing(word: Slot) -> bool:
    polite = word.name == "mark" and str(word.value).partition(".")[0] in _POLITE
    return polite or word.name in ("particle", "punct")


def _parts(words: Sequence[Slot]) -> Iterator[str]:
    """The signature: of the words that name one thing together (거실 조명) only that they name one."""
    for is_named, run in groupby(map(_part, words), lambda part: part in _NAMED):
        yield from ["<thing>"] if is_named else run


def _part(word: Slot) -> str:
    if word.name == "quantity":
        # 24 degrees are no 24 minutes
        return f"<number {spell(_NUMBER.sub('', word.text))}>"
    if word.name in _OPEN:
        return f"<{_OPEN[word.name]}>"
    if word.name in _OPEN_VALUES:
        return f"<{word.name}>"
    if word.name == "verb" and word.value in _HELPING:
        return "<done>"
    if word.name in _DECIDING and word.exact:
        return f"act:{word.value}"
    return spell(word.text)


def _act(word: Slot) -> str:
    if word.name == "mark" and str(word.value).partition(".")[0] == "not":
        return "not"
    decides = word.name in _DECIDING and word.exact and word.value not in _HELPING
    return str(word.value) if decides else ""
