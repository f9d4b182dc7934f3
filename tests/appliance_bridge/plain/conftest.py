"""Where the research data is, when it is there."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def sample() -> Callable[[str], dict[str, Any]]:
    """Reads what a real bridge said; that is not part of the project."""

    def read(name: str) -> dict[str, Any]:
        file = Path(__file__).parents[4] / "shared" / "mqtt-samples" / f"{name}.json"
        if not file.is_file():
            message = f"no recorded messages in {file.parent}"
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        return dict(json.loads(file.read_text(encoding="utf-8")))

    return read
