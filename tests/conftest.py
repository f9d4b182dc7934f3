"""Real servers that many tests share."""

import functools
import socket
from collections.abc import Iterator

import pytest

from nlu.engine import load_engines
from tests.support.servers import Server, mosquitto_server, redis_server


@pytest.fixture(scope="session", autouse=True)
def one_engine() -> Iterator[None]:
    """Homes built in this process share what all homes know: it takes a second to load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.app.load_engines", functools.cache(load_engines))
        yield


@pytest.fixture(scope="session")
def redis_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One redis-server of this test run."""
    server = redis_server(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(redis_process: Server) -> str:
    """URL of an empty database of a real redis-server."""
    with socket.create_connection((redis_process.host, redis_process.port), timeout=5) as sock:
        sock.sendall(b"FLUSHALL\r\n")
        assert sock.recv(64).startswith(b"+OK")
    return f"redis://{redis_process.host}:{redis_process.port}/0"


@pytest.fixture
def mosquitto(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A real mosquitto with default settings, nothing retained; has host, port, stop(), start(), kill()."""
    server = mosquitto_server(tmp_path_factory.mktemp("mosquitto"))
    server.start()
    yield server
    server.stop()
