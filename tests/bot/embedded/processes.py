"""A parent process to kill, and what is left of its children."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
ORPHANS = "import bot.embedded.child as child; child.dying_with = lambda parent: None; "
# as on a system that cannot end children with their parent


class Parent:
    """Runs parent.py; `facts` are what it told: url, port, store and broker (process ids)."""

    def __init__(self, folder: Path, *, orphans: bool = False) -> None:
        start = f"import runpy, sys; sys.argv = ['parent', {str(folder)!r}]; "
        start += f"runpy.run_path({str(HERE / 'parent.py')!r})"
        root = HERE.parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-c", (ORPHANS if orphans else "") + start],
            stdout=subprocess.PIPE,
            cwd=root,
            text=True,
        )
        assert self._process.stdout is not None
        self.facts = json.loads(self._process.stdout.readline())

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    async def children_gone(self) -> bool:
        """Whether all servers ended within five seconds."""
        deadline = time.monotonic() + 5
        while any(alive(self.facts[name]) for name in ("store", "broker")):
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(0.02)
        return True

    def end_children(self) -> None:
        """For tests that make orphans."""
        for name in ("store", "broker"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.facts[name], signal.SIGKILL)


def alive(pid: int | None) -> bool:
    """Whether the process exists and is more than a zombie."""
    if pid is None:
        return False
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
