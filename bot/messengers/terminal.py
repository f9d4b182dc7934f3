"""A chat in the terminal: inside `jipsa run` and, over HTTP, as `jipsa chat`."""

import asyncio
import contextlib
import logging
import sys
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Protocol

from prompt_toolkit import PromptSession, print_formatted_text
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.patch_stdout import patch_stdout

from bot.errors import UserError
from bot.house import House
from bot.message import Answer, Button, IncomingMessage, Reply
from bot.messengers.answers import LateAnswers
from bot.messengers.plain_text import buttons_of, pressed, reply_lines

log = logging.getLogger(__name__)

GREETING = "Say what you want, in Korean or English; a number presses a button; /quit leaves."
LEAVE = {"/quit", "/exit", "/q"}


class Talk(Protocol):
    """One person's chat with one home."""

    async def send(self, text: str, action: str | None = None) -> Answer:
        """Say something, or press a button. Raises UserError."""

    def notices(self) -> AsyncIterator[tuple[Reply, ...]]:
        """What is said later, unasked."""


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


class Terminal:
    """Reads lines and shows replies until the person leaves."""

    def __init__(self, talk: Talk, *, greeting: str = GREETING) -> None:
        self._talk = talk
        self._greeting = greeting
        self._buttons: list[Button] = []
        # what a number presses now: number 1 is the first

    async def run(self) -> None:
        """Chat until /quit, Ctrl-D or Ctrl-C. Log lines appear above the prompt meanwhile."""
        session: PromptSession[str] = PromptSession()
        with patch_stdout(), _logs_above_the_prompt():
            _show("class:dim", [self._greeting])
            listening = asyncio.create_task(self._listen(), name="terminal notices")
            try:
                while (text := await _read(session)) not in LEAVE:
                    if text:
                        await self._say(text)
            except (EOFError, KeyboardInterrupt):
                pass
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def _say(self, text: str) -> None:
        button = pressed(text, self._buttons)
        try:
            answer = await self._talk.send(text, button.action if button else None)
        except UserError as error:
            _show("ansired", [str(error)])
            return
        except Exception:  # one message that fails must not end the chat
            log.exception("A message in the terminal failed.")
            _show("ansired", ["Something went wrong inside Jipsa; its log says what."])
            return
        self._buttons = []
        self._replies(answer.replies)

    async def _listen(self) -> None:
        async for replies in self._talk.notices():
            self._replies(replies)

    def _replies(self, replies: tuple[Reply, ...]) -> None:
        """Numbers go on: what is said unasked must not change what the number just being typed means."""
        _show("", reply_lines(replies, len(self._buttons) + 1))
        self._buttons += buttons_of(replies)


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
