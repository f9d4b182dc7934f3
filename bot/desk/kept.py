"""Records in Redis of which only so many, and none older than so many days, are kept."""

import time
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from bot.people.store import store_errors

DAY_S = 86_400

_FIELD = b"record"
# bytes, as the answers have it
_T = TypeVar("_T")


class Kept(Generic[_T]):
    """A stream of records, oldest first. Methods that wait raise StoreUnavailable."""

    def __init__(
        self,
        redis: Redis,
        key: str,
        adapter: TypeAdapter[_T],
        *,
        most: int,
        days: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """most: 0 keeps nothing, and what an earlier run of the house kept is deleted by `tidy`."""
        self._redis = redis
        self._key = key
        self._adapter = adapter
        self._most = most
        self._days = days
        self._clock = clock

    @property
    def on(self) -> bool:
        """Whether anything is kept at all."""
        return self._most > 0

    async def tidy(self) -> None:
        """Drop what is too much or too old by now; at the start of the house the limits may be new."""
        if not self.on:
            await self.forget()
            return
        with store_errors():
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.xtrim(self._key, maxlen=self._most, approximate=False)
                pipe.xtrim(self._key, minid=self._oldest, approximate=False)
                await pipe.execute()

    async def add(self, record: _T, instead_of: str | None = None) -> str | None:
        """Keep it, in the place of another one if so said; its id. None: nothing is kept."""
        if not self.on:
            return None
        with store_errors():
            async with self._redis.pipeline(transaction=True) as pipe:
                if instead_of is not None:
                    pipe.xdel(self._key, instead_of)
                fields = {_FIELD: self._adapter.dump_json(record)}
                pipe.xadd(self._key, fields, maxlen=self._most, approximate=False)  # type: ignore[arg-type]
                pipe.xtrim(self._key, minid=self._oldest, approximate=False)
                pipe.expire(self._key, self._days * DAY_S)
                done = await pipe.execute()
        return _text(done[-3])

    async def all(self) -> dict[str, _T]:
        """Every record by its id, oldest first; one that this version cannot read is left out."""
        return await self._between(self._oldest, "+")

    async def one(self, entry: str) -> _T | None:
        """The record of this id; None: it is gone."""
        return (await self._between(entry, entry)).get(entry)

    async def remove(self, ids: Iterable[str]) -> None:
        """Delete these."""
        if ids := list(ids):
            with store_errors():
                await self._redis.xdel(self._key, *ids)

    async def forget(self) -> None:
        """Delete all."""
        with store_errors():
            await self._redis.delete(self._key)

    async def _between(self, first: str, last: str) -> dict[str, _T]:
        if not self.on:
            return {}
        with store_errors():
            found: list[Any] = await self._redis.xrange(self._key, min=first, max=last) or []
        records = {}
        for entry, fields in found:
            try:
                records[_text(entry)] = self._adapter.validate_json(fields.get(_FIELD, b""))
            except ValidationError:
                continue
        return records

    @property
    def _oldest(self) -> str:
        return str(max(0, int((self._clock() - self._days * DAY_S) * 1000)))


def _text(raw: bytes | str) -> str:
    return raw.decode() if isinstance(raw, bytes) else raw
