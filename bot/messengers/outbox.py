"""What goes out: each chat in its order and at its pace, again after an outage, and never twice."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.tasks import end
from bot.messengers.base import Address, Messenger, Parcel, Undelivered
from bot.messengers.faults import named
from bot.messengers.memory import DeskMemory

log = logging.getLogger(__name__)

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 20.0
GIVE_UP_S = 600.0
"""After that nobody wants to hear it any more."""

MOST_WAITING = 50
"""Unasked letters to one chat; the oldest are dropped."""

KEPT_LANES = 500

Pause = Callable[[asyncio.Event, float], Awaitable[None]]
"""Returns after so many seconds, or when the event is set."""


@dataclass(slots=True, eq=False)
class Letter:
    """A reply on its way to one chat."""

    messenger: Messenger
    at: Address
    parcels: tuple[Parcel, ...]
    responder: object | None = None
    asked: bool = False
    # somebody waits for it: it goes at once
    status: str | None = None
    # what it is the state of; it takes the place of the message that showed the last one
    progress: bool = False
    # another of the same status will follow
    sent: int = 0
    # parcels
    failures: int = 0
    not_before: float = 0.0
    give_up_at: float = 0.0
    done: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    # True: the platform took it, a newer one says it, or it is tried again; False: it was dropped

    def over(self, taken: bool) -> None:
        """Nothing more happens to it."""
        if not self.done.done():
            self.done.set_result(taken)


@dataclass(slots=True, eq=False)
class _Lane:
    """All that waits for one chat."""

    waiting: list[Letter] = field(default_factory=list)
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    free_at: float = 0.0
    # when the next letter that nobody waits for may go
    closed_until: float = 0.0
    # before that the platform takes nothing
    sending: Letter | None = None
    work: "asyncio.Task[None] | None" = None

    def next(self) -> Letter | None:
        """Letters that are waited for first, else in order."""
        return next((one for one in self.waiting if one.asked), self.waiting[0] if self.waiting else None)

    def pause(self, letter: Letter, now: float) -> float:
        """Seconds until it may go."""
        return max(letter.not_before, self.closed_until, 0.0 if letter.asked else self.free_at) - now


class Outbox:
    """Sends letters; forgets at its stop what it could not send."""

    def __init__(
        self, memory: DeskMemory, clock: Callable[[], float] = time.monotonic, pause: Pause | None = None
    ) -> None:
        """clock: seconds that never go back."""
        self._memory = memory
        self._clock = clock
        self._pause = pause or _pause
        self._lanes: dict[str, _Lane] = {}
        self.dropped = 0
        # letters that no platform took

    def put(self, letter: Letter) -> "asyncio.Future[bool]":
        """Send it when its turn comes; done after the first try, which may have to be repeated."""
        letter.give_up_at = self._clock() + GIVE_UP_S
        lane = self._lane(letter.at.key)
        for older in [one for one in lane.waiting if letter.status and one.status == letter.status]:
            if older is not lane.sending:
                _replace(lane, older, letter)
        lane.waiting.append(letter)
        unasked = [one for one in lane.waiting if not one.asked and one is not lane.sending]
        for late in unasked[: max(0, len(unasked) - MOST_WAITING)]:
            self._drop(lane, late, "too many are waiting")
        lane.woken.set()
        if lane.work is None or lane.work.done():
            lane.work = asyncio.create_task(self._work(lane), name="outbox")
        return letter.done

    async def stop(self) -> None:
        """Send nothing more."""
        await end(*(lane.work for lane in self._lanes.values()))
        for lane in self._lanes.values():
            for letter in lane.waiting:
                letter.over(False)
        self._lanes.clear()

    def _lane(self, chat: str) -> _Lane:
        if len(self._lanes) > KEPT_LANES:
            now = self._clock()
            self._lanes = {
                key: lane for key, lane in self._lanes.items() if lane.waiting or lane.free_at > now
            }
        return self._lanes.setdefault(chat, _Lane())

    async def _work(self, lane: _Lane) -> None:
        while (letter := lane.next()) is not None:
            lane.woken.clear()
            pause = lane.pause(letter, self._clock())
            if pause > 0:
                await self._pause(lane.woken, pause)
                continue
            lane.sending = letter
            try:
                await self._send(letter)
            except Undelivered as error:
                self._failed(lane, letter, error)
            except Exception as error:
                # a fault of the adapter: the next letter may still be sent
                log.error("%s failed to send: %s", letter.at.messenger, named(error))
                self._drop(lane, letter, "the adapter failed")
            else:
                lane.free_at = self._clock() + letter.messenger.features.pace_s
                lane.waiting.remove(letter)
                letter.over(True)
            finally:
                lane.sending = None

    async def _send(self, letter: Letter) -> None:
        """Its parcels that were not sent yet. Raises Undelivered."""
        first = None
        # what only one person may see never takes the place of what all see
        for_all = all(one.only_for is None for one in letter.parcels)
        status = letter.status if letter.messenger.features.edits and for_all else None
        if status is not None and letter.sent == 0:
            await self._edit(letter, status)
        while letter.sent < len(letter.parcels):
            parcel = letter.parcels[letter.sent]
            message = await letter.messenger.deliver(letter.at, parcel, letter.responder)
            first = message if letter.sent == 0 else first
            letter.sent += 1
        if status is not None and (first is not None or len(letter.parcels) > 1):
            # what took several messages cannot be changed as one
            with suppress(StoreUnavailable):
                alone = first if len(letter.parcels) == 1 else None
                await self._memory.keep_status(letter.at.key, status, alone)

    async def _edit(self, letter: Letter, status: str) -> None:
        """Put its first parcel in the place of the message that shows the status, if there is one."""
        shown = None
        with suppress(StoreUnavailable):
            shown = await self._memory.status(letter.at.key, status)
        if shown is None:
            return
        try:
            await letter.messenger.edit(letter.at, shown, letter.parcels[0])
            letter.sent = 1
        except Undelivered as error:
            if error.reason not in {"gone", "refused"}:
                raise
            if letter.progress:
                # how it ended will be said in a message of its own
                letter.sent = len(letter.parcels)

    def _failed(self, lane: _Lane, letter: Letter, error: Undelivered) -> None:
        newer = [one for one in lane.waiting if one is not letter and one.status == letter.status]
        if letter.status is not None and newer and not letter.sent:
            _replace(lane, letter, newer[-1])
            return
        if error.reason in {"gone", "refused"}:
            self._drop(lane, letter, error.reason)
            return
        pause = min(FIRST_PAUSE_S * 2**letter.failures, LONGEST_PAUSE_S)
        letter.failures += 1
        letter.not_before = self._clock() + max(pause, error.retry_after_s or 0.0)
        if error.reason == "slow_down":
            lane.closed_until = letter.not_before
        if letter.not_before > letter.give_up_at:
            self._drop(lane, letter, error.reason)
        else:
            letter.over(True)

    def _drop(self, lane: _Lane, letter: Letter, why: str) -> None:
        self.dropped += 1
        log.warning("A message to %s was not delivered: %s.", letter.at.messenger, why)
        lane.waiting.remove(letter)
        letter.over(False)


def _replace(lane: _Lane, older: Letter, newer: Letter) -> None:
    """The newer one says it all; somebody may wait for it as for the older."""
    newer.asked = newer.asked or older.asked
    newer.responder = newer.responder if newer.responder is not None else older.responder
    lane.waiting.remove(older)
    older.over(True)


async def _pause(woken: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await woken.wait()
