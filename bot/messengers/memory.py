"""What the desk keeps in Redis: nothing that people said, only what is needed to go on."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from redis.asyncio import Redis

from appliance_bridge.keys import KEPT_S, Keys
from bot.message import Button, Language, Reply
from bot.people.store import store_errors

GREETED_S = 24 * 3600
MENU_S = 5 * 60
STATUS_S = 3600
MORE_S = 10 * 60


@dataclass(frozen=True, slots=True)
class Rest:
    """The buttons behind "More…"."""

    language: Language
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Something said unasked that waits for the end of a chat's quiet hours."""

    key: str
    # what is held later under the same key takes its place
    chat: str
    reply: Reply
    language: Language
    person: str | None
    # whom it is for
    group: bool
    at: float
    # seconds since the epoch: since when it waits
    awaited: bool = False
    # somebody waits for it: a child's request, and what came of one


_BUTTONS = TypeAdapter(tuple[Button, ...])
_REST = TypeAdapter(Rest)
_HELD = TypeAdapter(Held)
_T = TypeVar("_T")


class DeskMemory:
    """Every method raises StoreUnavailable when Redis does not answer."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys

    async def first_in_a_day(self, account: str) -> bool:
        """Whether this stranger was not told for a day that nobody listens to them; from now on they were."""
        with store_errors():
            return bool(
                await self._redis.set(self._keys.key("desk", "greeted", account), 1, nx=True, ex=GREETED_S)
            )

    async def answered(self, message: str) -> bool:
        """Whether this arrival got its answer."""
        with store_errors():
            return bool(await self._redis.exists(self._keys.key("desk", "answered", message)))

    async def keep_answered(self, message: str) -> None:
        """It got its answer; a redelivery gets none."""
        with store_errors():
            await self._redis.set(self._keys.key("desk", "answered", message), 1, ex=KEPT_S)

    async def menu(self, chat: str, account: str) -> tuple[Button, ...]:
        """What numbers mean there now to this account."""
        with store_errors():
            raw = await self._redis.get(self._keys.key("desk", "menu", chat, account))
        return _parsed(_BUTTONS, raw) or ()

    async def keep_menu(self, chat: str, account: str, buttons: tuple[Button, ...]) -> None:
        """From now on numbers mean these; without any, a number is a number."""
        key = self._keys.key("desk", "menu", chat, account)
        with store_errors():
            if buttons:
                await self._redis.set(key, _BUTTONS.dump_json(buttons), ex=MENU_S)
            else:
                await self._redis.delete(key)

    async def more(self, action: str) -> Rest | None:
        """The buttons behind this "More…"."""
        with store_errors():
            return _parsed(_REST, await self._redis.get(self._keys.key("desk", "more", action)))

    async def keep_more(self, action: str, rest: Rest) -> None:
        """Show these when it is pressed."""
        with store_errors():
            await self._redis.set(self._keys.key("desk", "more", action), _REST.dump_json(rest), ex=MORE_S)

    async def status(self, chat: str, key: str) -> str | None:
        """The platform's id of the message that shows this status there."""
        with store_errors():
            raw = await self._redis.get(self._keys.key("desk", "status", chat, key))
        return raw.decode() if isinstance(raw, bytes) else raw

    async def keep_status(self, chat: str, key: str, message: str | None) -> None:
        """This message shows it now; None: no message does that can be changed."""
        name = self._keys.key("desk", "status", chat, key)
        with store_errors():
            if message is None:
                await self._redis.delete(name)
            else:
                await self._redis.set(name, message, ex=STATUS_S)

    async def held(self) -> tuple[Held, ...]:
        """All that waits for the end of quiet hours, the longest waiting first."""
        with store_errors():
            stored = await cast("Awaitable[list[bytes]]", self._redis.hvals(self._held))
        found = [one for one in (_parsed(_HELD, raw) for raw in stored) if one is not None]
        return tuple(sorted(found, key=lambda one: one.at))

    async def hold(self, held: Held) -> None:
        """Let it wait."""
        with store_errors():
            await self._redis.hset(self._held, _field(held), _HELD.dump_json(held).decode())

    async def release(self, held: Held) -> bool:
        """It waits no more; False: somebody else has taken it."""
        with store_errors():
            return bool(await self._redis.hdel(self._held, _field(held)))

    @property
    def _held(self) -> str:
        return self._keys.key("desk", "held")


def _field(held: Held) -> str:
    return f"{held.chat} {held.key}"


def _parsed(adapter: TypeAdapter[_T], raw: bytes | str | None) -> _T | None:
    """A stored value; one that this version cannot read counts as forgotten."""
    if raw is None:
        return None
    try:
        return adapter.validate_json(raw)
    except ValidationError:
        return None
