"""What happens to a chat itself: we come into it, we leave it, it gets a new id."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from appliance_bridge.errors import StoreUnavailable
from bot.message import Language
from bot.messengers.base import Address, Arrival
from bot.messengers.reception import Own, Reception
from bot.messengers.settings import DeskSettings
from bot.people.chats import Chats

log = logging.getLogger(__name__)

Moved = Callable[[str, str], Awaitable[None]]
"""Told the old and the new key of a chat that moved; may raise StoreUnavailable."""


class Groups:
    """Keeps what the house knows of chats in step with what happens to them."""

    def __init__(
        self, chats: Chats, reception: Reception, settings: DeskSettings, moved: Sequence[Moved]
    ) -> None:
        """moved: everything that keeps something under the key of a chat, besides `chats`."""
        self._chats = chats
        self._reception = reception
        self._settings = settings
        self._moved = (chats.move, *moved)

    async def happened(self, arrival: Arrival) -> Own | None:
        """What to say about it, if anything."""
        if arrival.kind == "joined" and arrival.group:
            language = self._reception.language_of(arrival)
            return self._reception.own("desk.joined", language, wake=self._wake_word(language))
        if arrival.kind == "left":
            try:
                await self._chats.forget(arrival.at.key)
            except StoreUnavailable:
                log.warning("the store is away: the settings of a chat we left are still kept")
        elif arrival.kind == "moved" and arrival.moved_to:
            await self._move(arrival.at.key, Address(arrival.at.messenger, arrival.moved_to).key)
        return None

    def _wake_word(self, language: Language) -> str:
        """One that is typed with the letters of this language."""
        plain = self._reception.own("desk.here", language).reply.text.isascii()
        words = self._settings.wake_words
        return next((one for one in words if one.isascii() == plain), words[0] if words else "")

    async def _move(self, old: str, new: str) -> None:
        for moved in self._moved:
            try:
                await moved(old, new)
            except StoreUnavailable:
                log.warning("the store is away: something of %s stays under its old id", old)
