"""Invitations: a code that lives an hour and makes one account a person's, once."""

from dataclasses import dataclass
from typing import Literal

from bot.people.person import Person, Role

CODE_S = 3600.0
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8
"""No 0 and O, no 1 and I: codes are read aloud and typed."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way to use a code with one tap."""

    messenger: str
    # "telegram", "web"
    url: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code gives."""

    code: str
    role: Role
    made_by: str
    # person id
    expires_at: float
    # seconds since the epoch: of the code
    person: str | None = None
    # whose further account it makes; None: a new person's
    name: str | None = None
    # what the new person is to be called; None: as they call themselves
    hours: float | None = None
    # how long a guest may stay, from when the code is used


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What came of a code."""

    result: Literal["welcome", "unknown", "too_many", "already"]
    # already: the account was that person's before
    person: Person | None = None
