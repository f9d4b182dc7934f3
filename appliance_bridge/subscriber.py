"""Asks the broker for topics, one request at a time."""

import time
from collections import deque
from collections.abc import Callable, Sequence

_AT_ONCE = 64
_ANSWER_WITHIN_S = 10.0

Filter = tuple[str, int]
"""Topic filter and QoS."""


class Subscriber:
    """Each wildcard alone and the next one only after the answer.

    A broker replays retained messages for each filter; asked for all at once its queue overruns and it drops
    some without a word.
    """

    def __init__(self, send: Callable[[Sequence[Filter]], int | None]) -> None:
        # send: passes one request on and returns its message id, None when it could not
        self._send = send
        self._waiting: deque[list[Filter]] = deque()
        self._asked: tuple[int, float, list[Filter]] | None = None
        # message id, when, what

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._asked is not None or bool(self._waiting)

    def subscribe(self, filters: Sequence[Filter]) -> None:
        """Ask for these after those that already wait."""
        plain: list[Filter] = []
        for pair in filters:
            if "+" in pair[0] or "#" in pair[0]:
                self._waiting.append([pair])
            else:
                plain.append(pair)
        for start in range(0, len(plain), _AT_ONCE):
            self._waiting.append(plain[start : start + _AT_ONCE])
        self._next()

    def forget(self, filters: Sequence[str]) -> None:
        """Do not ask for these any more."""
        gone = set(filters)
        left = ([pair for pair in batch if pair[0] not in gone] for batch in self._waiting)
        self._waiting = deque(batch for batch in left if batch)

    def answered(self, message_id: int, refused: Sequence[bool]) -> list[str]:
        """The broker answered; returns the filters it refused."""
        if self._asked is None or self._asked[0] != message_id:
            return []
        _, _, batch = self._asked
        self._asked = None
        self._next()
        return [name for (name, _), no in zip(batch, refused, strict=False) if no]

    def tick(self) -> None:
        """Go on without an answer that does not come."""
        if self._asked is not None and time.monotonic() - self._asked[1] > _ANSWER_WITHIN_S:
            self._asked = None
            self._next()

    def _next(self) -> None:
        while self._asked is None and self._waiting:
            batch = self._waiting.popleft()
            message_id = self._send(batch)
            if message_id is not None:
                self._asked = (message_id, time.monotonic(), batch)
