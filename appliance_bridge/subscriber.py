"""Asks the broker for topics, one request at a time."""

import time
from collections.abc import Callable, Sequence
from itertools import islice

_AT_ONCE = 64
_ANSWER_WITHIN_S = 10.0

Filter = tuple[str, int]
"""Topic filter and QoS."""


class Subscriber:
    """Each wildcard alone, other topics in batches, and the next request only after the answer.

    A broker replays retained messages for each filter; asked for all at once its queue overruns and it drops
    some without a word. A topic that is asked for again while it waits is asked for once.
    """

    def __init__(self, send: Callable[[Sequence[Filter]], int | None]) -> None:
        # send: passes one request on and returns its message id, None when it could not
        self._send = send
        self._wildcards: dict[str, int] = {}
        self._topics: dict[str, int] = {}
        # what waits, in order → QoS
        self._asked: tuple[int, float, list[Filter]] | None = None
        # message id, when, what

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return self._asked is not None or bool(self._wildcards or self._topics)

    def subscribe(self, filters: Sequence[Filter]) -> None:
        """Ask for these after those that already wait."""
        for name, qos in filters:
            waiting = self._wildcards if "+" in name or "#" in name else self._topics
            waiting[name] = qos
        self._next()

    def forget(self, filters: Sequence[str]) -> None:
        """Do not ask for these any more."""
        for name in filters:
            self._wildcards.pop(name, None)
            self._topics.pop(name, None)

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
        while self._asked is None and (batch := self._batch()):
            message_id = self._send(batch)
            if message_id is not None:
                self._asked = (message_id, time.monotonic(), batch)

    def _batch(self) -> list[Filter]:
        """What to ask for next; it waits no longer."""
        waiting, most = (self._wildcards, 1) if self._wildcards else (self._topics, _AT_ONCE)
        batch = list(islice(waiting.items(), most))
        for name, _ in batch:
            del waiting[name]
        return batch
