"""The newest picture of each appliance, kept in Redis with the time it is from."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.dialects.base import Picture
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from appliance_bridge.tasks import end

_LOG = logging.getLogger(__name__)

KEPT_S = 7 * 24 * 3600
MOST = 50
MOST_BYTES = 48 * 1024 * 1024
# of one home; the oldest make room
_RETRY_S = 2.0
_FACTS = ("at", "retained", "type", "size", "digest")


@dataclass(frozen=True, slots=True)
class Taken:
    """What is known of a picture without looking at it."""

    at: float
    # seconds since the epoch
    retained: bool
    # the broker had kept it: it was taken at that time or before
    content_type: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture and what is known of it."""

    taken: Taken
    data: bytes


class PictureStore:
    """One picture an appliance, for a week. What is in memory are the facts, and pictures not yet written."""

    def __init__(self, redis: "Redis", keys: Keys, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._keys = keys
        self._clock = clock
        self._taken: dict[str, Taken] = {}
        self._unwritten: dict[str, bytes | None] = {}
        # appliance → its picture; None: it is to be forgotten
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def taken(self, appliance: str) -> Taken | None:
        """What is known of its picture; None when there is none (any more)."""
        known = self._taken.get(appliance)
        return known if known is not None and known.at + KEPT_S > self._clock() else None

    async def read(self, appliance: str) -> Kept | None:
        """Its picture; None when there is none (any more). Raises StoreUnavailable."""
        known = self.taken(appliance)
        if known is None:
            return None
        data = self._unwritten.get(appliance)
        if data is None:
            try:
                data = await _awaited(self._redis.hget(self._keys.picture(appliance), "data"))
            except (RedisError, OSError) as error:
                raise StoreUnavailable(str(error)) from error
        # meanwhile a newer one may have come: the bytes must be those that the facts are of
        return Kept(known, data) if data is not None and _digest(data) == known.digest else None

    def put(self, picture: Picture, *, retained: bool) -> tuple[float, tuple[str, ...]]:
        """Keep it in place of the one before.

        Returns the time it is from (seconds since the epoch), and whose pictures made room for it.
        """
        digest = _digest(picture.data)
        known = self.taken(picture.appliance)
        if retained and known is not None and known.digest == digest:
            # what the broker kept comes again with every connection; it is as old as before
            return known.at, ()
        self._taken[picture.appliance] = Taken(
            picture.at, retained, picture.content_type, len(picture.data), digest
        )
        self._note(picture.appliance, picture.data)
        return picture.at, tuple(self._make_room())

    def forget(self, appliance: str) -> None:
        """It is gone from the home, and its picture with it."""
        if self._taken.pop(appliance, None) is not None:
            self._note(appliance, None)

    def _make_room(self) -> Iterator[str]:
        oldest = sorted(self._taken, key=lambda one: self._taken[one].at)
        size = sum(one.size for one in self._taken.values())
        while len(oldest) > MOST or size > MOST_BYTES:
            size -= self._taken[oldest[0]].size
            self.forget(oldest[0])
            yield oldest.pop(0)

    def _note(self, appliance: str, data: bytes | None) -> None:
        self._unwritten[appliance] = data
        self._wake.set()

    # --- Redis

    async def start(self) -> None:
        """Read what is known of kept pictures and begin to write. Raises StoreUnavailable."""
        try:
            for raw in await _awaited(self._redis.smembers(self._keys.pictures)):
                appliance = raw.decode()
                facts = await _awaited(self._redis.hmget(self._keys.picture(appliance), _FACTS))
                taken = _read(dict(zip(_FACTS, facts, strict=True)))
                if taken is None:
                    await _awaited(self._redis.srem(self._keys.pictures, raw))
                else:
                    self._taken[appliance] = taken
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        self._writer = asyncio.create_task(self._write_through(), name="picture-store")

    async def stop(self) -> None:
        """Write what is not yet written and end."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await end(writer)
            with contextlib.suppress(RedisError, OSError):
                await self._write()

    async def _write_through(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._write()
            except (RedisError, OSError) as error:
                _LOG.warning("pictures could not be written, trying again: %s", error)
                self._wake.set()
                await asyncio.sleep(_RETRY_S)

    async def _write(self) -> None:
        for appliance in list(self._unwritten):
            data, taken = self._unwritten[appliance], self._taken.get(appliance)
            name = self._keys.picture(appliance)
            async with self._redis.pipeline(transaction=True) as pipe:
                if data is None or taken is None:
                    pipe.delete(name)
                    pipe.srem(self._keys.pictures, appliance)
                else:
                    pipe.hset(name, mapping=_written(taken, data))
                    pipe.expireat(name, int(taken.at + KEPT_S))
                    pipe.sadd(self._keys.pictures, appliance)
                await pipe.execute()
            if self._unwritten.get(appliance) is data:
                del self._unwritten[appliance]


def _written(taken: Taken, data: bytes) -> dict[Any, Any]:
    return {
        "at": repr(taken.at),
        "retained": int(taken.retained),
        "type": taken.content_type,
        "size": taken.size,
        "digest": taken.digest,
        "data": data,
    }


def _read(facts: Mapping[str, bytes | None]) -> Taken | None:
    told = {name: fact.decode() for name, fact in facts.items() if fact is not None}
    try:
        return Taken(
            float(told["at"]), told["retained"] == "1", told["type"], int(told["size"]), told["digest"]
        )
    except (KeyError, ValueError):
        return None


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


async def _awaited(asking: Any) -> Any:
    return await asking
