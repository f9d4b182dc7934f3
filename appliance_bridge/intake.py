"""Messages wait here and go to the dialects in small slices, so that the socket is read at once.

Each topic has its share of the computing time. One that floods is heard by its latest message of each second,
so that neither a sensor gone mad nor a device that announces itself over and over starves the house.

States of topics that were heard before come before what is new, so ever new topics hold up no lamp.

While announcements wait, what they make of a device is put off: a house that announces itself piece by piece
is put together once and not once for each piece.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence

from appliance_bridge.dialects.base import Dialect, Effect, Incoming, Problem, Report, Unhurried

_LOG = logging.getLogger(__name__)

_SLICE_S = 0.005
_WAITING = 200_000
_PAYLOAD = 6 * 1024 * 1024
_LARGE = 64 * 1024
_LARGE_WAITING = 64 * 1024 * 1024
# bytes of messages larger than _LARGE, pictures mostly, that may wait
_PERIOD_S = 1.0
_SHARE_S = 0.15
# computing time that the messages of one topic may cost in a period
_WAITING_OF_TOPIC = 2_000
# messages of one topic
_FAMILIAR = 100_000
# topics that come first
_TOLD = 100
# flooding topics are told of, not more
_PUT_OFF_S = 3.0
# longer nothing is put off, however much waits
_PUT_OFF_IN_REPLAY_S = 30.0
# the same while what the broker kept comes in: nobody waits for a part of it
_REPLAY_S = 0.2
# what the broker kept comes in spurts: after so long without any there may be no more


class Intake:
    """Hands each message to every dialect and each effect to `on_effect`, in order of arrival."""

    def __init__(
        self,
        dialects: Sequence[Dialect],
        on_effect: Callable[[Dialect, Effect, Incoming], None],
        *,
        computed: Callable[[], float] = time.thread_time,
    ) -> None:
        """`computed`: seconds of computing so far."""
        self._dialects = [(one, one if isinstance(one, Unhurried) else None) for one in dialects]
        self._unhurried = [one for _, one in self._dialects if one is not None]
        self._on_effect = on_effect
        self._computed = computed
        self._waiting: deque[Incoming] = deque()
        self._first: deque[Incoming] = deque()
        # waits, too, but of topics that were heard before
        self._familiar: set[str] = set()
        # topics that brought states before, not only what the broker kept
        self._scheduled = False
        self._nap: asyncio.TimerHandle | None = None
        # ends when there may be no more
        self._behind_since: float | None = None
        # when the first of what is put off was put off
        self._catching_up = False
        # nothing is heard until nothing is put off
        self._retained: dict[str, int | None] = {}
        # retained topic of this connection → hash of what it held; None: it is to be looked at again
        self._last_retained = 0.0
        self._skipping = False
        self._left_out = 0
        self._cost: dict[str, float] = {}
        # topic → computing time of its messages in this period
        self._waiting_of: dict[str, int] = {}
        # topic → how many of its messages wait
        self._behind: dict[str, int] = {}
        # … not among the first
        self._large = 0
        # bytes of large messages that wait
        self._held: dict[str, Incoming] = {}
        # flooding topic → its latest message, which waits for the next period
        self._later: set[str] = set()
        # those of which that message came after all that wait
        self._told: set[str] = set()  # flooding topics that were told of
        self._period: asyncio.TimerHandle | None = None

    @property
    def retained_topics(self) -> int:
        """How many topics had a retained message since the connection began."""
        return len(self._retained)

    def put(self, message: Incoming) -> None:
        """Take a message; returns at once."""
        too_large = len(message.payload) > _PAYLOAD or _large(message) + self._large > _LARGE_WAITING
        if too_large or len(self._waiting) + len(self._first) >= _WAITING:
            self._left_out += 1
            if self._left_out.bit_count() == 1:
                # the 1st, 2nd, 4th, 8th …: a flood must not become one of log lines
                _LOG.warning("a message to %.200r is left out (%d so far)", message.topic, self._left_out)
            return
        if message.retained:
            self._last_retained = time.monotonic()
        if self._period is None:
            self._period = asyncio.get_running_loop().call_later(_PERIOD_S, self._new_period)
        full = self._waiting_of.get(message.topic, 0) >= _WAITING_OF_TOPIC
        if full or self._floods(message.topic):
            self._hold(message)
        else:
            self._queue(message)

    def begin(self) -> None:
        """A new connection: what the broker kept comes again."""
        self._retained.clear()
        self._held.clear()
        self._later.clear()
        self._skipping = False

    def skip_known(self, skipping: bool) -> None:
        """While true, retained messages that this connection has brought already are not looked at again."""
        self._skipping = skipping

    def look_again(self, topics: Sequence[str]) -> None:
        """Somebody new listens to these: what the broker kept of them is news again."""
        for one in topics:
            if one in self._retained:
                self._retained[one] = None

    async def settled(self, busy: Callable[[], bool], within_s: float, quiet_s: float) -> None:
        """Wait until retained messages stopped for `quiet_s` and all are worked off, at most `within_s`."""
        begun = time.monotonic()
        while (now := time.monotonic()) - begun < within_s:
            quiet = now - max(begun, self._last_retained)
            if quiet >= quiet_s and not self._scheduled and self._behind_since is None and not busy():
                return
            await asyncio.sleep(0.02)

    def _floods(self, topic: str) -> bool:
        # the more of them flood, the less is for each
        return topic in self._held or self._cost.get(topic, 0.0) >= _SHARE_S / (1 + len(self._held))

    def _hold(self, message: Incoming, *, queued: bool = False) -> None:
        """Keep it for the next period, unless a later one is kept; `queued`: it waited before those kept."""
        topic = message.topic
        before = self._held.get(topic)
        if before is not None and topic not in self._told and len(self._told) < _TOLD:
            self._told.add(topic)
            _LOG.warning("%.200r brings more messages than can be worked off; some are left out", topic)
            reason = "So many messages come here that only the latest of each second counts."
            self._on_effect(self._dialects[0][0], Problem(topic, reason), message)
        if before is None or not queued or topic not in self._later:
            self._held[topic] = message
        if not queued:
            self._later.add(topic)

    def _new_period(self) -> None:
        """Every topic has its share again; what was held back is the first to have of it."""
        self._cost.clear()
        held, self._held = self._held, {}
        self._later.clear()
        for message in held.values():
            self._queue(message)
        busy = self._waiting or self._first or held
        loop = asyncio.get_running_loop()
        self._period = loop.call_later(_PERIOD_S, self._new_period) if busy else None

    def _queue(self, message: Incoming) -> None:
        if message.topic in self._familiar and not message.retained and message.topic not in self._behind:
            self._first.append(message)
        else:
            self._waiting.append(message)
            self._behind[message.topic] = self._behind.get(message.topic, 0) + 1
        self._large += _large(message)
        self._waiting_of[message.topic] = self._waiting_of.get(message.topic, 0) + 1
        self._schedule()

    def _schedule(self) -> None:
        if self._nap is not None:
            self._nap.cancel()
            self._nap = None
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._work)

    def _work(self) -> None:
        self._scheduled = False
        until = time.monotonic() + _SLICE_S
        while self._next() is not None or self._behind_since is not None:
            if self._first and not self._owed(self._first[0]):
                self._hear(self._first.popleft())
            elif self._is_due():
                self._catch_up()
            elif self._first:
                self._hear(self._first.popleft())
            elif self._waiting:
                message = self._waiting.popleft()
                _count_off(self._behind, message.topic)
                self._hear(message)
            else:
                self._nap = asyncio.get_running_loop().call_later(_REPLAY_S, self._schedule)
                return
            if time.monotonic() > until:
                break
        if self._next() is not None or self._behind_since is not None:
            self._schedule()

    def _next(self) -> Incoming | None:
        return self._first[0] if self._first else self._waiting[0] if self._waiting else None

    def _hear(self, message: Incoming) -> None:
        self._large -= _large(message)
        _count_off(self._waiting_of, message.topic)
        if self._floods(message.topic):
            self._hold(message, queued=True)
        elif not self._known(message):
            began = self._computed()
            self._hand_over(message)
            self._charge(message, began)

    def _note(self, effect: Effect, message: Incoming) -> None:
        """Only states come first: what is announced counts in the order in which it was said."""
        if not isinstance(effect, Report):
            self._familiar.discard(message.topic)
        elif not message.retained and len(self._familiar) < _FAMILIAR:
            self._familiar.add(message.topic)

    def _charge(self, message: Incoming, began: float) -> None:
        self._cost[message.topic] = self._cost.get(message.topic, 0.0) + self._computed() - began

    def _is_due(self) -> bool:
        """Whether what is put off comes next."""
        if self._behind_since is None or self._catching_up:
            return self._catching_up
        now, coming = time.monotonic(), self._next()
        replay = now - self._last_retained < _REPLAY_S or (coming is not None and coming.retained)
        overdue = now - self._behind_since > (_PUT_OFF_IN_REPLAY_S if replay else _PUT_OFF_S)
        self._catching_up = overdue or (coming is not None and self._owed(coming))
        return self._catching_up or not (coming is not None or replay)

    def _owed(self, message: Incoming) -> bool:
        # something that is put off must be done before it is heard
        return self._behind_since is not None and any(one.owes(message.topic) for one in self._unhurried)

    def _catch_up(self) -> None:
        """One part of what is put off."""
        began = self._computed()
        dialect = next((one for one in self._unhurried if one.behind), None)
        if dialect is None:
            self._behind_since, self._catching_up = None, False
            return
        try:
            due = dialect.catch_up()
            if due is not None:
                message, effects = due
                for effect in effects:
                    self._on_effect(dialect, effect, message)
                self._charge(message, began)
        except Exception:
            _LOG.exception("%s could not make something of what was announced", dialect.name)

    def _known(self, message: Incoming) -> bool:
        if not message.retained:
            return False
        content = hash(message.payload)
        known = self._skipping and self._retained.get(message.topic) == content
        self._retained[message.topic] = content
        return known

    def _hand_over(self, message: Incoming) -> None:
        for dialect, unhurried in self._dialects:
            # what comes next may be about the same device
            more = self._waiting or self._first or message.retained
            hear = unhurried.collect if unhurried is not None and more else dialect.receive
            try:
                for effect in hear(message):
                    self._on_effect(dialect, effect, message)
                    self._note(effect, message)
            except Exception:
                # a dialect must not raise; one that does loses this message, not the house
                _LOG.exception("%s could not take a message to %.200r", dialect.name, message.topic)
        if self._behind_since is None and any(one.behind for one in self._unhurried):
            self._behind_since = time.monotonic()


def _large(message: Incoming) -> int:
    """Its size in bytes when it is a large one, else 0."""
    size = len(message.payload)
    return size if size > _LARGE else 0


def _count_off(counts: dict[str, int], topic: str) -> None:
    left = counts[topic] - 1
    if left:
        counts[topic] = left
    else:
        del counts[topic]
