"""The appliances of one home: who they are, what they report, and telling them what to do."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence

from redis.asyncio import Redis

from appliance_bridge.appliance import Appliance
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import Catalogue
from appliance_bridge.command import Command, CommandResult, Refusal
from appliance_bridge.dialects.base import Described, Dialect, Effect, Problem, Publish
from appliance_bridge.effects import Effects
from appliance_bridge.event import CommandEnded, Event
from appliance_bridge.execution import Execution
from appliance_bridge.explaining import together
from appliance_bridge.explanation import Explanation
from appliance_bridge.fanout import Fanout
from appliance_bridge.home import Home
from appliance_bridge.keys import Keys
from appliance_bridge.ledger import Ledger
from appliance_bridge.ledger_record import Record
from appliance_bridge.line import Broker, Discovery, Line
from appliance_bridge.merging import Source
from appliance_bridge.override import Override
from appliance_bridge.overriding import Overriding
from appliance_bridge.picture_store import Kept, PictureStore, Taken
from appliance_bridge.power_watch import TICK_S
from appliance_bridge.registry import Registry
from appliance_bridge.state import ApplianceState
from appliance_bridge.state_store import StateStore
from appliance_bridge.tasks import end
from appliance_bridge.watch import Watches

_READY_WITHIN_S = 5.0
_LOOK_EVERY_S = 0.02
_DRAIN_S = 2.0
_BROKER_AWAY_S = 120.0
MAIN = "mqtt"
"""Name of the home's first broker."""


class Bridge:
    """One home's appliances behind its brokers."""

    def __init__(
        self,
        settings: BrokerSettings,
        redis: "Redis",
        catalogue: Catalogue,
        dialects: Sequence[Dialect],
        home_id: str,
        *,
        others: Sequence[Broker] = (),
        clock: Callable[[], float] = time.time,
        client_id: str | None = None,
        partitions: int = 16,
    ) -> None:
        """`others`: brokers besides the first; an appliance that several know is that of the first."""
        keys = Keys(home_id, partitions)
        self.ledger = Ledger(redis, keys)
        # also for messages that need no command: begin, answer, store_answer
        self._home = Home(
            Registry(catalogue), StateStore(redis, keys), PictureStore(redis, keys, clock), catalogue, clock
        )
        self._watches = Watches()
        self._events: Fanout[Event] = Fanout()
        self._effects = Effects(self._home, self._watches, self._events)
        client = client_id or f"jipsa-{home_id}"
        self._lines: list[Line] = []
        rank = 0
        for broker in (Broker(MAIN, settings, dialects), *others):
            end_of_id = f"-{broker.name}" if self._lines else ""
            sources = [
                Source(rank + at, broker.name, one, end_of_id) for at, one in enumerate(broker.dialects)
            ]
            rank += len(sources)
            line = Line(
                broker,
                sources,
                status=f"jipsa/{home_id}/status",
                client_id=f"{client}{end_of_id}",
                on_effect=self._heard,
                on_connected=self._connected,
            )
            self._lines.append(line)
        self._execution = Execution(
            self._home,
            self.ledger,
            {one.name: one.transport for one in self._lines},
            self._watches,
            lambda one: self._events.tell(CommandEnded(one)),
        )
        self._overriding = Overriding(self._home.registry)
        self._telling: asyncio.Handle | None = None
        self._sweeping: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._running: dict[str, asyncio.Task[list[CommandResult]]] = {}

    # --- life

    async def start(self) -> None:
        """Load what was kept, end what an earlier process left unsent, begin to connect.

        Raises StoreUnavailable; a broker that is away is tried again for ever.
        """
        await self._home.states.start()
        await self._home.pictures.start()
        left = await self._execution.end_unsent(await self.ledger.open_commands())
        for line in self._lines:
            await line.start()
        self._sweeping = asyncio.create_task(self._sweep(left), name="ledger-sweep")
        self._ticking = asyncio.create_task(self._tick(), name="tick")

    async def stop(self) -> None:
        """Let commands under way end (for a few seconds), say good-bye, write what is not yet written."""
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_DRAIN_S)
        await end(*self._running.values(), self._sweeping, self._ticking)
        await self._execution.stop()
        await asyncio.gather(*(line.stop() for line in self._lines))
        await asyncio.gather(self._home.states.stop(), self._home.pictures.stop())
        self._events.end()

    @property
    def connected(self) -> bool:
        """Whether a command could leave now, to any broker."""
        return any(line.connected for line in self._lines)

    @property
    def ready(self) -> bool:
        """Whether what the brokers kept has been read; those that are known to be away are not waited for."""
        return any(line.ready for line in self._lines) and not any(line.undecided for line in self._lines)

    @property
    def last_error(self) -> str | None:
        """Why there is no connection to a broker, one plain sentence each; None while all are there."""
        return " ".join(line.last_error for line in self._lines if line.last_error is not None) or None

    def discovery(self) -> tuple[Discovery, ...]:
        """How far the look around is at each broker, the first one first."""
        known = [self._home.registry.joined(one.id) for one in self.appliances()]
        brokers = [one.parts[0].source.broker for one in known if one is not None]
        return tuple(line.discovery(brokers.count(line.name)) for line in self._lines)

    async def wait_ready(self, within_s: float, *, all_heard: bool = False) -> bool:
        """Wait until `ready` (all_heard: and what came since is taken in); False when it takes longer."""
        until = time.monotonic() + within_s
        if not await self._until(lambda: self.ready, until):
            return False
        if all_heard:
            for line in self._lines:
                if line.ready:
                    await line.settle(quiet_s=0.0)
        return time.monotonic() <= until

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._effects.tick(self._home.clock())

    async def _until(self, so: Callable[[], bool], until: float) -> bool:
        while not so():
            if time.monotonic() > until:
                return False
            await asyncio.sleep(_LOOK_EVERY_S)
        return True

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

    def pictured(self, appliance_id: str) -> Taken | None:
        """From when its picture is; None when there is none."""
        return self._home.pictures.taken(appliance_id)

    async def picture(self, appliance_id: str) -> Kept | None:
        """The newest picture it sent, or None. Raises StoreUnavailable."""
        return await self._home.pictures.read(appliance_id)

    def problems(self) -> list[Problem]:
        """Announcements that cannot be used."""
        return self._effects.problems()

    def described(self) -> list[Described]:
        """All appliances as announced, without overrides, also hidden ones; in the order of their ids."""
        announced = {
            (source.rank, one.appliance.id): one.appliance
            for line in self._lines
            for source in line.sources
            for one in source.dialect.described()
        }
        return self._home.registry.described(announced)

    def explain(self, appliance_id: str) -> Explanation | None:
        """Why it is what it is, as all dialects that know it tell; None when it is not known."""
        known = self._home.registry.joined(appliance_id)
        return None if known is None else together(known, appliance_id)

    def events(self) -> AsyncIterator[Event]:
        """Events from this call on; a slow reader loses the oldest."""
        return self._events.listen()

    # --- telling

    def check(self, command: Command) -> Refusal | None:
        """Why the command would be refused now, or None."""
        return self._execution.why_not(command)

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
        # what the brokers kept is read before anything is judged
        lines = [line for line in self._concerned(commands) if line.connected]
        await self._until(
            lambda: all(line.ready or not line.connected for line in lines),
            time.monotonic() + _READY_WITHIN_S,
        )
        return await self._execution.run(message_id, commands)

    def _done(self, message_id: str, task: "asyncio.Task[list[CommandResult]]") -> None:
        self._running.pop(message_id, None)
        _ = task.cancelled() or task.exception()

    def _concerned(self, commands: Sequence[Command]) -> Sequence[Line]:
        """The lines of these appliances; all while one of them is not known."""
        known = [self._home.registry.joined(one.appliance) for one in commands]
        if None in known:
            return self._lines
        brokers = {part.source.broker for one in known if one is not None for part in one.parts}
        return [line for line in self._lines if line.name in brokers]

    async def _sweep(self, left: Sequence[Record]) -> None:
        if left:
            await self.wait_ready(_BROKER_AWAY_S)
            await asyncio.gather(*(self._execution.judge_sent(record) for record in left))

    # --- what dialects and admins say

    def override(self, overrides: Mapping[str, Override]) -> None:
        """From now on these (appliance id → what the admin says) and no others, whatever was announced.

        Also for appliances that come later. Takes effect at once, with events as for announcements.
        """
        self._overriding.say(overrides)
        self._effects.hide(one for one, said in overrides.items() if said.hidden)
        self._tell_dialects()

    def _tell_dialects(self) -> None:
        self._telling = None
        for line in self._lines:
            for source in line.sources:
                given = self._overriding.news(source)
                told = () if given is None else source.dialect.overridden(given, self._home.clock())
                for effect in told:
                    self._take(line, source, effect, True)

    def _connected(self, broker: str) -> None:
        self._home.connected_since[broker] = self._home.clock()

    def _heard(self, line: Line, source: Source, effect: Effect, retained: bool) -> None:
        others = self._take(line, source, effect, retained)
        if others and not self._overriding.silent and self._telling is None:
            # what an admin said of an appliance may now be about other parts of it
            self._telling = asyncio.get_running_loop().call_soon(self._tell_dialects)

    def _take(self, line: Line, source: Source, effect: Effect, retained: bool) -> bool:
        return self._effects.take(source, effect, line.subscriptions, line.answer, retained=retained)
