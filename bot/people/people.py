"""Everybody of the home, live: those of the config, those who were invited, and whose account is whose."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from bot.people.person import Person


class People(Mapping[str, Person]):
    """Persons by id, owners of the config first; a mapping that always shows the present."""

    def __init__(self, configured: Mapping[str, Person], accounts: Mapping[str, str] | None = None) -> None:
        """accounts: account key ("telegram:1234") → person id, as the config has them."""
        self._configured = MappingProxyType(dict(configured))
        self._paired: dict[str, Person] = {}
        self._accounts: dict[str, str] = dict(accounts or {})
        self._chats: dict[str, dict[str, float]] = {}
        # person → private chat key → when last used

    def __getitem__(self, person_id: str) -> Person:
        return self._configured.get(person_id) or self._paired[person_id]

    def __iter__(self) -> Iterator[str]:
        yield from self._configured
        yield from (one for one in self._paired if one not in self._configured)

    def __len__(self) -> int:
        return len({*self._configured, *self._paired})

    async def start(self) -> None:
        """Load what is stored. Raises StoreUnavailable."""

    def person_of(self, account: str) -> Person | None:
        """Whose account it is; None: a stranger's."""
        return self.get(self._accounts.get(account, ""))

    def accounts_of(self, person_id: str) -> tuple[str, ...]:
        """The accounts a person writes from."""
        return tuple(account for account, owner in self._accounts.items() if owner == person_id)

    def chats_of(self, person_id: str) -> tuple[str, ...]:
        """Where they can be told something in private: chat keys, last used first; "web:<id>" at the end."""
        chats = self._chats.get(person_id, {})
        return (*sorted(chats, key=lambda chat: -chats[chat]), f"web:{person_id}")

    async def seen_in(self, person_id: str, chat: str) -> None:
        """They wrote in this private chat just now. Raises StoreUnavailable."""
        raise NotImplementedError

    async def add(self, person: Person) -> None:
        """A new person of the home. Raises StoreUnavailable."""
        raise NotImplementedError

    async def link(self, account: str, person_id: str) -> None:
        """From now on this account is theirs. Raises StoreUnavailable."""
        raise NotImplementedError

    async def remove(self, person_id: str) -> bool:
        """Take all accounts away, and the person unless the config names them; False: that one stays, mute.

        Raises StoreUnavailable.
        """
        raise NotImplementedError
