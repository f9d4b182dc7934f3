"""`jipsa nlu train` with the real Rasa: minutes, not seconds."""

from pathlib import Path

import pytest

from bot.rasa.models import PICTURE, REPORT, Models, models_folder
from tests.bot.cli.conftest import Jipsa
from tests.bot.rasa.tiny import teach_only_a_little
from tests.support.rasa import rasa_environment


@pytest.mark.rasa
def test_a_whole_training(
    jipsa: Jipsa, state_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPSA_RASA_ENV", str(rasa_environment()))
    teach_only_a_little(tmp_path / "shipped", monkeypatch)

    done = jipsa("nlu", "train")
    log = (state_dir / "rasa" / "training.log").read_text()
    assert done.code == 0, done.err + log
    assert "Learning: getting ready (0:1" in done.err
    model = Models(models_folder(state_dir)).current()
    assert model is not None
    assert model.file.stat().st_size > 100_000
    assert model.about.accuracy is not None
    assert model.about.sure_from > 1, "so few sentences show nothing"
    assert (model.folder / PICTURE).read_bytes().startswith(b"\x89PNG")
    report = (model.folder / REPORT).read_text()
    assert f"({PICTURE})" in report
    assert "| power.turn_on |" in report
    assert {file.name for file in (state_dir / "rasa").iterdir()} == {
        "models",
        "training.lock",
        "training.log",
    }

    second = jipsa("nlu", "train")
    assert (second.code, second.err) == (0, "")
    assert f"Nothing changed since {model.name}" in second.out
    assert f"* {model.name}" in jipsa("nlu", "train", "--list").out
