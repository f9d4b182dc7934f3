"""Sentences that admins wrote; an example that names one thing is an example for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from nlu.canonical import spell
from nlu.engines.base import Focus
from nlu.engines.grammar import GrammarEngine
from nlu.examples import Annotation, Example
from nlu.house_talk import ASKED
from nlu.targets import find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood, Slot, Understanding
from nlu.understanding import Language as LanguageCode
from nlu.vocabulary import Vocabulary

_OPEN = {"type": "thing", "name": "thing", "activity": "activity", "area": "area"}
# floors are no appliance: what is done to one is not done to the other
_OPEN_VALUES = ("mode", "program", "fan_speed", "colour", "source", "option")
_TARGETS = ("appliance", "appliance_type", "area")
_NAMED = ("<thing>", "<activity>", "<area>")
# what a target of an example is in its wording
_UNSURE: tuple[Mood, ...] = ("chat", "command")
_ACTS = ("verb", "verbal_noun")
Signature = tuple[str, ...]
_Read = tuple[tuple[Annotation, ...], tuple[Signature, ...]]

_WORDLESS = 2
# language and mood, and no word: fillers alone are no wording

NOWHERE = Vocabulary()
"""No home: an example is read by the words of its language alone."""

NOTHING_WANTED = "chat"
"""The intent of talk that wants nothing of the home: only taught, never understood."""


class ExamplesEngine:
    """Understands what is worded like an example, other things named or not."""

    name = "examples"

    def __init__(
        self, grammar: GrammarEngine, examples: Iterable[Example], like: "ExamplesEngine | None" = None
    ) -> None:
        """like: an engine of the same words; what it has read need not be read again."""
        self._grammar = grammar
        self._patterns: dict[Signature, Example] = {}
        self._known: Mapping[str, _Read] = {} if like is None else like._read
        self._read: dict[str, _Read] = {}
        # text of an example → its marks, and how it is worded
        self.learn(examples)
        self._known = {}

    def learn(self, examples: Iterable[Example]) -> None:
        """From now on these are known, too; of two that are worded alike the first counts."""
        for example in examples:
            if example.intent != NOTHING_WANTED:
                read = self._known.get(example.text)
                if read is None or read[0] != example.annotations:
                    read = (example.annotations, self._wordings(example))
                self._read[example.text] = read
                for wording in read[1]:
                    if len(wording) > _WORDLESS:
                        self._patterns.setdefault(wording, example)

    def worded(self, text: str) -> Signature:
        """How a sentence is worded: of two that give the same, only one example can count."""
        if text not in self._read:
            self._read[text] = ((), (self._worded(text),))
        return self._read[text][1][0]

    def _wordings(self, example: Example) -> tuple[Signature, ...]:
        """How an example is worded where what it marks is a known thing or room, and where it is not."""
        signature = self._worded(example.text)
        targets = [one for one in example.annotations if one.entity in _TARGETS]
        if sum(part in _NAMED for part in signature) >= len(targets):
            return (signature,)
        text = example.text
        for one in reversed(targets):
            known = self._grammar.any_word("area" if one.entity == "area" else "type", signature[0])
            text = text[: one.start] + known + text[one.end :]
        return self._worded(text), signature

    def _worded(self, text: str) -> Signature:
        read = self._grammar.understand(text, NOWHERE, Focus())
        return _signature(self._grammar.words(text, NOWHERE, read.language), read)

    def understand(self, text: str, vocabulary: Vocabulary, focus: Focus) -> Understanding:
        """Meaning of `text` when an example is worded the same; otherwise what the grammar says, unsure."""
        read = self._grammar.understand(text, vocabulary, focus)
        tokens = self._grammar.words(text, vocabulary, read.language)
        example = self._patterns.get(_signature(tokens, read))
        if example is None:
            return replace(read, engine=self.name, intents=())
        slots = self._slots(tokens, example, vocabulary, read.language)
        intent = Intent(example.intent, slots, 1.0, 0, len(read.normalized))
        why = (*read.explanation, f"worded like an example: {example.file}, line {example.line}")
        return replace(
            read,
            engine=self.name,
            intents=(intent,),
            leftovers=(),
            mood=_mood(example, read.mood),
            rule=f"example: {example.text} ({example.file}, line {example.line})",
            explanation=why,
        )

    def _slots(
        self, tokens: Sequence[Token], example: Example, vocabulary: Vocabulary, code: LanguageCode
    ) -> tuple[Slot, ...]:
        home = self._grammar.compiled(vocabulary, code).home
        slots: list[Slot] = []
        if any(annotation.entity in _TARGETS for annotation in example.annotations):
            slots += find_targets([token for token in tokens if token.kind != "unknown"], home).slots
        end = tokens[-1].end if tokens else 0
        for annotation in example.annotations:
            if annotation.entity in _TARGETS:
                continue
            words = example.text[annotation.start : annotation.end]
            if annotation.value is not None:
                slots.append(Slot(annotation.entity, annotation.value, 0, end, words))
            else:
                found = (token for token in tokens if token.kind in (annotation.entity, "quantity"))
                slots += [_value(annotation.entity, token) for token in islice(found, 1)]
        return tuple(slots)


def _value(name: str, token: Token) -> Slot:
    value = token.number if token.kind == "quantity" else token.value
    return Slot(name, value, token.start, token.end, token.text, token.entry.exact)


def _signature(tokens: Sequence[Token], read: Understanding) -> Signature:
    parts = []
    for token in tokens:
        if token.kind in ("particle", "punct") or token.is_a("mark", "filler", "please"):
            continue
        if token.kind == "quantity":
            # 24 degrees are no 24 minutes
            parts.append(f"<number {token.value}>")
        elif token.kind in _OPEN:
            parts.append(f"<{_OPEN[token.kind]}>")
        elif token.kind in _OPEN_VALUES:
            parts.append(f"<{token.kind}>")
        elif token.kind in _ACTS and token.value != "come" and token.entry.exact and read.mood != "chat":
            # in talk the form of a verb says whether anything is wanted at all: 데워줘, 데워주네
            parts.append(f"act:{token.value}")
        else:
            parts.append(spell(token.text))
    return (read.language, read.mood, *parts)


def _mood(example: Example, mood: Mood) -> Mood:
    if example.intent.startswith("query.") or example.intent in ASKED:
        return "question"
    if example.intent.startswith(("social.", "comfort.", "answer.")):
        return "chat"
    return "command" if mood in _UNSURE else mood
