"""Regular English forms; what is irregular stands in the language file."""

from collections.abc import Iterator, Mapping

_VOWELS = "aeiou"


def english_plural(word: str) -> str:
    """lamp → lamps, dish → dishes, battery → batteries."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def english_forms(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """(surface, form) with form base, third, ing, past; only the first word of a phrase is inflected."""
    head, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    yield verb, "base"
    yield english_plural(head) + tail, "third"
    yield _ing(head) + tail, "ing"
    pasts = irregular.get(head) or (_past(head),)
    for past in pasts:
        yield past + tail, "base_or_past" if past == head else "past"


def _doubles(verb: str) -> bool:
    return (
        len(verb) >= 3
        and verb[-1] not in _VOWELS + "wxy"
        and verb[-2] in _VOWELS
        and verb[-3] not in _VOWELS
        and sum(char in _VOWELS for char in verb) == 1
    )


def _ing(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ied"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ed"
