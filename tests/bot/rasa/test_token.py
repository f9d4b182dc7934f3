"""The token of our own server is made at random, and may look like an option."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.rasa.environment import PROJECT
from bot.rasa.server import PROGRAM, TOKEN_VARIABLE

_RASA = """\
import argparse
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("run")
    parser.add_argument("-t", "--auth-token")
    print(parser.parse_args().auth_token)
"""


@pytest.mark.parametrize(
    "how", [("-c", PROGRAM, "run"), (str(PROJECT / "serve.py"),)], ids=["ours", "container"]
)
def test_a_token_may_begin_with_a_hyphen(tmp_path: Path, how: tuple[str, ...]) -> None:
    (tmp_path / "rasa").mkdir()
    (tmp_path / "rasa" / "__init__.py").touch()
    (tmp_path / "rasa" / "__main__.py").write_text(_RASA)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), TOKEN_VARIABLE: "-begins_so"}
    ran = subprocess.run([sys.executable, *how], env=env, capture_output=True, text=True)
    assert ran.stdout.strip() == "-begins_so", ran.stderr
