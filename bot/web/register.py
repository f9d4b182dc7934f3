"""What the web server needs to show and change the people of the home."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi import Request

from bot.people.pairing import Link, Pairing
from bot.people.people import People
from bot.people.rights import Rights
from bot.web.access import Access, Caller
from bot.web.errors import ApiError


@dataclass(frozen=True, slots=True)
class Register:
    """The people of the home and the way in."""

    people: People
    pairing: Pairing
    rights: Rights
    links: Callable[[str], tuple[Link, ...]]
    # code → ways to use it with one tap, the best one first

    def is_owner(self, caller: Caller) -> bool:
        """Whether the caller may change who is in the home: the token may, and who has the right."""
        if caller.person is None:
            return True
        person = self.people.get(caller.person)
        return person is not None and self.rights.may_administer(person, datetime.now(UTC))

    def is_last_owner(self, person_id: str) -> bool:
        """Whether nobody else could change who is in the home."""
        return [one.id for one in self.people.values() if one.role == "owner"] == [person_id]


class Owners:
    """Callable dependency: the Caller of a request, or 401 / 403."""

    def __init__(self, access: Access, register: Register) -> None:
        self._access = access
        self._register = register

    async def __call__(self, request: Request) -> Caller:
        """Only who may change the people of the home."""
        caller = await self._access(request)
        if not self._register.is_owner(caller):
            raise ApiError(403, "Only an owner may do this.")
        return caller
