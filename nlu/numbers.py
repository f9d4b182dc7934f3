"""Numbers in digits, in words and in both: 24, 24.5, 이십사, 스물네, twenty four, 이십4, two and a half."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from text."""

    value: float
    end: int
    words: int
    # how many number words; 0 when it is digits only
    surely: bool
    # False for a lone short word that may be something else ("이", "one")


class NumberReader:
    """Reads numbers with the number words of one language."""

    def __init__(
        self, words: Mapping[str, tuple[str, ...]], multipliers: Mapping[str, tuple[str, ...]], spaced: bool
    ) -> None:
        self._trie: dict[str, Any] = {}
        self._spaced = spaced
        for table, times in ((words, False), (multipliers, True)):
            for value, texts in table.items():
                for text in texts:
                    self._add(text, (value, times))

    def _add(self, text: str, meaning: tuple[str, bool]) -> None:
        node = self._trie
        for char in text:
            node = node.setdefault(char, {})
        node[""] = meaning

    def read(self, text: str, start: int) -> Number | None:
        """The longest number that starts exactly at `start`, or None."""
        first = text[start]
        if not (first.isdigit() or first in self._trie):
            return None
        sign = self._word(text, start)
        if sign is not None and sign[0][0] == "minus":
            positive = (
                self._read(text, self._skip(text, sign[1])) if self._skip(text, sign[1]) < len(text) else None
            )
            return replace(positive, value=-positive.value, surely=True) if positive else None
        return self._read(text, start)

    def _read(self, text: str, start: int) -> Number | None:
        total, current, last_unit = 0.0, 0.0, 10.0**9
        words = digits = 0
        at, end = start, start
        while words + digits < _MAX_WORDS:
            match = _DIGITS.match(text, at)
            if match:
                value, times, stop = float(match[0].replace(",", "")), False, match.end()
            else:
                found = self._word(text, at)
                if found is None:
                    break
                (name, times), stop = found
                if name == "point":
                    fraction = self._fraction(text, stop) if words + digits else None
                    if fraction is None:
                        break
                    total, end = total + current + fraction[0], fraction[1]
                    return Number(total, end, words + 1, True)
                if name == "minus":
                    break
                if name == "and":
                    if not words + digits or self._word(text, self._skip(text, stop)) is None:
                        break
                    at = self._skip(text, stop)
                    continue
                value = float(name)
            if times:
                current = (current or 1.0) * value
                total, current, last_unit = total + current, 0.0, value
            else:
                if words + digits and value >= _order(last_unit):
                    break
                current += value
                last_unit = 1.0 if match else value
            words, digits = words + (match is None), digits + (match is not None)
            end = stop
            at = self._skip(text, stop)
        if not words + digits:
            return None
        return Number(
            total + current, end, words, bool(digits) or words > 1 or self._spaced or end - start > 1
        )

    def _skip(self, text: str, at: int) -> int:
        while at < len(text) and text[at] in " -":
            at += 1
        return at

    def _word(self, text: str, start: int) -> tuple[tuple[str, bool], int] | None:
        node, at, best = self._trie, start, None
        while True:
            if "" in node and self._ends(text, at):
                best = (node[""], at)
            if at >= len(text) or text[at] not in node:
                return best
            node, at = node[text[at]], at + 1

    def _ends(self, text: str, at: int) -> bool:
        return not self._spaced or at >= len(text) or not (text[at].isascii() and text[at].isalpha())

    def _fraction(self, text: str, at: int) -> tuple[float, int] | None:
        at, figures = self._skip(text, at), ""
        end = at
        while True:
            match = re.compile(r"\d+").match(text, at)
            if match:
                figures, end = figures + match[0], match.end()
            else:
                found = self._word(text, at)
                if found is None or not found[0][0].isdigit() or len(found[0][0]) > 1:
                    break
                figures, end = figures + found[0][0], found[1]
            at = self._skip(text, end)
        return (float(f"0.{figures}"), end) if figures else None


def _order(unit: float) -> float:
    """Below what a following number must be: after twenty a digit, after hundred anything below it."""
    if unit >= 10**9:
        return unit
    order = 1.0
    while unit % (order * 10) == 0 and unit:
        order *= 10
    return order
