"""The sentences of one language: loaded strictly from YAML, chosen by what is known, filled with facts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from typing import Literal

from bot.config_errors import ConfigError
from bot.message import Language
from bot.strict_yaml import Document, dotted, read
from bot.wording import particles
from bot.wording.about import KEY, About, Forms, about

Choose = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Words:
    """A fact in words, and how many things it stands for."""

    text: str
    count: int = 1


Fact = Words | str


@dataclass(frozen=True, slots=True)
class Slot:
    """{name}, {name:A/B} (the fact and the right form after it) or {name?A/B} (only the form)."""

    name: str
    mode: Literal["", ":", "?"] = ""
    forms: str = ""


_SLOT = re.compile(r"\{([a-z_]+)(?:([:?])([^{}/]+/[^{}/]+))?\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence with slots."""

    text: str
    parts: tuple[str | Slot, ...]

    @property
    def slots(self) -> frozenset[str]:
        """The names of the facts it needs."""
        return frozenset(part.name for part in self.parts if isinstance(part, Slot))


class Phrases:
    """All sentences of one language.

    A key may hold several: the one that says most of what is known is used; of equals the first, or `choose`.
    """

    def __init__(
        self,
        language: Language,
        phrases: Mapping[str, tuple[Phrase, ...]],
        choose: Choose | None = None,
        about: About | None = None,
        fallback: "Phrases | None" = None,
    ) -> None:
        """`fallback`: says, in its language, what is not among `phrases`."""
        self.language: Language = language
        self.about = about or About()
        self._phrases = phrases
        self._choose = choose
        self._fallback = fallback

    def __contains__(self, key: str) -> bool:
        return key in self._phrases or (self._fallback is not None and key in self._fallback)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*(self._fallback or ()), *self._phrases)))

    def variants(self, key: str) -> tuple[Phrase, ...]:
        """The sentences of a key; KeyError when there is none."""
        if key not in self._phrases and self._fallback is not None:
            return self._fallback.variants(key)
        return self._phrases[key]

    def find(self, key: str, **facts: Fact) -> str | None:
        """The sentence of this key that says most of the facts, or None when none can be filled.

        KeyError when the key does not exist.
        """
        if key not in self._phrases and self._fallback is not None:
            return self._fallback.find(key, **facts)
        fitting = [phrase for phrase in self._phrases[key] if phrase.slots <= facts.keys()]
        if not fitting:
            return None
        most = max(len(phrase.slots) for phrase in fitting)
        richest = [phrase for phrase in fitting if len(phrase.slots) == most]
        equal = [phrase.text for phrase in richest if phrase.slots == richest[0].slots]
        text = self._choose(equal) if self._choose and len(equal) > 1 else equal[0]
        return self._filled(next(phrase for phrase in richest if phrase.text == text), facts)

    def every(self, key: str, **facts: Fact) -> tuple[str, ...]:
        """All sentences of this key that these facts fill; none when the key does not exist."""
        phrases = self.variants(key) if key in self else ()
        return tuple(self._filled(one, facts) for one in phrases if one.slots <= facts.keys())

    def say(self, key: str, **facts: Fact) -> str:
        """As `find`; what is missing in the plainest sentence is shown as an ellipsis, never an error."""
        found = self.find(key, **facts)
        if found is not None:
            return found
        plainest = min(self.variants(key), key=lambda phrase: len(phrase.slots))
        return self.find(key, **{**dict.fromkeys(plainest.slots, "…"), **facts}) or ""

    def _filled(self, phrase: Phrase, facts: Mapping[str, Fact]) -> str:
        return "".join(part if isinstance(part, str) else self._fill(part, facts) for part in phrase.parts)

    def _fill(self, slot: Slot, facts: Mapping[str, Fact]) -> str:
        fact = facts[slot.name]
        words = fact if isinstance(fact, Words) else Words(fact)
        if not slot.mode:
            return words.text
        shown = words.text if slot.mode == ":" else ""
        if self.about.forms == "particles":
            return shown + particles.form(words.text, slot.forms)
        one, many = slot.forms.split("/")
        fitting = one if words.count == 1 else many
        return f"{shown} {fitting}" if shown else fitting


def load_phrases(language: Language, choose: Choose | None = None) -> Phrases:
    """The sentences that ship; raises ConfigError when the file is broken."""
    with as_file(files("bot.wording") / f"{language}.yaml") as path:
        return phrases_from(read(path), language, choose)


def phrases_from(document: Document, language: Language, choose: Choose | None = None) -> Phrases:
    """The sentences of a parsed file; raises ConfigError for anything but keys and texts, or a bad slot."""
    table: dict[str, tuple[Phrase, ...]] = {}
    own = about(document)
    sentences = {key: value for key, value in document.data.items() if key != KEY}
    for path, texts in _leaves(document, (), sentences or None):
        try:
            table[".".join(path)] = tuple(parse_phrase(text, own.forms) for text in texts)
        except ValueError as error:
            raise ConfigError(document.file, document.line(path), dotted(path), str(error)) from None
    return Phrases(language, table, choose, own, load_phrases(own.fallback, choose) if own.fallback else None)


def parse_phrase(text: str, forms: Forms = "number") -> Phrase:
    """A phrase; raises ValueError with a sentence when a slot is malformed."""
    parts: list[str | Slot] = []
    at = 0
    for match in _SLOT.finditer(text):
        parts += [text[at : match.start()], _slot(match, forms)]
        at = match.end()
    parts.append(text[at:])
    if any(isinstance(part, str) and set(part) & set("{}") for part in parts):
        raise ValueError('A slot looks like {name} or {name:A/B}; "{" and "}" stand for nothing else.')
    return Phrase(text, tuple(part for part in parts if part))


def _slot(match: re.Match[str], forms: Forms) -> Slot:
    name, mode, pair = match[1], match[2], match[3] or ""
    if forms == "particles" and pair and pair not in particles.PAIRS:
        raise ValueError(f"{pair} is no pair of particles. Known are: {', '.join(sorted(particles.PAIRS))}.")
    return Slot(name, ":" if mode == ":" else "?" if mode == "?" else "", pair)


def _leaves(
    document: Document, path: tuple[str, ...], value: object
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _leaves(document, (*path, key), child)
        return
    given = value if isinstance(value, list) else [value]
    texts = [text for text in given if isinstance(text, str) and text.strip()]
    if not texts or len(texts) < len(given):
        sentence = "Here must stand a text in quotes, or a list of texts."
        raise ConfigError(document.file, document.line(path), dotted(path), sentence)
    yield path, texts
