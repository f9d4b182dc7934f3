"""What the tests of the trained engine share."""

from collections.abc import AsyncIterator

import pytest

from bot.rasa.environment import Environment
from tests.support.rasa import rasa_environment
from tests.support.rasa_double import RasaDouble
from tests.support.tiny_rasa import TinyModels, tiny_models


@pytest.fixture(scope="session")
def tiny_model() -> TinyModels:
    """Two small models of the real Rasa: .home and .shop, a model for something else."""
    return tiny_models(Environment(rasa_environment()))


@pytest.fixture
async def double() -> AsyncIterator[RasaDouble]:
    """A server that does what the test says; it has no model yet."""
    server = RasaDouble()
    await server.start()
    yield server
    await server.stop()
