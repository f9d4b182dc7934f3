"""How Rasa's environment is made, with a stand-in for what would download it."""

import fcntl
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.rasa.environment import RASA_VERSION, Environment
from bot.rasa.install import REQUIREMENTS, find_python, make


class Uv:
    """Does what uv would; `fails` at the command with this word, `breaks` off there."""

    def __init__(self, fails: str = "", breaks: str = "", version: str = RASA_VERSION) -> None:
        self.commands: list[list[str]] = []
        self.fails, self.breaks, self.version = fails, breaks, version

    def __call__(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        if self.breaks in command:
            raise KeyboardInterrupt
        if command[1] == "venv":
            folder = Path(command[-1])
            (folder / "bin").mkdir()
            (folder / "bin" / "python").touch(mode=0o755)
            (folder / "pyvenv.cfg").touch()
        else:
            folder = Path(command[command.index("--python") + 1]).parents[1]
            (folder / f"lib/python3.10/site-packages/rasa-{self.version}.dist-info").mkdir(parents=True)
        return int(self.fails in command)


@pytest.fixture(autouse=True)
def any_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that finds no Python."""
    _program(tmp_path / "path" / "uv", "exit 2")
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))


def _program(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def _left(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_it_is_made_whole(tmp_path: Path) -> None:
    uv, told = Uv(), list[str]()
    place = Environment(tmp_path / "rasa" / ".venv")
    make(place, told.append, uv)
    assert place.problem() is None
    assert _left(place.folder.parent) == {".venv"}
    assert [command[1] for command in uv.commands] == ["venv", "pip"]
    assert uv.commands[1][-1] == str(REQUIREMENTS)
    assert "about 2.7 GB" in told[0]
    assert "jipsa nlu train" in told[-1]


def test_what_it_installs_is_that_version() -> None:
    lines = REQUIREMENTS.read_text().splitlines()
    assert any(line.split()[0] == f"rasa=={RASA_VERSION}" for line in lines if line and line[0].isalpha())


@pytest.mark.parametrize(
    ("uv", "error"),
    [
        (Uv(fails="venv"), "found no Python 3.10"),
        (Uv(fails="sync"), "could not install Rasa"),
        (Uv(version="3.5.0"), "holds Rasa 3.5.0"),
    ],
)
def test_what_fails_leaves_what_was_there(tmp_path: Path, uv: Uv, error: str) -> None:
    place = tmp_path / ".venv"
    place.mkdir()
    (place / "pyvenv.cfg").write_text("the old one")
    with pytest.raises(UserError, match=error):
        make(Environment(place), lambda _: None, uv)
    assert _left(tmp_path) - {"path"} == {".venv"}
    assert (place / "pyvenv.cfg").read_text() == "the old one"


@pytest.mark.parametrize("at", ["venv", "sync"])
def test_breaking_off_leaves_nothing_half(tmp_path: Path, at: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        make(Environment(tmp_path / ".venv"), lambda _: None, Uv(breaks=at))
    assert _left(tmp_path) == {"path"}


def test_an_older_one_is_replaced_and_what_a_killed_one_left_goes(tmp_path: Path) -> None:
    place = tmp_path / ".venv"
    place.mkdir()
    (place / "pyvenv.cfg").write_text("the old one")
    (tmp_path / ".venv-unfinished-x").mkdir()
    make(Environment(place), lambda _: None, Uv())
    assert _left(tmp_path) == {".venv", "path"}
    assert Environment(place).problem() is None


def test_something_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").touch()
    uv = Uv()
    with pytest.raises(UserError, match="it stays as it is"):
        make(Environment(tmp_path / "photos"), lambda _: None, uv)
    assert uv.commands == [], "known before anything is downloaded"
    assert _left(tmp_path / "photos") == {"one.jpg"}


def test_too_little_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.rasa.install.NEEDED", 10**18)
    with pytest.raises(UserError, match=r"takes 4 GB while it is installed: make room"):
        make(Environment(tmp_path / ".venv"), lambda _: None, Uv())


def test_only_one_at_a_time(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        with pytest.raises(UserError, match="being installed already"):
            make(Environment(tmp_path / ".venv"), lambda _: None, Uv())
    finally:
        os.close(folder)


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="Cannot write to"):
        make(Environment(tmp_path / "file" / ".venv"), lambda _: None, Uv())


def test_without_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(UserError, match="pip install uv"):
        make(Environment(tmp_path / ".venv"), lambda _: None, Uv())


def _uv_finds(path: Path, python: Path) -> Path:
    return _program(path / "uv", f"echo {python}")


def _python(path: Path, version: str = "3.10") -> Path:
    return _program(path, f"echo {version}")


def test_the_python_that_uv_finds(tmp_path: Path) -> None:
    python = _python(tmp_path / "python")
    assert find_python(_uv_finds(tmp_path / "path", python), {}) == str(python)


def test_a_shim_that_points_nowhere_is_passed_over_for_a_version_of_pyenv(tmp_path: Path) -> None:
    _program(tmp_path / "shims" / "python3.10", "echo 'pyenv: python3.10: command not found' >&2; exit 127")
    python = _python(tmp_path / "pyenv/versions/3.10.13/bin/python")
    _python(tmp_path / "pyenv/versions/3.11.7/bin/python", "3.11")
    env = {"PATH": str(tmp_path / "shims"), "PYENV_ROOT": str(tmp_path / "pyenv")}
    assert find_python(tmp_path / "path" / "uv", env) == str(python)
    python.unlink()
    assert find_python(tmp_path / "path" / "uv", env) == "3.10"


@pytest.mark.parametrize("found", ["3.11", "rubbish"])
def test_another_version_is_not_taken(tmp_path: Path, found: str) -> None:
    python = _python(tmp_path / "bin" / "python3.10", found)
    env = {"PATH": str(python.parent), "HOME": str(tmp_path)}
    assert find_python(_uv_finds(tmp_path / "path", python), env) == "3.10"
