"""Training examples in Rasa's YAML format (version "3.1"), as admins write them in `intents/*.yml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from nlu.errors import LanguageError
from nlu.language import line_of, plain
from nlu.own import LookupTable, NeverWord, OwnAppliance, OwnCommand, OwnTest
from nlu.own_sections import (
    LONGEST,
    MOST_COMMANDS,
    Item,
    appliances_of,
    checked,
    commands_of,
    lines_at,
    never_of,
    tests_of,
)
from nlu.yaml_checks import read_folder, tree_of

_ANNOTATION = re.compile(r"\[([^\[\]]+)\](?:\(([^()]+)\)|\{([^{}]*)\})")
_HOW_TO_MARK = 'mark words as [tv](appliance_type) or [movies]{"entity": "mode", "value": "movie"}'

_KINDS = 3
# what examples can be of

MOST = 20_000
"""Lines of all sections in all files together."""


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
    lookups: tuple[tuple[str, str], ...] = ()
    # entity, word of it: for the trained engine
    tables: tuple[LookupTable, ...] = ()
    # where those words stand
    commands: tuple[OwnCommand, ...] = ()
    never: tuple[NeverWord, ...] = ()
    tests: tuple[OwnTest, ...] = ()
    appliances: tuple[OwnAppliance, ...] = ()
    synonym_places: tuple[tuple[str, int], ...] = ()
    # file and line of each synonym


class _Marked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entity: str
    value: str | int | float | bool | None = None


def load_training(folder: Path) -> Training:
    """Examples and synonyms of all YAML files in the folder. Raises LanguageError with file and line."""
    return training_of(read_folder(folder))


def training_of(files: Mapping[str, bytes], most: int = MOST) -> Training:
    """What files teach, by their names, in at most so many lines. Raises LanguageError with file and line."""
    found = _Found(most)
    for file, raw in files.items():
        found.read(tree_of(raw, file), file)
    return found.training()


class _Found:
    """What was read so far."""

    def __init__(self, most: int) -> None:
        self._most, self._lines = most, 0
        self._examples: list[Example] = []
        self._synonyms: list[tuple[str, str]] = []
        self._synonym_places: list[tuple[str, int]] = []
        self._lookups: list[tuple[str, str]] = []
        self._tables: list[LookupTable] = []
        self._commands: list[OwnCommand] = []
        self._never: list[NeverWord] = []
        self._tests: list[OwnTest] = []
        self._appliances: list[OwnAppliance] = []

    def training(self) -> Training:
        return Training(
            tuple(self._examples), tuple(self._synonyms), tuple(self._lookups), tuple(self._tables),
            tuple(self._commands),
            tuple(self._never), tuple(self._tests), tuple(self._appliances), tuple(self._synonym_places),
        )  # fmt: skip

    def read(self, tree: yaml.Node | None, file: str) -> None:
        """Take in one file. Raises LanguageError."""
        data = checked(plain(tree, Path(file)), tree, file)
        for index, item in enumerate(data.nlu):
            if item.lookup is not None:
                line = line_of(tree, ("nlu", index, "lookup"))
                self._tables.append(LookupTable(item.lookup, file, line))
            for line, sentence in _sentences(item, tree, file, index):
                self._count(file, line)
                if item.synonym is not None:
                    self._synonyms.append((sentence, item.synonym))
                    self._synonym_places.append((file, line))
                elif item.lookup is not None:
                    self._lookups.append((item.lookup, sentence))
                elif item.intent is not None:
                    self._examples.append(read_example(item.intent, sentence, file, line))
        for command in commands_of(data, tree, file):
            self._count(file, command.line, 1 + len(command.says) + len(command.steps))
            if len(self._commands) >= MOST_COMMANDS:
                reason = f"more than {MOST_COMMANDS} own commands: remove some"
                raise LanguageError(file, command.line, command.name, reason)
            self._commands.append(command)
        for word in never_of(tree, file):
            self._count(file, word.line)
            self._never.append(word)
        for test in tests_of(data, tree, file):
            self._count(file, test.line)
            self._tests.append(test)
        for appliance in appliances_of(data, tree, file):
            self._count(file, appliance.line)
            self._appliances.append(appliance)

    def _count(self, file: str, line: int, lines: int = 1) -> None:
        self._lines += lines
        if self._lines > self._most:
            raise LanguageError(file, line, "", f"more than {self._most:,} lines of examples: remove some")


def _sentences(item: Item, tree: yaml.Node | None, file: str, index: int) -> Iterator[tuple[int, str]]:
    """The lines of an item with their numbers."""
    where = ("nlu", index, "examples")
    if [item.intent, item.synonym, item.lookup].count(None) != _KINDS - 1:
        reason = "examples are of one intent or of one synonym, or of one lookup"
        raise LanguageError(file, line_of(tree, where), "examples", reason)
    for line, text in lines_at(tree, file, *where):
        if len(_ANNOTATION.sub(r"\1", text)) > LONGEST:
            raise LanguageError(file, line, "examples", f"longer than {LONGEST} characters: nobody says that")
        yield line, text


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
