"""A home from its start to its end: the log, the greeting, the chat in this terminal, Ctrl-C."""

import asyncio
import gc
import logging
import sys
from contextlib import AsyncExitStack

from appliance_bridge.tasks import end
from bot.app import Home, build
from bot.config import Settings
from bot.options import RunOptions
from bot.redaction import hide_in_logs, secrets_of
from bot.stopping import cut_off_when_stuck, told_to_end

log = logging.getLogger(__name__)


async def run(settings: Settings, options: RunOptions) -> int:
    """Run a home until Ctrl-C or SIGTERM; returns the exit code. Raises UserError."""
    logging.basicConfig(
        level=logging.DEBUG if options.debug else settings.log.level.upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    hide_in_logs(secrets_of(settings))
    for noisy in ("httpx", "httpcore", "uvicorn", "asyncio", "aiohttp", "linebot", "slack_sdk", "slack_bolt"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    with told_to_end() as ended:
        async with AsyncExitStack() as stack:
            try:
                await _live(settings, options, stack, ended)
            finally:
                if ended.is_set():
                    log.info("Stopping.")
                ended.set()
                cut_off_when_stuck()
    return 0


async def _live(settings: Settings, options: RunOptions, stack: AsyncExitStack, ended: asyncio.Event) -> None:
    building = asyncio.create_task(build(settings, options, stack), name="build")
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({building, waiting}, return_when=asyncio.FIRST_COMPLETED)
    await end(waiting)
    if not building.done():
        await end(building)
        return
    home = building.result()
    gc.collect()
    gc.freeze()  # the data that was loaded stays: looking through all of it again and again costs pauses
    _greet(home)
    if options.chat and sys.stdin.isatty():
        await _chat(home, ended)
    else:
        await ended.wait()


def _greet(home: Home) -> None:
    link = f"{home.web.url}/?code={home.auth.new_code(home.owner)}"
    lines = [
        f"Jipsa is running with {len(home.bridge.appliances())} appliances.",
        f"Open the page: {link}",
        *home.notes,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


async def _chat(home: Home, ended: asyncio.Event) -> None:
    # not loaded where nobody types
    from bot.messengers.faces import Faces, load_emoji
    from bot.messengers.terminal import HouseTalk, Terminal

    words = home.wording
    faces = Faces(words, load_emoji()) if words is not None and home.appliances_speak else None
    terminal = Terminal(
        HouseTalk(home.steward, home.owner, f"terminal:{home.owner}"), words=words, faces=faces
    )
    talking = asyncio.create_task(terminal.run())
    waiting = asyncio.create_task(ended.wait())
    await asyncio.wait({talking, waiting}, return_when=asyncio.FIRST_COMPLETED)
    await end(talking, waiting)
