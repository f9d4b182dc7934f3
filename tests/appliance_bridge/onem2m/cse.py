"""A real CSE (acmecse) in an environment of its own: `python -m tests.appliance_bridge.onem2m.cse` makes it."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.servers import Server, free_port

VARIABLE = "JIPSA_ACME_ENV"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_USUAL = Path(__file__).parents[3] / ".cache" / "acme"
_READY_WITHIN_S = 60.0
_CONFIG = """\
[basic.config]
cseType=IN
cseID=id-in
cseName=cse-in
adminID=CAdmin
networkInterface=127.0.0.1
cseHost=127.0.0.1
httpPort={http}
httpAddress=http://127.0.0.1:{http}
databaseType=memory
logLevel=error
consoleTheme=dark
secret=tests
[mqtt]
enable=true
address=127.0.0.1
port={mqtt}
[textui]
startWithTUI=false
"""


def environment() -> Path:
    """The folder of the environment."""
    told = os.environ.get(VARIABLE)
    return Path(told).expanduser() if told else _USUAL


class Acme(Server):
    """It listens to HTTP before it listens to MQTT, and takes its time on a busy computer."""

    def start(self) -> None:
        """Start and wait until it says that it has."""
        log = self.folder / "server.log"
        guard = shutil.which("setpriv")
        prefix = [guard, "--pdeathsig", "KILL"] if guard else []
        with log.open("wb") as out:
            command = [*prefix, *self.command]
            self.process = subprocess.Popen(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        end = time.monotonic() + _READY_WITHIN_S
        while "CSE started" not in log.read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"acmecse did not start:\n{log.read_text()}")
            time.sleep(0.05)


def acme_server(folder: Path, mqtt_port: int) -> Acme:
    """A CSE that forgets everything when it ends, at this broker; its absence skips the test, and fails in CI."""
    program = environment() / "bin" / "acmecse"
    if not program.exists():
        problem = "acmecse is not installed; run: python -m tests.appliance_bridge.onem2m.cse"
        if os.environ.get("CI") == "true":
            pytest.fail(problem)
        pytest.skip(problem)
    port = free_port()
    config = folder / "acme.ini"
    config.write_text(_CONFIG.format(http=port, mqtt=mqtt_port))
    options = ["--headless", "--http", "--mqtt", "--db-type", "memory", "--log-level", "error"]
    return Acme([str(program), *options, "-dir", str(folder), "--config", config.name], port, folder)


def main() -> None:
    """Make the environment, unless it is there as the requirements say."""
    folder = environment()
    stamp = folder / "requirements.txt"
    if stamp.exists() and stamp.read_text() == REQUIREMENTS.read_text():
        return
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
    python = str(folder / "bin" / "python")
    subprocess.run(
        [*uv, "pip", "install", "--quiet", "--python", python, "-r", str(REQUIREMENTS)], check=True
    )
    stamp.write_text(REQUIREMENTS.read_text())


if __name__ == "__main__":
    main()
