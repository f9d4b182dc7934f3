"""Words and numbers of Home Assistant entities, turned into canonical values and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from pydantic import RootModel

from appliance_bridge.capability import Value
from appliance_bridge.recognition.nouns import phrase, tokens
from appliance_bridge.yaml_file import load

_NOT_SAID = {"unknown", "unavailable", "none", "null", ""}
_DURATION_PARTS = re.compile(r"(\d+(?:\.\d+)?)\s*(d|h|m|s|일|시간|분|초)", re.IGNORECASE)
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1, "일": 86400, "시간": 3600, "분": 60, "초": 1}
_DURATION_UNITS = {"ms": 0.001, "s": 1, "sec": 1, "min": 60, "m": 60, "h": 3600, "hr": 3600, "d": 86400}
_POWER_UNITS = {"mw": 0.001, "w": 1, "kw": 1000}
_ENERGY_UNITS = {"wh": 0.001, "kwh": 1, "mwh": 1000, "j": 1 / 3_600_000, "kj": 1 / 3600, "mj": 1 / 3.6}
_EPOCH_AFTER = 1_000_000_000.0
# a bare number above this is a time, not a duration


class _Words(RootModel[dict[str, dict[str, tuple[str, ...]] | tuple[str, ...]]]):
    pass


@dataclass(frozen=True, slots=True)
class WordTable:
    """Canonical word ↔ the words appliances use for it."""

    whole: Mapping[str, str]
    # phrase → canonical
    part: Mapping[str, int]
    # single token → rank of its canonical word
    order: tuple[str, ...]

    def canonical(self, raw: str) -> str | None:
        """The canonical word for exactly this phrase, or None."""
        return self.whole.get(phrase(raw))

    def guess(self, raw: str) -> str | None:
        """As `canonical`, else by the most telling of its single words ("Rinse / Drain" is running)."""
        exact = self.canonical(raw)
        if exact is not None:
            return exact
        ranks = [self.part[word] for word in tokens(raw) if word in self.part]
        return self.order[min(ranks)] if ranks else None


@cache
def word_tables() -> Mapping[str, WordTable]:
    """The tables of words.yaml, read once."""
    read = load(Path(__file__).with_name("words.yaml"), _Words).root
    tables: dict[str, WordTable] = {}
    for name, groups in read.items():
        if isinstance(groups, tuple):
            groups = {name: groups}
        order = tuple(groups)
        whole: dict[str, str] = {}
        part: dict[str, int] = {}
        for rank, (canonical, words) in enumerate(groups.items()):
            for word in words:
                whole.setdefault(phrase(word) or word, canonical)
                if len(tokens(word)) == 1:
                    part.setdefault(tokens(word)[0], rank)
        tables[name] = WordTable(whole, part, order)
    return tables


@dataclass(frozen=True, slots=True)
class Translator:
    """How one entity's values become canonical ones. `kind` names a reader below."""

    kind: str = "raw"
    unit: str = ""
    # the entity's unit of measurement
    own: Mapping[str, str] = field(default_factory=dict)
    # canonical word → this entity's own spelling; empty when it is not a choice

    @property
    def scale(self) -> float:
        """Seconds in one of the entity's units, when its value is a length of time."""
        return _DURATION_UNITS.get(self.unit.lower(), 1)

    def read(self, raw: Value | None, at: float) -> Value | None:
        """The canonical value, or None when it says nothing usable. `at`: seconds since the epoch, now."""
        if raw is None or (isinstance(raw, str) and raw.strip().lower() in _NOT_SAID):
            return None
        try:
            return _READERS[self.kind](self, raw, at)
        except (ValueError, OverflowError):
            return None

    def write(self, value: Value) -> Value:
        """The entity's own value for a canonical one; ValueError when it is not one of its words."""
        if self.kind in ("flag", "on_off"):
            return _read_flag(value)
        if self.kind == "duration":
            seconds = number(value)
            if seconds is None:
                raise ValueError(value)
            return _rounded(seconds / self.scale)
        if not self.own:
            return value
        wanted = ("on" if value else "off") if isinstance(value, bool) else str(value)
        for canonical, spelled in self.own.items():
            if wanted in (canonical, spelled):
                return spelled
        for canonical, spelled in self.own.items():
            if phrase(wanted) in (phrase(canonical), phrase(spelled)):
                return spelled
        raise ValueError(wanted)


def choice(kind: str, options: tuple[str, ...]) -> Translator:
    """A translator between an entity's options and the canonical words of table `kind` ("": no table)."""
    own: dict[str, str] = {}
    table = word_tables().get(kind)
    canonical = [table.canonical(option) if table else None for option in options]
    for option, word in zip(options, canonical, strict=True):
        # Two options for one canonical word would make one of them unreachable: both keep their own names.
        own[word if word is not None and canonical.count(word) == 1 else option] = option
    return Translator("choice", own=own)


def _rounded(number: float) -> float:
    return round(number, 2)


def number(raw: Value) -> float | None:
    """A number, also from text with a decimal point; None when it is none."""
    if isinstance(raw, bool):
        return None
    try:
        read = float(raw)
    except ValueError:
        return None
    return read if abs(read) < 1e15 else None


def _whole(value: float | None) -> Value | None:
    return None if value is None else int(value) if value == int(value) else _rounded(value)


def _scaled(units: Mapping[str, float]) -> Callable[[Translator, Value, float], Value | None]:
    def read(by: Translator, raw: Value, at: float) -> Value | None:
        value = number(raw)
        return None if value is None else _whole(value * units.get(by.unit.lower(), 1))

    return read


def _word(table: str) -> Callable[[Translator, Value, float], Value | None]:
    def read(by: Translator, raw: Value, at: float) -> Value | None:
        return word_tables()[table].canonical(_spelled(raw))

    return read


def _flag(table: str) -> Callable[[Translator, Value, float], Value | None]:
    def read(by: Translator, raw: Value, at: float) -> Value | None:
        word = word_tables()[table].canonical(_spelled(raw))
        return None if word is None else word == "true"

    return read


def _read_flag(value: Value) -> bool:
    word = word_tables()["flag"].canonical(_spelled(value))
    if word is None:
        raise ValueError(value)
    return word == "true"


def _spelled(raw: Value) -> str:
    return ("on" if raw else "off") if isinstance(raw, bool) else str(raw)


def _raw(by: Translator, raw: Value, at: float) -> Value | None:
    value = number(raw)
    if value is not None:
        return _whole(value)
    return None if isinstance(raw, float) else raw


def _choice(by: Translator, raw: Value, at: float) -> Value | None:
    spelled = _spelled(raw)
    return next((word for word, own in by.own.items() if own == spelled), spelled)


def _run_state(by: Translator, raw: Value, at: float) -> Value | None:
    return word_tables()["run_state"].guess(_spelled(raw))


def _hvac_mode(by: Translator, raw: Value, at: float) -> Value | None:
    return None if raw == "off" else _choice(by, raw, at)


def _duration(by: Translator, raw: Value, at: float) -> Value | None:
    value = number(raw)
    if value is not None:
        return None if value < 0 else _whole(value * _DURATION_UNITS.get(by.unit.lower(), 1))
    text = str(raw).strip()
    finish = _timestamp(by, text, at)
    if finish is not None:
        return max(0, round(float(finish) - at))
    parts = text.split(":")
    if len(parts) in (2, 3) and all(part.isdigit() and len(part) < 6 for part in parts):
        numbers = [int(part) for part in parts]
        return sum(count * size for count, size in zip(numbers, (3600, 60, 1), strict=False))
    found = _DURATION_PARTS.findall(text.removeprefix("P").replace("T", ""))
    return _whole(sum(float(count) * _SECONDS[unit.lower()] for count, unit in found)) if found else None


def _timestamp(by: Translator, raw: Value, at: float) -> Value | None:
    value = number(raw)
    if value is not None:
        return value if value > _EPOCH_AFTER else None
    try:
        read = datetime.fromisoformat(str(raw))
    except ValueError:
        return None
    # A time without a zone cannot be placed: better none than a wrong one.
    return None if read.tzinfo is None else read.timestamp()


def _not_nothing(by: Translator, raw: Value, at: float) -> Value | None:
    spelled = _spelled(raw)
    return word_tables()["nothing"].canonical(spelled) is None and number(raw) != 0


def _programme(by: Translator, raw: Value, at: float) -> Value | None:
    spelled = _spelled(raw)
    return None if word_tables()["nothing"].canonical(spelled) and spelled not in by.own else spelled


def _unlocked(by: Translator, raw: Value, at: float) -> Value | None:
    """Of the device class "lock": on is unlocked."""
    return "unlocked" if _read_flag(raw) else "locked"


_READERS: Mapping[str, Callable[[Translator, Value, float], Value | None]] = {
    "raw": _raw,
    "code": lambda by, raw, at: _spelled(raw) if _not_nothing(by, raw, at) else None,
    "text": lambda by, raw, at: _spelled(raw),
    "number": lambda by, raw, at: _whole(number(raw)),
    "choice": _choice,
    "hvac_mode": _hvac_mode,
    "programme": _programme,
    "flag": _flag("flag"),
    "on_off": lambda by, raw, at: "on" if _read_flag(raw) else "off",
    "open": _flag("open"),
    "not_off": lambda by, raw, at: _spelled(raw) != "off",
    "not_nothing": _not_nothing,
    "run_state": _run_state,
    "charging": _word("charging"),
    "activity": _word("activity"),
    "cover": _word("cover"),
    "valve": _word("valve"),
    "lock": _word("lock"),
    "unlocked": _unlocked,
    "duration": _duration,
    "hours": lambda by, raw, at: _whole((number(raw) or 0) * 3600),
    "minutes": lambda by, raw, at: _whole((number(raw) or 0) * 60),
    "timestamp": _timestamp,
    "power": _scaled(_POWER_UNITS),
    "energy": _scaled(_ENERGY_UNITS),
}
READERS = frozenset(_READERS)
