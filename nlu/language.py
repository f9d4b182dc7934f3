"""One human language as data: loaded strictly, an error names file, line and key."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError

Order = Literal["verb_final", "verb_first"]
Inflection = Literal["korean", "english", "none"]
WordKind = Literal[
    "type", "activity", "area", "person", "attribute", "mode", "fan_speed", "colour", "kelvin", "source",
    "program", "option", "extreme", "change", "state", "quantifier", "pronoun", "ordinal", "particle", "mark",
    "number", "multiplier", "unit", "time",
]  # fmt: skip


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VerbData(_Strict):
    """Words that name one act."""

    act: str
    # language-neutral: on, off, start … (see `frames.py`)
    words: tuple[str, ...] = ()
    # dictionary forms, inflected by the language's rule
    nouns: tuple[str, ...] = ()
    # nouns that become verbs with a light verb: 시작 → 시작하다
    gives: tuple[str, ...] = ()
    # features of every form, e.g. "passive" for 꺼지다
    forms: Mapping[str, tuple[str, ...]] = {}
    # for `inflection: none`: features, separated by spaces → whole words


class EndingData(_Strict):
    """A row of the table of endings (Korean)."""

    on: str
    text: tuple[str, ...] = ("",)
    gives: tuple[str, ...] = ()
    aux: tuple[str, ...] = ()
    to: str = ""


class Language(_Strict):
    """Everything the engine knows of one language."""

    language: str
    order: Order
    inflection: Inflection
    words: Mapping[WordKind, Mapping[str, tuple[str, ...]]]
    verbs: tuple[VerbData, ...]
    light_verbs: tuple[str, ...] = ()
    # verbs that turn `nouns` into verbs
    passive_verbs: tuple[str, ...] = ()
    # the same, with the meaning "be done"
    endings: tuple[EndingData, ...] = ()
    irregular: Mapping[str, tuple[str, ...]] = {}
    aux_forms: Mapping[str, Mapping[str, tuple[str, ...]]] = {}
    irregular_forms: Mapping[str, tuple[str, ...]] = {}
    # verb → past, participle (English)
    phrases: Mapping[str, tuple[str, ...]] = {}
    # intent → whole messages that mean it
    answers: Mapping[str, tuple[str, ...]] = {}
    # the same, only while a question is pending
    veto: Mapping[str, tuple[str, ...]] = {}
    # mood → strings that force it wherever they stand: the net below the grammar
    symbols: Mapping[str, str] = {}
    # emoji → a word of this language
    home: tuple[str, ...] = ()
    # words for the home as a whole


def load_language(path: Path) -> Language:
    """The language in this file. Raises LanguageError with file and line."""
    try:
        text = path.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=yaml.BaseLoader)
        # BaseLoader: in a language file "on" and "no" are words, not truths
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the safest loader there is
    except (OSError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise LanguageError(path.name, line, "", str(getattr(error, "problem", error))) from error
    _refuse_twins(path, tree)
    try:
        return Language.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = first["loc"]
        key = ".".join(map(str, where))
        raise LanguageError(path.name, _line(tree, where), key, first["msg"]) from error


def _refuse_twins(path: Path, node: yaml.Node | None) -> None:
    """YAML keeps the last of two equal keys and says nothing; words would vanish."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise LanguageError(path.name, key.start_mark.line + 1, str(key.value), "this key stands twice")
            seen.add(key.value)
            _refuse_twins(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_twins(path, value)


def _line(node: yaml.Node | None, where: tuple[int | str, ...]) -> int:
    line = 1
    for key in where:
        if node is None:
            break
        line = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(key)), None)
            if pair is None:
                return line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
    return line
