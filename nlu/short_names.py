"""What else people call the things of a home: the telling words of their names, and their makers."""

from collections.abc import Callable, Iterable, Iterator

from nlu.canonical import Canonical
from nlu.vocabulary import Thing

_LONGEST = 6
# words of a name of which all parts are looked at
_SHORTEST = 3
# Latin letters a telling word needs; of others two are enough


def short_names(
    things: Iterable[Thing], canonical: Canonical, is_known: Callable[[str], bool]
) -> dict[str, tuple[str, ...]]:
    """Part of a name → ids of the things it is a part of, where they are all of one type.

    A part is telling when some word in it belongs to no language ("airmega" of "Coway Airmega 400"), or when
    it ends the name and says more than room and type ("hue bulb 3").
    """
    owners: dict[str, list[Thing]] = {}
    whole: set[str] = set()
    for thing in things:
        for name in thing.names:
            whole.add(name.lower())
            for part in _parts(name.lower().split(), canonical, is_known):
                found = owners.setdefault(part, [])
                if thing not in found:
                    found.append(thing)
    return {
        part: tuple(one.id for one in found)
        for part, found in owners.items()
        if part not in whole and len({one.type for one in found}) == 1
    }


def _parts(words: list[str], canonical: Canonical, is_known: Callable[[str], bool]) -> Iterator[str]:
    if len(words) > _LONGEST:
        return
    known = _known_in(words, is_known)
    tells = [_is_letters(word) and not said for word, said in zip(words, known, strict=True)]
    for first in range(len(words)):
        for after in range(first + 1, len(words) + 1):
            if any(tells[first:after]) or (after == len(words) and _says_more(words[first:], canonical)):
                yield " ".join(words[first:after])
    for maker in filter(None, map(canonical.maker_of, words)):
        yield from canonical.makers[maker]


def _known_in(words: list[str], is_known: Callable[[str], bool]) -> list[bool]:
    """Which of these words are known, alone or as a part of "living room"."""
    known = [False] * len(words)
    for length in range(1, len(words) + 1):
        for first in range(len(words) - length + 1):
            if is_known(" ".join(words[first : first + length])):
                known[first : first + length] = [True] * length
    return known


def _says_more(words: list[str], canonical: Canonical) -> bool:
    """Whether it is no mere room, type or number: room light, light 2."""
    whole = " ".join(words)
    plain = (
        canonical.type_of(word) or canonical.rooms(word) or canonical.is_number(word) or not _is_letters(word)
        for word in words
    )
    return len(words) > 1 and not (all(plain) or canonical.type_of(whole) or canonical.rooms(whole))


def _is_letters(word: str) -> bool:
    return word.isalpha() and len(word) >= (_SHORTEST if word.isascii() else 2)
