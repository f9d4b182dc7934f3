"""What appliances reported: true in memory while we run, written through to Redis for the next start."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.capability import Value
from appliance_bridge.dialects.base import Report
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys, storable
from appliance_bridge.state import ApplianceState, Reported
from appliance_bridge.tasks import end

_LOG = logging.getLogger(__name__)

_KEPT_S = 30 * 24 * 3600
_ATTRIBUTES = 400
_TEXT = 2000
# bounds of what one appliance may make us keep
_COALESCE_S = 0.2
_RETRY_S = 2.0


class StateStore:
    """The reported state of every appliance."""

    def __init__(self, redis: "Redis", keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._states: dict[str, ApplianceState] = {}
        self._changed: dict[str, set[str]] = {}
        # appliance → keys to write
        self._forgotten: set[str] = set()
        self._sources: dict[str, str] = {}
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    def get(self, appliance: str) -> ApplianceState:
        """What it reported; an empty state when it said nothing yet."""
        return self._states.get(appliance) or ApplianceState()

    def report(
        self, report: Report, at: float, *, retained: bool, source: str
    ) -> tuple[Mapping[str, Value], Mapping[str, Value]] | None:
        """Take in a report; returns what changed, before and after, or None when all of it was known."""
        state = self.get(report.appliance)
        attributes = dict(state.attributes)
        before: dict[str, Value] = {}
        after: dict[str, Value] = {}
        touched = False
        for key, value in report.attributes.items():
            old = attributes.get(key)
            if value is None:
                if attributes.pop(key, None) is not None:
                    touched = True
            elif old is not None or len(attributes) < _ATTRIBUTES:
                value = value[:_TEXT] if isinstance(value, str) else value
                attributes[key] = Reported(value, at, retained)
                if old is None or old.value != value:
                    after[key] = value
                    touched = True
            if old is not None and (value is None or old.value != value):
                before[key] = old.value
        online = state.online if report.online is None else report.online
        if online != state.online:
            touched = True
        self._sources[report.appliance] = source
        self._states[report.appliance] = ApplianceState(online, attributes)
        self._mark(report.appliance, report.attributes)
        return (before, after) if touched else None

    def forget(self, appliance: str) -> None:
        """It is gone from the home."""
        if self._states.pop(appliance, None) is not None:
            self._sources.pop(appliance, None)
            self._forgotten.add(appliance)
            self._mark(appliance, ())

    # --- Redis

    async def start(self) -> None:
        """Load what was kept (marked as old, nobody known to be online) and begin to write through.

        Raises StoreUnavailable.
        """
        try:
            ids = [_text(raw) for raw in await _awaited(self._redis.smembers(self._keys.states))]
            for appliance in ids:
                raw = await _awaited(self._redis.hgetall(self._keys.state(appliance)))
                if raw:
                    self._states[appliance] = _read(raw)
                else:
                    await _awaited(self._redis.srem(self._keys.states, appliance))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        self._writer = asyncio.create_task(self._write_through(), name="state-store")

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
            await asyncio.sleep(_COALESCE_S)
            self._wake.clear()
            try:
                await self._write()
            except (RedisError, OSError) as error:
                _LOG.warning("reported states could not be written, trying again: %s", error)
                self._wake.set()
                await asyncio.sleep(_RETRY_S)

    async def _write(self) -> None:
        changed, self._changed = self._changed, {}
        forgotten, self._forgotten = self._forgotten, set()
        if not changed:
            return
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for appliance in forgotten:
                    pipe.delete(self._keys.state(appliance))
                    pipe.srem(self._keys.states, appliance)
                for appliance, keys in changed.items():
                    if appliance in self._states:
                        self._queue(pipe, appliance, keys)
                await pipe.execute()
        except BaseException:
            # also when cut short by `stop`, which then writes it
            for appliance, keys in changed.items():
                self._changed.setdefault(appliance, set()).update(keys)
            self._forgotten |= forgotten
            raise

    def _queue(self, pipe: Any, appliance: str, keys: Iterable[str]) -> None:
        name = self._keys.state(appliance)
        state, source = self._states[appliance], self._sources.get(appliance, "")
        written = {
            storable(key): json.dumps([one.value, one.at, one.retained, source])
            for key in keys
            if (one := state.attributes.get(key)) is not None
        }
        gone = [storable(key) for key in keys if key not in state.attributes]
        if written:
            pipe.hset(name, mapping=written)
        if gone:
            pipe.hdel(name, *gone)
        pipe.expire(name, _KEPT_S)
        pipe.sadd(self._keys.states, appliance)

    def _mark(self, appliance: str, keys: Iterable[str]) -> None:
        self._changed.setdefault(appliance, set()).update(keys)
        self._wake.set()


def _read(raw: Mapping[Any, Any]) -> ApplianceState:
    attributes = {}
    for name, text in raw.items():
        try:
            value, at, *_ = json.loads(text)
            reported = Reported(value, float(at), retained=True)
        except (ValueError, TypeError):
            continue
        if isinstance(value, bool | int | float | str):
            attributes[_text(name)] = reported
    return replace(ApplianceState(), attributes=attributes)


async def _awaited(asking: Any) -> Any:
    return await asking


def _text(raw: Any) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
