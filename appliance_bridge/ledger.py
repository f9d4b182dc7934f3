"""The command ledger: written before a command leaves and after it is answered.

A killed process neither repeats nor forgets. ACCEPTED → SENT → DONE | FAILED | UNKNOWN, each step one script.
"""

import json
import secrets
from collections.abc import Awaitable, Container, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.command import Command, CommandResult
from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import KEPT_S, Keys, storable
from appliance_bridge.ledger_record import (
    EndState,
    Record,
    command_json,
    end_state,
    read_record,
    result_json,
)


@dataclass(frozen=True, slots=True)
class First:
    """This message was never seen, or nothing had come of it when its process died."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The commands are in the ledger and this caller carries them out."""

    left: frozenset[str] = frozenset()
    # ids of those that have passed the gate to the wire already


@dataclass(frozen=True, slots=True)
class Duplicate:
    """This message was seen before; nothing may be done for it again."""

    answer: str | None = None
    # what was answered the first time; None: not answered yet
    commands: tuple[str, ...] = field(default=())
    # ids of its commands; empty when it had none or has not come so far


class Ledger:
    """The ledger of one home. Every method raises StoreUnavailable when Redis does not answer."""

    def __init__(self, redis: "Redis", keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._owner = secrets.token_hex(8)
        # tells this process from the one that ran before a crash
        self._begin, self._accept, self._send, self._finish = (
            redis.register_script(Path(__file__).with_name(f"ledger_{name}.lua").read_text("utf-8"))
            for name in ("begin", "accept", "send", "finish")
        )

    # --- messages

    async def begin(self, message_id: str, now: float) -> First | Duplicate:
        """The first thing done with a message, also with one that asks for no command."""
        keys = [self._keys.message(message_id), self._keys.open_messages]
        reply = await _ask(self._begin(keys, [storable(message_id), self._owner, now, KEPT_S]))
        return First() if reply[0] == 1 else Duplicate(_text(reply[1]), _ids(reply[2]))

    async def answer(self, message_id: str) -> str | None:
        """What was answered to a message; None when nothing yet or not known."""
        return _text(await _ask(self._redis.hget(self._keys.message(message_id), "answer")))

    async def store_answer(self, message_id: str, answer: str) -> str:
        """Close a message with its answer (any text, e.g. JSON). Returns the answer that stays: the first."""
        key = self._keys.message(message_id)
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hsetnx(key, "answer", storable(answer))
            pipe.expire(key, KEPT_S)
            pipe.zrem(self._keys.open_messages, storable(message_id))
            pipe.hget(key, "answer")
            replies = await _ask(pipe.execute())
        return _text(replies[-1]) or answer

    async def open_messages(self) -> list[tuple[str, tuple[str, ...]]]:
        """Messages without an answer, oldest first, each with the ids of its commands."""
        ids = [_text(raw) or "" for raw in await _ask(self._redis.zrange(self._keys.open_messages, 0, -1))]
        found = []
        for message_id in ids:
            key = self._keys.message(message_id)
            exists, commands = await _ask(self._redis.hmget(key, ["at", "commands"]))
            if exists is None:
                await _ask(self._redis.zrem(self._keys.open_messages, message_id))
            else:
                found.append((message_id, _ids(commands)))
        return found

    # --- commands

    async def accept(
        self, message_id: str, commands: Sequence[Command], now: float, leaving: Container[str] = ()
    ) -> Accepted | Duplicate:
        """Take all commands of a message, or none when the message has been taken before.

        leaving: ids of commands that are to go at once; they pass the gate to the wire in the same step.
        """
        keys = self._keys
        names = [keys.message(message_id), keys.open_messages, keys.open_commands, keys.sequence, keys.latest]
        ids = json.dumps([storable(command.id) for command in commands])
        args: list[Any] = [storable(message_id), secrets.token_hex(8), now, KEPT_S, ids]
        for one in commands:
            names.append(keys.command(one.id))
            safe = one.risk == "safe"
            deadline = 0 if safe else one.deadline
            args += [storable(one.id), command_json(one), one.appliance, one.capability, deadline]
            args += [int(safe), int(one.id in leaving)]
        first, found = await _ask(self._accept(names, args))
        if first != 1:
            return Duplicate(None, _ids(found))
        states = zip(commands, found, strict=True)
        return Accepted(frozenset(one.id for one, state in states if _text(state) == "SENT"))

    async def commands_of(self, message_id: str) -> Duplicate:
        """The commands that were accepted for a message; none when none were."""
        return Duplicate(None, _ids(await _ask(self._redis.hget(self._keys.message(message_id), "commands"))))

    async def mark_sent(self, command_id: str, now: float) -> str | None:
        """The one gate to the wire: None: it may go, once; else too_late, replaced, ended or unknown."""
        keys = [self._keys.command(command_id), self._keys.open_commands, self._keys.latest]
        reply = _text(await _ask(self._send(keys, [storable(command_id), secrets.token_hex(8), now])))
        return None if reply == "sent" else reply

    async def finish(self, result: CommandResult, now: float, state: EndState | None = None) -> bool:
        """A command ended; False when it had ended before (the first end stays)."""
        command_id = result.command.id
        keys = [self._keys.command(command_id), self._keys.open_commands]
        args: list[Any] = [storable(command_id), state or end_state(result), result_json(result), now]
        return bool(await _ask(self._finish(keys, args)))

    async def record(self, command_id: str) -> Record | None:
        """One command and how far it came; None when it is not known (any more)."""
        raw = await _ask(self._redis.hgetall(self._keys.command(command_id)))
        if not raw:
            return None
        try:
            return read_record({_text(name) or "": _text(value) or "" for name, value in raw.items()})
        except ValueError:
            return None

    async def open_commands(self) -> list[Record]:
        """Commands without an end, in order of acceptance."""
        ids = [_text(raw) or "" for raw in await _ask(self._redis.zrange(self._keys.open_commands, 0, -1))]
        records = []
        for command_id in ids:
            record = await self.record(command_id)
            if record is None:
                await _ask(self._redis.zrem(self._keys.open_commands, command_id))
            else:
                records.append(record)
        return records


async def _ask(asking: Any) -> Any:
    try:
        return await cast("Awaitable[Any]", asking)
    except (RedisError, OSError) as error:
        raise StoreUnavailable(str(error) or type(error).__name__) from error


def _text(raw: Any) -> str | None:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw


def _ids(raw: Any) -> tuple[str, ...]:
    text = _text(raw)
    return tuple(json.loads(text)) if text else ()
