"""What is looked at: words that may go live, and the home they are for."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nlu.contract import Contract
from nlu.engine import Engines
from nlu.engines.base import Focus
from nlu.engines.chain import Chain
from nlu.examples import Training
from nlu.replay import RiskOf
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Candidate:
    """Own words, engines that know them and engines that know only what ships, in one home."""

    training: Training
    engines: Engines
    # made of `training`
    shipped: Engines
    # without any own words
    vocabulary: Vocabulary
    # of the home as it would be
    risk: RiskOf
    forbidden: Callable[[Understanding], bool] = lambda _: False
    # whether something in it is never done, whoever asks
    heard: tuple[str, ...] = ()
    # what was said in this home lately
    ids: frozenset[str] = frozenset()
    # of all appliances, hidden ones too; none: those of the vocabulary
    _reads: dict[tuple[str, str], Understanding] = field(default_factory=dict, compare=False, repr=False)

    @property
    def contract(self) -> Contract:
        """All intents and their slots."""
        return self.engines.trained.contract

    def read(self, text: str) -> Understanding:
        """As the home would understand it."""
        return self._kept(
            "own", text, lambda: self.engines.built_in.understand(text, self.vocabulary, Focus())
        )

    def step(self, text: str) -> Understanding:
        """As the home would understand it without own commands and never-words."""
        words = Chain((self.engines.grammar, self.engines.examples))
        return self._kept("step", text, lambda: words.understand(text, self.vocabulary, Focus()))

    def as_shipped(self, text: str) -> Understanding:
        """As the home would understand it without any own words."""
        shipped = self.shipped.built_in
        return self._kept("shipped", text, lambda: shipped.understand(text, self.vocabulary, Focus()))

    def _kept(self, which: str, text: str, read: Callable[[], Understanding]) -> Understanding:
        if (which, text) not in self._reads:
            self._reads[which, text] = read()
        return self._reads[which, text]


def is_clear(read: Understanding) -> bool:
    """Whether nothing of it is unknown, left over or guessed."""
    known = all(one.one("unknown") is None and one.confidence >= 1 for one in read.intents)
    return read.understood and known and not read.leftovers
