"""How sure an understanding is."""

from dataclasses import replace

from nlu.understanding import Understanding


def makes_sense(read: Understanding) -> bool:
    """Whether all of it is known here."""
    return read.understood and not read.leftovers and all(one.one("unknown") is None for one in read.intents)


def is_exact(read: Understanding) -> bool:
    """Whether nothing in it is a guess."""
    slots = (slot for one in read.intents for slot in one.slots)
    return all(one.confidence == 1 for one in read.intents) and all(slot.exact for slot in slots)


def only_asked(read: Understanding) -> Understanding:
    """The same, as a guess: a command is asked about."""
    intents = tuple(
        replace(one, confidence=0.5, slots=tuple(replace(slot, exact=False) for slot in one.slots))
        for one in read.intents
    )
    return replace(read, intents=intents) if read.mood == "command" else read


def doubt(understanding: Understanding) -> tuple[int, int]:
    """How much of it is not understood: letters, and whether nothing is."""
    strange = [slot.text for one in understanding.intents for slot in one.slots if slot.name == "unknown"]
    left = sum(map(len, (*strange, *(leftover.text for leftover in understanding.leftovers))))
    return left, 0 if understanding.intents else 1
