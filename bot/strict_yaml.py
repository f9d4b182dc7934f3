"""YAML as people mean it: no duplicate keys, no aliases, no tags; every value knows its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import yaml

from bot.config_errors import ConfigError
from nlu.yaml_checks import syntax_sentence

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16

LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser where PyYAML was built with it: the files of the project load 30 times faster."""

KeyPath = tuple[str | int, ...]

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: plain dicts, lists and scalars, and where each of them stands."""

    file: str
    data: dict[str, object]
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    # path of keys and list positions → 1-based line

    def line(self, path: KeyPath) -> int | None:
        """The line of this value, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path)


def read(file: Path) -> Document:
    """A YAML file whose top level is keys; raises ConfigError."""
    name = str(file)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(name, None, "", "There is no such file. Check the path.") from None
    except IsADirectoryError:
        raise ConfigError(name, None, "", "This is a folder. Name the file inside it.") from None
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise ConfigError(name, None, "", f"The file cannot be read: {reason}.") from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(name, None, "", f"The file is larger than {MAX_BYTES // 1024} KB. Make it smaller.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(name, line, "", "The file is not UTF-8. Save it with the encoding UTF-8.") from None
    return parse(text, name)


def parse(text: str, file: str) -> Document:
    """YAML text whose top level is keys; empty text is no keys. Raises ConfigError naming `file`."""
    builder = _Builder(file, _events(text, file))
    data = builder.document()
    if data is None:
        data = {}
    if not isinstance(data, dict):
        sentence = 'The file must consist of keys, each with a colon after it: "home:".'
        raise ConfigError(file, builder.lines[()], "", sentence)
    return Document(file, data, builder.lines)


def dotted(path: KeyPath) -> str:
    """people.mom.rules[0]: a path as people read it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """What the parser sees, one after the other; its complaints as ConfigError."""
    try:
        yield from yaml.parse(text, Loader=LOADER)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sentence = "There is a control character here. Delete it and type the line again."
        raise ConfigError(file, line, "", sentence) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else min(mark.line, text.count("\n")) + 1
        raise ConfigError(file, line, "", syntax_sentence(error, text.split("\n")[line - 1])) from None


class _Builder:
    """Plain values from events; refuses what could blow up before it is built."""

    def __init__(self, file: str, events: Iterator[yaml.Event]) -> None:
        self.lines: dict[KeyPath, int] = {(): 1}
        self._file = file
        self._events = events

    def document(self) -> object:
        """The one document; None when there is none."""
        data, documents = None, 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, (), "There is a second document here. Remove the line ---.")
            elif isinstance(event, yaml.NodeEvent):
                self.lines[()] = _line(event)
                data = self._value(event, ())
        return data

    def _value(self, event: yaml.Event, path: KeyPath) -> object:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, path, f"*{event.anchor} is a YAML alias; write the value out instead.")
        if len(path) >= MAX_DEPTH:
            self._refuse(event, (), f"This is nested more than {MAX_DEPTH} deep. Write it flatter.")
        tag = getattr(event, "tag", None)
        if tag not in {None, "!"} and not (tag or "").startswith("tag:yaml.org,2002:str"):
            self._refuse(event, path, f"The YAML tag {tag} is not allowed here; write a plain value.")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return _scalar(event) if isinstance(event, yaml.ScalarEvent) else None

    def _sequence(self, path: KeyPath) -> list[object]:
        values: list[object] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, (*path, len(values))))
        return values

    def _mapping(self, path: KeyPath) -> dict[str, object]:
        values: dict[str, object] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if isinstance(event, yaml.AliasEvent):
                self._value(event, path)
            if not isinstance(event, yaml.ScalarEvent) or not event.value:
                self._refuse(event, path, "A key must be a plain word.")
                break
            here = (*path, str(event.value))
            if event.value in values:
                sentence = f"This key stands here twice (first in line {self.lines[here]}). Keep one of them."
                self._refuse(event, here, sentence)
            self.lines[here] = _line(event)
            values[event.value] = self._value(next(self._events), here)
        return values

    def _refuse(self, event: yaml.Event, path: KeyPath, sentence: str) -> NoReturn:
        raise ConfigError(self._file, _line(event), dotted(path), sentence)


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1


def _scalar(event: yaml.ScalarEvent) -> object:
    """Strings, whole numbers, decimals, true/false, null; 12:30, 0123 and dates stay the text they are."""
    text = str(event.value)
    if event.tag is not None or event.style not in {None, ""}:
        return text
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
