"""The end of a home: every part gets a moment, none holds up the rest, and who insists is obeyed at once."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from types import FrameType

log = logging.getLogger(__name__)

ALL_WITHIN_S = 8.0
PART_WITHIN_S = 4.0
SHORTEST_S = 0.5
# what the last parts get when the first took all the time
CUT_OFF_AFTER_S = 10.0
SAME_PRESS_S = 0.3
# a wrapper that passes Ctrl-C on lets one press come twice
INSISTED = 130
# exit code after a second Ctrl-C


class Stops:
    """How the parts of one home stop; the stack calls them, the last one first."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack
        self._until: float | None = None
        # loop time; known from the first stop on

    def add(self, part: str, stop: Callable[[], Awaitable[None]]) -> None:
        """Stop this part when its turn comes; `part` names it in the log if it does not end."""
        self._stack.push_async_callback(self._stop, part, stop)

    async def _stop(self, part: str, stop: Callable[[], Awaitable[None]]) -> None:
        now = asyncio.get_running_loop().time()
        if self._until is None:
            self._until = now + ALL_WITHIN_S
        within = min(PART_WITHIN_S, max(SHORTEST_S, self._until - now))
        stopping = asyncio.ensure_future(stop())
        done, _ = await asyncio.wait({stopping}, timeout=within)
        if not done:
            log.error("The %s did not stop within %.1f s; going on without it.", part, within)
            stopping.cancel()
        elif not stopping.cancelled() and (error := stopping.exception()) is not None:
            log.error("The %s did not stop in order.", part, exc_info=error)


@contextlib.contextmanager
def told_to_end() -> Iterator[asyncio.Event]:
    """An event that the first Ctrl-C or SIGTERM sets; the next one ends the process on the spot.

    On Linux the servers that came along are told so by the kernel; elsewhere the next start ends them.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    first: float | None = None

    def tell(_number: int, _frame: FrameType | None) -> None:
        nonlocal first
        now = time.monotonic()
        if ended.is_set() or first is not None:
            if first is None or now - first > SAME_PRESS_S:
                os._exit(INSISTED)
            return
        first = now
        loop.call_soon_threadsafe(ended.set)

    # not the loop's own handlers: those wait for the loop, which may be what hangs
    before = {number: signal.signal(number, tell) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ended
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def cut_off_when_stuck() -> None:
    """From now on this process ends, whatever hangs in it: a thread looks whether the loop gets closed."""
    loop = asyncio.get_running_loop()

    def watch() -> None:
        until = time.monotonic() + CUT_OFF_AFTER_S
        while not loop.is_closed():
            if time.monotonic() > until:
                log.error("Something did not end within %.0f s; ending without it.", CUT_OFF_AFTER_S)
                os._exit(1)
            time.sleep(0.05)

    threading.Thread(target=watch, name="cut off", daemon=True).start()
