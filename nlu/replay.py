"""What a change of the words would do to sentences that were said before."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from nlu.meaning_line import meaning_line
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


_WORST: tuple[Risk, ...] = ("risky", "harmless", "nothing")


def replay(
    sentences: Iterable[str], before: Read, after: Read, risk: RiskOf, risk_after: RiskOf | None = None
) -> Effect:
    """Read every sentence with both and compare; said twice it is read once and counts twice.

    risk_after: what sentences set going once the change is live, where that is another than `risk`.
    """
    counts = Counter(sentences)
    risks = risk, risk_after or risk
    found = (_compared(text, count, before(text), after(text), *risks) for text, count in counts.items())
    changed = sorted((one for one in found if one is not None), key=_order)
    return Effect(counts.total(), tuple(changed))


def _compared(
    text: str,
    count: int,
    before: Understanding,
    after: Understanding,
    risk_before: RiskOf,
    risk_after: RiskOf,
) -> Changed | None:
    same = _meant(before) == _meant(after)
    if same and risk_before == risk_after:
        return None
    line_before, line_after = meaning_line(asdict(before)), meaning_line(asdict(after))
    changed = Changed(text, count, line_before, line_after, risk_before(before), risk_after(after))
    # in another home the same words may set more going: the oven, when it is in this room now
    return changed if line_before != line_after or changed.worse else None


def _meant(read: Understanding) -> tuple[object, ...]:
    """What the line of a meaning is made of: most sentences are the same, and lines are slow."""
    return read.mood, read.intents, read.leftovers


def _order(one: Changed) -> tuple[bool, int, int]:
    return not one.worse, _WORST.index(one.risk_after), -one.count
