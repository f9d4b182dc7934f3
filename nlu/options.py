"""An appliance's own spelling of a programme or mode that a person named in other words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from nlu.canonical import spell
from nlu.frames import load_frames
from nlu.home import OPTION_KINDS
from nlu.language import load_language

_PIECES = re.compile(r"[/+_\s()\[\],.·&-]+")
_WHOLE, _MEANING, _PIECE, _ALIKE, _PART = 5, 4, 3, 2, 1
_MIN_PART = 2
_Key = TypeVar("_Key", str, tuple[str, str])


def match_option(said: str, options: Sequence[str], kind: str) -> list[str]:
    """Those of `options` that `said` can mean, best first, as the appliance spells them; empty when none.

    `said`: canonical ("wool") or as typed ("울코스").
    `kind`: program, option, mode, fan_speed, source or colour.
    """
    words = _words()
    meant = _Said(_plain(said), _pieces(said), words.meanings(_plain(said), kind))
    scored = [(_score(meant, option, words), index, option) for index, option in enumerate(options)]
    return [option for score, _, option in sorted(scored, key=lambda row: (-row[0], row[1])) if score]


@dataclass(frozen=True, slots=True)
class _Said:
    plain: str
    pieces: frozenset[str]
    meanings: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Words:
    """What words mean in all languages."""

    of: Mapping[str, frozenset[str]]
    # canonical value → its words, spelled plainly
    by_word: Mapping[tuple[str, str], frozenset[str]]
    # kind and word → canonical values; kind "" for any
    alike: Mapping[str, frozenset[str]]

    def meanings(self, plain: str, kind: str = "") -> frozenset[str]:
        """Canonical values of a word: those of its kind, else of any."""
        own = self.by_word.get((kind, plain))
        return (own or self.by_word.get(("", plain), frozenset())) | {plain}


def _score(said: _Said, option: str, words: _Words) -> int:
    whole = _plain(option)
    if not said.plain or not whole:
        return 0
    if whole == said.plain:
        return _WHOLE
    pieces = _pieces(option)
    if words.meanings(whole) & said.meanings or (len(pieces) > 1 and pieces == said.pieces):
        return _MEANING
    if any(words.meanings(piece) & said.meanings for piece in pieces):
        return _PIECE
    if any(words.meanings(whole) & words.alike.get(meaning, frozenset()) for meaning in said.meanings):
        return _ALIKE
    return _PART if _is_part(said, whole, words) else 0


def _is_part(said: _Said, whole: str, words: _Words) -> bool:
    """울 섬세 of 울섬세세탁; 조용 of 조용히."""
    if min(len(said.plain), len(whole)) >= _MIN_PART and (said.plain in whole or whole in said.plain):
        return True
    starts = (word for meaning in said.meanings for word in words.of.get(meaning, ()))
    return any(len(word) >= _MIN_PART and whole.startswith(word) for word in starts)


def _plain(text: str) -> str:
    return _PIECES.sub("", spell(text))


def _pieces(text: str) -> frozenset[str]:
    return frozenset(_plain(piece) for piece in _PIECES.split(text)) - {""}


@cache
def _words() -> _Words:
    of: dict[str, set[str]] = {}
    by_word: dict[tuple[str, str], set[str]] = {}
    for kind, canonical, word in _listed():
        of.setdefault(canonical, set()).add(word)
        for key in ((kind, word), ("", word)):
            by_word.setdefault(key, set()).add(canonical)
    groups = load_frames(Path(__file__).with_name("frames.yaml")).alike
    alike: dict[str, set[str]] = {}
    for group in groups:
        for one in group:
            alike.setdefault(one, set()).update(group)
    return _Words(_frozen(of), _frozen(by_word), _frozen(alike))


def _listed() -> Iterator[tuple[str, str, str]]:
    """(kind, canonical value, word) of everything an option can be called."""
    for path in sorted((Path(__file__).parent / "languages").glob("*.yaml")):
        tables = {str(name): table for name, table in load_language(path).words.items()}
        for kind in OPTION_KINDS:
            for canonical, words in tables.get(kind, {}).items():
                for word in (canonical, *words):
                    yield kind, canonical, _plain(word)


def _frozen(table: Mapping[_Key, set[str]]) -> dict[_Key, frozenset[str]]:
    return {key: frozenset(values) for key, values in table.items()}
