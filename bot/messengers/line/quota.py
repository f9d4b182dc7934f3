"""The messages of this month that are counted: answers are free, writing first is not."""

import time
from collections.abc import Awaitable, Callable

from bot.messengers.base import Undelivered

LOW = 20
"""With so few left only what somebody waits for is sent."""

FRESH_S = 600.0


class Quota:
    """How many are left, as LINE last said."""

    def __init__(self) -> None:
        self.left: int | None = None
        # None: unlimited, or not known
        self._looked_at = float("-inf")

    async def look(self, ask: Callable[[], Awaitable[int | None]]) -> None:
        """Ask LINE, unless it said so lately; an outage changes nothing."""
        if time.monotonic() - self._looked_at < FRESH_S:
            return
        try:
            self.left = await ask()
        except Undelivered:
            return
        self._looked_at = time.monotonic()

    def spent(self, exactly: bool) -> None:
        """One was sent. Not exactly: to a group, where each member counts; LINE is asked before the next."""
        if self.left is not None:
            self.left = max(0, self.left - 1)
        if not exactly:
            self._looked_at = float("-inf")

    def require(self, urgent: bool) -> None:
        """Undelivered when one more should not be sent. urgent: somebody waits for it."""
        if self.left is None or self.left > (0 if urgent else LOW):
            return
        some = "are used up" if not self.left else f"are nearly used up ({self.left} left)"
        raise Undelivered("refused", f"LINE's counted messages of this month {some}")
