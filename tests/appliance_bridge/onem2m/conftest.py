"""What only these tests have."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """The mark of tests that need the real CSE."""
    config.addinivalue_line(
        "markers",
        "onem2m: runs a real oneM2M server in its own environment; skipped loudly where it is not installed,"
        " fails in CI without it",
    )
