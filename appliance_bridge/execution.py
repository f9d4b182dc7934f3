"""Carrying out commands: the ledger before the wire, the reported state after it."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from appliance_bridge.capability import Value
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
from appliance_bridge.ledger import Duplicate, Ledger
from appliance_bridge.ledger_record import EndState, Record
from appliance_bridge.tasks import end
from appliance_bridge.transport import Transport
from appliance_bridge.watch import Seen, Watches

_LOG = logging.getLogger(__name__)

_DEADLINE_S = 10.0
# for commands that have none, and for the safe direction, which is never too late
_TOLD = 60
_RETRY_S = 1.0
_ANNOUNCED_WITHIN_S = 10.0
_STARTS = (("run_control", "start"), ("run_control", "resume"))


class Execution:
    """Carries out accepted commands, each at most once."""

    def __init__(
        self,
        home: Home,
        ledger: Ledger,
        transport: Transport,
        watches: Watches,
        on_ended: Callable[[CommandResult], None],
    ) -> None:
        self._home = home
        self._ledger = ledger
        self._transport = transport
        self._watches = watches
        self._on_ended = on_ended
        self._locks: dict[str, asyncio.Lock] = {}
        self._unwritten: set[asyncio.Task[None]] = set()

    async def run(self, commands: Sequence[Command]) -> list[CommandResult]:
        """Carry out accepted commands: in order for one appliance, side by side for different ones."""
        until = {command.id: self._too_late_at(command) for command in commands}
        by_appliance: dict[str, list[Command]] = {}
        for command in commands:
            by_appliance.setdefault(command.appliance, []).append(command)
        results = await asyncio.gather(*(self._in_order(some, until) for some in by_appliance.values()))
        ended = {one.command.id: one for some in results for one in some}
        return [ended[command.id] for command in commands]

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

    async def _in_order(self, commands: Sequence[Command], until: Mapping[str, float]) -> list[CommandResult]:
        results: list[CommandResult] = []
        for command in commands:
            failed = next((one for one in results if one.result in ("refused", "timed_out")), None)
            if failed is not None and (command.capability, command.action) in _STARTS:
                # never start with a programme or temperature that could not be set
                refusal = failed.refusal or Refusal("unknown_state", {"after": failed.command.action})
                results.append(await self.end(CommandResult(command, "refused", refusal)))
            else:
                results.append(await self._one(command, until[command.id]))
        return results

    async def _one(self, command: Command, until: float) -> CommandResult:
        sent = False
        try:
            refusal = self._home.check(command)
            if refusal is None and not self._transport.connected:
                refusal = Refusal("not_connected")
            if refusal is not None:
                return await self.end(CommandResult(command, "refused", refusal))
            messages = self._encode(command)
            goal = self._home.goal(command)
            state = self._home.states.get(command.appliance)
            with self._watches.watching(command.appliance, goal or Goal({}, {}), state) as watch:
                async with self._locks.setdefault(command.appliance, asyncio.Lock()):
                    why_not = await self._ledger.mark_sent(command.id, self._home.clock())
                    if why_not is not None:
                        return await self.end(CommandResult(command, "refused", Refusal(why_not)))
                    sent = True
                    watch.arm(self._home.states.get(command.appliance))
                    refusal, acknowledged = await self._publish(messages, until)
                if refusal is not None:
                    return await self.end(CommandResult(command, "refused", refusal))
                if goal is None:
                    return await self.end(self._unseen(command, acknowledged))
                seen = await watch.wait(self._home.confirm_within(command))
            return await self.end(self._judge(command, seen))
        except Unsupported as error:
            return await self.end(
                CommandResult(command, "refused", Refusal("unsupported", {"detail": error.detail}))
            )
        except StoreUnavailable:
            # without the ledger nothing acts
            return await self.end(
                CommandResult(command, "refused", Refusal("not_connected", {"detail": "store"}))
            )
        except Exception:
            _LOG.exception("command %s failed", command.id)
            result: Result = "timed_out" if sent else "refused"
            return await self.end(CommandResult(command, result, Refusal("unknown_state")))

    def _too_late_at(self, command: Command) -> float:
        """Monotonic time at which it is too late: a clock that is set back makes no command younger."""
        left = command.deadline - self._home.clock() if command.deadline else _DEADLINE_S
        return time.monotonic() + (max(left, _DEADLINE_S) if command.risk == "safe" else left)

    def _encode(self, command: Command) -> Sequence[Publish]:
        try:
            dialect = self._home.registry.speaker(command.appliance)
        except UnknownAppliance as error:
            # gone since it was checked
            raise Unsupported(command.appliance, command.capability, command.action) from error
        messages = dialect.encode(
            command.appliance,
            command.capability,
            command.action,
            command.arguments,
            self._home.states.get(command.appliance),
        )
        if not messages:
            raise Unsupported(command.appliance, command.capability, command.action)
        return messages

    async def _publish(self, messages: Sequence[Publish], until: float) -> tuple[Refusal | None, bool]:
        """Send all messages of a command.

        Returns a refusal only when certainly nothing was done, and whether the broker acknowledged all.
        """
        for index, message in enumerate(messages):
            message = replace(message, qos=max(1, message.qos), retain=False)
            try:
                await self._transport.publish(message, deadline=time.time() + until - time.monotonic())
                continue
            except NotAcknowledged:
                return None, False
            except NotConnected:
                refusal = Refusal("not_connected")
            except DeadlinePassed:
                refusal = Refusal("too_late")
            except BadTopic as error:
                refusal = Refusal("unsupported", {"detail": f"the topic {error} cannot be used"})
            except BrokerRefused as error:
                refusal = Refusal("broker_refused", {"detail": error.reason})
            return (refusal if index == 0 else None), False
        return None, True

    def _unseen(self, command: Command, acknowledged: bool) -> CommandResult:
        """A command that nothing reported can show."""
        if acknowledged:
            return CommandResult(command, "sent", None, self._reported(command))
        return CommandResult(command, "timed_out", Refusal("not_connected"), self._reported(command))

    def _judge(self, command: Command, seen: Seen | None) -> CommandResult:
        reported = self._reported(command)
        if seen == "reached":
            return CommandResult(command, "confirmed", None, reported)
        if seen == "unchanged":
            # true, but not shown to be our doing
            return CommandResult(command, "confirmed", Refusal("already"), reported)
        if seen == "offline":
            return CommandResult(command, "timed_out", Refusal("offline"), reported)
        if seen == "broken":
            code = self._home.states.get(command.appliance).value("error.code")
            return CommandResult(
                command, "refused", Refusal("fault", {} if code is None else {"code": code}), reported
            )
        why = self._home.check(command)
        return CommandResult(command, "timed_out", None if why and why.reason == "already" else why, reported)

    def _reported(self, command: Command) -> dict[str, Value]:
        attributes = self._home.states.get(command.appliance).attributes
        own = f"{command.capability}."
        keys = sorted(attributes, key=lambda key: (not key.startswith(own), key))
        return {key: attributes[key].value for key in keys[:_TOLD]}

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
        state = self._home.states.get(command.appliance)
        goal = self._home.goal(command)
        seen: Seen | None = None
        if goal is not None:
            with self._watches.watching(command.appliance, goal, state) as watch:
                watch.arm(state)
                seen = await watch.wait(self._home.confirm_within(command))
        done = seen in ("reached", "unchanged")
        result: Result = "confirmed" if done else "timed_out"
        refusal = None if done else Refusal("restarted")
        await self.end(CommandResult(command, result, refusal, self._reported(command)))
