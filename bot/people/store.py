"""People, accounts and private chats in Redis: four hashes, read once at the start and written through."""

import logging
from collections.abc import Awaitable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from bot.message import Language
from bot.people.person import Role

log = logging.getLogger(__name__)

Table = Literal["people", "accounts", "private_chats", "removed_people"]


@dataclass(frozen=True, slots=True)
class Invited:
    """A person who was invited, as stored."""

    names: dict[Language, str]
    role: Role
    language: Language | None
    until: datetime | None
    made_by: str
    # who invited them: person id
    at: float
    # seconds since the epoch


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Who writes in a private chat."""

    person: str
    at: float
    # seconds since the epoch, to some minutes


@dataclass(frozen=True, slots=True)
class Stored:
    """All of it."""

    people: dict[str, Invited]
    accounts: dict[str, str]
    chats: dict[str, LastSeen]
    removed: dict[str, float]
    # person → when everything that was theirs was taken away


@dataclass(frozen=True, slots=True)
class Change:
    """One field to write."""

    table: Table
    field: str
    value: Invited | LastSeen | str | float | None
    # None: forget it


_INVITED, _SEEN, _WHEN = TypeAdapter(Invited), TypeAdapter(LastSeen), TypeAdapter(float)
_T = TypeVar("_T")


@contextmanager
def store_errors() -> Iterator[None]:
    """Redis' errors as StoreUnavailable."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise StoreUnavailable(str(error)) from error


class PeopleStore:
    """Hashes `people`, `accounts`, `private_chats` and `removed_people`. Methods raise StoreUnavailable."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._names: dict[Table, str] = {
            "people": keys.key("people"),
            "accounts": keys.key("accounts"),
            "private_chats": keys.key("private_chats"),
            "removed_people": keys.key("removed_people"),
        }

    async def load(self) -> Stored:
        """Everything; what this version cannot read is left out and told in the log."""
        return Stored(
            people=_read(await self._all("people"), _INVITED, "person"),
            accounts={field: raw.decode() for field, raw in (await self._all("accounts")).items()},
            chats=_read(await self._all("private_chats"), _SEEN, "private chat"),
            removed=_read(await self._all("removed_people"), _WHEN, "removal"),
        )

    async def write(self, *changes: Change) -> None:
        """All of the changes, or none."""
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                for change in changes:
                    key = self._names[change.table]
                    if change.value is None:
                        pipe.hdel(key, change.field)
                    else:
                        pipe.hset(key, change.field, _written(change.value))
                await pipe.execute()

    async def _all(self, table: Table) -> dict[str, bytes]:
        with store_errors():
            asked = cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(self._names[table]))
            found = await asked
        return {field.decode(): raw for field, raw in found.items()}


def _written(value: Invited | LastSeen | str | float) -> bytes:
    if isinstance(value, Invited):
        return _INVITED.dump_json(value)
    if isinstance(value, LastSeen):
        return _SEEN.dump_json(value)
    return str(value).encode()


def _read(found: Mapping[str, bytes], adapter: TypeAdapter[_T], what: str) -> dict[str, _T]:
    read = {}
    for field, raw in found.items():
        try:
            read[field] = adapter.validate_json(raw)
        except ValidationError:
            log.warning("a stored %s (%s) cannot be read and is left out", what, field)
    return read
