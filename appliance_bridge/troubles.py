"""What an appliance complains about, from its code or words: one key for each trouble that people can meet.

The tables are data, one file for kinds of appliances that share their codes. A code that no table knows stays
as the appliance spelled it: a wrong guess would send somebody to the wrong tap.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from appliance_bridge.errors import CatalogueError
from appliance_bridge.recognition.nouns import phrase, tokens
from appliance_bridge.yaml_file import line_of, load

HERE = Path(__file__).with_name("trouble_tables")
_LONGEST = 200
# characters of a message that are looked at


@dataclass(frozen=True, slots=True)
class Table:
    """The codes and words of some types of appliances."""

    by_maker: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # maker, as a phrase → code, as a phrase → trouble
    words: tuple[tuple[frozenset[str], str], ...] = ()
    # words that all stand in a message, the most telling (longest) first → trouble


class Troubles:
    """All tables, by type of appliance."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        """`tables`: key of an appliance type → its table; "" holds for every type."""
        self._tables = tables

    def of(self, appliance_type: str, maker: str | None, said: str) -> str | None:
        """The trouble behind a code or message, or None when it is not known for sure."""
        tables = [one for key in (appliance_type, "") if (one := self._tables.get(key)) is not None]
        for table in tables:
            found = _by_code(table, maker, phrase(said[:_LONGEST])) or _by_words(table, said[:_LONGEST])
            if found is not None:
                return found
        return None

    def all(self) -> frozenset[str]:
        """Every trouble there is a table entry for."""
        found = {trouble for table in self._tables.values() for _, trouble in table.words}
        for table in self._tables.values():
            found.update(trouble for codes in table.by_maker.values() for trouble in codes.values())
        return frozenset(found)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    types: tuple[str, ...]
    # empty: all
    makers: dict[str, dict[str, tuple[str, ...]]] = {}
    # maker → trouble → its codes
    words: dict[str, tuple[str, ...]] = {}
    # trouble → what messages say, in any language


def load_troubles(folder: Path = HERE) -> Troubles:
    """All tables in the folder. Raises CatalogueError with file and line."""
    tables: dict[str, Table] = {}
    for path in sorted(folder.glob("*.yaml")):
        read = load(path, _File)
        table = Table(_codes(path, read), _words(read))
        for key in read.types or ("",):
            if key in tables:
                raise CatalogueError(str(path), 1, f'there is another table for "{key}"')
            tables[key] = table
    return Troubles(tables)


def _codes(path: Path, read: _File) -> Mapping[str, Mapping[str, str]]:
    by_maker: dict[str, dict[str, str]] = {}
    for maker, troubles in read.makers.items():
        codes = by_maker.setdefault(phrase(maker), {})
        for trouble, spelled in troubles.items():
            for code in map(phrase, spelled):
                if codes.setdefault(code, trouble) != trouble:
                    line = line_of(path.read_text(encoding="utf-8"), ("makers", maker, trouble))
                    raise CatalogueError(str(path), line, f'"{code}" means {codes[code]} and {trouble}')
    return by_maker


def _words(read: _File) -> tuple[tuple[frozenset[str], str], ...]:
    found = [(frozenset(tokens(one)), trouble) for trouble, said in read.words.items() for one in said]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def _by_code(table: Table, maker: str | None, code: str) -> str | None:
    if maker is not None:
        named = phrase(maker)
        own = next((codes for key, codes in table.by_maker.items() if key in named), None)
        if own is not None:
            return own.get(code)
    if code.isdigit():
        # a bare number is another thing with every maker
        return None
    # Nobody says who made it: what all makers mean by this code is meant.
    meant = {codes[code] for codes in table.by_maker.values() if code in codes}
    return meant.pop() if len(meant) == 1 else None


def _by_words(table: Table, said: str) -> str | None:
    told = frozenset(tokens(said))
    return next((trouble for words, trouble in table.words if words <= told), None)
