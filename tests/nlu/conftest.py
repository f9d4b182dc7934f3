"""One engine and one home for all tests of understanding."""

import pytest

from nlu.engine import Engines, load_engine, load_engines
from nlu.engines.base import Engine
from nlu.vocabulary import Vocabulary
from tests.nlu.home import home


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The built-in engine, as the house loads it."""
    return load_engine()


@pytest.fixture(scope="session")
def engines() -> Engines:
    """All engines, to which a home adds its own words."""
    return load_engines()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """The fixed home."""
    return home()
