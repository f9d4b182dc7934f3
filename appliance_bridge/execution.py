"""Carrying out commands: the ledger before the wire, the reported state after it."""

import asyncio
import logging
import time
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from appliance_bridge.command import Command, CommandResult, Refusal, Result
from appliance_bridge.dialects.base import Publish
from appliance_bridge.errors import (
    BadTopic,
    BrokerRefused,
    DeadlinePassed,
    NotAcknowledged,
    NotConnected,
    StoreUnavailable,
    UnknownAppliance,
    Unsupported,
)
from appliance_bridge.goal import Goal
from appliance_bridge.home import Home
from appliance_bridge.ledger import Accepted, Duplicate, Ledger
from appliance_bridge.ledger_record import EndState, Record
from appliance_bridge.merging import Part
from appliance_bridge.state import ApplianceState
from appliance_bridge.tasks import end
from appliance_bridge.transport import Transport
from appliance_bridge.trespass import check_trespass
from appliance_bridge.verdict import judged, reported, unseen
from appliance_bridge.watch import Seen, Watches

_LOG = logging.getLogger(__name__)

_DEADLINE_S = 10.0
# for commands that have none, and for the safe direction, which is never too late
_RETRY_S = 1.0
_ANNOUNCED_WITHIN_S = 10.0
_STARTS = (("run_control", "start"), ("run_control", "resume"))


class Execution:
    """Carries out accepted commands, each at most once."""

    def __init__(
        self,
        home: Home,
        ledger: Ledger,
        transports: Mapping[str, Transport],
        watches: Watches,
        on_ended: Callable[[CommandResult], None],
    ) -> None:
        self._home = home
        self._ledger = ledger
        self._transports = transports
        # broker → the way there
        self._watches = watches
        self._on_ended = on_ended
        self._turns: dict[str, asyncio.Lock] = {}
        self._unwritten: set[asyncio.Task[None]] = set()

    async def run(self, message_id: str, commands: Sequence[Command]) -> list[CommandResult]:
        """Accept the commands of a message and carry them out, or say what came of them the first time.

        In order for one appliance, side by side for different ones. Raises StoreUnavailable: nothing done.
        """
        until = {command.id: self._too_late_at(command) for command in commands}
        by_appliance: dict[str, list[Command]] = {}
        for command in commands:
            by_appliance.setdefault(command.appliance, []).append(command)
        firsts = [some[0] for some in by_appliance.values()]
        accepted = await self._accept(message_id, commands, [one for one in firsts if self._could_leave(one)])
        if isinstance(accepted, Duplicate):
            return await self.before(accepted, commands)
        results = await asyncio.gather(
            *(self._in_order(some, until, accepted.left) for some in by_appliance.values())
        )
        ended = {one.command.id: one for some in results for one in some}
        return [ended[command.id] for command in commands]

    async def _accept(
        self, message_id: str, commands: Sequence[Command], leaving: Sequence[Command]
    ) -> Accepted | Duplicate:
        """Write them down; those that passed the gate with it have the turn of their appliance."""
        for one in leaving:
            # free, so this does not wait
            await self._turn(one).acquire()
        left: Container[str] = ()
        try:
            ids = {one.id for one in leaving}
            accepted = await self._ledger.accept(message_id, commands, self._home.clock(), ids)
            if isinstance(accepted, Accepted):
                left = accepted.left
            return accepted
        finally:
            for one in leaving:
                if one.id not in left:
                    self._turn(one).release()

    def rehearse(self, command: Command) -> tuple[Publish, ...] | Refusal:
        """What `run` would put on the wire for the command alone, or why it would not; nothing happens."""
        if self._too_late_at(command) <= time.monotonic():
            return self.why_not(command) or Refusal("too_late")
        prepared = self._prepared(command)
        return prepared if isinstance(prepared, Refusal) else prepared[1]

    async def before(self, duplicate: Duplicate, commands: Sequence[Command]) -> list[CommandResult]:
        """What came of the commands of a message that was seen before."""
        given = {command.id: command for command in commands}
        results = []
        for command_id in duplicate.commands:
            record = await self._ledger.record(command_id)
            if record is not None:
                results.append(record.result or CommandResult(record.command, "pending"))
            elif command_id in given:
                results.append(CommandResult(given[command_id], "timed_out", Refusal("unknown_state")))
        return results

    # --- one command

    async def _in_order(
        self, commands: Sequence[Command], until: Mapping[str, float], left: Container[str]
    ) -> list[CommandResult]:
        results: list[CommandResult] = []
        for command in commands:
            failed = next((one for one in results if one.result in ("refused", "timed_out")), None)
            if failed is not None and (command.capability, command.action) in _STARTS:
                # never start with a programme or temperature that could not be set
                refusal = failed.refusal or Refusal("unknown_state", {"after": failed.command.action})
                results.append(await self.end(CommandResult(command, "refused", refusal)))
            else:
                results.append(await self._one(command, until[command.id], command.id in left))
        return results

    async def _one(self, command: Command, until: float, left: bool) -> CommandResult:
        """left: it has passed the gate and has its appliance's turn."""
        turn, has_turn, sent = self._turn(command), left, left
        try:
            prepared = self._prepared(command)
            if isinstance(prepared, Refusal):
                return await self.end(CommandResult(command, "refused", prepared))
            goal = self._home.goal(command)
            seen_as = goal or Goal({}, {})
            with self._watches.watching(command.appliance, seen_as, self._state(command)) as watch:
                if not left:
                    has_turn = await turn.acquire()
                    why_not = await self._ledger.mark_sent(command.id, self._home.clock())
                    if why_not is not None:
                        return await self.end(CommandResult(command, "refused", Refusal(why_not)))
                    sent = True
                watch.arm(self._state(command))
                refusal, acknowledged = await self._publish(*prepared, until)
                turn.release()
                has_turn = False
                if refusal is not None:
                    return await self.end(CommandResult(command, "refused", refusal))
                if goal is None:
                    return await self.end(unseen(command, self._state(command), acknowledged=acknowledged))
                seen = await watch.wait(self._home.confirm_within(command))
            return await self.end(judged(command, seen, self._state(command), self._home.check(command)))
        except StoreUnavailable:
            # without the ledger nothing acts
            return await self.end(
                CommandResult(command, "refused", Refusal("not_connected", {"detail": "store"}))
            )
        except Exception:
            _LOG.exception("command %s failed", command.id)
            result: Result = "timed_out" if sent else "refused"
            return await self.end(CommandResult(command, result, Refusal("unknown_state")))
        finally:
            if has_turn:
                turn.release()

    def _turn(self, command: Command) -> asyncio.Lock:
        """Held from the gate until it has left, so that commands leave in the order in which they passed."""
        return self._turns.setdefault(command.appliance, asyncio.Lock())

    def _could_leave(self, command: Command) -> bool:
        """Whether nothing holds it, nor is another one of its appliance leaving."""
        return not self._turn(command).locked() and self.why_not(command) is None

    def _state(self, command: Command) -> ApplianceState:
        return self._home.states.get(command.appliance)

    def why_not(self, command: Command) -> Refusal | None:
        """Why the command may not leave now, or None."""
        refusal = self._home.check(command)
        if refusal is not None:
            return refusal
        speaker = self._home.registry.speaker(command.appliance, command.capability)
        return None if self._transport(speaker).connected else Refusal("not_connected")

    def _transport(self, speaker: Part) -> Transport:
        return self._transports[speaker.source.broker]

    def _too_late_at(self, command: Command) -> float:
        """Monotonic time at which it is too late: a clock that is set back makes no command younger."""
        left = command.deadline - self._home.clock() if command.deadline else _DEADLINE_S
        return time.monotonic() + (max(left, _DEADLINE_S) if command.risk == "safe" else left)

    def _prepared(self, command: Command) -> tuple[Transport, tuple[Publish, ...]] | Refusal:
        """The messages of this command, all ready to leave now, and which way; or why it may not go."""
        refusal = self.why_not(command)
        if refusal is not None:
            return refusal
        try:
            speaker = self._home.registry.speaker(command.appliance, command.capability)
            transport = self._transport(speaker)
            encoded = speaker.source.dialect.encode(
                speaker.appliance.id,
                command.capability,
                command.action,
                command.arguments,
                self._state(command),
            )
            messages = tuple(replace(one, qos=max(1, one.qos), retain=False) for one in encoded)
            for one in messages:
                transport.check(one)
            check_trespass(command, messages, speaker, self._home)
        except UnknownAppliance:
            return Refusal("unknown_appliance")
        except Unsupported as error:
            return Refusal("unsupported", {"detail": error.detail})
        except BadTopic as error:
            return Refusal("unsupported", {"detail": f"the topic {error} cannot be used"})
        return (transport, messages) if messages else Refusal("unsupported", {"detail": ""})

    async def _publish(
        self, transport: Transport, messages: Sequence[Publish], until: float
    ) -> tuple[Refusal | None, bool]:
        """Send all messages of a command.

        Returns a refusal only when certainly nothing was done, and whether the broker acknowledged all.
        """
        for index, message in enumerate(messages):
            try:
                await transport.publish(message, deadline=time.time() + until - time.monotonic())
                continue
            except NotAcknowledged:
                return None, False
            except NotConnected:
                refusal = Refusal("not_connected")
            except DeadlinePassed:
                refusal = Refusal("too_late")
            except BrokerRefused as error:
                refusal = Refusal("broker_refused", {"detail": error.reason})
            return (refusal if index == 0 else None), False
        return None, True

    # --- ends

    async def end(self, result: CommandResult, state: EndState | None = None) -> CommandResult:
        """Write the end and tell; when the store is away it is written as soon as it is back."""
        try:
            await self._ledger.finish(result, self._home.clock(), state)
        except StoreUnavailable:
            task = asyncio.create_task(self._write_later(result, state))
            self._unwritten.add(task)
            task.add_done_callback(self._unwritten.discard)
        self._on_ended(result)
        return result

    async def _write_later(self, result: CommandResult, state: EndState | None) -> None:
        while True:
            await asyncio.sleep(_RETRY_S)
            try:
                await self._ledger.finish(result, self._home.clock(), state)
            except StoreUnavailable:
                continue
            return

    async def stop(self) -> None:
        """Give up writing; the next start ends what is open."""
        await end(*self._unwritten)

    # --- what an earlier process left open

    async def end_unsent(self, records: Sequence[Record]) -> list[Record]:
        """Commands that had not left end as failed; returns those that had left."""
        for record in records:
            if record.state == "ACCEPTED":
                await self.end(CommandResult(record.command, "refused", Refusal("restarted")))
        return [record for record in records if record.state == "SENT"]

    async def judge_sent(self, record: Record) -> None:
        """A command that was on its way: never sent again, only compared with what the appliance reports."""
        command = record.command
        await self._home.registry.known(command.appliance, _ANNOUNCED_WITHIN_S)
        state, goal = self._state(command), self._home.goal(command)
        seen: Seen | None = None
        if goal is not None:
            with self._watches.watching(command.appliance, goal, state) as watch:
                watch.arm(state)
                seen = await watch.wait(self._home.confirm_within(command))
        done = seen in ("reached", "unchanged")
        result: Result = "confirmed" if done else "timed_out"
        refusal = None if done else Refusal("restarted")
        await self.end(CommandResult(command, result, refusal, reported(command, self._state(command))))
