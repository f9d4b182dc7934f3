"""The container of the trained engine, as far as it can be checked without a container engine."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.rasa.environment import PROJECT, Environment
from tests.support.rasa import rasa_environment

_COMPOSE = Path(__file__).parents[2] / "deploy" / "rasa" / "compose.yaml"


def test_the_service_is_built_from_the_project_and_shut_in() -> None:
    service = yaml.safe_load(_COMPOSE.read_text(encoding="utf-8"))["services"]["rasa"]
    assert (_COMPOSE.parent / service["build"]).resolve() == PROJECT.resolve()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert service["volumes"][0].endswith("/rasa/models:/models:ro")
    assert service["read_only"] is True


def test_all_that_is_copied_is_there_and_gets_into_the_build() -> None:
    let_in = [
        line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    ]
    copied = re.findall(r"^COPY (\S+)", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)
    assert copied == ["requirements.txt", "components", "serve.py"]
    for name in copied:
        assert (PROJECT / name).exists()
        assert any(one.split("/")[0] == name for one in let_in)


@pytest.mark.rasa
def test_it_does_not_serve_without_a_token() -> None:
    environment = Environment(rasa_environment())
    env = {name: value for name, value in os.environ.items() if name != "RASA_AUTH_TOKEN"}
    run = subprocess.run(
        [environment.python, PROJECT / "serve.py"], env=env, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1
    assert "without it anybody could load models" in run.stderr


@pytest.mark.rasa
def test_rasa_gets_its_arguments(tmp_path: Path) -> None:
    """As far as its own check of them."""
    environment = Environment(rasa_environment())
    env = {**environment.variables(), "RASA_AUTH_TOKEN": "a-token"}
    run = subprocess.run(
        [environment.python, PROJECT / "serve.py", "--enable-api", "--port", "nothing"],
        env=env, cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 2
    assert "invalid int value: 'nothing'" in run.stderr
