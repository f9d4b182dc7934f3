"""A person of the home: what the sender of a message may do hangs on this, never on what they claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from bot.message import Language

Role = Literal["owner", "adult", "child", "guest"]


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of each day in the home's time zone; `end` before `start` runs over midnight."""

    start: time
    end: time
    # the first moment that is outside again

    def contains(self, moment: time) -> bool:
        """Whether this clock time is inside; equal ends mean the whole day."""
        if self.start < self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True)
class Rule:
    """One exception to what the role says. An empty set means any."""

    effect: Literal["allow", "deny"]
    appliances: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    # names of rooms, compared without case and spaces
    capabilities: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    # "turn_on" or "power.turn_on"
    hours: Hours | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may write to the home."""

    id: str
    names: Mapping[Language, str]
    role: Role
    language: Language | None = None
    # None: answered in the language of the message
    pin_hash: str | None = None
    # see pins.py; None: no PIN is set up
    rules: tuple[Rule, ...] = ()
    until: datetime | None = None
    # guests: rights end here (aware); None: they do not

    def is_over(self, now: datetime) -> bool:
        """Whether their time here has ended; now: aware."""
        return self.until is not None and now >= self.until

    def name(self, language: Language) -> str:
        """What to call the person in this language."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)
