"""Other sentences that mean the same intent: other things, rooms and values, asked for in other ways."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from nlu.canonical import spell
from nlu.frames import Frames
from nlu.inflection import english_plural
from nlu.korean.particles import refit
from nlu.training.sentence import Sentence, Span, Spans, draw
from nlu.training.ways import Ways
from nlu.training.words import Word, Words

_SMALL_GROUP = 8
_UNLIKE = ("fittings", "openings", "washes", "dryers")
# appliances of small groups are alike enough to stand for each other, but not of these
_FREE = frozenset(("area", "value", "amount", "direction", "extreme", "unit", "quantifier"))
# a sentence with these beside the appliance is sensible of any appliance its intent is said of
_OF_ONE_KIND = ("query.state", "notify.when")
# what is said in these fits few appliances: only a window is open, only a filter gets dirty
_NUMBERS = ("value", "amount")
_TRIES = 8
# draws of a word that fits its place
_KEPT, _AS_ASKED, _OF_HOME, _TOGETHER = 4, 3, 4, 5
# one in so many: keeps a word, keeps the way of asking, takes the home's own words, leaves out spaces


class Variation:
    """Varies sentences with what all sentences say of which appliance."""

    def __init__(
        self, sentences: Iterable[Sentence], words: Words, ways: Mapping[str, Ways], frames: Frames,
        together: frozenset[str],
    ) -> None:  # fmt: skip
        self._words, self._ways, self._together = words, ways, together
        self._said: dict[tuple[str, str, str], set[str]] = {}
        # intent or "", appliance or "", entity → values that are said there
        self._mates = _mates(frames)
        for sentence in sentences:
            self._note(sentence)

    def _note(self, sentence: Sentence) -> None:
        found = self._found(sentence)
        types = _types(found)
        for span, word in zip(sentence.spans, found, strict=True):
            if span.entity is None or word is None:
                continue
            self._said.setdefault((sentence.intent, "", span.entity), set()).add(word.value)
            self._said.setdefault(("", "", span.entity), set()).add(word.value)
            for one in types:
                self._said.setdefault(("", one, span.entity), set()).add(word.value)

    def _found(self, sentence: Sentence) -> list[Word | None]:
        spans = sentence.spans
        return [
            self._words.find(span.entity, span.text) if span.entity and span.value is None else None
            for span in spans
        ]

    def variant(self, sentence: Sentence, number: int) -> Sentence:
        """The variant of this number; it may be the sentence itself."""
        key = (sentence.intent, sentence.text, number)
        spans = list(sentence.spans)
        found = self._found(sentence)
        for at, span in enumerate(spans):
            if span.entity is not None and draw(_KEPT, *key, at):
                spans[at : at + 2] = self._exchanged(sentence, spans, found, at, key)
        varied = replace(sentence, spans=tuple(spans))
        if draw(_AS_ASKED, *key, "ask"):
            varied = self._ways[sentence.language].otherwise(varied, *key)
        if sentence.language in self._together and not draw(_TOGETHER, *key, "together"):
            varied = _written_together(varied)
        return varied

    def _exchanged(
        self, sentence: Sentence, spans: list[Span], found: list[Word | None], at: int,
        key: tuple[str | int, ...],
    ) -> Spans:  # fmt: skip
        """The piece at this place with another word, and what follows it."""
        span, word, follows = spans[at], found[at], spans[at + 1 : at + 2]
        before = spans[at - 1].text if at else ""
        if span.entity in _NUMBERS and span.text.isdigit():
            others = [str(one) for one in _numbers_near(int(span.text))]
        elif word is not None:
            others = self._others(sentence, found, span, word, key)
        else:
            others = []
        for go in range(_TRIES if others else 0):
            other = others[draw(len(others), *key, at, go)]
            fitting = _fits(span, other, before, follows[0] if follows else None)
            if fitting is not None:
                return fitting
        return (span, *follows)

    def _others(
        self, sentence: Sentence, found: list[Word | None], span: Span, word: Word, key: tuple[str | int, ...]
    ) -> list[str]:
        values = self._values(sentence, found, span.entity or "", word)
        types = _types(found)
        alike = [one for one in self._words.like(word, sentence.language) if _may_be(one, values, types)]
        own = [one for one in alike if one.of_home]
        if own and not draw(_OF_HOME, *key, "home"):
            alike = own
        elif draw(2, *key, "plain"):
            # the first word of each meaning is the one that most people say
            alike = list({one.value: one for one in reversed(alike) if not one.of_home}.values())
        is_plural = word.language == "en" and spell(span.text) != spell(word.text)
        return [english_plural(one.text) if is_plural and one.text[-1] != "s" else one.text for one in alike]

    def _values(
        self, sentence: Sentence, found: list[Word | None], entity: str, word: Word
    ) -> frozenset[str]:
        """What may be said in the place of a word."""
        if word.kind == "activity":
            return frozenset((word.value,))
        if entity == "area":
            return frozenset(self._said[("", "", entity)])
        said = frozenset(self._said[(sentence.intent, "", entity)])
        others = [one for one in sentence.entities if one != entity]
        if entity == "appliance_type":
            if not _FREE.issuperset(others):
                return frozenset((word.value,))
            said = frozenset((word.value,)) if sentence.intent in _OF_ONE_KIND else said
            return said | frozenset(mate for one in said for mate in self._mates.get(one, ()))
        of_things = (self._said.get(("", one, entity), set()) for one in sorted(_types(found)))
        return said.intersection(*of_things) | {word.value}


def _types(found: Iterable[Word | None]) -> frozenset[str]:
    """The appliances that a sentence names."""
    return frozenset(one.value for one in found if one is not None and one.kind == "type")


def _may_be(word: Word, values: frozenset[str], types: frozenset[str]) -> bool:
    """Whether a word means one of these, as it is spelled or in all its meanings, or its owner is."""
    if word.of_home and word.kind != "type":
        return not word.owner or word.owner in types
    return word.value in values or frozenset(word.value.split("|")) <= values


def _mates(frames: Frames) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, group in frames.groups.items():
        if len(group) <= _SMALL_GROUP and name not in _UNLIKE:
            for one, other in combinations(sorted(group), 2):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return {one: frozenset(mates) for one, mates in found.items()}


def _numbers_near(number: int) -> list[int]:
    """Numbers of the same size and roundness: 24 → 20 … 28, 200 → 160 … 240; of up to 100 none above."""
    step = next((size for size in (100, 50, 10, 5) if number >= 8 * size and number % size == 0), 1)
    spread = max(number // 5 // step, 2)
    near = range(number - spread * step, number + spread * step + 1, step)
    same_size = (one for one in near if one > 0 and len(str(one)) == len(str(number)))
    return [one for one in same_size if one <= 100 or number > 100]


def _fits(span: Span, other: str, before: str, follows: Span | None) -> Spans | None:
    """The piece with this word, and what follows in the form that fits; None when it cannot stand there."""
    article = re.search(r"\b(an?)\s+$", before, re.IGNORECASE)
    if article and (article[1].lower() == "an") != (other[:1].lower() in "aeiou"):
        return None
    new = Span(other, span.entity)
    if follows is None:
        return (new,)
    tail = refit(span.text, other, follows.text) if follows.entity is None else follows.text
    return None if tail is None else (new, replace(follows, text=tail))


def _written_together(sentence: Sentence) -> Sentence:
    """거실 불 켜줘 → 거실불켜줘: no space in and behind what is marked."""
    spans: list[Span] = []
    for span in sentence.spans:
        text = span.text if span.entity is None else span.text.replace(" ", "")
        follows = bool(spans) and spans[-1].entity is not None
        spans.append(replace(span, text=text.lstrip() or text if follows else text))
    tight = (one for at, one in enumerate(spans) if one.text != " " or at in (0, len(spans) - 1))
    return replace(sentence, spans=tuple(tight))
