"""Messages wait here and go to the dialects in small slices, so that the socket is read at once."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence

from appliance_bridge.dialects.base import Dialect, Effect, Incoming

_LOG = logging.getLogger(__name__)

_SLICE_S = 0.005
_WAITING = 200_000
_PAYLOAD = 1024 * 1024


class Intake:
    """Hands each message to every dialect and each effect to `on_effect`, in order of arrival."""

    def __init__(
        self, dialects: Sequence[Dialect], on_effect: Callable[[Dialect, Effect, Incoming], None]
    ) -> None:
        self._dialects = dialects
        self._on_effect = on_effect
        self._waiting: deque[Incoming] = deque()
        self._scheduled = False
        self._retained: dict[str, int | None] = {}
        # retained topic of this connection → hash of what it held; None: it is to be looked at again
        self._last_retained = 0.0
        self._skipping = False
        self._left_out = 0

    @property
    def retained_topics(self) -> int:
        """How many topics had a retained message since the connection began."""
        return len(self._retained)

    def put(self, message: Incoming) -> None:
        """Take a message; returns at once."""
        if len(message.payload) > _PAYLOAD or len(self._waiting) >= _WAITING:
            self._left_out += 1
            if self._left_out.bit_count() == 1:
                # the 1st, 2nd, 4th, 8th …: a flood must not become one of log lines
                _LOG.warning("a message to %.200r is left out (%d so far)", message.topic, self._left_out)
            return
        if message.retained:
            self._last_retained = time.monotonic()
        self._waiting.append(message)
        self._schedule()

    def begin(self) -> None:
        """A new connection: what the broker kept comes again."""
        self._retained.clear()
        self._skipping = False

    def skip_known(self, skipping: bool) -> None:
        """While true, retained messages that this connection has brought already are not looked at again."""
        self._skipping = skipping

    def look_again(self, topics: Sequence[str]) -> None:
        """Somebody new listens to these: what the broker kept of them is news again."""
        for one in topics:
            if one in self._retained:
                self._retained[one] = None

    async def settled(self, busy: Callable[[], bool], within_s: float, quiet_s: float) -> None:
        """Wait until retained messages stopped for `quiet_s` and all are worked off, at most `within_s`."""
        begun = time.monotonic()
        while (now := time.monotonic()) - begun < within_s:
            quiet = now - max(begun, self._last_retained)
            if quiet >= quiet_s and not self._waiting and not busy():
                return
            await asyncio.sleep(0.02)

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._work)

    def _work(self) -> None:
        self._scheduled = False
        until = time.monotonic() + _SLICE_S
        while self._waiting:
            message = self._waiting.popleft()
            if not self._known(message):
                self._hand_over(message)
            if time.monotonic() > until:
                break
        if self._waiting:
            self._schedule()

    def _known(self, message: Incoming) -> bool:
        if not message.retained:
            return False
        content = hash(message.payload)
        known = self._skipping and self._retained.get(message.topic) == content
        self._retained[message.topic] = content
        return known

    def _hand_over(self, message: Incoming) -> None:
        for dialect in self._dialects:
            try:
                for effect in dialect.receive(message):
                    self._on_effect(dialect, effect, message)
            except Exception:
                # a dialect must not raise; one that does loses this message, not the house
                _LOG.exception("%s could not take a message to %.200r", dialect.name, message.topic)
