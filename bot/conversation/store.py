"""Conversations and buttons in Redis: gone by themselves, a button after one press."""

import asyncio
import logging
import secrets
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import Keys
from appliance_bridge.tasks import end
from bot.conversation.pending import Conversation, Pending, Pressable

KEEP_S = 600
"""How long "it" and open questions are remembered after the last word."""

BUTTON_PREFIX = "v1:"

_LOG = logging.getLogger(__name__)

_WRITTEN_AFTER_S = 0.005
# what a message does goes first

_CONVERSATION = TypeAdapter(Conversation)
_PRESSABLE = TypeAdapter(Pressable)
_T = TypeVar("_T")


class ConversationStore:
    """Every method that waits raises StoreUnavailable when Redis does not answer."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._unwritten: dict[str, Conversation] = {}
        self._writing: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        """Write what is not yet written."""
        if self._writing is not None:
            await asyncio.wait({self._writing}, timeout=1.0)
        await end(self._writing)

    async def load(self, chat: str, person: str) -> Conversation:
        """The conversation, or a new one."""
        key = self._conversation(chat, person)
        if (unwritten := self._unwritten.get(key)) is not None:
            return unwritten
        try:
            raw = await self._redis.get(key)
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        return _parsed(_CONVERSATION, raw) or Conversation()

    def save(self, chat: str, person: str, conversation: Conversation) -> None:
        """Keep it for a while: from now on in this process, in a few milliseconds in Redis."""
        self._unwritten[self._conversation(chat, person)] = conversation
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), name="conversations")

    async def _write(self) -> None:
        while self._unwritten:
            await asyncio.sleep(_WRITTEN_AFTER_S)
            for key, conversation in list(self._unwritten.items()):
                try:
                    await self._redis.set(key, _CONVERSATION.dump_json(conversation), ex=KEEP_S)
                except (RedisError, OSError) as error:
                    _LOG.warning("a conversation is forgotten: the store does not answer: %s", error)
                if self._unwritten[key] is conversation:
                    del self._unwritten[key]

    @staticmethod
    def new_button() -> str:
        """An id nobody can guess."""
        return BUTTON_PREFIX + secrets.token_urlsafe(16)

    async def keep_buttons(self, buttons: dict[str, Pressable]) -> None:
        """Store what each button stands for."""
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                for button, pressable in buttons.items():
                    pipe.set(self._button(button), _PRESSABLE.dump_json(pressable), ex=KEEP_S)
                await pipe.execute()
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error

    async def look(self, button: str) -> Pressable | None:
        """What a button stands for, without using it up; None when it is not (any more) known."""
        try:
            raw = await self._redis.get(self._button(button))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error
        return _parsed(_PRESSABLE, raw)

    async def close(self, pending: Pending) -> bool:
        """Take the one answer a question gets: True once; all its buttons die with it."""
        if not pending.buttons:
            return True
        try:
            return bool(await self._redis.delete(*(self._button(one) for one in pending.buttons)))
        except (RedisError, OSError) as error:
            raise StoreUnavailable(str(error)) from error

    def _conversation(self, chat: str, person: str) -> str:
        return self._keys.key("conversation", chat, person)

    def _button(self, button: str) -> str:
        return self._keys.key("button", button)


def _parsed(adapter: TypeAdapter[_T], raw: bytes | str | None) -> _T | None:
    """A stored value; one that this version cannot read counts as forgotten."""
    if raw is None:
        return None
    try:
        return adapter.validate_json(raw)
    except ValidationError:
        return None
