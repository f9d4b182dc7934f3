"""Messages that go to the house, and their answers: the first in time, what comes later in its place."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from bot.house import House
from bot.message import Answer, IncomingMessage, Reply
from bot.messengers.base import Arrival
from bot.messengers.delivery import Delivery, Hearer, Manner
from bot.messengers.recent import Recent
from bot.messengers.reception import Own, Said
from bot.messengers.tasks import Tasks

LEFT_FOR_SENDING_S = 0.5
"""Of the time in which a platform wants an answer."""

NOTICEABLE_S = 0.3
"""Waiting that is worth a sign that an answer is being made."""

_REMEMBERED = 500


@dataclass(slots=True, eq=False)
class Exchange:
    """One message and how much of its answer was said."""

    to: Hearer
    manner: Manner
    answer_by: float | None
    # seconds since the epoch: until then the platform lets us answer this very message
    shown: tuple[Reply, ...] | None = None
    # None: the first answer is under way
    later: Answer | None = None
    # what came of it, when that was told before the first answer was shown
    came: asyncio.Event = field(default_factory=asyncio.Event)
    in_place: bool = False
    # what is shown says that it is being done, and is changed into what came of it


class Exchanges:
    """Every message of this process that went to the house from a messenger."""

    def __init__(self, house: House, delivery: Delivery, clock: Callable[[], float]) -> None:
        """clock: seconds since the epoch."""
        self._house = house
        self._delivery = delivery
        self._clock = clock
        self._known: Recent[tuple[str, str], Exchange] = Recent(_REMEMBERED)
        # by chat and message id
        self._tasks = Tasks()

    async def stop(self) -> None:
        """Say nothing more."""
        await self._tasks.end()

    async def hand_over(self, said: Said, arrival: Arrival, message: str, to: Hearer, manner: Manner) -> bool:
        """Carry one message to the house and its first answer back; whether the platform took that.

        Raises what the house raises.
        """
        exchange = Exchange(to, replace(manner, heard=said.heard), arrival.answer_by)
        self._known[arrival.at.key, message] = exchange
        features = to.messenger.features
        incoming = IncomingMessage(
            id=message,
            text=said.text,
            chat=arrival.at.key,
            sender=said.person,
            received_at=self._clock(),
            sent_at=arrival.sent_at,
            group=arrival.group,
            action=said.action,
            messenger=to.messenger.name,
            trusted=features.trusted,
        )
        wait_s = min(features.patience_s, self._left(exchange))
        handling = asyncio.create_task(self._house.handle(incoming, wait_s), name="message")
        done, _ = await asyncio.wait({handling}, timeout=NOTICEABLE_S)
        if not done:
            self._tasks.begin(to.messenger.working(to.at), "sign of work")
        answer = await handling
        if is_pending(answer) and not features.edits:
            if arrival.answer_by is None:
                # what came of it will be a message of its own, and the only one
                exchange.shown = ()
                if exchange.later is not None:
                    return await self._say(exchange, exchange.later)
                return True
            with suppress(TimeoutError):
                async with asyncio.timeout(self._left(exchange)):
                    await exchange.came.wait()
        return await self._say(exchange, exchange.later or answer)

    def failed(self, own: Own, message: str, to: Hearer) -> None:
        """The desk answers in place of the house."""
        if (exchange := self._known.get((to.at.key, message))) is not None:
            exchange.shown = (own.reply,)

    def heard(self, answer: Answer, chat: str) -> bool:
        """The house tells how a message ended; False: it is none of ours."""
        exchange = self._known.get((chat, answer.id))
        if exchange is None:
            return False
        if exchange.shown is None:
            exchange.later = answer
            exchange.came.set()
        elif exchange.shown != answer.replies:
            self._tasks.begin(self._say_later(exchange, answer), "late answer")
        return True

    async def _say(self, exchange: Exchange, answer: Answer) -> bool:
        """The first answer."""
        exchange.shown = answer.replies
        exchange.in_place = is_pending(answer) and exchange.to.messenger.features.edits
        await self._delivery.new_answer(exchange.to)
        manner, taken = replace(exchange.manner, progress=exchange.in_place), True
        for reply in with_status(answer) if exchange.in_place else answer.replies:
            sending = await self._delivery.say(reply, answer.language, exchange.to, manner)
            taken = await sending and taken
            manner = replace(manner, reply_to=None, heard="")
        return taken

    async def _say_later(self, exchange: Exchange, answer: Answer) -> None:
        """What came of it: in the place of the first answer, or once as a new one."""
        said_before, exchange.shown = bool(exchange.shown), answer.replies
        heard = exchange.manner.heard if exchange.in_place or not said_before else ""
        manner = replace(exchange.manner, asked=not exchange.in_place, heard=heard)
        for reply in with_status(answer) if exchange.in_place else answer.replies:
            await self._delivery.say(reply, answer.language, exchange.to, manner)
            manner = replace(manner, heard="")

    def _left(self, exchange: Exchange) -> float:
        """Seconds in which this very message may be answered."""
        if exchange.answer_by is None:
            return float("inf")
        return max(0.0, exchange.answer_by - self._clock() - LEFT_FOR_SENDING_S)


def is_pending(answer: Answer) -> bool:
    """Whether more will be said about it."""
    return any(command.result == "pending" for command in answer.commands)


def with_status(answer: Answer) -> tuple[Reply, ...]:
    """Its replies, each the state of a part of the message."""
    return tuple(
        replace(reply, status_key=reply.status_key or answer.id + (f"#{number}" if number else ""))
        for number, reply in enumerate(answer.replies)
    )
