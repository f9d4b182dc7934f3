"""What else people call the things of a home: the telling words of their names, and their makers."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from nlu.canonical import Canonical
from nlu.vocabulary import Thing

_Test = Callable[[str], bool]
_LONGEST = 6
# words of a name of which all parts are looked at
_SHORTEST = 3
# Latin letters a telling word needs; of others two are enough


def short_names(things: Iterable[Thing], canonical: Canonical, is_known: _Test) -> dict[str, tuple[str, ...]]:
    """Part of a name → ids of the things it is a part of, where they are all of one type.

    A part is telling when some word in it belongs to no language ("airmega" of "Coway Airmega 400"), or when
    it ends the name and says more than room and type ("hue bulb 3").
    """
    owners: dict[str, dict[str, str]] = {}
    # part → id → type
    whole: set[str] = set()
    known, bare = cache(is_known), cache(lambda word: _is_bare(word, canonical))
    # the things of a home share most words
    for thing in things:
        for name in thing.names:
            whole.add(name.lower())
            words = name.lower().split()
            if len(words) > _LONGEST:
                continue
            for part in _parts(words, canonical, known, bare):
                owners.setdefault(part, {})[thing.id] = thing.type
    return {
        part: tuple(found)
        for part, found in owners.items()
        if part not in whole and len(set(found.values())) == 1
    }


def _parts(words: list[str], canonical: Canonical, is_known: _Test, is_bare: _Test) -> Iterator[str]:
    known = _known_in(words, is_known)
    tells = [_is_letters(word) and not said for word, said in zip(words, known, strict=True)]
    for first in range(len(words)):
        for after in range(first + 1, len(words) + 1):
            if any(tells[first:after]) or (after == len(words) and _says_more(words[first:], is_bare)):
                yield " ".join(words[first:after])
    for maker in filter(None, map(canonical.maker_of, words)):
        yield from canonical.makers[maker]


def _known_in(words: list[str], is_known: _Test) -> list[bool]:
    """Which of these words are known, alone or as a part of "living room"."""
    known = [False] * len(words)
    for length in range(1, len(words) + 1):
        for first in range(len(words) - length + 1):
            if is_known(" ".join(words[first : first + length])):
                known[first : first + length] = [True] * length
    return known


def _says_more(words: list[str], is_bare: _Test) -> bool:
    """Whether it is no mere room, type or number: room light, light 2."""
    return len(words) > 1 and not (all(map(is_bare, words)) or is_bare(" ".join(words)))


def _is_bare(said: str, canonical: Canonical) -> bool:
    """Whether it names a room or a type, or is a number or a sign."""
    named = canonical.type_of(said) or canonical.rooms(said) or canonical.is_number(said)
    return bool(named) or (" " not in said and not _is_letters(said))


def _is_letters(word: str) -> bool:
    return word.isalpha() and len(word) >= (_SHORTEST if word.isascii() else 2)
