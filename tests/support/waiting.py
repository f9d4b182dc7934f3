"""Waiting for something to become true, with a bound."""

import asyncio
import time
from collections.abc import Callable


async def until(what: Callable[[], object], within_s: float = 10.0) -> None:
    """Return as soon as `what()` is true; fail when it does not become so."""
    end = time.monotonic() + within_s
    while not what():
        assert time.monotonic() < end, f"not so within {within_s} s"
        await asyncio.sleep(0.01)
