"""The published OpenAPI, and whatever schemathesis can think of sending."""

import asyncio
import threading
from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bot.web.auth import Auth
from bot.web.server import WebServer, create_app
from bot.web.settings import WebSettings
from tests.bot.web.conftest import SECRET, TOKEN
from tests.bot.web.register import PeopledHouse, register_on
from tests.bot.web.scripted_desk import ScriptedDesk
from tests.bot.web.scripted_house import ScriptedSimulator
from tests.support.servers import Server


def scripted_app(redis: Redis) -> FastAPI:
    """The app of the tests' site, with people who can change, and a desk."""
    register = register_on(redis)
    house = PeopledHouse(register.people)
    return create_app(
        house,
        Auth(TOKEN, SECRET),
        ScriptedSimulator(house),
        WebSettings(port=0),
        register=register,
        words=ScriptedDesk().words(),
    )


class ServerThread(threading.Thread):
    """The web server in a loop of its own, for a client that blocks."""

    def __init__(self, redis: Server) -> None:
        super().__init__(name="web server under test")
        self.url = ""
        self._redis = redis
        self._up = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._over = asyncio.Event()

    def run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        redis = Redis(host=self._redis.host, port=self._redis.port)
        server = WebServer(scripted_app(redis), WebSettings(port=0))
        await server.start()
        self.url = server.url
        self._up.set()
        await self._over.wait()
        await server.stop()
        await redis.aclose()

    def __enter__(self) -> "ServerThread":
        self.start()
        assert self._up.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self.join(10)


@pytest.fixture(scope="module")
def server_url(redis_process: Server) -> Iterator[str]:
    with ServerThread(redis_process) as server:
        yield server.url


# An event stream has no end, so it is left to test_events.py.
schema = schemathesis.openapi.from_dict(scripted_app(Redis()).openapi()).exclude(path="/api/v1/events")


@schema.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_api_keeps_its_word(case: schemathesis.Case, server_url: str) -> None:
    # Which persons there are is not in the schema, so a well-formed stranger may be refused.
    case.call_and_validate(
        base_url=server_url,
        headers={"Authorization": f"Bearer {TOKEN}"},
        excluded_checks=[positive_data_acceptance],
    )


async def test_openapi_needs_no_token_and_names_every_path(server_url: str) -> None:
    async with httpx.AsyncClient() as anyone:
        document = (await anyone.get(f"{server_url}/api/v1/openapi.json")).json()
    assert document["info"]["version"] == "1"
    assert set(document["paths"]) == {
        "/api/v1/messages",
        "/api/v1/explain",
        "/api/v1/appliances",
        "/api/v1/appliances/{appliance_id}",
        "/api/v1/appliances/{appliance_id}/explanation",
        "/api/v1/appliances/{appliance_id}/picture",
        "/api/v1/discovery",
        "/api/v1/people",
        "/api/v1/people/{person_id}",
        "/api/v1/invitations",
        "/api/v1/invitations/{code}",
        "/api/v1/join",
        "/api/v1/schedules",
        "/api/v1/links",
        "/api/v1/session",
        "/api/v1/events",
        "/api/v1/health",
        "/api/v1/simulator",
        "/api/v1/simulator/appliances/{appliance_id}",
        "/api/v1/desk/files",
        "/api/v1/desk/check",
        "/api/v1/desk/save",
        "/api/v1/desk/use-anyway",
        "/api/v1/desk/try",
        "/api/v1/desk/schema",
        "/api/v1/desk/intents",
        "/api/v1/desk/misses",
        "/api/v1/desk/misses/{group_id}/teach",
        "/api/v1/desk/misses/{group_id}/command",
        "/api/v1/desk/misses/{group_id}/ignore",
        "/api/v1/desk/history",
        "/api/v1/desk/history/{version_id}",
        "/api/v1/desk/history/{version_id}/restore",
        "/api/v1/desk/history/{version_id}/undo",
        "/api/v1/desk/appliances",
        "/api/v1/desk/appliances/{appliance_id}",
        "/api/v1/desk/rights",
    }


async def test_contracts_own_example_is_accepted(api: httpx.AsyncClient) -> None:
    example = {
        "text": "세탁기 돌려줘",
        "chat": "family",
        "sender": "mom",
        "id": "optional-unique-id",
        "sent_at": "2026-11-22T21:30:00+09:00",
        "group": False,
        "addressed": True,
        "wait_s": 10,
    }
    assert (await api.post("/api/v1/messages", json=example)).status_code == 200
