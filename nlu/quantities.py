"""Numbers with what they count: 24도, 24도 반, 화씨 75도, 30%, 11번, 두 번, 7:30."""

import re
from collections.abc import Iterator

from nlu.korean.hangul import is_syllable
from nlu.lexicon import Lexicon, with_number
from nlu.numbers import Number
from nlu.tokens import Entry

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?!\d)")
_MINUS = re.compile(r"-\d")
_SCALES = ("celsius", "fahrenheit")
_HALF = "half"
# 24도 반: half a unit more
_COUNTED, _BARE, _LONE_WORD, _APART = 0.9, 1.0, 0.15, 0.1
_WITH_PART_OF_DAY, _GLUED = 0.85, 0.3

Found = tuple[int, Entry, float]
# end, what it is, what it costs


class Quantities:
    """Finds quantities in texts of one language."""

    def __init__(self, lexicon: Lexicon, spaced: bool) -> None:
        self._numbers = lexicon.numbers
        self._units = lexicon.units
        self._spaced = spaced

    def at(self, text: str, at: int) -> list[Found]:
        """Every quantity that starts at `at`."""
        first = text[at]
        if first != "-" and not (self._numbers.starts(first) or self._units.starts(first)):
            return []
        found = list(self._clock(text, at))
        minus = _MINUS.match(text, at) is not None and (at == 0 or text[at - 1] == " ")
        number = self._numbers.read(text, at + 1 if minus else at)
        if number is None:
            return found or list(self._below_zero(text, at)) or list(self._behind_scale(text, at))
        sign = -1.0 if minus else 1.0
        counted = list(self._counted(text, number, sign))
        found += counted
        glued = self._spaced and number.words == 0 and _is_latin_at(text, number.end)
        # 26도네, 파란색이네: an ending, not the number four
        ending = number.native and number.end - at == 1 and at > 0 and text[at - 1] != " "
        # 볼륨 십으로: a word of its own
        apart = number.value > 9 and not number.native and at > 0 and text[at - 1] == " "
        last = not counted and (number.end == len(text) or apart)
        if not glued and not ending and (number.surely or last):
            # 커튼 열: one syllable above the digits is rather a verb that breaks off
            short = self._spaced or (number.value > 9 and number.end - at == 1)
            lone = _LONE_WORD if number.words and short else 0.0
            found.append((number.end, with_number("quantity", "", number.value * sign), _BARE + lone))
        return found

    def _clock(self, text: str, at: int) -> Iterator[Found]:
        clock = _CLOCK.match(text, at)
        if clock is None or int(clock[1]) > 24 or int(clock[2]) > 59:
            return
        minutes = int(clock[1]) * 60 + int(clock[2])
        yield clock.end(), with_number("clock", "clock", minutes), _COUNTED
        for end, unit in self._find_units(text, clock.end()):
            if unit.startswith("clock."):
                yield end, with_number("clock", unit, minutes), _WITH_PART_OF_DAY

    def _counted(self, text: str, number: Number, sign: float) -> Iterator[Found]:
        after = _skip(text, number.end)
        # 오프로 is "off" rather than five per cent
        lone = 0.0 if number.surely or number.native else _LONE_WORD
        cost = _COUNTED + lone + _APART * (after - number.end)
        for end, word in self._find_units(text, after):
            unit = _unit(word, number)
            if unit is None:
                continue
            yield end, with_number("quantity", unit, number.value * sign), cost
            if unit in _SCALES:
                for stop, half in self._find_units(text, _skip(text, end)):
                    if half == _HALF:
                        yield stop, with_number("quantity", unit, number.value * sign + 0.5), cost

    def _below_zero(self, text: str, at: int) -> Iterator[Found]:
        """냉동실-20도: written to the word before it."""
        if not (_MINUS.match(text, at) and at > 0 and is_syllable(text[at - 1])):
            return
        number = self._numbers.read(text, at + 1)
        for end, entry, cost in self._counted(text, number, -1.0) if number else ():
            if entry.value in _SCALES:
                yield end, entry, cost - _GLUED

    def _behind_scale(self, text: str, at: int) -> Iterator[Found]:
        """화씨 75도: the scale is said first."""
        for end, scale in self._find_units(text, at):
            start = _skip(text, end)
            number = self._numbers.read(text, start) if scale in _SCALES and start < len(text) else None
            if number is None or end - at < 2:
                continue
            for stop, unit in self._find_units(text, _skip(text, number.end)):
                if unit in _SCALES:
                    yield stop, with_number("quantity", scale, number.value), _COUNTED

    def _find_units(self, text: str, at: int) -> Iterator[tuple[int, str]]:
        for end, unit, spaces, crossed in self._units.find(text, at):
            whole = end >= len(text) or not (_is_latin_at(text, end - 1) and _is_latin_at(text, end))
            if whole and not (crossed > spaces and _is_latin_at(text, end - 1)):
                yield end, unit


def _unit(word: str, number: Number) -> str | None:
    """The unit a word is for this number: 두 번 are times, 이 번 and 2번 a channel."""
    unit, _, counted = word.partition(".")
    if counted == "native":
        return unit if number.native else None
    if counted == "numbered":
        return None if number.native else unit
    return None if word == _HALF else word


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " -":
        at += 1
    return at


def _is_latin_at(text: str, at: int) -> bool:
    return at < len(text) and text[at].isalpha() and text[at] < "ɐ"
