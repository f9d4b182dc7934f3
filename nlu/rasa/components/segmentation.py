"""Text cut into pieces: at spaces, punctuation and script borders, and around the nouns of a home."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from components.hangul import letters

Span = tuple[int, int]

_PIECE = regex.compile(
    r"""
      (?P<number> (?: (?<! [\w.] ) [-−+] )? \d+ (?: [.,:] \d+ )* )
    | (?P<hangul> [가-힣]+ )
    | [ㄱ-ㆎ\u1100-\u11ff]+
    | (?: \p{Latin} \p{M}* )+ (?: ['’] (?: t | ll | re | ve | m | d ) (?! \w ) )?
    | [\p{Hiragana}ー]+ | [\p{Katakana}ー]+ | \p{Han}+
    | (?: (?! [\p{Latin}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Han}] ) [\p{L}\p{M}] )+
    | [^\s\p{P}] | %
    """,
    regex.VERBOSE | regex.IGNORECASE,
)
_LONGEST = 40
# syllables without a space that are looked into; more is no sentence
_CONTRACTED = {"ㅡ": "ㅓㅏ", "ㅣ": "ㅕ", "ㅜ": "ㅝ", "ㅗ": "ㅘ", "ㅏ": "ㅐ"}
# what becomes of a stem's last vowel before an ending: 끄 → 꺼, 돌리 → 돌려, 바꾸 → 바꿔, 하 → 해
_SURE = 2
# syllables a noun must have to be cut off before something unknown: 커튼|치워, but 차가워


def _beginnings(stem: str) -> Iterator[str]:
    spelled = letters(stem)
    yield spelled
    for vowel in _CONTRACTED.get(spelled[-1:], ""):
        yield spelled[:-1] + vowel


@dataclass(frozen=True)
class Words:
    """What Korean writes without spaces: nouns with particles behind them, and verbs that follow."""

    nouns: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    # of verb forms, spelled as letters
    longest: int = field(default=0)
    # syllables of the longest noun or particle

    @classmethod
    def of(cls, nouns: Iterable[str], particles: Iterable[str], stems: Iterable[str]) -> "Words":
        """From lists; of a noun of several words both the joined form and the last word count."""
        known = {form for noun in nouns for form in (noun.replace(" ", ""), noun.rpartition(" ")[2]) if form}
        behind = frozenset(particle for particle in particles if particle)
        begun = tuple(sorted({one for stem in stems if stem for one in _beginnings(stem)}))
        return cls(frozenset(known), behind, begun, max(map(len, known | behind), default=0))

    def cut(self, run: str, attached: bool) -> list[int]:
        """Where the pieces of a run of syllables end; `attached`: it stands right behind a number or letters."""
        if len(run) > _LONGEST:
            return [len(run)]
        best: list[tuple[float, list[int]] | None] = [None] * (len(run) + 1)
        best[0] = (0.0, [])
        whole: tuple[float, list[int]] = (float("inf"), [len(run)])
        for at in range(len(run)):
            here = best[at]
            if here is None:
                continue
            cost, ends = here
            for end in range(at + 1, min(at + self.longest, len(run)) + 1):
                price = self._price(run[at:end], at > 0 or attached)
                there = best[end]
                if price and (there is None or cost + price < there[0]):
                    best[end] = (cost + price, [*ends, end])
            rest = self._price_of_rest(run, at, ends)
            if rest and cost + rest < whole[0]:
                whole = (cost + rest, [*ends, len(run)])
        covered = best[-1]
        return covered[1] if covered and covered[0] < whole[0] else whole[1]

    def _price(self, piece: str, may_be_particle: bool) -> float:
        if piece in self.nouns:
            return 1.0
        return 1.1 if may_be_particle and piece in self.particles else 0.0

    def _price_of_rest(self, run: str, at: int, ends: list[int]) -> float:
        """Of leaving the rest as it is: little for a verb, much for something unknown, none if it may not be."""
        if at == 0:
            return 0.0
        if letters(run[at:]).startswith(self.beginnings):
            return 1.5
        last = run[ends[-2] if len(ends) > 1 else 0 : at]
        return 5.0 + len(run) - at if last in self.nouns and len(last) >= _SURE else 0.0


def pieces(text: str, words: Words) -> Iterator[Span]:
    """Start and end of each piece, in order, never overlapping; spaces and punctuation are in none."""
    before = -1
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if match.lastgroup == "hangul":
            for cut in words.cut(match.group(), attached=before == start):
                yield start, match.start() + cut
                start = match.start() + cut
        else:
            yield start, end
        before = end
