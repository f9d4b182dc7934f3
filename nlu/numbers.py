"""Numbers in digits, in words and in both: 24, 24.5, 이십사, 스물네, twenty four, 이십4, two and a half."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MAX_WORDS = 8

_Meaning = tuple[str, bool, bool]
# value, whether it multiplies, whether it only counts


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from text."""

    value: float
    end: int
    words: int
    # how many number words; 0 when it is digits only
    surely: bool
    # False for a lone short word that may be something else ("이", "one")
    native: bool = False
    # counted in words that only count (한, 두), not in those that also number (일, 이)


class NumberReader:
    """Reads numbers with the number words of one language."""

    def __init__(
        self,
        words: Mapping[str, tuple[str, ...]],
        multipliers: Mapping[str, tuple[str, ...]],
        spaced: bool,
        native: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self._trie: dict[str, Any] = {}
        self._spaced = spaced
        for table, times, counts in (
            (words, False, False), (native or {}, False, True), (multipliers, True, False)
        ):  # fmt: skip
            for value, texts in table.items():
                for text in texts:
                    self._add(text, (value, times, counts))

    def _add(self, text: str, meaning: _Meaning) -> None:
        node = self._trie
        for char in text:
            node = node.setdefault(char, {})
        node[""] = meaning

    def starts(self, char: str) -> bool:
        """Whether a number can begin with this character."""
        return char in self._trie or char.isdigit()

    def read(self, text: str, start: int) -> Number | None:
        """The longest number that starts exactly at `start`, or None."""
        if not self.starts(text[start]):
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
        native = False
        at, end = start, start
        while words + digits < _MAX_WORDS:
            match = _DIGITS.match(text, at)
            if match:
                value, times, counts, stop = float(match[0].replace(",", "")), False, False, match.end()
            else:
                found = self._word(text, at)
                if found is None:
                    break
                (name, times, counts), stop = found
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
                if words + digits and (value >= _order(last_unit) or (native and not counts)):
                    # 열일: no eleven, for that is 열하나 or 십일
                    break
                current += value
                last_unit = 1.0 if match else value
            words, digits = words + (match is None), digits + (match is not None)
            native = native or counts
            end = stop
            at = self._skip(text, stop)
        if not words + digits:
            return None
        surely = bool(digits) or words > 1 or self._spaced or end - start > 1
        return Number(total + current, end, words, surely, native)

    def _skip(self, text: str, at: int) -> int:
        while at < len(text) and text[at] in " -":
            at += 1
        return at

    def _word(self, text: str, start: int) -> tuple[_Meaning, int] | None:
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
