"""The two ways out to LINE: replies are free, once, within a minute; pushes are counted."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from bot.messengers.base import Address, Parcel, Undelivered
from bot.messengers.gathering import Gathering
from bot.messengers.line import encode
from bot.messengers.line.api import LineApi, UsedUp
from bot.messengers.line.quota import Quota
from bot.messengers.recent import Recent
from bot.messengers.tasks import Tasks

log = logging.getLogger(__name__)

_AGAIN_S = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
# pauses between tries
_REMEMBERED = 2_000
_PASSING = {"away", "slow_down"}


@dataclass(slots=True)
class Ticket:
    """The right to answer one event without cost, and what makes use of it."""

    token: str
    messages: Gathering[Any]
    sending: "asyncio.Task[None] | None" = None


class Outgoing:
    """Sends parcels, as cheaply as can be."""

    def __init__(self, api: LineApi, quota: Quota, tasks: Tasks) -> None:
        self._api = api
        self._quota = quota
        self._tasks = tasks
        self.sent: Recent[str, None] = Recent(_REMEMBERED)
        # ids of our messages
        self._unsure: Recent[tuple[str, Parcel], str] = Recent(_REMEMBERED)
        # retry keys of pushes that may have arrived

    async def deliver(self, at: Address, parcel: Parcel, picture: str | None, responder: object) -> None:
        """With a ticket that is good: returns at once, and all that comes within a moment leaves as one.

        Else pushed; raises Undelivered.
        """
        try:
            messages = encode.messages_of(parcel, picture)
        except ValueError:
            raise Undelivered("refused", "it does not fit into a message of LINE") from None
        if isinstance(responder, Ticket):
            if responder.messages.add(messages):
                if responder.sending is None:
                    work = self._reply(at, responder, parcel)
                    responder.sending = self._tasks.begin(work, "A reply to LINE")
                return
            if responder.sending is not None:
                # what was said first arrives first
                await asyncio.wait({responder.sending})
        await self._push(at, messages, parcel)

    async def _reply(self, at: Address, ticket: Ticket, parcel: Parcel) -> None:
        messages = encode.together(await ticket.messages.whole())
        unsure = False
        for pause in _AGAIN_S:
            try:
                self._remember(await self._api.reply(ticket.token, messages, parcel.silent))
                return
            except UsedUp:
                if unsure:
                    return  # by ourselves: the try whose answer did not come had arrived
                break
            except Undelivered as problem:
                if problem.reason not in _PASSING:
                    log.warning("LINE did not take a reply: %s", problem)
                    return
                unsure = unsure or problem.reason == "away"
                wait_s = problem.retry_after_s or pause
                if wait_s > ticket.messages.remaining_s:
                    break
                await asyncio.sleep(wait_s)
        await self._push_until_taken(at, messages, parcel)

    async def _push_until_taken(self, at: Address, messages: list[Any], parcel: Parcel) -> None:
        for pause in (*_AGAIN_S, None):
            try:
                await self._push(at, messages, parcel)
                return
            except Undelivered as problem:
                if problem.reason not in _PASSING or pause is None:
                    log.warning("LINE did not take a late answer: %s", problem)
                    return
                await asyncio.sleep(problem.retry_after_s or pause)

    async def _push(self, at: Address, messages: list[Any], parcel: Parcel) -> None:
        await self._quota.look(self._api.left)
        self._quota.require(urgent=not parcel.silent)
        # the same again after an outage bears the same key, so that it arrives once
        key = self._unsure.pop((at.key, parcel), None) or str(uuid4())
        try:
            self._remember(await self._api.push(at.chat, encode.together(messages), key, parcel.silent))
        except Undelivered as problem:
            if problem.reason == "away":
                self._unsure[at.key, parcel] = key
            raise
        self._quota.spent(exactly=at.chat.startswith("U"))

    def _remember(self, ids: Sequence[str]) -> None:
        for one in ids:
            self.sent[one] = None
