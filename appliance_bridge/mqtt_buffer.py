"""A socket that is emptied at once, whatever the reader has time for.

Brokers drop what their queue does not hold while the socket takes nothing, also of the thousands of messages
that they kept. Reading them out of the kernel costs next to nothing, taking them in does not.
"""

import ssl
from typing import Any

_AT_ONCE = 256 * 1024
_MOST = 64 * 1024 * 1024
# bytes that may wait; more stays in the kernel


class BufferedSocket:
    """Stands for a socket (or TLS socket) that does not block; what it has received waits here."""

    def __init__(self, inner: Any) -> None:
        """Around this socket."""
        self._inner = inner
        self._waiting = bytearray()
        self._read = 0
        # how much of it was read

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def drain(self) -> None:
        """Take all that has come; what goes wrong is for the next `recv`."""
        del self._waiting[: self._read]
        self._read = 0
        try:
            while len(self._waiting) < _MOST and (came := self._inner.recv(_AT_ONCE)):
                self._waiting += came
        except (OSError, ValueError):
            return

    def recv(self, size: int) -> bytes:
        """As of a socket."""
        if self._read >= len(self._waiting):
            self._waiting = bytearray(self._inner.recv(max(size, _AT_ONCE)))
            self._read = 0
        found = bytes(self._waiting[self._read : self._read + size])
        self._read += len(found)
        return found

    def pending(self) -> int:
        """How much can be read though the kernel has no more."""
        hidden = self._inner.pending() if isinstance(self._inner, ssl.SSLSocket) else 0
        return len(self._waiting) - self._read + hidden
