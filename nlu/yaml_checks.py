"""YAML that anybody may have written: read within bounds, every fault told with its place and a way out."""

import re
import stat
from pathlib import Path

import yaml

from nlu.errors import LanguageError

MAX_FILE_BYTES = 1_000_000
MAX_FOLDER_BYTES = 4_000_000
MAX_FILES = 200

_MAX_DEPTH = 8
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_CONFLICT = re.compile(r"^(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|).*", re.MULTILINE)
_HANGUL = re.compile("[가-힣]")


def read_folder(folder: Path) -> dict[str, bytes]:
    """Names and contents of the folder's YAML files, in order; none when it does not exist.

    What editors leave beside a file (.name, name~, #name#) is none. Raises LanguageError.
    """
    files: dict[str, bytes] = {}
    for path in yaml_files(folder):
        if not path.exists() and not path.is_symlink():
            # removed since it was listed
            continue
        files[_shown(path.name)] = read_file(path)
        if len(files) > MAX_FILES:
            raise LanguageError(folder.name, 0, "", f"more than {MAX_FILES} files: put them together")
        if sum(map(len, files.values())) > MAX_FOLDER_BYTES:
            raise LanguageError(path.name, 0, "", f"all files together exceed {MAX_FOLDER_BYTES:,} bytes")
    return files


def yaml_files(folder: Path) -> list[Path]:
    """The paths that count as YAML files of this folder, in order. Raises LanguageError."""
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LanguageError(folder.name, 0, "", f"the folder cannot be read: {_why(error)}") from error
    return [one for one in found if one.suffix.lower() in {".yml", ".yaml"} and one.name[0] not in ".#~"]


def tree_of(raw: bytes, file: str) -> yaml.Node | None:
    """The YAML tree of a file's content; every scalar is a word, also "on" and "no". Raises LanguageError."""
    text = _text(raw, file)
    try:
        _check_events(text, file)
        tree: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (1, None) if mark is None else (mark.line + 1, mark.column + 1)
        lines = text.splitlines() or [""]
        reason = syntax_sentence(error, lines[min(line, len(lines)) - 1])
        raise LanguageError(file, line, "", reason, column) from error
    except yaml.YAMLError as error:
        raise LanguageError(file, 1, "", f"this is not valid YAML: {error}") from error
    return tree


def syntax_sentence(error: yaml.MarkedYAMLError, line: str) -> str:
    """What is wrong with this line, as far as the parser's complaint tells, and what to do."""
    problem, context = error.problem or "", error.context or ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "There is a tab here. Indent with spaces."
    if "mapping values are not allowed" in problem:
        return "There is a colon too many here, or the indentation is off. Put texts with a colon in quotes."
    if "quoted scalar" in context:
        return "A quotation mark was opened and never closed. Close it."
    if "found character" in problem:
        return "A value cannot begin with this character. Put the value in quotes."
    said = f" ({problem})" if problem else ""
    return f"This is not valid YAML{said}. Check the indentation and the quotes of this line and the last."


def read_file(path: Path) -> bytes:
    """The content of one file. Raises LanguageError."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise LanguageError(path.name, 0, "", "this is a folder: rename it or move it away")
        if not stat.S_ISREG(found.st_mode):
            raise LanguageError(path.name, 0, "", "this is no ordinary file: move it away")
        with path.open("rb") as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise LanguageError(path.name, 0, "", f"the file cannot be read: {_why(error)}") from error
    if len(raw) > MAX_FILE_BYTES:
        raise LanguageError(path.name, 0, "", f"the file exceeds {MAX_FILE_BYTES:,} bytes: split it")
    return raw


def _shown(name: str) -> str:
    """A file's name as it may be said: what cannot be printed is a question mark."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _why(error: OSError) -> str:
    return (error.strerror or "unknown reason").lower()


def _text(raw: bytes, file: str) -> str:
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} or raw.count(0) > len(raw) // 4:
        reason = 'the file is in UTF-16 (Windows: "Unicode"), not in UTF-8: save it as UTF-8'
        raise LanguageError(file, 0, "", reason)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = f"the file is not in UTF-8{_likely(raw)}: save it as UTF-8"
        raise LanguageError(file, line, "", reason) from error
    for pattern, reason in (
        (_CONFLICT, "a merge left its marks: keep one side, remove them"),
        (_CONTROL, "there is an invisible control character here: type the line again"),
    ):
        if (found := pattern.search(text)) is not None:
            line = text.count("\n", 0, found.start()) + 1
            column = found.start() - text.rfind("\n", 0, found.start())
            key = found[0] if pattern is _CONFLICT else ""
            raise LanguageError(file, line, key, reason, column)
    return text


def _likely(raw: bytes) -> str:
    """The encoding it seems to be in, as words to add; "" when there is no telling."""
    try:
        return ', but likely in CP949 (Windows: "ANSI")' if _HANGUL.search(raw.decode("cp949")) else ""
    except UnicodeDecodeError:
        return ""


def _check_events(text: str, file: str) -> None:
    """Refuse, before anything is built, what could blow up: aliases, depth, keys that are no words."""
    awaits_key: list[bool | None] = []
    # for each mapping and list that is open: whether a key comes next; None: a list
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            awaits_key.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        inside = awaits_key[-1] if awaits_key else None
        reason = ""
        if isinstance(event, yaml.AliasEvent):
            reason = f"*{event.anchor} is a YAML alias: write the value out instead"
        elif inside and not isinstance(event, yaml.ScalarEvent):
            reason = "a key must be a plain word"
        elif len(awaits_key) >= _MAX_DEPTH:
            reason = f"this is nested more than {_MAX_DEPTH} deep: write it flatter"
        if reason:
            mark = event.start_mark
            line, column = (1, None) if mark is None else (mark.line + 1, mark.column + 1)
            raise LanguageError(file, line, "", reason, column)
        if inside is not None:
            awaits_key[-1] = not inside
        if isinstance(event, yaml.CollectionStartEvent):
            awaits_key.append(True if isinstance(event, yaml.MappingStartEvent) else None)
