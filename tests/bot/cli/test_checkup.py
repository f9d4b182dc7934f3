"""What `jipsa doctor` says of the trained engine before anything runs."""

from pathlib import Path

import pytest

from bot.cli.checkup import trained_check, words_check
from bot.config import Settings
from bot.rasa.models import Models, models_folder
from tests.bot.rasa.fake_rasa import fake_rasa
from tests.bot.rasa.parts import made


def settings(environment: Path, engine: str = "auto", **rasa: str) -> Settings:
    return Settings.model_validate({"nlu": {"engine": engine, "rasa": {"environment": environment, **rasa}}})


@pytest.mark.parametrize(("engine", "ok"), [("auto", True), ("rasa", False)])
def test_not_installed(tmp_path: Path, engine: str, ok: bool) -> None:
    check = trained_check(settings(tmp_path / "nothing", engine), tmp_path)
    assert check.ok is ok and "jipsa nlu setup" in check.text


@pytest.mark.parametrize(("engine", "ok"), [("auto", True), ("rasa", False)])
def test_nothing_trained(tmp_path: Path, engine: str, ok: bool) -> None:
    fake_rasa(tmp_path / "env")
    check = trained_check(settings(tmp_path / "env", engine), tmp_path)
    assert check.ok is ok and "jipsa nlu train" in check.text


def test_a_model_is_named_and_a_changed_one_is_not_well(tmp_path: Path) -> None:
    fake_rasa(tmp_path / "env")
    models = Models(models_folder(tmp_path))
    model = made(models, b"first")
    models.use(model.name)
    check = trained_check(settings(tmp_path / "env"), tmp_path)
    assert check.ok and model.name in check.text
    model.file.write_bytes(b"another")
    check = trained_check(settings(tmp_path / "env"), tmp_path)
    assert not check.ok and model.name not in check.text.partition("is there")[2]


def test_switched_off_or_elsewhere(tmp_path: Path) -> None:
    assert trained_check(settings(tmp_path, "grammar"), tmp_path).ok
    assert "somebody else's" in trained_check(settings(tmp_path, url="http://127.0.0.1:5005"), tmp_path).text


def test_own_words_are_looked_at_without_a_running_home(tmp_path: Path) -> None:
    given = Settings.model_validate({})
    assert words_check(given, tmp_path).ok
    (tmp_path / "intents").mkdir()
    own = tmp_path / "intents" / "own.yml"
    own.write_text('version: "3.1"\nnlu:\n- intent: power.turn_off\n  examples: |\n    - zorbel frump\n')
    check = words_check(given, tmp_path)
    assert check.ok and "1 file, 1 sentence, 0 words" in check.text
    own.write_text(own.read_text().replace("turn_off", "turn_of"))
    check = words_check(given, tmp_path)
    assert not check.ok and check.optional
    assert "own.yml, line 5 at 'power.turn_of': there is no such intent; did you mean" in check.text
    named = Settings.model_validate({"nlu": {"intents": str(tmp_path / "away")}})
    assert "nlu.intents" in words_check(named, tmp_path).text
