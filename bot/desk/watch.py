"""Notices that files of a folder changed, and that whoever writes them is done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path

from watchfiles import awatch

from appliance_bridge.tasks import end
from nlu.errors import LanguageError
from nlu.yaml_checks import yaml_files

log = logging.getLogger(__name__)

SETTLE_S = 0.2
"""Files that are left alone for so long are whole."""

LOOK_S = 1.0
"""So often a look is taken though nothing was heard: drives of the network tell of no change."""

_STEP_MS, _GROUP_MS = 50, 200

_Sight = tuple[object, ...]


class FolderWatch:
    """Watches one folder, which may come, go and be replaced."""

    def __init__(self, folder: Path, changed: Callable[[], Awaitable[object]]) -> None:
        """changed: called after each change, one call at a time; it does not raise."""
        self._folder = folder
        self._changed = changed
        self._seen: _Sight | None = None
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """From now on; what it holds now is looked at, too."""
        self._watching = asyncio.create_task(self._watch(), name="own words")

    async def stop(self) -> None:
        """No call comes after this."""
        await end(self._watching)

    async def _watch(self) -> None:
        while True:
            places = await asyncio.to_thread(_places, self._folder)
            await self._look()
            try:
                if places:
                    await self._listen(places)
                    continue
            except (OSError, RuntimeError) as error:
                # too many watches on this machine, or a folder that went away just now
                log.debug("cannot listen to %s: %s", self._folder, error)
            await asyncio.sleep(LOOK_S)

    async def _listen(self, places: dict[Path, tuple[int, int]]) -> None:
        """Look whenever the system tells of a change, until the folder is another one."""
        changes = awatch(
            *places, recursive=False, watch_filter=None, step=_STEP_MS, debounce=_GROUP_MS,
            rust_timeout=round(LOOK_S * 1000), yield_on_timeout=True, ignore_permission_denied=True,
        )  # fmt: skip
        async with aclosing(changes):
            async for _ in changes:
                await self._look()
                if await asyncio.to_thread(_places, self._folder) != places:
                    return

    async def _look(self) -> None:
        sight = await asyncio.to_thread(_sight, self._folder)
        if sight == self._seen:
            return
        before = None
        while sight != before:
            before = sight
            await asyncio.sleep(SETTLE_S)
            sight = await asyncio.to_thread(_sight, self._folder)
        self._seen = sight
        await self._changed()


def _places(folder: Path) -> dict[Path, tuple[int, int]]:
    """Which folders these are: itself, and the one around it, which tells when it comes and goes."""
    found = {}
    for path in (folder, folder.parent):
        try:
            state = path.stat()
        except OSError:
            continue
        if path.is_dir():
            found[path] = (state.st_dev, state.st_ino)
    return found


def _sight(folder: Path) -> _Sight:
    """Equal as long as no file was touched."""
    try:
        return tuple(_state(path) for path in yaml_files(folder))
    except LanguageError as error:
        return (str(error),)


def _state(path: Path) -> tuple[object, ...]:
    try:
        state = path.stat()
    except OSError as error:
        return path.name, error.errno
    return path.name, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
