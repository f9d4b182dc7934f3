"""Where the research data is, when it is there."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """Recorded announcements of real bridges, which are not part of the project."""
    folder = Path(__file__).parents[4] / "shared" / "mqtt-samples"
    found = sorted(folder.glob("*.json"))
    if not found:
        message = f"no recorded announcements in {folder}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
