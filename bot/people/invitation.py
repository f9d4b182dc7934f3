"""What an invitation is, and what its code looks like. Pairing makes and takes them."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.people.person import Person, Role

CODE_S = 3600.0
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 8
"""No 0 and O, no 1 and I: codes are read aloud and typed."""

_BETWEEN = frozenset(" \t\r\n-‐‑‒–—―−_.·,:\"'`“”‘’「」()[]<>*\u200b\u200e\u200f\u2060\ufeff")


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
    # already: the account was that person's before, and the code is not used up
    person: Person | None = None


class NotInvited(Exception):
    """No code was made."""

    def __init__(self, reason: Literal["too_many", "nobody", "no_end", "hours"]) -> None:
        """too_many: 20 are open. nobody: there is no such person. no_end: only new guests have hours.

        hours: not more than none and at most a year.
        """
        super().__init__(reason)
        self.reason = reason


class Newcomer(Protocol):
    """Who uses a code: `bot.messengers.base.Account`, or a browser."""

    @property
    def key(self) -> str:
        """What their wrong codes are counted under: the account key."""

    @property
    def name(self) -> str | None:
        """As they call themselves."""

    @property
    def language(self) -> str | None:
        """What their platform guesses: "ko", "en-GB"."""


class Inviting(Protocol):
    """A messenger, as far as invitations need it."""

    name: str

    def pairing_link(self, code: str) -> str | None:
        """A link that opens a private chat with us and says the code."""


def looks_like_code(text: str) -> str | None:
    """The plain form of what may be a code, whatever case, width and signs it was typed with; else None."""
    if len(text) > 200:
        return None
    typed = unicodedata.normalize("NFKC", text)
    plain = "".join(one for one in typed if one not in _BETWEEN).upper()
    return plain if len(plain) == LENGTH and all(one in LETTERS for one in plain) else None


def links(code: str, messengers: Iterable[Inviting], web: str) -> tuple[Link, ...]:
    """Ways to use a code with one tap, the best one first; web: the address of the page."""
    given = [(one.name, one.pairing_link(code)) for one in messengers]
    found = [Link(name, url) for name, url in given if url is not None]
    found.sort(key=lambda link: link.messenger != "telegram")
    return (*found, Link("web", f"{web.rstrip('/')}/?invite={code}"))
