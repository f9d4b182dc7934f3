"""Ending background tasks."""

import asyncio
import logging

_LOG = logging.getLogger(__name__)

_ASK_AGAIN_S = 0.5


async def end(*tasks: "asyncio.Task[object] | None") -> None:
    """Cancel tasks and wait until all have ended; what one failed with is logged.

    A cancel can get lost: `asyncio.wait_for` of Python 3.11 drops one that comes when what it waits for is
    just done, and redis-py sends every command through it. So it is asked again until it is heard.
    """
    waiting = {task for task in tasks if task is not None}
    while waiting:
        for task in waiting:
            task.cancel()
        ended, waiting = await asyncio.wait(waiting, timeout=_ASK_AGAIN_S)
        for task in ended:
            if not task.cancelled() and (error := task.exception()) is not None:
                _LOG.error("%s had failed", task.get_name(), exc_info=error)
