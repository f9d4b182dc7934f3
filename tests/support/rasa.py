"""The real Rasa for tests that need it."""

import os
from pathlib import Path

import pytest

from bot.rasa.environment import find_environment


def rasa_environment() -> Path:
    """The folder of a complete Rasa environment; its absence skips the test, and fails it in CI."""
    environment = find_environment(None)
    problem = environment.problem()
    if problem is None:
        return environment.folder
    if os.environ.get("CI") == "true":
        pytest.fail(problem)
    pytest.skip(f"{problem} Tests also take one named in JIPSA_RASA_ENV.")
