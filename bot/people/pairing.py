"""Invitations: a code that lives an hour and makes one account a person's, once."""

import asyncio
import json
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from appliance_bridge.keys import Keys
from bot.languages import languages
from bot.message import Language
from bot.people.invitation import (
    CODE_S,
    LENGTH,
    LETTERS,
    Invitation,
    Link,
    Newcomer,
    NotInvited,
    Redeemed,
    links,
    looks_like_code,
)
from bot.people.names import cleaned, names_for
from bot.people.people import People
from bot.people.person import Person, Role
from bot.people.store import store_errors
from bot.people.tries import RedisTries

__all__ = ["Invitation", "Link", "Newcomer", "NotInvited", "Pairing", "Redeemed", "links", "looks_like_code"]

OPEN_AT_ONCE = 20
GUEST_HOURS = 24.0
LONGEST_STAY_H = 24.0 * 366
WRONG_AN_HOUR, WRONG_EVERYWHERE = 10, 1_000
"""Wrong codes of one account, and of all together; who tries more is not even looked at."""

_INVITATION = TypeAdapter(Invitation)


class Pairing:
    """Makes and takes codes. Every method that waits raises StoreUnavailable when Redis does not answer."""

    def __init__(
        self,
        redis: Redis,
        keys: Keys,
        people: People,
        clock: Callable[[], float] = time.time,
        rng: random.Random | None = None,
    ) -> None:
        """rng: only for tests; None: codes nobody can guess."""
        self._redis = redis
        self._keys = keys
        self._people = people
        self._clock = clock
        self._rng = rng or secrets.SystemRandom()
        self._tries = RedisTries(redis, keys.key(""), "code_tries")
        self._turn = asyncio.Lock()
        # one code at a time, so that nothing changes between looking and doing

    async def invite(
        self,
        role: Role,
        *,
        by: str,
        person: str | None = None,
        name: str | None = None,
        hours: float | None = None,
    ) -> Invitation:
        """A new code; for a further account of `person` their role counts. Raises NotInvited."""
        known = None if person is None else self._people.get(person)
        if person is not None and known is None:
            raise NotInvited("nobody")
        if hours is not None and (known is not None or role != "guest"):
            raise NotInvited("no_end")
        if hours is not None and not 0 < hours <= LONGEST_STAY_H:
            raise NotInvited("hours")
        if known is None and role == "guest":
            hours = hours or GUEST_HOURS
        async with self._turn:
            if len(await self.open_invitations()) >= OPEN_AT_ONCE:
                raise NotInvited("too_many")
            expires_at = self._clock() + CODE_S
            code = "".join(self._rng.choice(LETTERS) for _ in range(LENGTH))
            role, called = (role, cleaned(name) or None) if known is None else (known.role, None)
            invitation = Invitation(code, role, by, expires_at, person, called, hours)
            with store_errors():
                async with self._redis.pipeline(transaction=True) as pipe:
                    pipe.set(self._key(code), json.dumps(asdict(invitation)), ex=int(CODE_S))
                    pipe.zadd(self._open, {code: expires_at})
                    await pipe.execute()
        return invitation

    async def open_invitations(self) -> tuple[Invitation, ...]:
        """The codes that were not used, the newest last."""
        with store_errors():
            await self._redis.zremrangebyscore(self._open, "-inf", self._clock())
            codes = cast("list[bytes]", await self._redis.zrange(self._open, 0, -1))
            stored = await self._redis.mget([self._key(one.decode()) for one in codes]) if codes else []
        found = (_parsed(one) for one in stored)
        return tuple(one for one in found if one is not None and self._counts(one))

    async def revoke(self, code: str) -> bool:
        """Nobody can use it any more; False: nobody could before."""
        return await self._spend(looks_like_code(code) or "")

    async def redeem(self, code: str, account: Newcomer) -> Redeemed:
        """Use a code from an account of a messenger; from then on the account is the person's."""
        async with self._turn:
            there = self._people.person_of(account.key)
            fixed = self._people.is_listed(account.key)
            return await self._redeem(code, account, there, fixed=fixed, account=account.key)

    async def admit(self, code: str, browser: Newcomer, signed_in: str | None) -> Redeemed:
        """Use a code from a page, whose session is its account. signed_in: as whom it was before."""
        async with self._turn:
            there = self._people.get(signed_in or "")
            return await self._redeem(code, browser, there, fixed=False, account=None)

    async def _redeem(
        self, code: str, who: Newcomer, there: Person | None, *, fixed: bool, account: str | None
    ) -> Redeemed:
        """there: whose account it is now; fixed: the config says so."""
        plain = looks_like_code(code)
        if plain is None:
            return Redeemed("unknown")
        with store_errors():
            wrong = int(await self._redis.get(self._wrong_everywhere) or 0)
            if wrong >= WRONG_EVERYWHERE:
                return Redeemed("too_many")
            number, _ = await self._tries.count(who.key, WRONG_AN_HOUR, int(CODE_S))
            if number > WRONG_AN_HOUR:
                return Redeemed("too_many")
            invitation = _parsed(await self._redis.get(self._key(plain)))
        if invitation is None or not self._counts(invitation):
            await self._count_wrong()
            return Redeemed("unknown")
        with store_errors():
            await self._tries.forget(who.key)
        person = self._meant(invitation, who, there, fixed)
        if person is None:
            return Redeemed("already", there)
        if not await self._spend(plain):
            return Redeemed("unknown")
        if invitation.person is None:
            await self._people.add(person, account=account, made_by=invitation.made_by)
        elif account is not None:
            await self._people.link(account, person.id)
        return Redeemed("welcome", person)

    def _meant(
        self, invitation: Invitation, who: Newcomer, there: Person | None, fixed: bool
    ) -> Person | None:
        """Whom the code makes them; None: they stay who they are.

        A guest who was invited before stays the same person with what the new code gives. Everybody else
        becomes another only by a code for that very person, so that a try of one's own code changes nothing.
        """
        if fixed or (there is not None and there.id == invitation.person):
            return None
        if invitation.person is not None:
            return self._people[invitation.person]
        now = datetime.fromtimestamp(self._clock(), UTC)
        until = None if invitation.hours is None else now + timedelta(hours=invitation.hours)
        if there is not None and not self._people.is_configured(there.id) and there.role == "guest":
            both = [one for one in (until, there.until) if one is not None]
            return replace(there, role=invitation.role, until=max(both) if until is not None else None)
        if there is not None and (there.until is None or there.until > now):
            return None
        known = [one.names for one in self._people.values()]
        names = names_for(invitation.name or who.name, invitation.role, known)
        return Person(self._new_id(invitation.role), names, invitation.role, _spoken(who), until=until)

    def _new_id(self, role: Role) -> str:
        while (new := f"{role}-{secrets.token_hex(4)}") in self._people:
            pass
        return new

    def _counts(self, invitation: Invitation) -> bool:
        """Whether it is still good: removing who made it, or whom it is for, makes it void."""
        made_at = invitation.expires_at - CODE_S
        about = (invitation.made_by, *(() if invitation.person is None else (invitation.person,)))
        if invitation.person is not None and invitation.person not in self._people:
            return False
        return invitation.expires_at > self._clock() and all(
            self._people.removed_at(one) <= made_at for one in about
        )

    async def _spend(self, code: str) -> bool:
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.getdel(self._key(code))
                pipe.zrem(self._open, code)
                found, _ = await pipe.execute()
        return found is not None

    async def _count_wrong(self) -> None:
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.set(self._wrong_everywhere, 0, ex=int(CODE_S), nx=True)
                pipe.incr(self._wrong_everywhere)
                await pipe.execute()

    @property
    def _open(self) -> str:
        return self._keys.key("invites", "open")

    @property
    def _wrong_everywhere(self) -> str:
        return self._keys.key("code_tries", "all")

    def _key(self, code: str) -> str:
        return self._keys.key("invite", code)


def _parsed(raw: bytes | str | None) -> Invitation | None:
    """A stored invitation; one that this version cannot read counts as none."""
    if raw is None:
        return None
    try:
        return _INVITATION.validate_json(raw)
    except ValidationError:
        return None


def _spoken(who: Newcomer) -> Language | None:
    code = (who.language or "").replace("_", "-").partition("-")[0].lower()
    return code if code in languages() else None
