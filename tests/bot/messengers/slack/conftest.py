"""Slack's double, and messengers that talk to it."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.bot.messengers.slack import talker
from tests.support.slack_api.front import Front

Make = Callable[..., talker.Talker]


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    """With the least of Slack."""
    front = Front()
    await front.open()
    yield front
    await front.close()


@pytest.fixture
async def make(front: Front) -> AsyncIterator[Make]:
    """Makes messengers; they are stopped at the end."""
    made: list[talker.Talker] = []

    def new(socket: bool = False, **tokens: str) -> talker.Talker:
        made.append(talker.talker(front, socket=socket, **tokens))
        return made[-1]

    yield new
    for one in made:
        await one.messenger.stop()
