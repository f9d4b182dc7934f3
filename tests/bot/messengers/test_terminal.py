"""The terminal chat in a real pseudo-terminal, with a screen that is read as a person would."""

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Running, running, state_dir

__all__ = ["running", "state_dir"]
# fixtures

ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>78])")
IN_PROCESS = """
import asyncio, logging, sys
from bot.messengers.terminal import HouseTalk, Terminal
from tests.bot.cli.answering_house import AnsweringHouse
logging.basicConfig(stream=sys.stderr, format="LOG %(message)s")
async def main():
    house = AnsweringHouse()
    async def talk_back():
        while not house.heard:
            await asyncio.sleep(0.01)
        logging.warning("a log line")
        house.later("빨래가 끝났어요", "terminal:mom", "mom")
        house.later("남의 말", "terminal:dad", "dad")
    later = asyncio.create_task(talk_back())
    await Terminal(HouseTalk(house, "mom", "terminal:mom")).run()
    later.cancel()
    logging.warning("after the chat")
asyncio.run(main())
"""


class Screen:
    """A program in a pseudo-terminal of 80 by 24."""

    def __init__(self, *command: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        terminal = {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, **terminal},
            cwd=Path(__file__).parents[3],
        )
        os.close(slave)
        self.shown = ""

    def type(self, text: str) -> None:
        """Type, as a person does: once the program waits for it."""
        os.write(self._master, text.encode())

    def wait_for(self, *texts: str, within_s: float = 30.0) -> str:
        """Wait until all are shown, after what was waited for before; what was shown meanwhile."""
        deadline = time.monotonic() + within_s
        while not all(text in self.shown for text in texts):
            assert time.monotonic() < deadline, f"{texts} are not in {self.shown!r}"
            self._read(0.1)
        end = max(self.shown.index(text) + len(text) for text in texts)
        before, self.shown = self.shown[:end], self.shown[end:]
        return before

    def end(self, within_s: float = 30.0) -> int:
        """Read on until the program ends; its exit code."""
        deadline = time.monotonic() + within_s
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end: {self.shown!r}"
            self._read(0.1)
        self._read(0)
        return self.process.returncode

    def close(self) -> None:
        """End it in any case."""
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _read(self, timeout: float) -> None:
        if select.select([self._master], [], [], timeout)[0]:
            with contextlib.suppress(OSError):  # the other side has closed
                self.shown += ESCAPE.sub("", os.read(self._master, 65536).decode(errors="replace"))


@pytest.fixture
def in_process() -> Iterator[Screen]:
    screen = Screen(sys.executable, "-c", IN_PROCESS)
    yield screen
    screen.close()


@pytest.fixture
def over_http(running: Running) -> Iterator[Screen]:
    screen = Screen(sys.executable, "-m", "bot", "chat")
    yield screen
    screen.close()


def test_a_chat_inside_the_house(in_process: Screen) -> None:
    in_process.wait_for("/quit leaves")
    in_process.wait_for("›")
    in_process.type("세탁기 돌려줘\r")
    in_process.wait_for("답: 세탁기 돌려줘")
    in_process.type("asked\r")
    in_process.wait_for("[1] 네   [2] 아니요")
    in_process.type("1\r")
    in_process.wait_for("버튼 v1:yes")
    in_process.type("1\r")
    in_process.wait_for("답: 1")
    in_process.type("/quit\r")
    assert in_process.end() == 0
    assert "LOG after the chat" in in_process.shown


def test_notices_and_log_lines_appear_above_the_prompt(in_process: Screen) -> None:
    in_process.wait_for("›")
    in_process.type("hi\r")
    in_process.wait_for("LOG a log line", "빨래가 끝났어요")
    in_process.type("still here\r")
    before = in_process.wait_for("답: still here")
    assert "남의 말" not in before
    in_process.wait_for("›")
    in_process.type("\x04")
    assert in_process.end() == 0


def say_unasked(running: Running, text: str) -> None:
    """To mom's terminal, once it listens."""
    deadline = time.monotonic() + 20
    while not running.house.listeners:
        assert time.monotonic() < deadline, "it does not listen"
        time.sleep(0.01)
    running.loop.call_soon_threadsafe(running.house.later, text, "terminal:mom", "mom")


def test_a_number_means_the_same_after_something_was_said(over_http: Screen, running: Running) -> None:
    over_http.wait_for("›")
    over_http.type("asked\r")
    over_http.wait_for("[1] 네   [2] 아니요")
    say_unasked(running, "빨래가 끝났어요")
    over_http.wait_for("[3] 그만")
    over_http.type("1\r")
    over_http.wait_for("버튼 v1:yes")
    over_http.type("3\r")
    over_http.wait_for("답: 3")


def test_what_is_typed_stays_when_something_is_said(over_http: Screen, running: Running) -> None:
    over_http.wait_for("›")
    over_http.type("거실 불")
    over_http.wait_for("거실 불")
    say_unasked(running, "빨래가 끝났어요")
    over_http.wait_for("빨래가 끝났어요")
    over_http.type(" 켜\r")
    over_http.wait_for("답: 거실 불 켜")
    assert running.house.heard[-1].text == "거실 불 켜"
    over_http.wait_for("›")
    over_http.type("\x03")
    assert over_http.end() == 0


def test_a_trouble_is_one_line_and_the_chat_goes_on(over_http: Screen) -> None:
    over_http.wait_for("›")
    over_http.type("crash\r")
    over_http.wait_for("Something went wrong inside Jipsa")
    assert "Traceback" not in over_http.shown
    over_http.type("hi\r")
    over_http.wait_for("답: hi")
    over_http.type("/quit\r")
    assert over_http.end() == 0
