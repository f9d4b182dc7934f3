"""Counting tries in Redis: one key for whoever tries, gone by itself when the lock is over."""

from typing import cast

from redis.asyncio import Redis

_COUNT = """
local tries = redis.call('INCR', KEYS[1])
if tries <= tonumber(ARGV[1]) then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return {tries, redis.call('PTTL', KEYS[1])}
"""


class RedisTries:
    """TryStore in Redis. Keys: `<prefix><what>:<who>`, a number that lives as long as the lock."""

    def __init__(self, redis: Redis, prefix: str, what: str = "pin_tries") -> None:
        self._redis = redis
        self._prefix = f"{prefix}{what}:"

    async def count(self, person: str, limit: int, lock_s: int) -> tuple[int, float]:
        """Count one more try in one step."""
        script = self._redis.register_script(_COUNT)
        tries, milliseconds = cast("list[int]", await script(keys=[self._key(person)], args=[limit, lock_s]))
        return tries, max(milliseconds, 0) / 1000

    async def forget(self, person: str) -> None:
        """Start again from nothing."""
        await self._redis.delete(self._key(person))

    def _key(self, person: str) -> str:
        return f"{self._prefix}{person}"
