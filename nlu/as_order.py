"""What a phrase is said to mean, as an order: 불 끄라는 뜻 → 불 꺼, turning it off → turn it off."""

from collections.abc import Iterator, Mapping, Set

from nlu.korean.conjugation import conjugate
from nlu.korean.hangul import is_syllable, split, with_last
from nlu.language import Language

_SHORTEST_ING = 6


def as_orders(meaning: str, language: Language) -> Iterator[str]:
    """What the words may stand for in a language: whoever asks takes the first that makes sense."""
    data = language.lessons
    for said, order in data.instead.items():
        if meaning.endswith(said):
            yield meaning.removesuffix(said).strip() + f" {order}"
    for word in data.no_order:
        if meaning.casefold().startswith(f"{word} "):
            yield meaning[len(word) :].strip()
    if language.inflection == "korean":
        irregular = {kind: frozenset(stems) for kind, stems in language.irregular.items()}
        for ending in (*data.endings, ""):
            if meaning.endswith(ending):
                yield from _of_stem(meaning.removesuffix(ending).strip(), irregular)
    if language.inflection == "english":
        first, _, rest = meaning.partition(" ")
        for word in _of_ing(first):
            yield f"{word} {rest}".strip()


def _of_stem(words: str, irregular: Mapping[str, Set[str]]) -> Iterator[str]:
    """What makes somebody do it: 닫 and 닫으 → 닫아, 열 and 여 → 열어, 끌 → 꺼."""
    head, space, stem = words.rpartition(" ")
    if not stem or not is_syllable(stem[-1]):
        return
    last = split(stem[-1])[2]
    stems = [stem]
    if stem.endswith("으") and len(stem) > 1:
        stems.insert(0, stem[:-1])
    if not last:
        stems.append(stem[:-1] + with_last(stem[-1], "ㄹ"))
    if last == "ㄹ":
        stems.append(stem[:-1] + with_last(stem[-1], ""))
    for one in stems:
        yield head + space + conjugate(one + "다", irregular)["V"][0]


def _of_ing(word: str) -> Iterator[str]:
    """turning → turn, closing → close, running → run."""
    stem = word.removesuffix("ing")
    if stem == word or len(word) < _SHORTEST_ING:
        return
    if stem[-1:] == stem[-2:-1]:
        yield stem[:-1]
    yield stem
    yield stem + "e"
