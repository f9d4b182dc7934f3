"""A scripted desk behind the real web server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from redis.asyncio import Redis

from bot.people.people import People
from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import SECRET, TOKEN, Site
from tests.bot.web.register import PeopledHouse, register_on
from tests.bot.web.scripted_desk import ScriptedDesk
from tests.bot.web.scripted_house import ScriptedSimulator

CALLS = [
    ("GET", "/files", None),
    ("POST", "/check", {"files": {}}),
    ("POST", "/save", {"files": {"own.yml": "x"}, "base": "m"}),
    ("POST", "/use-anyway", {}),
    ("POST", "/try", {"text": "불 켜"}),
    ("GET", "/schema", None),
    ("GET", "/intents", None),
    ("GET", "/misses", None),
    ("POST", "/misses/g1/teach", {"intent": "power.turn_on", "example": "불 켜"}),
    ("POST", "/misses/g1/command", {"name": "빨래 좀", "steps": ["세탁기 돌려"]}),
    ("POST", "/misses/g1/ignore", {}),
    ("GET", "/history", None),
    ("GET", "/history/v1", None),
    ("POST", "/history/v1/restore", {}),
    ("POST", "/history/v1/undo", {}),
    ("GET", "/appliances", None),
    ("PUT", "/appliances/washer-1", {"type": "washer", "base": "m"}),
    ("DELETE", "/appliances/washer-1", None),
    ("GET", "/rights", None),
]
# every call, with a body that it takes
CHANGING = [one for one in CALLS if one[0] != "GET"]


@dataclass
class DeskSite(Site):
    """A site with a desk."""

    desk: ScriptedDesk
    people: People


@asynccontextmanager
async def desk_site(redis_url: str, *, keeps_messages: bool = True) -> AsyncIterator[DeskSite]:
    """Served until the end of the block."""
    redis = Redis.from_url(redis_url)
    register = register_on(redis)
    await register.people.start()
    house, desk, auth = PeopledHouse(register.people), ScriptedDesk(), Auth(TOKEN, SECRET)
    simulator, settings = ScriptedSimulator(house), WebSettings(port=0)
    words = desk.words(keeps_messages=keeps_messages)
    server = WebServer(create_app(house, auth, simulator, settings, register=register, words=words), settings)
    await server.start()
    yield DeskSite(house, simulator, auth, server, desk, register.people)
    await server.stop()
    await redis.aclose()


async def call(
    client: httpx.AsyncClient, method: str, path: str, body: object = None, **options: object
) -> httpx.Response:
    """One call of the desk."""
    if body is not None:
        options["json"] = body
    return await client.request(method, f"/api/v1/desk{path}", **options)  # type: ignore[arg-type]
