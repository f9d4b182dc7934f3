"""Bridges and devices for the tests of this room."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis

from appliance_bridge.bridge import Bridge
from appliance_bridge.broker_settings import BrokerSettings
from appliance_bridge.catalogue import load_catalogue
from appliance_bridge.home import Home
from tests.support.servers import Server
from tests.support.tiny import TinyDevice, TinyDialect


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    client = Redis.from_url(redis_url)
    yield client
    await client.aclose()


@pytest.fixture
def device(mosquitto: Server) -> Iterator[Callable[..., TinyDevice]]:
    """Makes devices on the test's broker and ends them."""
    made: list[TinyDevice] = []

    def make(**settings: Any) -> TinyDevice:
        made.append(TinyDevice(mosquitto.host, mosquitto.port, **settings).start())
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
async def bridge_of(redis: Redis, mosquitto: Server) -> AsyncIterator[Callable[..., Awaitable[Bridge]]]:
    """Makes bridges on the test's servers; waits until each is ready, unless told otherwise."""
    made: list[Bridge] = []

    async def make(*, ready: bool = True, **settings: Any) -> Bridge:
        broker = BrokerSettings(mosquitto.host, mosquitto.port)
        settings = {
            "client_id": f"bridge-{len(made)}",
            "dialects": [TinyDialect()],
            "home_id": "home",
            **settings,
        }
        bridge = Bridge(broker, redis, load_catalogue(), **settings)
        made.append(bridge)
        await bridge.start()
        if ready:
            assert await bridge.wait_ready(10), bridge.last_error
        return bridge

    yield make
    for one in made:
        await one.stop()


@pytest.fixture
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Appliances that do not answer are given up soon."""
    monkeypatch.setattr(Home, "confirm_within", lambda *_: 0.3)
