"""How far a long work is: one line that changes, or, where nobody watches, a line now and then."""

import sys
import time
from typing import TextIO

EVERY_S = 10.0


class Progress:
    """Told as often as one likes; says it as often as is good to read."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._live = self._stream.isatty()
        self._what = ""
        self._began = self._said = 0.0
        self._width = 0

    def show(self, what: str, done: int, of: int) -> None:
        """So much of it is done; of: 0 while that is not known yet."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._began, self._said = what, now, now
        took = int(now - self._began)
        line = f"{what}: {f'{done} of {of}' if of else 'getting ready'} ({took // 60}:{took % 60:02})"
        if self._live:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        elif now - self._said >= EVERY_S:
            self._stream.write(line + "\n")
            self._said = now
        self._stream.flush()

    def clear(self) -> None:
        """Before something else is written."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0
