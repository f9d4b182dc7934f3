"""Training examples in Rasa's YAML format (version "3.1"), as admins write them in `intents/*.yml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from nlu.errors import LanguageError
from nlu.language import line_of, plain
from nlu.yaml_checks import read_folder, tree_of

_ANNOTATION = re.compile(r"\[([^\[\]]+)\](?:\(([^()]+)\)|\{([^{}]*)\})")
_HOW_TO_LIST = "write 'examples: |' and below it, further right, a line '- …' for each sentence"
_HOW_TO_BEGIN = """the file begins with 'version: "3.1"', and below it 'nlu:' with its items"""
_HOW_TO_GO_ON = "each item below 'nlu:' begins with '- intent: …' or '- synonym: …'"
_FOLDED = "'>' makes one sentence of all lines: write 'examples: |' instead"
_HOW_TO_MARK = 'mark words as [tv](appliance_type) or [movies]{"entity": "mode", "value": "movie"}'

LONGEST = 200
"""Characters of an example, its marks not counted."""

MOST = 20_000
"""Lines of examples in all files together."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A marked piece of an example: [tv](appliance_type), [movies]{"entity": "mode", "value": "movie"}."""

    start: int
    end: int
    entity: str
    value: str | None = None
    # what the piece stands for, when it is not what the words themselves mean


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence that means an intent."""

    intent: str
    text: str
    annotations: tuple[Annotation, ...]
    file: str
    line: int
    written: str = ""
    # with its marks, as it stands in the file


@dataclass(frozen=True, slots=True)
class Training:
    """What all files of a folder teach."""

    examples: tuple[Example, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    # word → value: a type, an area, a mode, or the id of an appliance


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    intent: str | None = None
    synonym: str | None = None
    examples: str


class _Marked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entity: str
    value: str | int | float | bool | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: str
    nlu: list[_Item]


def load_training(folder: Path) -> Training:
    """Examples and synonyms of all YAML files in the folder. Raises LanguageError with file and line."""
    return training_of(read_folder(folder))


def training_of(files: Mapping[str, bytes], most: int = MOST) -> Training:
    """What files teach, by their names, in at most so many lines. Raises LanguageError with file and line."""
    examples: list[Example] = []
    synonyms: list[tuple[str, str]] = []
    for file, raw in files.items():
        tree = tree_of(raw, file)
        data = _checked(tree, file)
        for index, item in enumerate(data.nlu):
            at = line_of(tree, ("nlu", index, "examples"))
            if _style(tree, "nlu", index, "examples") == ">":
                raise LanguageError(file, at, "examples", _FOLDED)
            for line, sentence in _sentences(item, file, at):
                if len(examples) + len(synonyms) >= most:
                    raise LanguageError(file, line, "", f"more than {most:,} lines of examples: remove some")
                if item.synonym is not None:
                    synonyms.append((sentence, item.synonym))
                elif item.intent is not None:
                    examples.append(read_example(item.intent, sentence, file, line))
    return Training(tuple(examples), tuple(synonyms))


def _checked(tree: yaml.Node | None, file: str) -> _File:
    try:
        return _File.model_validate(plain(tree, Path(file)))
    except ValidationError as error:
        # a misspelt key is also a missing one: say the first
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        key = ".".join(map(str, first["loc"]))
        misspelt = first["type"] == "extra_forbidden"
        about_examples = first["loc"][-1:] == ("examples",)
        reason = "there is no such key" if misspelt else _HOW_TO_LIST if about_examples else _wanted(first)
        raise LanguageError(file, line_of(tree, first["loc"]), key, reason) from error


def _wanted(fault: ErrorDetails) -> str:
    """What should stand where something else, or nothing, stands."""
    if not fault["loc"]:
        return _HOW_TO_BEGIN
    if fault["type"] == "missing":
        return "this key is missing"
    return _HOW_TO_GO_ON if fault["loc"][0] == "nlu" else "a word must stand here"


def _style(tree: yaml.Node | None, *where: str | int) -> str | None:
    """How the text at this place is written: "|", ">", in quotes; None: plainly."""
    node: Any = tree
    for key in where:
        found = (value for name, value in node.value if name.value == key) if isinstance(key, str) else None
        node = node.value[key] if found is None else next(found)
    style: str | None = node.style
    return style


def _sentences(item: _Item, file: str, at: int) -> Iterator[tuple[int, str]]:
    """The lines of an item with their numbers; `at` is the line of its examples' key."""
    if (item.intent is None) == (item.synonym is None):
        raise LanguageError(file, at, "examples", "examples are of one intent or of one synonym")
    for line, raw in enumerate(item.examples.splitlines(), at + 1):
        text = raw.strip()
        if text and not text.startswith("- "):
            raise LanguageError(file, line, "examples", "every example begins with '- '")
        if len(_ANNOTATION.sub(r"\1", text)) > LONGEST:
            raise LanguageError(file, line, "examples", f"longer than {LONGEST} characters: nobody says that")
        if text:
            yield line, text[2:].strip()


def read_example(intent: str, sentence: str, file: str, line: int) -> Example:
    """One line of a file, its marks read. Raises LanguageError."""
    text, annotations, last = "", [], 0
    for match in _ANNOTATION.finditer(sentence):
        text += sentence[last : match.start()]
        entity, value = match[2], None
        if match[3] is not None:
            entity, value = _marked(match[3], sentence, file, line)
        start = len(text)
        text += match[1]
        annotations.append(Annotation(start, len(text), entity, value))
        last = match.end()
    text += sentence[last:]
    if "[" in text or "]" in text:
        raise LanguageError(file, line, sentence, _HOW_TO_MARK)
    return Example(intent, text, tuple(annotations), file, line, sentence)


def _marked(fields: str, sentence: str, file: str, line: int) -> tuple[str, str | None]:
    """Entity and value of the part in braces."""
    try:
        found = _Marked.model_validate_json("{" + fields + "}")
    except ValidationError as error:
        raise LanguageError(file, line, sentence, _HOW_TO_MARK) from error
    return found.entity, None if found.value is None else str(found.value)
