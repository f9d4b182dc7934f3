"""Real servers for tests, on free ports of this computer; they end with the test run, even a killed one."""

import getpass
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_READY_WITHIN_S = 10.0


def need(program: str) -> str:
    """Path of a program; its absence skips the test, and fails it in CI."""
    path = shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if path is not None:
        return path
    if os.environ.get("CI") == "true":
        pytest.fail(f"{program} is not installed")
    pytest.skip(f"{program} is not installed")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass(slots=True)
class Server:
    """A process that listens on a port; the same port after each start."""

    command: list[str]
    port: int
    folder: Path
    host: str = "127.0.0.1"
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        """Start and wait until it listens."""
        guard = shutil.which("setpriv")
        prefix = [guard, "--pdeathsig", "KILL"] if guard else []
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(prefix + self.command, cwd=self.folder, stdout=log, stderr=log)
        until = time.monotonic() + _READY_WITHIN_S
        while not self._listens():
            if self.process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"{self.command[0]} did not start:\n{(self.folder / 'server.log').read_text()}")
            time.sleep(0.01)

    def stop(self) -> None:
        """End it in order."""
        self._end(hard=False)

    def kill(self) -> None:
        """kill -9."""
        self._end(hard=True)

    def _end(self, *, hard: bool) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        if hard:
            process.kill()
        else:
            process.terminate()
        process.wait(timeout=_READY_WITHIN_S)

    def _listens(self) -> bool:
        try:
            with socket.create_connection((self.host, self.port), timeout=1):
                return True
        except OSError:
            return False


def mosquitto_server(folder: Path, *config: str) -> Server:
    """A mosquitto with its own defaults and these lines of config; not started."""
    program = need("mosquitto")
    port = free_port()
    lines = [f"listener {port} 127.0.0.1", f"user {getpass.getuser()}", *config]
    if not any(line.startswith("allow_anonymous") for line in config):
        lines.append("allow_anonymous true")
    file = folder / "mosquitto.conf"
    file.write_text("\n".join(lines) + "\n")
    return Server([program, "-c", str(file)], port, folder)


def redis_server(folder: Path, *options: str) -> Server:
    """A redis-server without a file on disk unless options say so; not started."""
    port = free_port()
    base = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    return Server([need("redis-server"), *base, *options], port, folder)
