"""What the words of a sentence mean: the same concepts for Korean and English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Names = tuple[str, ...]

MEANT = "meant"
"""Where a token keeps what the word that it belongs to means."""

NUMBER: Names = ("number",)
_MORE = "*"
# behind a word: what begins so counts, too
_MOST = 6
# tokens that may be one word of the table
_SIGNS = frozenset("%°℃℉")


@dataclass(frozen=True, slots=True)
class Meant:
    """One or more tokens, and what they mean."""

    words: str
    names: Names
    # nothing for words that the table does not know
    start: int
    # the first of its tokens
    end: int
    # the one behind its last


@dataclass(frozen=True)
class Concepts:
    """The table: words without spaces → what they mean."""

    whole: Mapping[str, Names] = field(default_factory=dict)
    begun: Mapping[str, Names] = field(default_factory=dict)
    # words that may go on
    longest: int = 0
    # letters of the longest of them

    @classmethod
    def of(cls, table: Mapping[str, Iterable[str]]) -> "Concepts":
        """From names, separated by spaces → words that mean all of them."""
        whole: dict[str, dict[str, None]] = {}
        begun: dict[str, dict[str, None]] = {}
        for names, words in table.items():
            for word in words:
                key = spelled(word.removesuffix(_MORE))
                if key:
                    (begun if word.endswith(_MORE) else whole).setdefault(key, {}).update(
                        dict.fromkeys(names.split())
                    )
        return cls(
            {key: tuple(named) for key, named in whole.items()},
            {key: tuple(named) for key, named in begun.items()},
            max(map(len, begun), default=0),
        )

    def read(self, tokens: Sequence[str]) -> list[Meant]:
        """The tokens in order, together where they are one word: the longest that the table knows."""
        keys = [spelled(token) for token in tokens]
        found: list[Meant] = []
        at = 0
        while at < len(keys):
            end, names = self._at(keys, at)
            found.append(Meant(" ".join(tokens[at:end]).casefold(), names, at, end))
            at = end
        return found

    def _at(self, keys: Sequence[str], at: int) -> tuple[int, Names]:
        best: tuple[int, int, Names] = (0, at + 1, NUMBER if keys[at][:1].isdigit() else ())
        # letters that are known, the token behind them, what they mean
        text = ""
        for end in range(at + 1, min(at + _MOST, len(keys)) + 1):
            before, text = len(text), text + keys[end - 1]
            if text in self.whole:
                best = max(best, (len(text), end, self.whole[text]), key=lambda one: one[0])
            for size in range(min(len(text), self.longest), max(before, best[0]), -1):
                if text[:size] in self.begun:
                    best = (size, end, self.begun[text[:size]])
                    break
        return best[1], best[2]


def spelled(word: str) -> str:
    """As words are compared: letters, digits and the signs of units."""
    return "".join(char for char in word.casefold() if char.isalnum() or char in _SIGNS)
