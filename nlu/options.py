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

_PIECES = re.compile(r"[/+_\s()\[\],.·&-]+|(?<=[a-z])(?=[A-Z])|(?<=[^\W\d])(?=\d)")
# also "QuickWash45"
_EITHER = re.compile(r"[/·]")
# between two names of one thing: 울/섬세, Rice / Рис
_FILLERS = frozenset(
    {"course", "cycle", "program", "programme", "wash", "washing", "mode", "코스", "모드", "세탁"}
)
# they say of a name only what kind of thing it is: "Quick wash" is the quick one
_WHOLE, _MEANING, _NAMED_SO, _PIECE, _ALIKE, _PART = 6, 5, 4, 3, 2, 1
_MIN_PART = 2
_Key = TypeVar("_Key", str, tuple[str, str])


def match_option(said: str, options: Sequence[str], kind: str) -> list[str]:
    """Those of `options` that `said` can mean, best first, as the appliance spells them; empty when none.

    `said`: canonical ("wool") or as typed ("울코스").
    `kind`: program, option, mode, fan_speed, source or colour.
    """
    return [option for _, option in _scored(said, options, kind)]


@dataclass(frozen=True, slots=True)
class Fit:
    """Which of an appliance's own words a person can have meant."""

    options: tuple[str, ...] = ()
    # those that fit best, equally well
    exact: bool = False
    # it is called so: the very word, or another for the same


def best_fit(said: str, options: Sequence[str], kind: str) -> Fit:
    """Those of `options` that fit `said` best; see `match_option`."""
    scored = _scored(said, options, kind)
    if not scored:
        return Fit()
    best = scored[0][0]
    first = [option for score, option in scored if score == best]
    # "wool" is what WOOL_40 is about, but nobody said 40 degrees
    exact = best == _WHOLE or (len(first) == 1 and (best >= _NAMED_SO or best == _ALIKE))
    return Fit(tuple(first), exact)


def _scored(said: str, options: Sequence[str], kind: str) -> list[tuple[int, str]]:
    words = _words()
    meant = _Said(_plain(said), _pieces(said), words.meanings(_plain(said), kind))
    bare = _without_common_beginning(options)
    scored = [
        (max(_score(meant, option, words), _score(meant, short, words)), index, option)
        for index, (option, short) in enumerate(zip(options, bare, strict=True))
    ]
    ranked = sorted(scored, key=lambda row: (-row[0], row[1]))
    return [(score, option) for score, _, option in ranked if score]


def _without_common_beginning(options: Sequence[str]) -> Sequence[str]:
    """Bridges put the whole path in front: Dishcare.Dishwasher.Program.Eco50."""
    paths = {option.rpartition(".")[0] for option in options}
    length = len(paths.pop()) + 1 if len(options) > 1 and len(paths) == 1 and "" not in paths else 0
    return [option[length:] for option in options]


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
    named = pieces - _FILLERS
    if len(named) == 1 and words.meanings(*named) & said.meanings:
        return _MEANING
    if any(words.meanings(_plain(name)) & said.meanings for name in _EITHER.split(option) if _plain(name)):
        return _NAMED_SO
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
