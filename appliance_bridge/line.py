"""One broker of a home: the connection, what is heard there, and the dialects that are spoken there."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from appliance_bridge.answers import Answers
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.dialects.base import Announced, Dialect, Effect, Incoming, Publish
from appliance_bridge.errors import BridgeError
from appliance_bridge.intake import Intake
from appliance_bridge.merging import Source
from appliance_bridge.subscriptions import Subscriptions
from appliance_bridge.tasks import end
from appliance_bridge.transport import Transport

_LOG = logging.getLogger(__name__)

_SETTLED_WITHIN_S = 30.0
# what a broker kept of a big house takes its time on a busy machine
_RECOUNT_FROM = 500
_RECOUNTS = 3
# only a house this big can overrun a broker's queue with what it kept
_QUIET_S = 0.3
# no more kept messages for this long: all are here


@dataclass(frozen=True, slots=True)
class Broker:
    """A broker and who is listened to there; the dialect named first counts first."""

    name: str
    # [a-z0-9_-]+; ends the ids of its appliances unless it is the home's first
    settings: BrokerSettings
    dialects: Sequence[Dialect]


@dataclass(frozen=True, slots=True)
class Discovery:
    """How far the look around at one broker is."""

    broker: str
    connected: bool
    settled: bool
    # all that the broker kept has been read
    announcements: int
    # descriptions of appliances taken in since the connection began
    appliances: int
    # known there now
    seconds: float
    # since the connection began, until it was settled; 0: there was none yet
    last_error: str | None = None
    # why there is no connection, as one plain sentence


class Line:
    """The way to one broker; comes back by itself for ever."""

    def __init__(
        self,
        broker: Broker,
        sources: Sequence[Source],
        *,
        status: str,
        client_id: str,
        on_effect: "Callable[[Line, Source, Effect, bool], None]",
        on_connected: Callable[[str], None],
    ) -> None:
        """`status`: the topic that says whether we are there. `on_effect` is told whether it was kept."""
        self.name = broker.name
        self.sources = tuple(sources)
        self._source_of = {id(one.dialect): one for one in sources}
        self._on_effect = on_effect
        self._on_connected = on_connected
        self._status = status
        self._intake = Intake([one.dialect for one in sources], self._heard)
        self.transport = Transport(
            broker.settings,
            client_id=client_id,
            on_message=self._intake.put,
            on_connected=self._connected,
            on_disconnected=self._disconnected,
            will=Publish(status, b"offline", qos=1, retain=True),
        )
        self.subscriptions = Subscriptions(self.transport, self._intake.look_again)
        self._answers = {one.rank: Answers(self._say) for one in sources}
        self._ready = False
        self._greeting: asyncio.Task[None] | None = None
        self._announcements = 0
        self._began: float | None = None
        self._took = 0.0

    # --- life

    async def start(self) -> None:
        """Begin to connect; returns at once."""
        for source in self.sources:
            for asked in source.dialect.subscriptions():
                self.subscriptions.add(source.rank, asked)
        await self.transport.start()

    async def stop(self) -> None:
        """Say good-bye."""
        await end(self._greeting, *(one.task for one in self._answers.values()))
        await self.transport.stop()

    @property
    def connected(self) -> bool:
        """Whether a command could leave now."""
        return self.transport.connected

    @property
    def ready(self) -> bool:
        """Whether it is connected and what the broker kept has been read."""
        return self._ready

    @property
    def undecided(self) -> bool:
        """Whether it may soon be ready: it is not known to be away."""
        return not self._ready and self.last_error is None

    @property
    def greeted(self) -> bool:
        """Whether all is done that is done once after connecting."""
        return self._greeting is None or self._greeting.done()

    @property
    def last_error(self) -> str | None:
        """Why there is no connection to the broker, as one plain sentence."""
        return self.transport.last_error

    def discovery(self, appliances: int) -> Discovery:
        """How far it is; `appliances`: how many are known there."""
        took = self._took if self._ready or self._began is None else time.monotonic() - self._began
        return Discovery(
            self.name, self.connected, self._ready, self._announcements, appliances, took, self.last_error
        )

    def answer(self, source: Source, message: Publish) -> None:
        """Publish what a protocol wants to be said in return, in order; never more than a broker can take."""
        self._answers[source.rank].put(message)

    async def settle(self, quiet_s: float = _QUIET_S) -> None:
        """Wait until what the broker kept is here and taken in."""
        await self._intake.settled(lambda: self.transport.subscribing, _SETTLED_WITHIN_S, quiet_s)

    # --- the connection

    def _heard(self, dialect: Dialect, effect: Effect, message: Incoming) -> None:
        if isinstance(effect, Announced):
            self._announcements += 1
        self._on_effect(self, self._source_of[id(dialect)], effect, message.retained)

    def _connected(self) -> None:
        self._on_connected(self.name)
        self._announcements = 0
        self._began = time.monotonic()
        self._intake.begin()
        self._greeting = asyncio.create_task(self._greet(), name="greet")

    def _disconnected(self, _reason: str) -> None:
        self._ready = False
        self._began = None
        if self._greeting is not None:
            self._greeting.cancel()
        for one in self._answers.values():
            one.clear()

    async def _greet(self) -> None:
        await self._say(Publish(self._status, b"online", qos=1, retain=True))
        await self.settle(quiet_s=0.0)
        # only now, when the broker listens for us: bridges that keep nothing announce themselves in answer
        for source in self.sources:
            for greeting in source.dialect.greetings():
                await self._say(greeting)
        await self.settle()
        self._took = 0.0 if self._began is None else time.monotonic() - self._began
        self._ready = True
        await self._recount()

    async def _say(self, message: Publish) -> None:
        try:
            await self.transport.publish(message)
        except BridgeError as error:
            _LOG.warning("%s could not be published: %s", message.topic, error)

    async def _recount(self) -> None:
        """Ask a big house again what it kept, while more comes: brokers drop what overruns their queue."""
        self._intake.skip_known(True)
        for _ in range(_RECOUNTS):
            before = self._intake.retained_topics
            if before < _RECOUNT_FROM:
                break
            for source in self.sources:
                for asked in source.dialect.subscriptions():
                    self.transport.subscribe(asked.filters, asked.qos)
            await self.settle()
            missed = self._intake.retained_topics - before
            if missed <= 0:
                break
            _LOG.warning("the broker had held back %d kept messages; raise its max_queued_messages", missed)
        self._intake.skip_known(False)
