"""Requests that wait for their response: a bounded table, and a queue so that a CSE is not flooded."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from appliance_bridge.dialects.base import Publish
from appliance_bridge.dialects.onem2m.primitives import Line, Request

Purpose = Literal["register", "renew", "discover", "retrieve", "subscribe", "known", "update"]
_EXPIRES_S = 30.0
_AT_ONCE = 16
# requests of ours that a CSE works on at the same time; commands do not wait for them
_MAX_WAITING = 512


@dataclass(slots=True)
class Asked:
    """One request on its way."""

    purpose: Purpose
    about: str
    # path of what it is about
    request: Request
    since: float | None = None
    # when something was first heard after it; there is no other clock here


class Exchange:
    """What was asked and not yet answered."""

    def __init__(self, line: Line, run: str) -> None:
        """`run`: makes request identifiers of this run unlike those of any other."""
        self._line = line
        self._run = run
        self._count = 0
        self._open: dict[str, Asked] = {}
        self._queue: deque[Asked] = deque()

    def ask(self, asked: Asked) -> Sequence[Publish]:
        """The message, now or when others have been answered."""
        if asked.purpose in ("update", "register"):
            return (self._sent(asked),)
        if len(self._queue) < _MAX_WAITING:
            self._queue.append(asked)
        return self._released()

    def answered(self, rqi: str) -> Asked | None:
        """What this is the response to, once; None: to nothing of ours."""
        return self._open.pop(rqi, None)

    def heard(self, at: float) -> Sequence[Publish]:
        """Time has gone on to `at`: forgets what nobody answered, and says what may be asked now."""
        for rqi, asked in list(self._open.items()):
            if asked.since is None or asked.since > at:
                asked.since = at
            elif at - asked.since > _EXPIRES_S:
                del self._open[rqi]
        return self._released()

    def open(self, purpose: Purpose) -> Sequence[Asked]:
        """What is asked for this purpose and not answered, also what still waits in the queue."""
        return [one for one in (*self._open.values(), *self._queue) if one.purpose == purpose]

    def clear(self) -> None:
        """Nothing is on its way any more."""
        self._open.clear()
        self._queue.clear()

    def _released(self) -> Sequence[Publish]:
        messages = []
        while self._queue and len(self._open) < _AT_ONCE:
            messages.append(self._sent(self._queue.popleft()))
        return messages

    def _sent(self, asked: Asked) -> Publish:
        self._count += 1
        rqi = f"{self._run}-{self._count}"
        while len(self._open) >= _MAX_WAITING:
            del self._open[next(iter(self._open))]
        self._open[rqi] = asked
        return self._line.request(asked.request, rqi, registers=asked.purpose == "register")
