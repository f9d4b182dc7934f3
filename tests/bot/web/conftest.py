"""A scripted house behind the real web server, on a free port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest

from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.scripted_house import ScriptedHouse, ScriptedSimulator

TOKEN = "a-token-for-tests"
SECRET = b"0123456789abcdef0123456789abcdef"


@dataclass
class Site:
    """A running server and the house behind it."""

    house: ScriptedHouse
    simulator: ScriptedSimulator
    auth: Auth
    server: WebServer

    @property
    def url(self) -> str:
        return self.server.url

    async def restart(self) -> None:
        """Serve the same house again on the same port, as after a restart of the process."""
        settings = WebSettings(port=self.server.port)
        self.server = WebServer(create_app(self.house, self.auth, self.simulator, settings), settings)
        await self.server.start()

    def client(self, **options: object) -> httpx.AsyncClient:
        """A client without any right."""
        return httpx.AsyncClient(base_url=self.url, timeout=10, **options)  # type: ignore[arg-type]

    def bearer(self) -> httpx.AsyncClient:
        """A client with the token."""
        return self.client(headers={"Authorization": f"Bearer {TOKEN}"})

    def page(self, person: str) -> httpx.AsyncClient:
        """A client with a person's session, sending what a browser would."""
        return self.client(
            cookies={self.auth.cookie_name: self.auth.new_session(person)},
            headers={"Sec-Fetch-Site": "same-origin"},
        )


@asynccontextmanager
async def scripted_site() -> AsyncIterator[Site]:
    """A site with a simulated home, served until the end of the block."""
    house = ScriptedHouse()
    simulator = ScriptedSimulator(house)
    auth = Auth(TOKEN, SECRET)
    settings = WebSettings(port=0, allowed_hosts=("home.lan",), keep_alive_s=0.05, max_streams=4)
    server = WebServer(create_app(house, auth, simulator, settings), settings)
    await server.start()
    running = Site(house, simulator, auth, server)
    yield running
    await running.server.stop()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A site of the test's own."""
    async with scripted_site() as running:
        yield running


@pytest.fixture
async def api(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the token."""
    async with site.bearer() as client:
        yield client
