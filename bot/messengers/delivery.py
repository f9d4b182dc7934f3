"""A reply on its way into a chat: who speaks, what fits there, what must be remembered of it."""

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from appliance_bridge.errors import StoreUnavailable
from bot.house import House
from bot.message import Language, Reply
from bot.messengers.base import Account, Address, Messenger, address_of
from bot.messengers.degrade import Degraded, Words, degrade, room_for_buttons
from bot.messengers.faces import Faces
from bot.messengers.memory import DeskMemory, Rest
from bot.messengers.outbox import Letter, Outbox
from bot.messengers.settings import DeskSettings
from bot.people.chats import Chats, ChatSettings
from bot.people.people import People

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hearer:
    """Whom a reply is for, and where it is said."""

    messenger: Messenger
    at: Address
    group: bool = False
    # more people than the account read it
    account: Account | None = None
    # whom it answers; None: nobody in particular
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a reply is said."""

    responder: object | None = None
    # the adapter's means to answer one message
    reply_to: str | None = None
    # the message it quotes
    asked: bool = False
    # somebody waits for it
    progress: bool = False
    # how it ended will be said later
    heard: str = ""
    # what a voice note was understood as
    silent: bool = False


class Delivery:
    """Sends replies through the outbox."""

    def __init__(
        self,
        *,
        house: House,
        people: People,
        chats: Chats,
        memory: DeskMemory,
        words: Words,
        faces: Faces,
        outbox: Outbox,
        settings: DeskSettings,
        messengers: Mapping[str, Messenger],
    ) -> None:
        self._house = house
        self._people = people
        self._chats = chats
        self._memory = memory
        self._words = words
        self._faces = faces
        self._outbox = outbox
        self._settings = settings
        self._messengers = messengers
        self._moved: dict[str, str] = {}
        # chats that got a new id since we started: old key → new

    async def moved(self, old: str, new: str) -> None:
        """What is for the old chat goes to the new one."""
        self._moved[old] = new

    def place(self, chat: str) -> tuple[Messenger, Address] | None:
        """Where a chat of the house is; None: in none of our messengers."""
        at = address_of(self._moved.get(chat, chat))
        messenger = None if at is None else self._messengers.get(at.messenger)
        return None if at is None or messenger is None else (messenger, at)

    def private_places(self, person: str | None) -> Iterator[tuple[Messenger, Address]]:
        """Where a person is told something alone, in our messengers; last used first."""
        chats = self._people.chats_of(person) if person is not None else ()
        yield from (place for chat in chats if (place := self.place(chat)) is not None)

    async def say(
        self, reply: Reply, language: Language, to: Hearer, manner: Manner
    ) -> "asyncio.Future[bool]":
        """Send a reply as far as it fits; done once the platform took it (True) or it was dropped."""
        to = self._now(to)
        places = self.private_places(to.person) if to.group else iter(())
        private = next((one for one in places if one[0].name == to.messenger.name), None)
        made = await self._made(reply, language, to, manner, private is not None)
        if made.private and private is not None:
            await self._remember(made, language, private[1].key, to, group=False)
            sending = self._outbox.put(Letter(*private, made.private, asked=manner.asked))
            if manner.asked and not await sending:
                made = await self._made(reply, language, to, manner, False)
        else:
            await self._remember(made, language, to.at.key, to, group=to.group)
        if not made.here:
            return _taken()
        first = replace(made.here[0], reply_to=manner.reply_to)
        parcels = (first, *made.here[1:])
        if manner.silent:
            parcels = tuple(replace(one, silent=True) for one in parcels)
        return self._outbox.put(
            Letter(
                to.messenger, to.at, parcels, manner.responder,
                asked=manner.asked, status=reply.status_key, progress=manner.progress,
            )
        )  # fmt: skip

    def _now(self, to: Hearer) -> Hearer:
        """The same, where the chat is now."""
        place = self.place(to.at.key)
        return to if place is None else replace(to, at=place[1])

    async def new_answer(self, to: Hearer) -> None:
        """Numbers of an earlier answer mean nothing any more."""
        if to.account is not None and not room_for_buttons(to.messenger.features, to.group):
            with suppress(StoreUnavailable):
                await self._memory.keep_menu(to.at.key, to.account.key, ())

    async def _made(
        self, reply: Reply, language: Language, to: Hearer, manner: Manner, can_reach: bool
    ) -> Degraded:
        view = self._house.appliance(reply.speaker, to.person) if reply.speaker is not None else None
        card = None if view is None else self._faces.card(view, language)
        return degrade(
            reply,
            to.messenger.features,
            language=language,
            words=self._words,
            speaker=card.speaker if card is not None and await self._may_speak(to.at.key) else None,
            card=card,
            group=to.group,
            asker=to.account,
            can_reach_privately=can_reach,
            progress=manner.progress,
            heard=manner.heard,
        )

    async def _may_speak(self, chat: str) -> bool:
        settings = ChatSettings()
        with suppress(StoreUnavailable):
            settings = await self._chats.get(chat)
        return self._settings.appliances_speak if settings.speak is None else settings.speak

    async def _remember(
        self, made: Degraded, language: Language, chat: str, to: Hearer, *, group: bool
    ) -> None:
        try:
            if made.menu and to.account is not None and not room_for_buttons(to.messenger.features, group):
                await self._memory.keep_menu(chat, to.account.key, made.menu)
            if made.more is not None:
                await self._memory.keep_more(made.more, Rest(language, made.rest))
        except StoreUnavailable:
            log.warning('the store is away: numbers and "More…" of this answer will not work')


def _taken() -> "asyncio.Future[bool]":
    """There was nothing to send."""
    done = asyncio.get_running_loop().create_future()
    done.set_result(True)
    return done
