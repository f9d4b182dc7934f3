"""A whole Jipsa as its users have it: a process, its command line, its HTTP API."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

START_WITHIN_S = 60.0
END_WITHIN_S = 20.0


def wait_for(what: Callable[[], Any], within_s: float = 15.0, hint: Callable[[], str] = str) -> Any:
    """What `what` gives as soon as it gives something true; fails when it does not."""
    end = time.monotonic() + within_s
    while True:
        got = what()
        if got:
            return got
        assert time.monotonic() < end, f"not so within {within_s} s. {hint()}"
        time.sleep(0.02)


class House:
    """`jipsa run` in a process of its own, on a folder of its own; may be started again after its end."""

    def __init__(self, folder: Path, config: Path | str | None = None, *options: str) -> None:
        """config: a file, or the text of one."""
        self.folder = folder
        self.state_dir = folder / "state"
        self.output, self.log = folder / "output.txt", folder / "log.txt"
        if isinstance(config, str):
            file = folder / "config.yaml"
            file.write_text(config, "utf-8")
            file.chmod(0o600)
            config = file
        self.config = config
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None
        self._http: httpx.Client | None = None

    # --- its life

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()

    def launch(self) -> subprocess.Popen[bytes]:
        """Start it and do not wait."""
        named = [] if self.config is None else ["--config", str(self.config)]
        arguments = ["run", "--no-chat", "--state-dir", str(self.state_dir), *named, *self.options]
        if "--port" not in self.options:
            arguments += ["--port", "0"]
        with self.output.open("ab") as output, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                stdin=subprocess.DEVNULL, stdout=output, stderr=log, env=self.env(),
            )  # fmt: skip
        return self.process

    def start(self) -> Self:
        """Start it and wait until it says that it is there, and has heard of all its simulated appliances."""
        self.output.write_bytes(b"")
        process = self.launch()

        def there() -> bool:
            assert process.poll() is None, f"ended with {process.returncode}: {self.log.read_text()}"
            return "Open the page: " in self.output.read_text()

        wait_for(there, START_WITHIN_S, self.log.read_text)
        self._http = httpx.Client(
            base_url=self.info["url"], headers={"Authorization": f"Bearer {self.info['token']}"},
            timeout=90, trust_env=False,
        )  # fmt: skip
        wait_for(lambda: not self._unheard(), START_WITHIN_S, lambda: str(self._unheard()))
        return self

    def _unheard(self) -> set[str]:
        """Simulated appliances that the house has not heard of yet: the slower the machine, the longer it takes."""
        simulated = self.http.get("/api/v1/simulator")
        if simulated.status_code != 200:
            return set()
        heard = {one["id"] for one in self.appliances() if one["online"] is not None and one["state"]}
        return {one["id"] for one in simulated.json()["appliances"]} - heard

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or another signal; its exit code."""
        if self.process is None:
            raise RuntimeError("it was not started")
        self.process.send_signal(how)
        return self.process.wait(END_WITHIN_S)

    def kill(self) -> None:
        """kill -9; its servers have to notice by themselves."""
        if self._http is not None:
            self._http.close()
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(END_WITHIN_S)

    @property
    def info(self) -> dict[str, Any]:
        """What it tells its own command line."""
        return dict(json.loads((self.state_dir / "instance.json").read_text()))

    def servers(self) -> list[int]:
        """Processes that work on its folder, itself not among them."""
        mark, found = os.fsencode(self.state_dir), []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
                running = (process / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
            except OSError:
                continue
            if mark in command and b"\0run\0" not in command and running:
                found.append(int(process.name))
        return found

    # --- its API

    @property
    def http(self) -> httpx.Client:
        """Its API, with the token."""
        if self._http is None:
            raise RuntimeError("it was not started")
        return self._http

    def post(self, **body: Any) -> httpx.Response:
        """POST /api/v1/messages."""
        return self.http.post("/api/v1/messages", json=body)

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        """Say something as mom; the answer."""
        response = self.post(**{"text": text, "sender": "mom", "chat": "test", **more})
        assert response.status_code == 200, response.text
        return dict(response.json())

    def appliance(self, appliance_id: str) -> dict[str, Any]:
        """One appliance."""
        response = self.http.get(f"/api/v1/appliances/{appliance_id}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    def appliances(self) -> list[dict[str, Any]]:
        """All appliances."""
        return list(self.http.get("/api/v1/appliances").json())

    def state(self, appliance_id: str, key: str) -> Any:
        """One value that an appliance reported."""
        return self.appliance(appliance_id)["state"].get(key)

    def simulate(self, appliance_id: str, **situation: object) -> None:
        """Change the situation of a simulated appliance."""
        response = self.http.patch(f"/api/v1/simulator/appliances/{appliance_id}", json=situation)
        assert response.status_code == 200, response.text

    # --- its command line

    def jipsa(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command that finds it by the state folder."""
        return jipsa(*arguments, env=self.env(JIPSA_STATE_DIR=str(self.state_dir)))

    def env(self, **more: str) -> dict[str, str]:
        """The environment of its processes: nothing of this machine's own Jipsa."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("JIPSA_")}
        return {**inherited, "HOME": str(self.folder), "PYTHONUNBUFFERED": "1", **more}


def jipsa(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """One run of the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, timeout=60, check=False,
    )  # fmt: skip


def one_sentence(text: str) -> str:
    """The text, when it is one plain line and no traceback."""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    assert "Traceback" not in text and "Error(" not in text, text
    return lines[0]


def results(answer: dict[str, Any]) -> Sequence[tuple[str, str, str]]:
    """(appliance, action, result) of an answer's commands."""
    return [(one["appliance"], one["action"], one["result"]) for one in answer["commands"]]
