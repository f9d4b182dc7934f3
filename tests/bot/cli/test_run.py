"""`jipsa run` as a process: found by the other commands, one at a time, gone without a trace."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.embedded.ports import free_port
from tests.bot.cli.conftest import Jipsa
from tests.bot.embedded.processes import alive

READY = re.compile(r"http://127\.0\.0\.1:(\d+)/\?code=")


class House:
    """`jipsa run` on a state folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--state-dir", str(folder), "--port", "0", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.port = 0
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := READY.search(line):
                self.port = int(found[1])
                return
        pytest.fail(f"it did not start: {self.process.communicate()[1]}")

    def servers(self) -> list[int]:
        """The processes below it."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def close(self) -> None:
        """End it in any case."""
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def house(state_dir: Path) -> Iterator[House]:
    running = House(state_dir)
    yield running
    running.close()


def test_is_found_answers_and_ends_without_a_trace(jipsa: Jipsa, house: House, state_dir: Path) -> None:
    assert len(json.loads(jipsa("appliances", "--json").out)) >= 25
    assert jipsa("doctor").code == 0
    servers = house.servers()
    assert len(servers) == 2
    house.process.send_signal(signal.SIGINT)
    _, told = house.process.communicate(timeout=30)
    assert house.process.returncode == 0
    assert "Traceback" not in told
    assert not any(alive(pid) for pid in servers)
    assert not (state_dir / "instance.json").exists()


def test_a_second_one_is_one_sentence(jipsa: Jipsa, house: House, state_dir: Path, tmp_path: Path) -> None:
    same_folder = jipsa("run", "--state-dir", str(state_dir), "--port", "0")
    assert same_folder.code == 1
    assert f"already running on {state_dir} (process {house.process.pid} at http" in same_folder.err
    same_port = jipsa("run", "--state-dir", str(tmp_path / "other"), "--port", str(house.port))
    assert same_port.code == 1
    assert f"Port {house.port} is in use by" in same_port.err
    assert f"(process {house.process.pid})" in same_port.err
    for said in (same_folder, same_port):
        assert said.err.count("\n") == 1


def test_starts_again_after_it_was_killed(jipsa: Jipsa, house: House, state_dir: Path) -> None:
    servers = house.servers()
    house.process.kill()
    house.process.wait()
    assert "No Jipsa runs" in jipsa("say", "hi").err
    again = House(state_dir)
    try:
        assert jipsa("appliances").code == 0
        assert not any(alive(pid) for pid in servers)
    finally:
        again.close()


def test_servers_of_the_config_that_are_away(jipsa: Jipsa, tmp_path: Path, state_dir: Path) -> None:
    file = tmp_path / "jipsa.yaml"
    file.write_text(f"redis: {{url: 'redis://127.0.0.1:{free_port(0)}/0'}}\n")
    said = jipsa("run", "--config", str(file), "--port", "0", "--no-chat")
    assert said.code == 1
    assert "redis.url" in said.err
    assert "Traceback" not in said.err
