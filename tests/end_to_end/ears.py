"""What a running home says by itself, for tests that wait for it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.house import HouseEvent
from tests.end_to_end.conftest import Family
from tests.support.waiting import until


class Ears:
    """All answers that the home told anybody, from the beginning on."""

    def __init__(self) -> None:
        self.events: list[HouseEvent] = []

    def heard(self, chat: str) -> list[Mapping[str, Any]]:
        """Replies told in a chat, oldest first."""
        told = (event for event in self.events if event.kind == "answer" and event.data["chat"] == chat)
        return [reply for event in told for reply in event.data["replies"]]  # type: ignore[attr-defined]

    def texts(self, chat: str) -> list[str]:
        """What was said there."""
        return [str(reply["text"]) for reply in self.heard(chat)]

    async def waits_for(self, chat: str, words: str) -> Mapping[str, Any]:
        """The newest reply in a chat that holds these words, as soon as there is one."""
        await until(lambda: any(words in text for text in self.texts(chat)))
        return next(reply for reply in reversed(self.heard(chat)) if words in str(reply["text"]))


@asynccontextmanager
async def listening(family: Family) -> AsyncIterator[Ears]:
    """Ears that are open while the block runs."""
    ears, events = Ears(), family.home.steward.events()

    async def hear() -> None:
        async for event in events:
            ears.events.append(event)

    task = asyncio.create_task(hear())
    try:
        yield ears
    finally:
        task.cancel()


def button(reply: Mapping[str, Any], label: str) -> str:
    """The action of the button with this label."""
    return str(next(one["action"] for one in reply["buttons"] if one["label"] == label))


def labels(reply: Mapping[str, Any]) -> list[str]:
    """What its buttons say."""
    return [str(one["label"]) for one in reply["buttons"]]
