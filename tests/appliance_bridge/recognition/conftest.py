"""Where the research data is, when it is there."""

import os
from pathlib import Path

import pytest

from appliance_bridge.catalogue import Catalogue, load_catalogue
from benchmarks.recognition.recorded import Sample
from benchmarks.recognition.recorded import samples as of_folder


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def samples() -> list[Sample]:
    """Recorded devices beside what they are; the recordings are not part of the project."""
    folder = Path(__file__).parents[4] / "shared" / "mqtt-samples"
    found = of_folder(folder)
    if not found:
        message = f"no recorded announcements in {folder}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
