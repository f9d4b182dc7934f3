"""A running instance for the command line: the real web server in a thread, found by its state folder."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.cli import execute
from bot.embedded.instance import Instance
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.cli.answering_house import AnsweringHouse


@dataclass
class Running:
    """A web server with a scripted house, in its own thread and loop."""

    token: str
    house: AnsweringHouse = field(default_factory=AnsweringHouse)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    url: str = ""

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._start(), self.loop).result(20)
        self.url = self._server.url

    async def _start(self) -> WebServer:
        settings = WebSettings(port=0)
        app = create_app(self.house, Auth(self.token, b"0" * 32), None, settings)
        server = WebServer(app, settings)
        await server.start()
        return server

    def stop(self) -> None:
        """End it all."""
        asyncio.run_coroutine_threadsafe(self._server.stop(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(20)


@pytest.fixture
def state_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty state folder that the command line takes for the user's own."""
    for name in ("JIPSA_URL", "JIPSA_TOKEN", "JIPSA_PERSON", "JIPSA_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JIPSA_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("JIPSA_RASA_ENV", str(tmp_path / "nowhere"))
    return tmp_path / "state"


@pytest.fixture
def running(state_dir: Path) -> Iterator[Running]:
    """An instance on that folder."""
    instance = Instance.claim(state_dir)
    site = Running(instance.token)
    instance.announce(site.url)
    yield site
    site.stop()
    instance.release()


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


Jipsa = Callable[..., Outcome]


@pytest.fixture
def jipsa(state_dir: Path, capsys: pytest.CaptureFixture[str]) -> Jipsa:
    """Runs a command in this process."""

    def run(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = execute(list(arguments))
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    return run
