"""Patterns of whole messages: words, <tables> and {pieces}; "?" behind one: it may be missing."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

_APOSTROPHE = re.compile(r"(?<=[A-Za-z])[’`´](?=[A-Za-z])")
_ITEM = re.compile(r"(<[a-z_]+>|\{[a-z]+\}|[^\s<>{}?]+)(\??)")
_END = re.compile(r"[\s.!~…,^ㅋㅎㅠㅜ♡♥]*(\?*)[\s?.!~…,^ㅋㅎㅠㅜ♡♥]*$")


class PatternMaker:
    """Makes expressions of one language."""

    def __init__(self, tables: Mapping[str, Sequence[str]], spaced: bool, pieces: Mapping[str, str]) -> None:
        """spaced: words stand between spaces. pieces: name → the expression that {name} stands for."""
        self._tables = tables
        self._spaced = spaced
        self._pieces = pieces

    def expression(self, text: str) -> str:
        """The expression of one pattern."""
        return "".join(self._items(text))

    def either(self, texts: Sequence[str]) -> str:
        """One of them, the longest first."""
        ordered = sorted(texts, key=len, reverse=True)
        return "(?:" + "|".join(map(self.expression, ordered)) + ")"

    def _items(self, text: str) -> Iterator[str]:
        for item, maybe in _ITEM.findall(text):
            if item.startswith("{"):
                yield self._pieces[item[1:-1]]
            elif item.startswith("<"):
                yield self.either(self._tables[item[1:-1]]) + maybe
            elif self._spaced:
                yield rf"(?:(?<!\w){re.escape(item)}(?!\w)[\s,:;.]*){maybe}"
            else:
                yield rf"(?:{re.escape(item)}[\s,.!:;]*){maybe}"


def compiled(expression: str) -> re.Pattern[str]:
    """An expression that takes capitals for small letters."""
    return re.compile(expression, re.IGNORECASE)


def one_line(text: str) -> tuple[str, bool]:
    """The text as one line without marks at its end, and whether it ends as a question."""
    kept = (one for one in unicodedata.normalize("NFC", text) if unicodedata.category(one) != "Cf")
    line = _APOSTROPHE.sub("'", " ".join("".join(kept).split()))
    end = _END.search(line)
    return (line, False) if end is None else (line[: end.start()], "?" in end[0])
