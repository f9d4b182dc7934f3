"""Everybody of the home, live: those of the config, those who were invited, and whose account is whose."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from appliance_bridge.errors import StoreUnavailable
from bot.people.person import Person
from bot.people.store import Change, Invited, LastSeen, PeopleStore

KEPT_AFTER_S = 30 * 86_400.0
"""How long guests whose time is over are kept, and how long a removal is remembered at least."""

SEEN_EVERY_S = 600.0
"""A chat that is anyhow the last used one is written again only after this."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal came to. True when the person is gone."""

    gone: bool
    # False: the config names them; they stay, mute
    accounts: tuple[str, ...]
    # that were theirs
    coming_back: tuple[str, ...]
    # those of them that the config lists: theirs again after the next start

    def __bool__(self) -> bool:
        return self.gone


class People(Mapping[str, Person]):
    """Persons by id, those of the config first; a mapping that always shows the present.

    One process has it at a time. When the store is away, changes raise StoreUnavailable and nothing changes.
    """

    def __init__(
        self,
        configured: Mapping[str, Person],
        accounts: Mapping[str, str] | None = None,
        store: PeopleStore | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """accounts: account key ("telegram:1234") → person id, as the config has them.

        store: None for a home that stays as its config is.
        """
        self._configured = MappingProxyType(dict(configured))
        self._listed = MappingProxyType(dict(accounts or {}))
        self._store = store
        self._clock = clock
        self._invited: dict[str, Person] = {}
        self._accounts: dict[str, str] = dict(self._listed)
        self._chats: dict[str, LastSeen] = {}
        # private chat key → who writes there; `at` to the second
        self._written: dict[str, float] = {}
        # private chat key → the `at` that is stored
        self._removed: dict[str, float] = {}
        self._turn = asyncio.Lock()

    def __getitem__(self, person_id: str) -> Person:
        return self._configured.get(person_id) or self._invited[person_id]

    def __iter__(self) -> Iterator[str]:
        yield from self._configured
        yield from [one for one in self._invited if one not in self._configured]

    def __len__(self) -> int:
        return len({*self._configured, *self._invited})

    async def start(self) -> None:
        """Load what is stored, and forget guests who left long ago. Raises StoreUnavailable."""
        if self._store is None:
            return
        stored = await self._store.load()
        self._invited = {id_: _person(id_, one) for id_, one in stored.people.items()}
        self._accounts = {**stored.accounts, **self._listed}
        self._chats = dict(stored.chats)
        self._removed = dict(stored.removed)
        long_ago = self._clock() - KEPT_AFTER_S
        for person in list(self._invited.values()):
            if person.until is not None and person.until.timestamp() < long_ago:
                await self._store.write(*self._without(person.id), Change("people", person.id, None))
                self._forget(person.id)
                del self._invited[person.id]
        for person_id, at in stored.removed.items():
            if at < long_ago - 86_400 and person_id not in self._configured:
                await self._store.write(Change("removed_people", person_id, None))
                del self._removed[person_id]

    def is_configured(self, person_id: str) -> bool:
        """Whether the config names them: then only the config changes them."""
        return person_id in self._configured

    def is_listed(self, account: str) -> bool:
        """Whether the config says whose account this is: then no code changes that."""
        return account in self._listed and account in self._accounts

    def person_of(self, account: str) -> Person | None:
        """Whose account it is; None: a stranger's."""
        return self.get(self._accounts.get(account, ""))

    def accounts_of(self, person_id: str) -> tuple[str, ...]:
        """The accounts a person writes from."""
        return tuple(account for account, owner in self._accounts.items() if owner == person_id)

    def chats_of(self, person_id: str) -> tuple[str, ...]:
        """Where they can be told something in private: chat keys, last used first; "web:<id>" at the end."""
        chats = {chat: seen.at for chat, seen in self._chats.items() if seen.person == person_id}
        return (*sorted(chats, key=lambda chat: -chats[chat]), f"web:{person_id}")

    def writes_in(self, chat: str) -> str | None:
        """Who wrote last in this private chat; None: nobody is known to."""
        seen = self._chats.get(chat)
        return None if seen is None else seen.person

    def removed_at(self, person_id: str) -> float:
        """When everything that was theirs was last taken away; sessions and codes from before are void.

        Seconds since the epoch; 0.0: never.
        """
        return self._removed.get(person_id, 0.0)

    async def seen_in(self, person_id: str, chat: str) -> None:
        """They wrote in this private chat just now. Raises StoreUnavailable."""
        if chat == f"web:{person_id}":
            return
        async with self._turn:
            if person_id not in self:
                return
            now = self._clock()
            known = self._chats.get(chat)
            same = known is not None and known.person == person_id and self.chats_of(person_id)[0] == chat
            if not same or now - self._written.get(chat, 0.0) >= SEEN_EVERY_S:
                await self._write(Change("private_chats", chat, LastSeen(person_id, now)))
                self._written[chat] = now
            self._chats[chat] = LastSeen(person_id, now)

    async def add(self, person: Person, *, account: str | None = None, made_by: str = "") -> None:
        """A new person of the home, or an invited one with other facts; both at once with their account.

        Raises StoreUnavailable; ValueError when the config names them.
        """
        if person.id in self._configured:
            raise ValueError(f"{person.id} stands in the config")
        record = Invited(
            dict(person.names), person.role, person.language, person.until, made_by, self._clock()
        )
        async with self._turn:
            linked = () if account is None else self._linking(account, person.id)
            await self._write(Change("people", person.id, record), *linked)
            self._invited[person.id] = person
            if account is not None:
                self._link(account, person.id)

    async def link(self, account: str, person_id: str) -> None:
        """From now on this account is theirs. Raises StoreUnavailable."""
        async with self._turn:
            await self._write(*self._linking(account, person_id))
            self._link(account, person_id)

    async def remove(self, person_id: str) -> Removed | None:
        """Take all accounts, chats and pages away, and the person unless the config names them; None: nobody.

        Raises StoreUnavailable.
        """
        async with self._turn:
            if person_id not in self:
                return None
            accounts = self.accounts_of(person_id)
            gone = person_id not in self._configured
            now = self._clock()
            person = (Change("people", person_id, None),) if gone else ()
            await self._write(*self._without(person_id), *person, Change("removed_people", person_id, now))
            self._forget(person_id)
            self._removed[person_id] = now
            self._invited.pop(person_id, None)
            return Removed(gone, accounts, tuple(one for one in accounts if one in self._listed))

    async def _write(self, *changes: Change) -> None:
        if self._store is None:
            raise StoreUnavailable("this home has no store for people")
        await self._store.write(*changes)

    def _linking(self, account: str, person_id: str) -> tuple[Change, ...]:
        lost = (Change("private_chats", chat, None) for chat in self._chats_lost(account, person_id))
        return (Change("accounts", account, person_id), *lost)

    def _link(self, account: str, person_id: str) -> None:
        for chat in self._chats_lost(account, person_id):
            del self._chats[chat]
        self._accounts[account] = person_id

    def _chats_lost(self, account: str, person_id: str) -> list[str]:
        """Private chats of who had the account before: what is meant for them must not be told there."""
        before = self._accounts.get(account)
        if before is None or before == person_id:
            return []
        there = account.partition(":")[0] + ":"
        return [
            chat for chat, seen in self._chats.items() if seen.person == before and chat.startswith(there)
        ]

    def _without(self, person_id: str) -> tuple[Change, ...]:
        chats = [chat for chat, seen in self._chats.items() if seen.person == person_id]
        return (
            *(Change("accounts", one, None) for one in self.accounts_of(person_id)),
            *(Change("private_chats", one, None) for one in chats),
        )

    def _forget(self, person_id: str) -> None:
        self._accounts = {one: owner for one, owner in self._accounts.items() if owner != person_id}
        self._chats = {chat: seen for chat, seen in self._chats.items() if seen.person != person_id}


def _person(person_id: str, stored: Invited) -> Person:
    return Person(person_id, stored.names, stored.role, stored.language, until=stored.until)
