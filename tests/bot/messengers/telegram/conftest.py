"""A messenger, its Bot API, and what arrived."""

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.config_messengers import TelegramSettings
from bot.messengers.base import Arrival
from bot.messengers.telegram import connection
from bot.messengers.telegram.messenger import TelegramMessenger
from tests.support.telegram_api.front import Front
from tests.support.telegram_api.server import TOKEN, BotApi
from tests.support.waiting import until


@dataclass(frozen=True)
class Command:
    """As the menus need one."""

    name: str
    menu: dict[str, str] = field(default_factory=dict)


COMMANDS = (
    Command("people", {"ko": "우리 집 사람들", "en": "People of this home", "ja": "この家の人"}),
    Command("invite", {"ko": "초대하기", "en": "Invite somebody"}),
)


@dataclass
class Telegram:
    """A messenger that talks to a Bot API server."""

    api: BotApi
    messenger: TelegramMessenger
    arrivals: list[Arrival] = field(default_factory=list)

    async def arrived(self, arrival: Arrival) -> None:
        """The desk."""
        self.arrivals.append(arrival)

    async def begin(self) -> None:
        """Start, and wait until it is connected."""
        await self.messenger.start(self.arrived)
        await self.connected()

    async def connected(self) -> None:
        """Wait for it."""
        await until(lambda: self.messenger.check().ok)

    async def one(self) -> Arrival:
        """The next arrival."""
        await until(lambda: self.arrivals)
        return self.arrivals.pop(0)


def settings(api: BotApi, **more: str) -> TelegramSettings:
    """For this server."""
    return TelegramSettings.model_validate({"token": TOKEN, "api_url": api.url} | more)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """No long pauses."""
    monkeypatch.setattr(connection, "RETRY_S", 0.05)
    monkeypatch.setattr(connection, "REFUSED_S", 0.05)
    monkeypatch.setattr(connection, "WATCH_S", 0.02)
    monkeypatch.setattr(connection, "INSPECT_S", 0.05)
    monkeypatch.setattr(connection, "POLL_S", 1)
    # the library's own pauses after an error: 0.1 s in place of up to 30
    monkeypatch.setattr("telegram.ext._utils.networkloop.min", lambda *_: 0.1, raising=False)


@pytest.fixture(autouse=True)
def all_logged(caplog: pytest.LogCaptureFixture) -> None:
    """What a library would write at its loudest, whatever ran before."""
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    """The strict server."""
    server = BotApi()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture
async def front() -> AsyncIterator[Front]:
    """telegram-test-api behind the server that mends it."""
    server = Front()
    await server.open()
    yield server
    await server.close()


@pytest_asyncio.fixture
async def telegram(api: BotApi) -> AsyncIterator[Telegram]:
    """Polling, connected."""
    made = Telegram(api, TelegramMessenger(settings(api), commands=COMMANDS))
    await made.begin()
    yield made
    await made.messenger.stop()


Make = Callable[..., Telegram]


@pytest_asyncio.fixture
async def make(api: BotApi) -> AsyncIterator[Make]:
    """Makes messengers that are not started yet, and stops them."""
    made: list[Telegram] = []

    def one(**more: str) -> Telegram:
        token = {"token": more.pop("token")} if "token" in more else {}
        public_url = more.pop("public_url", None)
        messenger = TelegramMessenger(
            settings(api, **token, **more), commands=COMMANDS, public_url=public_url
        )
        made.append(Telegram(api, messenger))
        return made[-1]

    yield one
    for telegram in made:
        await telegram.messenger.stop()
