"""The appliances of one home: who they are, what they report, and telling them what to do."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from redis.asyncio import Redis

from appliance_bridge.appliance import Appliance
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Command, CommandResult, Refusal
from appliance_bridge.dialects.base import Described, Dialect, Effect, Incoming, Problem, Publish
from appliance_bridge.effects import Effects
from appliance_bridge.errors import BridgeError
from appliance_bridge.event import CommandEnded, Event
from appliance_bridge.execution import Execution
from appliance_bridge.fanout import Fanout
from appliance_bridge.home import Home
from appliance_bridge.intake import Intake
from appliance_bridge.keys import Keys
from appliance_bridge.ledger import Ledger
from appliance_bridge.ledger_record import Record
from appliance_bridge.override import Override
from appliance_bridge.registry import Registry
from appliance_bridge.state import ApplianceState
from appliance_bridge.state_store import StateStore
from appliance_bridge.subscriptions import Subscriptions
from appliance_bridge.tasks import end
from appliance_bridge.transport import Transport
from appliance_bridge.watch import Watches

_LOG = logging.getLogger(__name__)

_SETTLED_WITHIN_S = 10.0
_READY_WITHIN_S = 5.0
_RECOUNT_FROM = 500
_RECOUNTS = 3
# only a house this big can overrun a broker's queue with what it kept
_DRAIN_S = 2.0
_BROKER_AWAY_S = 120.0
_ANSWERS_WAITING = 500
_QUIET_S = 0.3
# no more kept messages for this long: all are here


class Bridge:
    """One home's appliances behind one broker."""

    def __init__(
        self,
        settings: BrokerSettings,
        redis: "Redis",
        catalogue: Catalogue,
        dialects: Sequence[Dialect],
        home_id: str,
        *,
        clock: Callable[[], float] = time.time,
        client_id: str | None = None,
        partitions: int = 16,
    ) -> None:
        keys = Keys(home_id, partitions)
        self.ledger = Ledger(redis, keys)
        # also for messages that need no command: begin, answer, store_answer
        self._dialects = dialects
        self._status = f"jipsa/{home_id}/status"
        self._home = Home(Registry(), StateStore(redis, keys), catalogue, clock)
        self._intake = Intake(dialects, self._apply)
        self._watches = Watches()
        self._events: Fanout[Event] = Fanout()
        self._transport = Transport(
            settings,
            client_id=client_id or f"jipsa-{home_id}",
            on_message=self._intake.put,
            on_connected=self._on_connected,
            on_disconnected=self._on_disconnected,
            will=Publish(self._status, b"offline", qos=1, retain=True),
        )
        self._subscriptions = Subscriptions(self._transport, self._intake.look_again)
        self._effects = Effects(self._home, self._subscriptions, self._watches, self._events, self._answer)
        self._execution = Execution(
            self._home,
            self.ledger,
            self._transport,
            self._watches,
            lambda one: self._events.tell(CommandEnded(one)),
        )
        self._ready = asyncio.Event()
        self._greeting: asyncio.Task[None] | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._running: dict[str, asyncio.Task[list[CommandResult]]] = {}

    # --- life

    async def start(self) -> None:
        """Load what was kept, end what an earlier process left unsent, begin to connect.

        Raises StoreUnavailable; a broker that is away is tried again for ever.
        """
        await self._home.states.start()
        left = await self._execution.end_unsent(await self.ledger.open_commands())
        for dialect in self._dialects:
            for asked in dialect.subscriptions():
                self._subscriptions.add(dialect.name, asked)
        await self._transport.start()
        self._sweeping = asyncio.create_task(self._sweep(left), name="ledger-sweep")

    async def stop(self) -> None:
        """Let commands under way end (for a few seconds), say good-bye, write what is not yet written."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_DRAIN_S)
        await end(*self._running.values(), *self._answering, self._sweeping, self._greeting)
        await self._execution.stop()
        await self._transport.stop()
        await self._home.states.stop()
        self._events.end()

    @property
    def connected(self) -> bool:
        """Whether a command could leave now."""
        return self._transport.connected

    @property
    def ready(self) -> bool:
        """Whether it is connected and what the broker kept has been read."""
        return self._ready.is_set()

    @property
    def last_error(self) -> str | None:
        """Why there is no connection to the broker, as one plain sentence."""
        return self._transport.last_error

    async def wait_ready(self, within_s: float, *, all_heard: bool = False) -> bool:
        """Wait until `ready` (all_heard: and what came since is taken in); False when it takes longer."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._ready.wait()
                if all_heard:
                    await self._settle(quiet_s=0.0)
                return True
        return False

    async def wait_swept(self) -> None:
        """Wait until every command that an earlier process left on its way has its end."""
        if self._sweeping is not None:
            await asyncio.wait([self._sweeping])

    # --- what is known

    def appliances(self) -> list[Appliance]:
        """All appliances, in the order of their ids."""
        return self._home.registry.all()

    def appliance(self, appliance_id: str) -> Appliance | None:
        """One appliance."""
        return self._home.registry.find(appliance_id)

    def state(self, appliance_id: str) -> ApplianceState:
        """What it reported; empty when it said nothing yet."""
        return self._home.states.get(appliance_id)

    def problems(self) -> list[Problem]:
        """Announcements that cannot be used."""
        return self._effects.problems()

    def described(self) -> list[Described]:
        """All appliances as announced, without overrides, also hidden ones; in the order of their ids."""
        found = {one.appliance.id: one for dialect in self._dialects for one in dialect.described()}
        return [found[one] for one in sorted(found)]

    def events(self) -> AsyncIterator[Event]:
        """Events from this call on; a slow reader loses the oldest."""
        return self._events.listen()

    # --- telling

    def check(self, command: Command) -> Refusal | None:
        """Why the command would be refused now, or None."""
        refusal = self._home.check(command)
        return Refusal("not_connected") if refusal is None and not self.connected else refusal

    def rehearse(self, command: Command) -> tuple[Publish, ...] | Refusal:
        """What would be published for the command now, or why it would be refused; nothing happens."""
        return self._execution.rehearse(command)

    async def execute(self, message_id: str, commands: Sequence[Command]) -> list[CommandResult]:
        """Carry out the commands of a message once; again with the same id, or with none: what came of them.

        Goes on when the caller stops waiting. Raises StoreUnavailable: nothing was done.
        """
        running = self._running.get(message_id)
        if running is None:
            running = asyncio.create_task(self._execute(message_id, commands), name=f"execute-{message_id}")
            self._running[message_id] = running
            running.add_done_callback(lambda done: self._done(message_id, done))
        return await asyncio.shield(running)

    async def _execute(self, message_id: str, commands: Sequence[Command]) -> list[CommandResult]:
        if not commands:
            return await self._execution.before(await self.ledger.commands_of(message_id), ())
        if self.connected:
            # what the broker kept is read before anything is judged
            await self.wait_ready(_READY_WITHIN_S)
        return await self._execution.run(message_id, commands)

    def _done(self, message_id: str, task: "asyncio.Task[list[CommandResult]]") -> None:
        self._running.pop(message_id, None)
        _ = task.cancelled() or task.exception()

    # --- the connection

    def _on_connected(self) -> None:
        self._home.connected_since = self._home.clock()
        self._intake.begin()
        self._greeting = asyncio.create_task(self._greet(), name="greet")

    def _on_disconnected(self, _reason: str) -> None:
        self._ready.clear()
        if self._greeting is not None:
            self._greeting.cancel()

    async def _greet(self) -> None:
        await self._say(Publish(self._status, b"online", qos=1, retain=True))
        await self._settle(quiet_s=0.0)
        # only now, when the broker listens for us: bridges that keep nothing announce themselves in answer
        for dialect in self._dialects:
            for greeting in dialect.greetings():
                await self._say(greeting)
        await self._settle()
        self._ready.set()
        await self._recount()

    def _answer(self, message: Publish) -> None:
        """Publish what a protocol wants to be said in return, in order; never more than a broker can take."""
        if len(self._answering) >= _ANSWERS_WAITING:
            _LOG.warning("too much to answer at once: nothing is said to %.200s", message.topic)
            return
        task = asyncio.create_task(self._say(message), name="answer")
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _say(self, greeting: Publish) -> None:
        try:
            await self._transport.publish(greeting)
        except BridgeError as error:
            _LOG.warning("%s could not be published: %s", greeting.topic, error)

    async def _settle(self, quiet_s: float = _QUIET_S) -> None:
        await self._intake.settled(lambda: self._transport.subscribing, _SETTLED_WITHIN_S, quiet_s)

    async def _recount(self) -> None:
        """Ask a big house again what it kept, while more comes: brokers drop what overruns their queue."""
        self._intake.skip_known(True)
        for _ in range(_RECOUNTS):
            before = self._intake.retained_topics
            if before < _RECOUNT_FROM:
                break
            for dialect in self._dialects:
                for asked in dialect.subscriptions():
                    self._transport.subscribe(asked.filters, asked.qos)
            await self._settle()
            missed = self._intake.retained_topics - before
            if missed <= 0:
                break
            _LOG.warning("the broker had held back %d kept messages; raise its max_queued_messages", missed)
        self._intake.skip_known(False)

    async def _sweep(self, left: Sequence[Record]) -> None:
        if left:
            await self.wait_ready(_BROKER_AWAY_S)
            await asyncio.gather(*(self._execution.judge_sent(record) for record in left))

    # --- what dialects and admins say

    def override(self, overrides: Mapping[str, Override]) -> None:
        """From now on these (appliance id → what the admin says) and no others, whatever was announced.

        Also for appliances that come later. Takes effect at once, with events as for announcements.
        """
        for dialect in self._dialects:
            for effect in dialect.overridden(overrides, self._home.clock()):
                self._effects.take(dialect, effect, retained=True)

    def _apply(self, dialect: Dialect, effect: Effect, message: Incoming) -> None:
        self._effects.take(dialect, effect, retained=message.retained)
