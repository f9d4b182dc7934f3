"""Where Rasa is, and whether it is whole."""

from pathlib import Path

import pytest

from bot.rasa.environment import PROJECT, RASA_VERSION, Environment, find_environment


def _tree(folder: Path, version: str | None = RASA_VERSION, *, python: bool = True) -> Environment:
    packages = folder / "lib" / "python3.10" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "rasa_sdk-3.6.2.dist-info").mkdir()
    if version is not None:
        (packages / f"rasa-{version}.dist-info").mkdir()
    if python:
        (folder / "bin").mkdir()
        (folder / "bin" / "python").touch(mode=0o755)
    return Environment(folder)


def test_the_config_comes_first_then_the_variable_then_the_usual_place(tmp_path: Path) -> None:
    env = {"JIPSA_RASA_ENV": str(tmp_path / "named")}
    assert find_environment(tmp_path / "config", env).folder == tmp_path / "config"
    assert find_environment(None, env).folder == tmp_path / "named"
    assert find_environment(None, {}).folder == PROJECT / ".venv"
    assert find_environment(None, {"JIPSA_RASA_ENV": "~/rasa"}).folder == Path.home() / "rasa"


def test_a_whole_one_has_no_problem(tmp_path: Path) -> None:
    assert _tree(tmp_path / "venv").problem() is None


@pytest.mark.parametrize(
    ("version", "python", "told"),
    [
        (RASA_VERSION, False, "is no Python environment that works"),
        (None, True, f"holds no Rasa, but Rasa {RASA_VERSION} is needed"),
        ("3.5.17", True, f"holds Rasa 3.5.17, but Rasa {RASA_VERSION} is needed"),
    ],
)
def test_what_is_wrong_is_told_with_the_way_out(
    tmp_path: Path, version: str | None, python: bool, told: str
) -> None:
    problem = _tree(tmp_path / "venv", version, python=python).problem()
    assert problem == f"{tmp_path / 'venv'} {told}: run `jipsa nlu setup`."


def test_nothing_there(tmp_path: Path) -> None:
    problem = Environment(tmp_path / "venv").problem()
    assert problem == f"Rasa is not installed in {tmp_path / 'venv'}: run `jipsa nlu setup`."


def test_rasa_gets_our_components_and_none_of_our_secrets(tmp_path: Path) -> None:
    env = {
        "PATH": "/bin",
        "JIPSA_TOKEN": "secret",
        "PYTHONPATH": "/mine",
        "PYTHONHOME": "/mine",
        "VIRTUAL_ENV": "/mine",
        "RASA_TELEMETRY_ENABLED": "true",
    }
    given = Environment(tmp_path).variables(env, threads=1)
    assert given["PATH"] == "/bin"
    assert given["PYTHONPATH"] == str(PROJECT)
    assert given["RASA_TELEMETRY_ENABLED"] == "false"
    assert given["TF_INTRA_OP_PARALLELISM_THREADS"] == "1"
    assert not {"JIPSA_TOKEN", "PYTHONHOME", "VIRTUAL_ENV"} & set(given)
    assert "OMP_NUM_THREADS" not in Environment(tmp_path).variables(env)


def test_it_sees_of_our_variables_only_what_it_needs(tmp_path: Path) -> None:
    needed = {
        "PATH": "/bin", "HOME": "/home/mom", "LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8", "TMPDIR": "/scratch",
        "LD_LIBRARY_PATH": "/lib",
    }  # fmt: skip
    secrets = {
        "AWS_SECRET_ACCESS_KEY": "s3cret", "GITHUB_TOKEN": "s3cret", "TELEGRAM_TOKEN": "s3cret",
        "REDIS_URL": "redis://:s3cret@store", "https_proxy": "http://mom:s3cret@proxy", "HTTP_PROXY": "s3cret",
        "SSH_AUTH_SOCK": "s3cret", "MY_LC_ALL": "s3cret", "PATHS": "s3cret", "RASA_AUTH_TOKEN": "s3cret",
    }  # fmt: skip
    given = Environment(tmp_path).variables(needed | secrets)
    assert needed.items() <= given.items()
    assert "s3cret" not in str(given)


def test_the_command(tmp_path: Path) -> None:
    assert Environment(tmp_path).command("run") == [str(tmp_path / "bin" / "python"), "-m", "rasa", "run"]
