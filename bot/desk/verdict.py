"""What there is to say about a change of the words before it is taken."""

from dataclasses import dataclass, field
from typing import Literal

from nlu.errors import LanguageError
from nlu.finding import Finding
from nlu.own import OwnTest
from nlu.replay import Effect

Why = Literal["broken", "tests", "risky", "conflict", "not written"]


@dataclass(frozen=True, slots=True)
class FailedTest:
    """An own test that would not hold."""

    test: OwnTest
    means: str
    # what it would mean


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that was found. `why` it is not taken: broken, there are faults; tests, some would fail; risky, the
    replay is worse; conflict, somebody else changed the files meanwhile; not written, the disk refused.
    """

    faults: tuple[LanguageError, ...] = ()
    findings: tuple[Finding, ...] = ()
    failed: tuple[FailedTest, ...] = ()
    tests: int = 0
    # how many own tests there are
    effect: Effect = field(default_factory=Effect)
    why: Why | None = None
    # None: it may be taken, or was taken
    version: str | None = None
    # under which it went live; None: it did not
    mark: str = ""
    # of the files it is about

    @property
    def can_be_forced(self) -> bool:
        """Whether somebody may take it all the same."""
        return self.why in ("tests", "risky")
