"""What nobody in the chat just asked for: promises kept, requests to adults, results after a restart."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.keys import KEPT_S
from appliance_bridge.tasks import end
from bot.message import Answer, Reply
from bot.messengers.base import Account, Address, Messenger
from bot.messengers.delivery import Delivery, Hearer, Manner
from bot.messengers.faults import named
from bot.messengers.memory import DeskMemory, Held
from bot.messengers.recent import Recent
from bot.messengers.settings import DeskSettings
from bot.people.chats import Chats, ChatSettings
from bot.people.people import People

log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
"""How often it is looked whether quiet hours are over."""

_REMEMBERED = 500


class Unasked:
    """Says it where it belongs, unless the chat wants to be left alone."""

    def __init__(
        self,
        *,
        delivery: Delivery,
        people: People,
        chats: Chats,
        memory: DeskMemory,
        settings: DeskSettings,
        clock: Callable[[], float],
    ) -> None:
        """clock: seconds since the epoch."""
        self._delivery = delivery
        self._people = people
        self._chats = chats
        self._memory = memory
        self._settings = settings
        self._clock = clock
        self._told: Recent[tuple[str, str], tuple[Reply, ...]] = Recent(_REMEMBERED)
        self._holding = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Say from now on what was held when its time comes."""
        self._holding.set()
        self._looking = asyncio.create_task(self._look(), name="quiet hours")

    async def stop(self) -> None:
        """What is held stays in the store."""
        await end(self._looking)

    async def tell(self, answer: Answer, chat: str | None, person: str | None, *, group: bool) -> None:
        """chat: None: wherever the person can be told in private."""
        place = self._where(chat, person, group)
        if place is None:
            return
        key = (place[1].key, answer.id)
        if self._told.get(key) == answer.replies:
            return
        self._told[key] = answer.replies
        for number, reply in enumerate(answer.replies):
            held = Held(
                reply.status_key or f"{answer.id}#{number}", place[1].key, reply, answer.language, person,
                group, self._clock(), awaited=answer.understood.engine == "request",
            )  # fmt: skip
            await self._tell(held, place)

    def _where(self, chat: str | None, person: str | None, group: bool) -> tuple[Messenger, Address] | None:
        """The chat; in place of a private one where we may not write first, another of the person."""
        place = self._delivery.place(chat) if chat is not None else None
        if chat is None or (place is not None and not group and place[0].features.proactive == "no"):
            places = self._delivery.private_places(person)
            return next((one for one in places if one[0].features.proactive != "no"), place)
        return place

    async def release(self) -> bool:
        """Say what was held where quiet hours are over; False: nothing is held any more."""
        waiting = await self._memory.held()
        left = len(waiting)
        for held in waiting:
            place = self._delivery.place(held.chat)
            old = self._clock() - held.at > KEPT_S
            if not old and place is not None and self._is_quiet(await self._settings_of(place[1].key)):
                continue
            left -= 1
            if await self._memory.release(held) and not old and place is not None:
                await self._tell(held, place)
        return left > 0

    async def moved(self, old: str, new: str) -> None:
        """What waits for a chat that has a new id goes there. Raises StoreUnavailable."""
        for held in await self._memory.held():
            if held.chat == old and await self._memory.release(held):
                await self._memory.hold(replace(held, chat=new))

    async def _tell(self, held: Held, place: tuple[Messenger, Address]) -> None:
        messenger, at = place
        if not self._is_theirs(held, at):
            return
        features = messenger.features
        if features.proactive == "no" or (features.proactive == "paid" and held.reply.silent):
            log.debug("%s does not let us write first: a message is not sent", messenger.name)
            return
        settings = await self._settings_of(at.key)
        if settings.is_muted(self._clock()) and not held.awaited:
            return
        quiet = self._is_quiet(settings)
        if quiet and not features.silent and not held.awaited:
            await self._hold(replace(held, chat=at.key))
            return
        to = Hearer(messenger, at, held.group, self._account(held.person, messenger.name), held.person)
        await self._delivery.say(held.reply, held.language, to, Manner(silent=quiet))

    async def _hold(self, held: Held) -> None:
        try:
            await self._memory.hold(held)
            self._holding.set()
        except StoreUnavailable:
            log.warning("the store is away: a message that waits for quiet hours to end is lost")

    async def _settings_of(self, chat: str) -> ChatSettings:
        with suppress(StoreUnavailable):
            return await self._chats.get(chat)
        return ChatSettings()

    def _is_quiet(self, settings: ChatSettings) -> bool:
        return settings.is_quiet(datetime.fromtimestamp(self._clock(), self._settings.zone).time())

    def _account(self, person: str | None, messenger: str) -> Account | None:
        """The account that a person has there."""
        accounts = self._people.accounts_of(person) if person is not None else ()
        found = next((one for one in accounts if one.startswith(f"{messenger}:")), None)
        return None if found is None else Account(messenger, found.partition(":")[2])

    def _is_theirs(self, held: Held, at: Address) -> bool:
        """Whether who it is for still reads there: they may be gone, or the account be another's."""
        if held.person is None:
            return True
        writes = None if held.group else self._people.writes_in(at.key)
        if writes is not None:
            return writes == held.person
        return self._account(held.person, at.messenger) is not None

    async def _look(self) -> None:
        while True:
            await self._holding.wait()
            self._holding.clear()
            try:
                if await self.release():
                    self._holding.set()
            except StoreUnavailable:
                self._holding.set()
                log.warning("the store is away: what waits for quiet hours to end waits longer")
            except Exception as error:
                log.error("what was held could not be said: %s", named(error))
            await asyncio.sleep(LOOK_EVERY_S)
