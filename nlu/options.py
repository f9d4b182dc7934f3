"""An appliance's own spelling of a programme or mode that a person named in other words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from nlu.home import spell
from nlu.language import Language, load_language

_PIECES = re.compile(r"[/+_\s()\[\],.·&-]+")
_WHOLE, _MEANING, _PIECE, _PART = 4, 3, 2, 1
_MIN_PART = 2


def match_option(said: str, options: Sequence[str], kind: str) -> list[str]:
    """Those of `options` that `said` can mean, best first, as the appliance spells them; empty when none.

    `said`: canonical ("wool") or as typed ("울코스").
    `kind`: program, option, mode, fan_speed, source or colour.
    """
    groups = _synonyms(kind)
    plain = _plain(said)
    meanings = _meanings(plain, groups) | {plain}
    scored = [
        (_score(plain, meanings, option, groups), index, option) for index, option in enumerate(options)
    ]
    return [option for score, _, option in sorted(scored, key=lambda row: (-row[0], row[1])) if score]


def _score(plain: str, meanings: set[str], option: str, groups: Mapping[str, frozenset[str]]) -> int:
    whole = _plain(option)
    if not plain or not whole:
        return 0
    if whole == plain:
        return _WHOLE
    if (_meanings(whole, groups) | {whole}) & meanings:
        return _MEANING
    pieces = {_plain(piece) for piece in _PIECES.split(option)} - {""}
    if plain in pieces or any((_meanings(piece, groups) | {piece}) & meanings for piece in pieces):
        return _PIECE
    if len(plain) >= _MIN_PART and len(whole) >= _MIN_PART and (plain in whole or whole in plain):
        return _PART
    return 0


def _plain(text: str) -> str:
    return _PIECES.sub("", spell(text))


def _meanings(plain: str, groups: Mapping[str, frozenset[str]]) -> set[str]:
    return {canonical for canonical, words in groups.items() if plain in words}


@cache
def _languages() -> tuple[Language, ...]:
    return tuple(map(load_language, sorted((Path(__file__).parent / "languages").glob("*.yaml"))))


@cache
def _synonyms(kind: str) -> dict[str, frozenset[str]]:
    """Canonical value → its words in all languages, spelled plainly."""
    found: dict[str, set[str]] = {}
    for language in _languages():
        tables = {str(name): table for name, table in language.words.items()}
        for canonical, words in tables.get(kind, {}).items():
            group = found.setdefault(canonical, {_plain(canonical)})
            group.update(_plain(word) for word in words)
    return {canonical: frozenset(words) for canonical, words in found.items()}
