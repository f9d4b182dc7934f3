"""Waiting for an appliance to report that it did what it was told."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from appliance_bridge.goal import Goal
from appliance_bridge.state import ApplianceState

Seen = Literal["reached", "unchanged", "broken", "offline"]
"""unchanged: it was as wanted before, and nothing was said since."""

_STILL_S = 1.0
# how long a value that already was as wanted may be contradicted: many appliances do not repeat themselves


class Watch:
    """Looks at every report of one appliance from `arm` on."""

    def __init__(self, goal: Goal, before: ApplianceState) -> None:
        self._goal = goal
        self._before = before
        self._armed = False
        self._holds = False
        # it was as wanted before the command left, and nothing said otherwise since
        self._seen: asyncio.Future[Seen] = asyncio.get_running_loop().create_future()

    def arm(self, state: ApplianceState) -> None:
        """From now on reports count; `state` is the one just before the command leaves."""
        self._before = state
        self._holds = self._goal.reached(state)
        self._armed = True

    def look(self, state: ApplianceState) -> None:
        """The appliance reported."""
        if not self._armed or self._seen.done():
            return
        if self._goal.reached(state):
            self._seen.set_result("reached")
        elif self._goal.broken(self._before, state):
            self._seen.set_result("broken")
        elif state.online is False:
            self._seen.set_result("offline")
        else:
            self._holds = False

    async def wait(self, within_s: float) -> Seen | None:
        """What was seen, or None when nothing was in time."""
        still = min(within_s, _STILL_S) if self._holds else 0.0
        seen = await self._within(still)
        if seen is None and self._holds:
            return "unchanged"
        return seen or await self._within(within_s - still)

    async def _within(self, seconds: float) -> Seen | None:
        done, _ = await asyncio.wait([self._seen], timeout=seconds)
        return self._seen.result() if done else None


class Watches:
    """All watches of the home."""

    def __init__(self) -> None:
        self._by_appliance: dict[str, set[Watch]] = {}

    @contextmanager
    def watching(self, appliance: str, goal: Goal, before: ApplianceState) -> Iterator[Watch]:
        """A watch for as long as the block runs."""
        watch = Watch(goal, before)
        watches = self._by_appliance.setdefault(appliance, set())
        watches.add(watch)
        try:
            yield watch
        finally:
            watches.discard(watch)
            if not watches:
                self._by_appliance.pop(appliance, None)

    def look(self, appliance: str, state: ApplianceState) -> None:
        """Show a report to those who wait for it."""
        for watch in self._by_appliance.get(appliance, ()):
            watch.look(state)
