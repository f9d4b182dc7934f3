"""Our components, checked inside Rasa's own Python."""

import os
import subprocess
from pathlib import Path

import pytest

from bot.rasa.environment import find_environment

pytestmark = pytest.mark.rasa

_INSIDE = Path(__file__).parent / "inside"


@pytest.mark.parametrize("checks", sorted(path.stem for path in _INSIDE.glob("*_checks.py")))
def test_inside_rasa(checks: str) -> None:
    environment = find_environment(None)
    problem = environment.problem()
    if problem is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(problem)
        pytest.skip(problem)
    run = subprocess.run(
        [environment.python, "-W", "ignore", "-m", "unittest", "-v", checks],
        cwd=_INSIDE, env=environment.variables(), capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, f"{run.stdout[-2000:]}\n{run.stderr[-6000:]}"
    assert "OK" in run.stderr and "Ran 0 tests" not in run.stderr
