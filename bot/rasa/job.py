"""One run of Rasa beside the house: behind everything else in line, watched, and never longer than us."""

import os
import re
import select
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.embedded.child import dying_with
from bot.errors import UserError
from bot.rasa.environment import Environment

NICE = 10
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_PROGRESS = re.compile(r"^(?:Epochs:)?\s*\d+%\|.*?\|\s*(\d+)/(\d+)\s*\[")
_RAISED = re.compile(r"^[A-Za-z_][\w.]*(Error|Exception|Exit|Invalid\w*)\b(: .+)?$")
_LOGGED = re.compile(r"^[-\d]+ [\d:]+ (ERROR|CRITICAL)\s+\S+\s+- (.+)$")


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is."""

    done: int = 0
    of: int = 0
    # 0: it is still getting ready, which takes a minute


def run_rasa(
    environment: Environment,
    arguments: list[str],
    folder: Path,
    log: Path,
    *,
    threads: int,
    step: Callable[[Step], None] = lambda _: None,
) -> None:
    """Run `rasa …` in this folder until it ends; what it says is added to the log; step is told every second.

    Raises UserError with its last meaningful line when it fails. It is ended when anything is raised here.
    """
    with (
        _started(environment, arguments, folder, threads) as process,
        log.open("a", encoding="utf-8") as kept,
    ):
        try:
            said = _followed(process, kept.write, step)
            code = process.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # all it made lies in its folder
            raise
    if code:
        raise UserError(_explained(code, said, log))


def _started(
    environment: Environment, arguments: list[str], folder: Path, threads: int
) -> "subprocess.Popen[bytes]":
    ends_with_us = dying_with(os.getpid())

    def before_exec() -> None:
        os.nice(NICE)
        if ends_with_us is not None:
            ends_with_us()

    return subprocess.Popen(  # noqa: S603
        environment.command(*arguments),
        cwd=folder,
        env=environment.variables(threads=threads) | {"TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,  # the terminal's Ctrl-C is for us: we end it
        preexec_fn=before_exec,
    )


def _followed(
    process: "subprocess.Popen[bytes]", keep: Callable[[str], object], step: Callable[[Step], None]
) -> list[str]:
    lines = []
    now = Step()
    for line in _lines(process):
        if line is not None and (match := _PROGRESS.match(line)):
            now = Step(int(match[1]), int(match[2]))
        elif line:
            keep(line + "\n")
            lines.append(line)
        step(now)
    return lines


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[str | None]:
    """As they come, None for a second without; a progress bar writes its line anew with a carriage return."""
    if process.stdout is None:
        return
    rest = b""
    while True:
        if not select.select([process.stdout], [], [], 1.0)[0]:
            yield None
            continue
        chunk = os.read(process.stdout.fileno(), 65536)
        if not chunk:
            break
        *whole, rest = re.split(rb"[\r\n]+", rest + chunk)
        yield from map(_readable, whole)
    yield _readable(rest)


def _readable(line: bytes) -> str:
    return _COLOUR.sub("", line.decode(errors="replace")).rstrip()


def _explained(code: int, said: list[str], log: Path) -> str:
    if any("No space left on device" in line for line in said):
        return "The disk is full: make room (a training takes about 1 GB), then train again."
    if code == -signal.SIGKILL:
        return "Rasa was killed while it worked, most likely for want of memory: it takes about 2 GB."
    return f"Rasa gave up: {_last_meaningful(said)} (its whole log: {log})"


def _last_meaningful(said: list[str]) -> str:
    for line in reversed(said):
        if _RAISED.match(line):
            return line
        if match := _LOGGED.match(line):
            return match[2]
    return said[-1].strip() if said else "it said nothing"
