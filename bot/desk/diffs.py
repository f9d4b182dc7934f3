"""What changed between two states of a folder, as people read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from itertools import islice

MOST_LINES = 1_000
"""Lines that are shown of one file's changes."""

_LONGEST = 500
_NOT_ALL = "…"
_INVISIBLE = str.maketrans({"\r": "␍", "\ufeff": "[BOM]"})


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The changes of one file."""

    name: str
    text: str
    # a unified diff; "…" ends a line, or all of it, that is longer than people read


def diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[FileDiff]:
    """The files that differ, by name."""
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return [FileDiff(name, _text(name, before.get(name), after.get(name))) for name in names]


def _text(name: str, before: bytes | None, after: bytes | None) -> str:
    old, new = _lines(before), _lines(after)
    if [one.strip("\r\ufeff") for one in old] != [one.strip("\r\ufeff") for one in new]:
        old, new = ([one.strip("\r\ufeff") for one in lines] for lines in (old, new))
    was, is_now = ("/dev/null" if content is None else name for content in (before, after))
    found = list(islice(_shown(unified_diff(old, new, was, is_now, lineterm="")), MOST_LINES + 1))
    if len(found) > MOST_LINES:
        found[-1] = _NOT_ALL
    return "".join(f"{line}\n" for line in found)


def _lines(content: bytes | None) -> list[str]:
    """What is no UTF-8 is a question mark; a last line that does not end differs from one that does."""
    return [] if content is None else content.decode(errors="replace").split("\n")


def _shown(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        shown = line.translate(_INVISIBLE)
        yield shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + _NOT_ALL
