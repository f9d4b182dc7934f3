"""How many sentences of each intent are trained with, and which."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from nlu.training.sentence import Sentence, draw

FEWEST, MOST = 40, 160
"""Sentences of an intent, where variation can make so many."""
MOST_OF = {"chat": 1200}
"""Intents that need more: talk is the sea in which orders swim."""
_TIMES = 2
# so many sentences are made of one written example
_NUMBERS = 24
# variants that are tried of each example before we do with fewer
_BIG = 2**32

Vary = Callable[[Sentence, int], Sentence | None]
"""A variant of a sentence by number, None when that one is no good."""


def balanced(sentences: Sequence[Sentence], families: Mapping[Sentence, str], vary: Vary) -> list[Sentence]:
    """The sentences to train with, in order of intents: written ones first, then variants of them."""
    groups: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(sentence.intent, []).append(sentence)
    taken = {sentence.key for sentence in sentences}
    found: list[Sentence] = []
    for intent, written in sorted(groups.items()):
        most = MOST_OF.get(intent, MOST)
        chosen = written if len(written) <= most else _spread(written, families)[:most]
        wanted = 0 if intent in MOST_OF else min(most, max(FEWEST, _TIMES * len(written))) - len(chosen)
        found += chosen
        variants = _variants(_spread(chosen, families), vary)
        while wanted > 0 and (variant := next(variants, None)) is not None:
            if variant.key not in taken:
                taken.add(variant.key)
                found.append(variant)
                wanted -= 1
    return found


def _spread(sentences: Iterable[Sentence], families: Mapping[Sentence, str]) -> list[Sentence]:
    """By hash, languages and families taking turns."""
    turns: dict[tuple[str, str], int] = {}
    placed: list[tuple[int, int, str, Sentence]] = []
    for sentence in sorted(sentences, key=lambda one: (draw(_BIG, one.text), one.text)):
        family = (sentence.language, families[sentence])
        turns[family] = turns.get(family, -1) + 1
        placed.append((turns[family], draw(_BIG, sentence.text), sentence.text, sentence))
    by_language: dict[str, list[Sentence]] = {}
    for *_, sentence in sorted(placed, key=lambda one: one[:3]):
        by_language.setdefault(sentence.language, []).append(sentence)
    longest = max(map(len, by_language.values()), default=0)
    rows = (by_language[code][at : at + 1] for at in range(longest) for code in sorted(by_language))
    return [sentence for row in rows for sentence in row]


def _variants(sentences: Sequence[Sentence], vary: Vary) -> Iterator[Sentence]:
    for number in range(_NUMBERS):
        for sentence in sentences:
            variant = vary(sentence, number)
            if variant is not None:
                yield variant
