"""Values as they stand in a YAML file that people read: every text comes back as the same text."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./%=!'-]*[\w%!])?")
_NO_TEXT = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"])
# what some reader of YAML takes for something else


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences, each on a line of its own."""

    texts: tuple[str, ...]


def text_word(text: str) -> str:
    """A text, in quotes where it needs them."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _NO_TEXT
    return text if plain else json.dumps(text, ensure_ascii=False)


def in_a_row(value: object) -> str:
    """A value on one line: {ko: [통돌이], en: Topper}."""
    if isinstance(value, Lines):
        return in_a_row(value.texts)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{text_word(str(key))}: {in_a_row(one)}' for key, one in value.items())}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(in_a_row, value))}]"
    return str(value).lower() if isinstance(value, bool) else text_word(str(value))


def pair_lines(key: str, value: object, column: int) -> list[str]:
    """A key with its value, the key in this column (from 0)."""
    indent = " " * column
    if isinstance(value, Lines) and value.texts:
        return [f"{indent}{text_word(key)}: |", *(f"{indent}  - {one}" for one in value.texts)]
    return [f"{indent}{text_word(key)}: {in_a_row(value)}"]


def item_lines(item: Mapping[str, object], column: int) -> list[str]:
    """An item of a list, its dash in this column (from 0)."""
    lines = [line for key, value in item.items() for line in pair_lines(key, value, column + 2)]
    return [f"{' ' * column}- {lines[0][column + 2 :]}", *lines[1:]]
