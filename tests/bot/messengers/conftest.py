"""Desks over a real Redis."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from redis.asyncio import Redis

from bot.messengers.base import SpeechEngine
from bot.messengers.settings import DeskSettings
from bot.wording.replies import Wording, load_wording
from tests.bot.messengers.desks import FakeMessenger, Front, front

Open = Callable[..., Awaitable[Front]]


@pytest.fixture(scope="session")
def words() -> Wording:
    """All sentences."""
    return load_wording()


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """A client of an empty store."""
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
async def opened(redis: Redis, words: Wording) -> AsyncIterator[Open]:
    """Opens desks, and closes them."""
    fronts: list[Front] = []

    async def open_(
        messenger: FakeMessenger | None = None,
        speech: SpeechEngine | None = None,
        settings: DeskSettings | None = None,
    ) -> Front:
        fronts.append(await front(redis, words, messenger or FakeMessenger(), speech, settings))
        return fronts[-1]

    yield open_
    for one in fronts:
        await one.desk.stop()


@pytest.fixture
async def home(opened: Open) -> Front:
    """A desk with one messenger that can do most things."""
    return await opened()
