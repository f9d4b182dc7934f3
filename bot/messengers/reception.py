"""Who wrote, and what of it goes to the house: strangers, invitation codes, voices, numbers for buttons."""

import logging
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol

from appliance_bridge.errors import StoreUnavailable
from bot.languages import languages
from bot.message import Button, Language, Reply
from bot.messengers.base import Account, Arrival, Features
from bot.messengers.degrade import MORE_PREFIX, Words, room_for_buttons
from bot.messengers.hearing import Hearing
from bot.messengers.memory import DeskMemory
from bot.messengers.rich import SHORT, cut
from bot.messengers.settings import DeskSettings
from bot.people.pairing import Redeemed, looks_like_code
from bot.people.person import Person

log = logging.getLogger(__name__)

_START = "/start"
# what a deep link says before the code


class Codes(Protocol):
    """What takes invitation codes: `bot.people.pairing.Pairing`."""

    async def redeem(self, code: str, account: Account) -> Redeemed:
        """Use a code from this account. Raises StoreUnavailable."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the desk itself answers; the house hears nothing of it."""

    reply: Reply
    language: Language
    person: str | None = None
    # whom it is for, when they are somebody of the home


@dataclass(frozen=True, slots=True)
class Said:
    """What goes to the house."""

    person: str
    text: str = ""
    action: str | None = None
    heard: str = ""
    # a line that says what a voice note was understood as


class Reception:
    """Reads an arrival that is for us."""

    def __init__(
        self, pairing: Codes, memory: DeskMemory, words: Words, settings: DeskSettings, hearing: Hearing
    ) -> None:
        self._pairing = pairing
        self._memory = memory
        self._words = words
        self._settings = settings
        self._hearing = hearing

    async def stranger(self, arrival: Arrival, features: Features) -> Own | None:
        """A code makes them somebody; else they hear one line a day. None: silence."""
        language = self.language_of(arrival)
        code = None if arrival.group or arrival.action is not None else _code_in(arrival.text)
        if code is not None:
            return await self._redeem(code, arrival, language)
        try:
            if not await self._memory.first_in_a_day(arrival.sender.key):
                return None
        except StoreUnavailable:
            return None
        alone = arrival.group and features.private_in_group == "ephemeral"
        return self.own("desk.stranger", language, audience="sender" if alone else "chat")

    async def known(self, arrival: Arrival, person: Person, features: Features) -> Own | Said:
        """A code of theirs, a press, a voice or a text."""
        language = person.language or self.language_of(arrival)
        if arrival.action is not None:
            return await self._pressed(arrival.action, person, language)
        text, heard = arrival.text, ""
        if not text.strip():
            if not arrival.attachments:
                # we were called, and nothing more was said
                return self.own("desk.here", language, person=person.id)
            voice = next((one for one in arrival.attachments if one.kind == "voice"), None)
            if voice is None:
                return self.own("desk.only_text", language, person=person.id)
            listened = await self._hearing.listen(voice, language)
            if listened.problem is not None:
                return self.own(listened.problem, language, person=person.id)
            text = listened.text
            heard = self._words.say("desk.heard", language, text=text)
        elif not arrival.group and (code := _code_in(text)) is not None:
            tried = await self._redeem(code, arrival, language, person)
            if tried is not None:
                return tried
        button = None
        if not room_for_buttons(features, arrival.group):
            with suppress(StoreUnavailable):
                menu = await self._memory.menu(arrival.at.key, arrival.sender.key)
                button = chosen(text, menu)
        if button is not None:
            return Said(person.id, action=button.action, heard=heard)
        return Said(person.id, text=text, heard=heard)

    def own(
        self,
        key: str,
        language: Language,
        *,
        person: str | None = None,
        audience: Literal["chat", "sender"] = "chat",
        buttons: tuple[Button, ...] = (),
        **facts: str,
    ) -> Own:
        """A sentence of the desk."""
        text = self._words.say(key, language, **facts)
        return Own(Reply(text, cut(text, SHORT), buttons, audience=audience), language, person)

    def language_of(self, arrival: Arrival) -> Language:
        """The platform's guess where we speak it, else the home's."""
        guess = (arrival.sender.language or "").replace("_", "-").partition("-")[0].casefold()
        return guess if guess in languages() else self._settings.home_language

    async def _pressed(self, action: str, person: Person, language: Language) -> Own | Said:
        if not action.startswith(MORE_PREFIX):
            return Said(person.id, action=action)
        rest = None
        with suppress(StoreUnavailable):
            rest = await self._memory.more(action)
        if rest is None:
            return self.own("told.expired_button", language, person=person.id)
        return self.own("desk.more_choices", rest.language, person=person.id, buttons=rest.buttons)

    async def _redeem(
        self, code: str, arrival: Arrival, language: Language, known: Person | None = None
    ) -> Own | None:
        """None: a stranger has heard it all, or it is no code but what somebody known says."""
        try:
            came = await self._pairing.redeem(code, arrival.sender)
        except StoreUnavailable:
            return self.own("desk.failed", language)
        linked = arrival.text.strip().startswith(_START)
        if came.person is not None and came.result in {"welcome", "already"}:
            language = came.person.language or language
            name = came.person.name(language)
            return self.own(f"desk.{came.result}", language, person=came.person.id, name=name)
        if known is not None and not linked:
            return None
        if came.result != "too_many":
            return self.own("desk.unknown_code", language)
        with suppress(StoreUnavailable):
            if await self._memory.first_in_a_day(f"{arrival.sender.key} codes"):
                return self.own("desk.too_many_codes", language)
        return None


def chosen(text: str, menu: Sequence[Button]) -> Button | None:
    """The button that a number or a label means: "2", "2번", "2.", "아니요"."""
    typed = _folded(text)
    number = typed.removesuffix("번").removesuffix(".").strip()
    if number.isascii() and number.isdecimal() and len(number) <= 3:
        return menu[int(number) - 1] if 0 < int(number) <= len(menu) else None
    named = [one for one in menu if typed in {_folded(one.label), _folded(one.text)}]
    return named[0] if len({one.action for one in named}) == 1 else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _code_in(text: str) -> str | None:
    """The code that is all the text says, also behind the "/start" of a deep link."""
    said = text.strip()
    if said.startswith(f"{_START} "):
        said = said[len(_START) :].strip()
    return looks_like_code(said)
