"""A sentence as an example of what another one means, when both name the same things."""

from collections.abc import Iterator
from dataclasses import replace

from nlu.engines.grammar import GrammarEngine
from nlu.targets import find_targets
from nlu.taught import as_example
from nlu.understanding import Intent, Slot, Understanding
from nlu.vocabulary import Vocabulary

_SAID_ALONG = frozenset(("unit",))
_VALUES = frozenset(("mode", "program", "fan_speed", "colour", "source", "option", "swing"))


def marked_like(
    read: Understanding, meant: Intent, grammar: GrammarEngine, vocabulary: Vocabulary
) -> str | None:
    """The sentence that was read, with its own words for all that `meant` is about marked.

    None: it says less than that, or something else, so that as an example it would teach too much.
    """
    found = tuple(_said(read, grammar, vocabulary))
    wanted = {(slot.name, slot.value) for slot in meant.slots if slot.name not in _SAID_ALONG}
    if not wanted or {(slot.name, slot.value) for slot in found} != wanted:
        return None
    if any(read.normalized[slot.start : slot.end] != slot.text for slot in found):
        # it was read as something else than was written
        return None
    return as_example(replace(read, intents=(Intent(meant.name, found),)))


def _said(read: Understanding, grammar: GrammarEngine, vocabulary: Vocabulary) -> Iterator[Slot]:
    """The things and values that a sentence names, whatever it wants of them."""
    tokens = grammar.words(read.text, vocabulary, read.language)
    home = grammar.compiled(vocabulary, read.language).home
    yield from find_targets([token for token in tokens if token.kind != "unknown"], home).slots
    for token in tokens:
        if token.kind == "quantity":
            yield Slot("value", token.number, token.start, token.end, token.text)
        elif token.kind in _VALUES:
            yield Slot(token.kind, token.value, token.start, token.end, token.text, token.entry.exact)
