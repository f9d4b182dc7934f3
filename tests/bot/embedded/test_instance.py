"""One Jipsa for each state folder; the command line finds it, other users do not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.embedded.instance import Instance, default_state_dir, find_instance
from bot.errors import UserError


def test_a_second_one_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    first = Instance.claim(tmp_path / "state")
    with pytest.raises(UserError, match=rf"already running on .*state \(process {os.getpid()}\)"):
        Instance.claim(tmp_path / "state")
    first.announce("http://127.0.0.1:8321")
    with pytest.raises(UserError, match=r"at http://127\.0\.0\.1:8321\): use that one, .*--state-dir"):
        Instance.claim(tmp_path / "state")
    first.release()
    Instance.claim(tmp_path / "state").release()


def test_is_found_only_while_it_runs(tmp_path: Path) -> None:
    assert find_instance(tmp_path) is None
    instance = Instance.claim(tmp_path)
    assert find_instance(tmp_path) is None  # still starting
    instance.announce("http://127.0.0.1:8321/", "127.0.0.1", 18830)
    found = find_instance(tmp_path)
    assert found is not None
    assert (found.url, found.pid, found.token) == ("http://127.0.0.1:8321", os.getpid(), instance.token)
    assert (found.broker_host, found.broker_port) == ("127.0.0.1", 18830)
    assert instance.token not in repr(found)
    instance.release()
    assert find_instance(tmp_path) is None


def test_one_that_was_killed_is_not_found_and_hinders_nobody(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys; from bot.embedded.instance import Instance; "
        "i = Instance.claim(pathlib.Path(sys.argv[1])); i.announce('http://127.0.0.1:1'); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    assert (tmp_path / "instance.json").exists()
    assert find_instance(tmp_path) is None
    instance = Instance.claim(tmp_path)
    assert find_instance(tmp_path) is None
    instance.release()


def test_secrets_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o755)
    first = Instance.claim(folder)
    first.announce("http://127.0.0.1:1")
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
    first.release()
    second = Instance.claim(folder)
    assert (second.token, second.session_secret) == (first.token, first.session_secret)
    assert first.token != first.session_secret
    assert len(first.token) >= 40
    second.release()


def test_the_token_of_the_config_is_told_instead(tmp_path: Path) -> None:
    instance = Instance.claim(tmp_path)
    instance.announce("http://127.0.0.1:1", token="from the config")
    found = find_instance(tmp_path)
    assert found is not None
    assert found.token == "from the config"
    instance.release()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"url": 1}'])
def test_a_damaged_instance_file_is_as_none(tmp_path: Path, damage: str) -> None:
    instance = Instance.claim(tmp_path)
    (tmp_path / "instance.json").write_text(damage)
    assert find_instance(tmp_path) is None
    instance.release()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UserError, match="is not a folder: choose another with --state-dir"):
            Instance.claim(path)


def test_where_the_state_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JIPSA_STATE_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert default_state_dir() == tmp_path / ".local/state/jipsa"
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert default_state_dir() == tmp_path / "xdg/jipsa"
    monkeypatch.setenv("JIPSA_STATE_DIR", str(tmp_path / "own"))
    assert default_state_dir() == tmp_path / "own"
