"""What a change of the words would do to sentences that were said before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from nlu.understanding import Understanding

Risk = Literal["nothing", "harmless", "risky"]
"""What saying it would set going; risky: it needs a yes or a PIN, or is never done."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence that would be understood otherwise."""

    text: str
    count: int
    # how often it was said
    before: str
    after: str
    # as `meaning_line` writes them
    risk_before: Risk
    risk_after: Risk

    @property
    def worse(self) -> bool:
        """Whether it was safe and would now set something risky going."""
        return self.risk_after == "risky" and self.risk_before != "risky"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to all sentences that were looked at."""

    of: int = 0
    # messages, each as often as it was said
    changed: tuple[Changed, ...] = ()
    # the worst first, then the most frequent

    @property
    def worse(self) -> bool:
        """Whether any of them is worse."""
        return any(one.worse for one in self.changed)


Read = Callable[[str], Understanding]
RiskOf = Callable[[Understanding], Risk]


def replay(sentences: Iterable[str], before: Read, after: Read, risk: RiskOf) -> Effect:
    """Read every sentence with both and compare."""
    raise NotImplementedError
