"""A server process of ours: it dies with us, is watched, and is started again when it falls over."""

import asyncio
import contextlib
import ctypes
import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from appliance_bridge.tasks import end
from bot.errors import UserError

log = logging.getLogger(__name__)

START_TIMEOUT_S = 60.0
# a store with years of history may take long to load
STOP_TIMEOUT_S = 3.0
# killing is safe: what it was told is in its files already
TAKE_OVER_TIMEOUT_S = 5.0
STEADY_S = 10.0
# a child that ran this long and fell is started again at once
MAX_DELAY_S = 30.0
LOG_LIMIT = 1_000_000
# bytes; a longer log is put aside at the next start
PR_SET_PDEATHSIG = 1


class Child:
    """One server process in its own folder (log, lock, data).

    The process itself holds the lock of the folder for as long as it lives, so a server left over from a
    killed parent is always seen, and is ended before ours starts. Only the holder of the Instance may.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        command: Sequence[str] | Callable[[], Sequence[str]],
        *,
        ready: Callable[[], Awaitable[bool]],
        explain: Callable[[str], str | None] = lambda _: None,
        environment: Mapping[str, str] | None = None,
        start_timeout_s: float = START_TIMEOUT_S,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        """command: made anew for each start if it is a function (a port may be taken by then).

        ready: whether it serves now. explain: the plain sentence for what its log says when it fails.
        environment: its variables; None: ours. stop_signal: SIGKILL for one that has nothing to save.
        """
        self.name = name
        self.log_file = folder / f"{folder.name}.log"
        self._folder = folder
        self._command = command if callable(command) else lambda: command
        self._ready = ready
        self._explain = explain
        self._environment = environment
        self._start_timeout_s = start_timeout_s
        self._stop_signal = stop_signal
        self._process: asyncio.subprocess.Process | None = None
        self._watcher: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it and wait until it serves. Raises UserError with what its log says."""
        await self._launch()
        self._watcher = asyncio.create_task(self._watch(), name=f"watch {self.name}")

    async def stop(self) -> None:
        """Ask it to end, wait until it has; nothing is started again."""
        watcher, self._watcher = self._watcher, None
        await end(watcher)
        await self._end()

    async def _launch(self) -> None:
        command = self._command()
        with (self._folder / "lock").open("a+b") as lock:
            await self._take_over(lock, command[0])
            log_start = self._put_long_log_aside()
            with self.log_file.open("ab") as output:
                self._process = await asyncio.create_subprocess_exec(
                    *command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                    cwd=self._folder,
                    env=self._environment,
                    pass_fds=(lock.fileno(),),
                    start_new_session=True,  # the terminal's Ctrl-C is for us: we stop our servers last
                    preexec_fn=dying_with(os.getpid()),
                )
            lock.truncate(0)
            lock.write(str(self._process.pid).encode())
        try:
            await self._wait_until_ready(log_start)
        except BaseException:
            await self._end()
            raise

    async def _take_over(self, lock: BinaryIO, program: str) -> None:
        """Own the lock, ending the server that a killed parent may have left behind."""
        if _locked(lock):
            return
        await _poll(lambda: _locked(lock), timeout_s=0.3)  # it is most likely just ending
        for sig in (signal.SIGTERM, signal.SIGKILL):
            lock.seek(0)
            holder = lock.read(20)
            pid = int(holder) if holder.isdigit() else 0
            if _runs(pid, program):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, sig)
            if await _poll(lambda: _locked(lock), timeout_s=TAKE_OVER_TIMEOUT_S):
                log.info("The %s of an earlier run was still there and has been ended.", self.name)
                return
        raise UserError(
            f"The {self.name} of an earlier run (process {pid}) still holds {self._folder} and does not end: "
            "end that process, then start again."
        )

    def _put_long_log_aside(self) -> int:
        """Where this start's lines will begin."""
        if not self.log_file.exists():
            return 0
        if self.log_file.stat().st_size > LOG_LIMIT:
            self.log_file.replace(self.log_file.with_suffix(".log.1"))
            return 0
        return self.log_file.stat().st_size

    async def _wait_until_ready(self, log_start: int) -> None:
        deadline = time.monotonic() + self._start_timeout_s
        while self.pid is not None:
            if await self._ready():
                return
            if time.monotonic() > deadline:
                raise UserError(
                    f"The {self.name} did not answer within {self._start_timeout_s:.0f} s; its log is "
                    f"{self.log_file}."
                )
            await asyncio.sleep(0.01)
        with self.log_file.open("rb") as output:
            output.seek(log_start)
            said = output.read().decode(errors="replace")
        last_line = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "nothing")
        raise UserError(
            self._explain(said)
            or f"The {self.name} did not start; the last line of its log {self.log_file} is: {last_line}"
        )

    async def _watch(self) -> None:
        delay = 0.0
        while self._process is not None:
            began = time.monotonic()
            code = await self._process.wait()
            if time.monotonic() - began > STEADY_S:
                delay = 0.0
            log.warning("The %s stopped by itself (exit %s); starting it again.", self.name, code)
            while True:
                await asyncio.sleep(delay)
                delay = min(max(0.2, delay * 2), MAX_DELAY_S)
                try:
                    await self._launch()
                    break
                except (UserError, OSError) as error:
                    log.error("%s Trying again in %.0f s.", error, delay)

    async def _end(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        try:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(self._stop_signal)
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            log.warning("The %s does not end; killing it.", self.name)
        finally:
            # also when nobody waits for it any more
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await process.wait()


def dying_with(parent: int) -> Callable[[], None] | None:
    """What the child does before it becomes the server: it ends, saving, when its parent is killed."""
    if sys.platform != "linux":
        return None  # elsewhere the next start ends what was left behind
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def before_exec() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec


def _locked(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _runs(pid: int, program: str) -> bool:
    """Whether that process is still that program: a number may have passed on to a stranger."""
    if pid <= 0:
        return False
    try:
        return Path(program).name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return sys.platform != "linux"


async def _poll(condition: Callable[[], bool], *, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
