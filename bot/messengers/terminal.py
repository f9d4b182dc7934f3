"""A chat in the terminal: inside `jipsa run` and, over HTTP, as `jipsa chat`."""

import asyncio
import contextlib
import logging
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Protocol

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.patch_stdout import patch_stdout

from bot.errors import UserError
from bot.house import ApplianceView, House
from bot.message import Answer, Button, IncomingMessage, Language, Reply
from bot.messengers.answers import LateAnswers
from bot.messengers.base import Features, Speaker
from bot.messengers.degrade import Words, degrade
from bot.messengers.faces import Faces
from bot.messengers.plain_text import lines_of, picture_lines, pressed

log = logging.getLogger(__name__)

GREETING = "Say what you want, in Korean or English; a number presses a button; /quit leaves."
LEAVE = {"/quit", "/exit", "/q"}

TERMINAL = Features(
    text_limit=1_000_000, buttons=99, label_limit=60, private_in_group="none", patience_s=10.0
)
"""Buttons are pressed by their number, and numbers go on through what is said unasked."""

Show = Callable[[str, Sequence[str]], None]
"""Puts lines on the screen, in a style of prompt_toolkit."""


class Talk(Protocol):
    """One person's chat with one home."""

    async def send(self, text: str, action: str | None = None) -> Answer:
        """Say something, or press a button. Raises UserError."""

    def notices(self) -> AsyncIterator[tuple[Reply, ...]]:
        """What is said later, unasked."""

    async def appliance(self, appliance_id: str) -> ApplianceView | None:
        """Who speaks; None: nobody this person may know. Raises UserError."""


class HouseTalk:
    """The chat of a person with the home in this process."""

    def __init__(self, house: House, person: str, chat: str) -> None:
        self._house = house
        self._person = person
        self._chat = chat
        self._late = LateAnswers(chat)

    async def send(self, text: str, action: str | None = None) -> Answer:
        """Say something, or press a button."""
        now = time.time()
        message = IncomingMessage(
            id=uuid.uuid4().hex,
            text="" if action else text,
            chat=self._chat,
            sender=self._person,
            received_at=now,
            sent_at=now,
            action=action,
            messenger="terminal",
        )
        self._late.sent(message.id)
        answer = await self._house.handle(message)
        self._late.answered(answer)
        return answer

    async def notices(self) -> AsyncIterator[tuple[Reply, ...]]:
        """What is said later, unasked."""
        async for event in self._house.events():
            if event.person in (None, self._person) and (news := self._late.news(event.kind, event.data)):
                yield news

    async def appliance(self, appliance_id: str) -> ApplianceView | None:
        """Who speaks."""
        return self._house.appliance(appliance_id, self._person)


class _NoWords:
    """For a terminal without the home's sentences: none of them is needed where all buttons fit."""

    def say(self, key: str, language: Language, **facts: str) -> str:
        """Nothing."""
        return ""


class Terminal:
    """Reads lines and shows replies until the person leaves."""

    def __init__(
        self,
        talk: Talk,
        *,
        words: Words | None = None,
        faces: Faces | None = None,
        greeting: str = GREETING,
        show: Show | None = None,
    ) -> None:
        """faces: how appliances that speak look; None: they do not speak under their own names."""
        self._talk = talk
        self._words = words or _NoWords()
        self._faces = faces
        self._greeting = greeting
        self._show = show or _show
        self._language: Language = "ko"
        # of the last answer
        self._buttons: list[Button] = []
        # what a number presses now: number 1 is the first

    async def run(self) -> None:
        """Chat until /quit, Ctrl-D or Ctrl-C. Log lines appear above the prompt meanwhile."""
        session: PromptSession[str] = PromptSession()
        with patch_stdout(), _logs_above_the_prompt():
            self._show("class:dim", [self._greeting])
            listening = asyncio.create_task(self.listen(), name="terminal notices")
            try:
                while (text := await _read(session)) not in LEAVE:
                    if text:
                        await self.say(text)
            except (EOFError, KeyboardInterrupt):
                pass
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def say(self, text: str) -> None:
        """Say a line, or press the button whose number it is, and show what comes of it; never raises."""
        button = pressed(text, self._buttons)
        try:
            answer = await self._talk.send(text, button.action if button else None)
        except UserError as error:
            self._show("ansired", [str(error)])
            return
        except Exception:  # one message that fails must not end the chat
            log.exception("A message in the terminal failed.")
            self._show("ansired", ["Something went wrong inside Jipsa; its log says what."])
            return
        self._buttons = []
        self._language = answer.language
        await self._replies(answer.replies)

    async def listen(self) -> None:
        """Show what is said unasked, until cancelled."""
        async for replies in self._talk.notices():
            await self._replies(replies)

    async def _replies(self, replies: tuple[Reply, ...]) -> None:
        """Numbers go on: what is said unasked must not change what the number just being typed means."""
        for reply in replies:
            speaker = await self._speaker(reply)
            made = degrade(reply, TERMINAL, language=self._language, words=self._words, speaker=speaker)
            for parcel in made.here:
                self._show("", lines_of(parcel.text, parcel.buttons, len(self._buttons) + 1))
                self._buttons += parcel.buttons
            if reply.image is not None:
                self._show("", picture_lines(reply.image))

    async def _speaker(self, reply: Reply) -> Speaker | None:
        """The appliance whose own words they are."""
        if self._faces is None or reply.speaker is None:
            return None
        with contextlib.suppress(UserError):
            view = await self._talk.appliance(reply.speaker)
            return None if view is None else self._faces.speaker(view, self._language)
        return None


async def _read(session: PromptSession[str]) -> str:
    # Signals belong to whoever runs the loop; Ctrl-C arrives here as a key.
    return (await session.prompt_async("› ", handle_sigint=False)).strip()


def _show(style: str, lines: Sequence[str]) -> None:
    for line in lines:
        print_formatted_text(FormattedText([(style, line)]))


@contextlib.contextmanager
def _logs_above_the_prompt() -> Iterator[None]:
    """Handlers that write to the terminal write through the prompt's screen."""
    terminal = (sys.__stdout__, sys.__stderr__)
    handlers = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler, logging.StreamHandler) and handler.stream in terminal
    ]
    before = [handler.setStream(sys.stderr) for handler in handlers]
    try:
        yield
    finally:
        for handler, stream in zip(handlers, before, strict=True):
            handler.setStream(stream)
