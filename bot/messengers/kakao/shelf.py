"""What came too late for its answer, kept until it is asked for: a channel may not write first."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.messengers.base import Parcel
from bot.messengers.recent import Recent

KEPT_S = 600.0
_CHATS = 500
_PARCELS = 12


@dataclass(slots=True)
class _Place:
    until: float
    parcels: list[Parcel] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)


class Shelf:
    """Parcels by chat."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._places: Recent[str, _Place] = Recent(_CHATS)

    def open(self, chat: str) -> None:
        """Somebody wrote there, and may ask for what comes too late."""
        place = self._place(chat) or _Place(0.0)
        place.until = self._clock() + KEPT_S
        self._places[chat] = place

    def is_open(self, chat: str) -> bool:
        """Whether something may still come."""
        return self._place(chat) is not None

    def put(self, chat: str, parcels: Sequence[Parcel]) -> bool:
        """Keep them, the newest; False: nobody there will ask."""
        place = self._place(chat)
        if place is None:
            return False
        place.parcels = [*place.parcels, *parcels][-_PARCELS:]
        place.came.set()
        return True

    def take(self, chat: str) -> list[Parcel]:
        """All that is kept there, oldest first; it is kept no more."""
        place = self._place(chat)
        if place is None:
            return []
        found, place.parcels = place.parcels, []
        place.came.clear()
        return found

    async def wait(self, chat: str, seconds: float) -> None:
        """Until something is kept there, at most so long."""
        place = self._place(chat)
        if place is not None:
            try:
                await asyncio.wait_for(place.came.wait(), max(0.0, seconds))
            except TimeoutError:
                return

    def _place(self, chat: str) -> _Place | None:
        place = self._places.get(chat)
        return place if place is not None and place.until > self._clock() else None
