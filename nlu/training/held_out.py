"""Which examples are kept aside to try the model with: whole families, chosen by hash."""

from collections.abc import Mapping, Sequence

from nlu.training.sentence import Sentence, draw

SHARE = 0.15
FEWEST = 6
"""Of fewer examples of an intent in a language none is held out."""
_BIG = 2**32


def held_out(sentences: Sequence[Sentence], families: Mapping[Sentence, str]) -> frozenset[str]:
    """The families that are held out: about 15 % of the sentences of each intent and language."""
    groups: dict[tuple[str, str], dict[str, int]] = {}
    for sentence in sentences:
        sizes = groups.setdefault((sentence.intent, sentence.language), {})
        sizes[families[sentence]] = sizes.get(families[sentence], 0) + 1
    chosen: set[str] = set()
    for _, sizes in sorted(groups.items()):
        total = sum(sizes.values())
        wanted = max(1, round(SHARE * total)) if total >= FEWEST else 0
        wanted -= sum(size for family, size in sizes.items() if family in chosen)
        for family in sorted(sizes, key=lambda one: (draw(_BIG, one), one)):
            # of a family that is too large for it every example is trained with
            if family not in chosen and 0 < sizes[family] <= wanted:
                chosen.add(family)
                wanted -= sizes[family]
    return frozenset(chosen)
