"""YAML as people mean it: no duplicate keys, no aliases, no tags; every value knows its line."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.config_errors import ConfigError

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16

KeyPath = tuple[str | int, ...]

_NULL = {"", "~", "null", "Null", "NULL"}
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_STANDARD_TAG = "tag:yaml.org,2002:"


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
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except _RefusedError as error:
        raise ConfigError(file, error.line, "", error.sentence) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sentence = "There is a control character here. Delete it and type the line again."
        raise ConfigError(file, line, "", sentence) from None
    except yaml.MarkedYAMLError as error:
        raise ConfigError(file, _line_of(error), "", _syntax_sentence(error)) from None
    lines: dict[KeyPath, int] = {(): 1}
    if node is None or (isinstance(node, yaml.ScalarNode) and node.value in _NULL):
        return Document(file, {}, lines)
    if not isinstance(node, yaml.MappingNode):
        sentence = 'The file must consist of keys, each with a colon after it: "home:".'
        raise ConfigError(file, node.start_mark.line + 1, "", sentence)
    data = _plain(node, (), lines, file)
    return Document(file, data if isinstance(data, dict) else {}, lines)


def dotted(path: KeyPath) -> str:
    """people.mom.rules[0]: a path as people read it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _RefusedError(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


class _Loader(yaml.SafeLoader):
    """Composes nodes only; refuses what could blow up before it is built."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """As in the base class, without aliases and without endless nesting."""
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, f"*{event.anchor} is a YAML alias; write the value out instead.")
        if self.depth >= MAX_DEPTH:
            raise _RefusedError(line, f"This is nested more than {MAX_DEPTH} deep. Write it flatter.")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def _plain(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], file: str) -> object:
    lines.setdefault(path, node.start_mark.line + 1)
    if not node.tag.startswith(_STANDARD_TAG) or node.tag.startswith(_STANDARD_TAG + "python"):
        sentence = f"The YAML tag {node.tag} is not allowed here; write a plain value."
        raise ConfigError(file, node.start_mark.line + 1, dotted(path), sentence)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*path, at), lines, file) for at, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(
    node: yaml.MappingNode, path: KeyPath, lines: dict[KeyPath, int], file: str
) -> dict[str, object]:
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode) or not key_node.value:
            raise ConfigError(file, line, dotted(path), "A key must be a plain word.")
        key = str(key_node.value)
        here = (*path, key)
        if key in result:
            first = lines[here]
            sentence = f"This key stands here twice (first in line {first}). Keep one of them."
            raise ConfigError(file, line, dotted(here), sentence)
        lines[here] = line
        result[key] = _plain(value_node, here, lines, file)
    return result


def _scalar(node: yaml.Node) -> object:
    """Strings, whole numbers, decimals, true/false, null; 12:30, 0123 and dates stay the text they are."""
    text = str(node.value)
    if not isinstance(node, yaml.ScalarNode) or node.style is not None:
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


def _line_of(error: yaml.MarkedYAMLError) -> int | None:
    mark = error.problem_mark or error.context_mark
    return None if mark is None else mark.line + 1


def _syntax_sentence(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "'\\t'" in problem or "tab" in problem:
        return "There is a tab here. Indent with spaces."
    if "expected a single document" in (error.context or "") or "another document" in problem:
        return "There is a second document here. Remove the line ---."
    if "mapping values are not allowed" in problem:
        return "There is a colon too many here, or the indentation is off. Put texts with a colon in quotes."
    if "quoted scalar" in (error.context or ""):
        return "A quotation mark was opened and never closed. Close it."
    if "found character" in problem:
        return "A value cannot begin with this character. Put the value in quotes."
    if "undefined alias" in problem:
        return "YAML aliases (*name) are not allowed; write the value out instead."
    return "This is not valid YAML. Check the indentation and the quotes of this line and the one before."
