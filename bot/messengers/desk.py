"""The front desk between platforms and house: every arrival gets its answer, once, where it belongs."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Protocol
from weakref import WeakValueDictionary

from pydantic import TypeAdapter, ValidationError

from appliance_bridge.errors import StoreUnavailable
from appliance_bridge.tasks import end
from bot.errors import UserError
from bot.house import Check, House, HouseEvent
from bot.message import Answer
from bot.messengers.base import Account, Arrival, Card, Messenger, SpeechEngine
from bot.messengers.degrade import Words
from bot.messengers.delivery import Delivery, Hearer, Manner
from bot.messengers.exchanges import Exchanges
from bot.messengers.faces import Faces, Naming, load_emoji
from bot.messengers.faults import named
from bot.messengers.groups import Groups, Moved
from bot.messengers.hearing import Hearing
from bot.messengers.memory import DeskMemory
from bot.messengers.outbox import Outbox
from bot.messengers.recent import Recent
from bot.messengers.reception import Codes, Own, Reception, Said
from bot.messengers.settings import DeskSettings
from bot.messengers.unasked import Unasked
from bot.messengers.wake import called
from bot.people.chats import Chats
from bot.people.people import People

log = logging.getLogger(__name__)

STOP_WITHIN_S = 5.0

_REMEMBERED = 2_000

_ANSWER = TypeAdapter(Answer)


class Wording(Words, Naming, Protocol):
    """The words of the home: `bot.wording.replies.Wording`."""


class Desk:
    """All messengers of one home."""

    def __init__(
        self,
        *,
        house: House,
        people: People,
        pairing: Codes,
        chats: Chats,
        memory: DeskMemory,
        words: Wording,
        settings: DeskSettings,
        clock: Callable[[], float],
        speech: SpeechEngine | None = None,
        moved: Sequence[Moved] = (),
    ) -> None:
        """clock: seconds since the epoch. moved: called when a chat has a new id, besides `chats.move`."""
        self._house = house
        self._people = people
        self._memory = memory
        self._settings = settings
        self._messengers: dict[str, Messenger] = {}
        self._faces = Faces(words, load_emoji())
        self._outbox = Outbox(memory)
        self._delivery = Delivery(
            house=house, people=people, chats=chats, memory=memory, words=words, faces=self._faces,
            outbox=self._outbox, settings=settings, messengers=self._messengers,
        )  # fmt: skip
        self._unasked = Unasked(
            delivery=self._delivery, people=people, chats=chats, memory=memory, settings=settings,
            clock=clock,
        )  # fmt: skip
        self._reception = Reception(pairing, memory, words, settings, Hearing(speech))
        follow = (self._delivery.moved, self._unasked.moved, *moved)
        self._groups = Groups(chats, self._reception, settings, follow)
        self._exchanges = Exchanges(house, self._delivery, clock)
        self._seen: Recent[str, None] = Recent(_REMEMBERED)
        # arrivals that are being dealt with or were
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._not_started: dict[str, str] = {}
        self._listening: asyncio.Task[None] | None = None

    # --- its life

    async def start(self, messengers: Sequence[Messenger]) -> None:
        """Start them all; one that fails says so in `checks` and does not keep the others."""
        self._listening = asyncio.create_task(self._listen(), name="desk")
        # before the first message, so that no answer of it is missed
        await asyncio.sleep(0)
        self._messengers.update({one.name: one for one in messengers})
        self._unasked.start()
        for messenger in messengers:
            try:
                await messenger.start(self.arrived)
            except Exception as error:
                why = str(error) if isinstance(error, UserError) else f"a fault ({type(error).__name__})."
                log.error("%s could not be started: %s", messenger.name, why)
                self._not_started[messenger.name] = why

    async def stop(self) -> None:
        """Listen to nobody any more, then send no more."""
        stopping = [asyncio.create_task(one.stop(), name=name) for name, one in self._messengers.items()]
        if stopping:
            await asyncio.wait(stopping, timeout=STOP_WITHIN_S)
        await self._unasked.stop()
        await self._outbox.stop()
        await end(self._listening, *stopping)
        await self._exchanges.stop()

    def checks(self) -> list[Check]:
        """One line of health for each messenger."""
        return [
            Check(name, False, f"{name} could not be started: {self._not_started[name]}", messenger=True)
            if name in self._not_started
            else replace(one.check(), messenger=True)
            for name, one in self._messengers.items()
        ]

    def dashboard(self, account: Account) -> tuple[Card, ...] | None:
        """The appliances that the person of this account may see; None: a stranger's."""
        person = self._people.person_of(account.key)
        if person is None:
            return None
        language = person.language or self._settings.home_language
        return tuple(self._faces.card(view, language) for view in self._house.appliances(person.id))

    # --- what arrives

    async def arrived(self, arrival: Arrival) -> None:
        """Everything that arrives on any platform; never raises."""
        said = called(arrival.text, self._settings.wake_words)
        if arrival.kind == "message" and arrival.addressed == "overheard":
            if said is None:
                # nothing was said to us: no trace of it
                return
            arrival = replace(arrival, text=said, addressed="mention")
        elif said:
            arrival = replace(arrival, text=said)
        messenger = self._messengers.get(arrival.at.messenger)
        message = f"{arrival.at.messenger}:{arrival.id}"
        if messenger is None or message in self._seen:
            return
        self._seen[message] = None
        try:
            answered = await self._dealt_with(arrival, message, messenger)
        except Exception as error:
            # its text may hold what was said
            log.error("an arrival from %s failed: %s", messenger.name, named(error))
            answered = False
        if not answered:
            # a redelivery may do better
            self._seen.pop(message, None)

    async def _dealt_with(self, arrival: Arrival, message: str, messenger: Messenger) -> bool:
        """True when it needs no more."""
        turn = self._turns.setdefault((arrival.at.key, arrival.sender.key), asyncio.Lock())
        async with turn:
            # whoever waits here is let in in order, and the house keeps that order
            with suppress(StoreUnavailable):
                if await self._memory.answered(message):
                    return True
            received = await self._received(arrival, messenger)
            if received is None:
                return True
            to = Hearer(messenger, arrival.at, arrival.group, arrival.sender, received.person)
            manner = Manner(arrival.responder, arrival.reply_to if arrival.group else None, asked=True)
            work = asyncio.create_task(
                self._conversation(received, arrival, message, to, manner)
                if isinstance(received, Said)
                else self._own(received, to, manner),
                name="arrival",
            )
            # it runs up to the house before the next one may
            await asyncio.sleep(0)
        taken = await work
        if taken:
            with suppress(StoreUnavailable):
                await self._memory.keep_answered(message)
        return taken

    async def _received(self, arrival: Arrival, messenger: Messenger) -> Own | Said | None:
        if arrival.kind != "message":
            happened = await self._groups.happened(arrival)
            if happened is not None or arrival.kind != "joined" or arrival.group:
                return happened
        person = self._people.person_of(arrival.sender.key)
        if person is None:
            own = await self._reception.stranger(arrival, messenger.features)
            if own is not None and own.person is not None:
                # from now on they can be told things there
                await self._seen_in(own.person, arrival)
            return own
        if arrival.kind != "message":
            return None
        await self._seen_in(person.id, arrival)
        return await self._reception.known(arrival, person, messenger.features)

    async def _seen_in(self, person: str, arrival: Arrival) -> None:
        if not arrival.group:
            with suppress(StoreUnavailable):
                await self._people.seen_in(person, arrival.at.key)

    async def _own(self, own: Own, to: Hearer, manner: Manner) -> bool:
        if own.person is not None and not to.group:
            with suppress(StoreUnavailable):
                await self._people.seen_in(own.person, to.at.key)
        return await (await self._delivery.say(own.reply, own.language, to, manner))

    async def _conversation(
        self, said: Said, arrival: Arrival, message: str, to: Hearer, manner: Manner
    ) -> bool:
        try:
            return await self._exchanges.hand_over(said, arrival, message, to, manner)
        except Exception as error:
            # its text may hold what was said
            log.error("a message from %s failed: %s", to.messenger.name, named(error))
        if (person := self._people.get(said.person)) is None:
            return True
        own = self._reception.own("desk.failed", person.language or self._reception.language_of(arrival))
        self._exchanges.failed(own, message, to)
        return await self._own(own, to, manner)

    # --- what the house says

    async def _listen(self) -> None:
        async for event in self._house.events():
            try:
                if event.kind == "answer":
                    await self._heard(event)
            except Exception as error:
                log.error("an answer of the house could not be told: %s", named(error))

    async def _heard(self, event: HouseEvent) -> None:
        try:
            answer = _ANSWER.validate_python(dict(event.data))
        except ValidationError:
            log.error("an answer of the house cannot be read")
            return
        chat = event.data.get("chat")
        if isinstance(chat, str) and self._exchanges.heard(answer, chat):
            return
        await self._unasked.tell(
            answer, chat if isinstance(chat, str) else None, event.person, group=event.group
        )
        if chat is None:
            # what an earlier process left open has its answer now
            await self._memory.keep_answered(answer.id)
