"""Our own Rasa server: its own process and Python, on this computer only, watched and started again."""

import asyncio
import logging
import os
import secrets
import shutil
import signal
from pathlib import Path

from appliance_bridge.tasks import end
from bot.embedded.child import Child
from bot.embedded.ports import free_port, listens
from bot.errors import UserError
from bot.rasa.client import RasaClient, RasaUnavailable
from bot.rasa.environment import Environment

log = logging.getLogger(__name__)

HOST = "127.0.0.1"
PREFERRED_PORT = 18831
# below those that systems give to outgoing connections
START_TIMEOUT_S = 180.0
FIRST_DELAY_S, LONGEST_DELAY_S = 5.0, 300.0
LOOK_EVERY_S = 0.25
TOKEN_VARIABLE = "RASA_AUTH_TOKEN"  # noqa: S105 (a name)
# whoever lists the processes of a computer sees their arguments, but not their variables
PROGRAM = f"""\
import os, sys
os.nice(5)  # the home is quicker than its second opinion
sys.argv = [*sys.argv, "--auth-token=" + os.environ.pop("{TOKEN_VARIABLE}")]  # it may begin with a hyphen
from rasa.__main__ import main
main()
"""


class RasaServer:
    """One server process without a model; whoever has one gives it to `client`.

    It takes long to start and may fall over at any time: nobody waits for it.
    """

    def __init__(self, folder: Path, environment: Environment, timeout_s: float) -> None:
        """folder: its own (log, lock, temporary files). timeout_s: of a parse."""
        self.problem: str | None = None
        # why it does not start: one sentence
        self.log_file = folder / f"{folder.name}.log"
        token = secrets.token_urlsafe(24)
        self.client = RasaClient(f"http://{HOST}:{PREFERRED_PORT}", token, timeout_s)
        self._folder = folder
        self._environment = environment
        self._port = 0
        self._came_up: int | None = None
        # the process that answered once
        self._child = Child(
            "Rasa server",
            folder,
            self._command,
            ready=self._answers,
            explain=_explain,
            environment=environment.variables(threads=1)
            | {"TMPDIR": str(self._temporary), TOKEN_VARIABLE: token},
            start_timeout_s=START_TIMEOUT_S,
            stop_signal=signal.SIGKILL,
        )
        self._starting: asyncio.Task[None] | None = None

    @property
    def started(self) -> bool:
        """Whether somebody wants it to run."""
        return self._starting is not None

    @property
    def pid(self) -> int | None:
        """Its process, also while it does not answer yet."""
        return self._child.pid

    @property
    def came_up(self) -> bool:
        """Whether the process that runs now has answered before; else it is still starting."""
        return self.pid is not None and self.pid == self._came_up

    def start(self) -> None:
        """Bring it up in the background; again and again if it must be."""
        self._starting = asyncio.create_task(self._start(), name="start Rasa")

    async def stop(self) -> None:
        """End it."""
        starting, self._starting = self._starting, None
        await end(starting)
        await self._child.stop()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def kill(self, why: str) -> None:
        """End the process; another one is started."""
        if self.pid is not None:
            log.warning("The Rasa server (process %s) is killed: %s.", self.pid, why)
            os.kill(self.pid, signal.SIGKILL)

    async def _start(self) -> None:
        delay = FIRST_DELAY_S
        while True:
            try:
                self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                await self._child.start()
            except (UserError, OSError) as error:
                self.problem = str(error)
                log.warning("%s Trying again in %.0f s.", self.problem, delay)
            else:
                self.problem = None
                return  # from now on the child watches itself
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY_S)

    def _command(self) -> list[str]:
        """For one start; what an earlier one left half unpacked goes."""
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.mkdir(parents=True, mode=0o700)
        self._port = free_port(PREFERRED_PORT, HOST)
        self.client.url = f"http://{HOST}:{self._port}"
        options = ["--enable-api", "--interface", HOST, "--port", str(self._port), "--quiet"]
        return [str(self._environment.python), "-c", PROGRAM, "run", *options]

    async def _answers(self) -> bool:
        await asyncio.sleep(LOOK_EVERY_S)
        if self.pid is None or not listens(self.pid, self._port):
            return False  # a stranger may have taken the port in the same moment
        try:
            await self.client.status()
        except RasaUnavailable:
            return False
        self._came_up = self.pid
        return True

    @property
    def _temporary(self) -> Path:
        return self._folder / "tmp"


def _explain(said: str) -> str | None:
    if "No module named 'rasa'" in said or "No module named rasa" in said:
        return "Rasa is not installed where it is looked for: run `jipsa nlu setup`."
    if "MemoryError" in said or "Cannot allocate memory" in said:
        return "There is too little memory for Rasa, which needs about 1 GB: free some."
    if "No space left on device" in said:
        return "The disk is full, so Rasa cannot start: make room."
    return None
