"""A sentence as pieces, some of them marked: what is varied and written."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from nlu.examples import Example

_JOINED = str.maketrans("", "", " \t.,!?~'’\"")


@dataclass(frozen=True, slots=True)
class Span:
    """Some words, and what they are marked as."""

    text: str
    entity: str | None = None
    value: str | None = None
    # what they stand for; None: what the words say


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of training."""

    intent: str
    language: str
    spans: Spans

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(span.text for span in self.spans)

    @property
    def entities(self) -> tuple[str, ...]:
        """Names of the marked pieces, in order."""
        return tuple(span.entity for span in self.spans if span.entity is not None)

    @property
    def key(self) -> str:
        """Equal for sentences that differ in case, spaces and marks only."""
        return joined(self.text)


def sentence_of(example: Example, language: str) -> Sentence:
    """The pieces of an example, all on one line."""
    text = "".join(char if char.isprintable() else " " for char in example.text)
    spans: list[Span] = []
    last = 0
    for mark in example.annotations:
        spans.append(Span(text[last : mark.start]))
        spans.append(Span(text[mark.start : mark.end], mark.entity, mark.value))
        last = mark.end
    spans.append(Span(text[last:]))
    return Sentence(example.intent, language, tuple(span for span in spans if span.text))


def joined(text: str) -> str:
    """Lower case, without spaces and marks."""
    return text.lower().translate(_JOINED)


def marked(spans: Iterable[Span], synonyms: Mapping[str, str]) -> str:
    """In Rasa's notation, with what the pieces stand for. To Rasa a word stands for the same everywhere."""
    return "".join(_marked(span, synonyms) for span in spans)


def _marked(span: Span, synonyms: Mapping[str, str]) -> str:
    if span.entity is None:
        return span.text
    value = synonyms.get(span.text.lower(), span.value)
    if value is None or value == span.text:
        return f"[{span.text}]({span.entity})"
    fields = json.dumps({"entity": span.entity, "value": value}, ensure_ascii=False)
    return f"[{span.text}]{fields}"


def draw(size: int, *key: str | int) -> int:
    """A number below `size` that looks random and is always the same for the same key."""
    digest = sha256("\0".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:8]) % size
