"""What the config makes of the trained engine."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.config_sections import NluSettings, RasaSettings
from bot.rasa.awaited import AwaitedOpinion
from bot.rasa.engine import trained_engine
from bot.rasa.models import Models, models_folder
from bot.rasa.opinion import NoOpinion, TrainedOpinion
from tests.bot.rasa.parts import made
from tests.support.rasa_double import RasaDouble

INTENTS = {"power.turn_on", "power.turn_off"}


def test_switched_off(tmp_path: Path) -> None:
    opinion = trained_engine(NluSettings(engine="grammar"), tmp_path, INTENTS)
    assert isinstance(opinion, NoOpinion)
    assert opinion.check().ok


@pytest.mark.parametrize(("engine", "ok"), [("auto", True), ("rasa", False)])
def test_not_installed(tmp_path: Path, engine: str, ok: bool) -> None:
    settings = NluSettings.model_validate({"engine": engine, "rasa": {"environment": tmp_path / "nothing"}})
    opinion = trained_engine(settings, tmp_path, INTENTS)
    assert isinstance(opinion, AwaitedOpinion)
    check = opinion.check()
    assert check.ok is ok
    assert check.optional
    assert "jipsa nlu setup" in check.text


async def test_a_server_of_somebody_else_with_its_own_models(tmp_path: Path, double: RasaDouble) -> None:
    double.token = "theirs"
    double.has("/their/model.tar.gz")
    rasa = RasaSettings(url=double.url, token=SecretStr("theirs"))
    opinion = trained_engine(NluSettings(rasa=rasa), tmp_path, INTENTS)
    assert isinstance(opinion, TrainedOpinion)
    await opinion._keeper.look()
    assert await opinion.guess("불 켜 줘") is not None
    assert double.loaded == []
    assert opinion.sure_from > 1, "nobody knows how good their model is"
    assert opinion.check().ok
    await opinion.stop()


async def test_a_server_of_somebody_else_with_our_models(tmp_path: Path, double: RasaDouble) -> None:
    models = Models(models_folder(tmp_path))
    model = made(models, b"first")
    models.use(model.name)
    rasa = RasaSettings(url=double.url, models="/srv/models")
    opinion = trained_engine(NluSettings(rasa=rasa), tmp_path, INTENTS)
    assert isinstance(opinion, TrainedOpinion)
    await opinion._keeper.look()
    assert double.loaded == [f"/srv/models/{model.name}/model.tar.gz"]
    assert await opinion.guess("불 켜 줘") is not None
    assert opinion.sure_from == 0.95
    await opinion.stop()


async def test_a_wrong_token_is_told(tmp_path: Path, double: RasaDouble) -> None:
    double.token = "theirs"
    rasa = RasaSettings(url=double.url, token=SecretStr("not-theirs"))
    opinion = trained_engine(NluSettings(rasa=rasa), tmp_path, INTENTS)
    assert isinstance(opinion, TrainedOpinion)
    await opinion._keeper.look()
    assert await opinion.guess("불 켜 줘") is None
    assert double.texts == []
    check = opinion.check()
    assert not check.ok
    assert "correct nlu.rasa.token" in check.text
    assert "not-theirs" not in check.text
    await opinion.stop()


def test_an_engine_is_made_without_any_work(tmp_path: Path) -> None:
    (tmp_path / "env" / "bin").mkdir(parents=True)
    python = tmp_path / "env" / "bin" / "python"
    python.write_text("#!/bin/false")
    python.chmod(0o755)
    (tmp_path / "env" / "lib" / "python3.10" / "site-packages" / "rasa-3.6.21.dist-info").mkdir(parents=True)
    state_dir = tmp_path / "state"
    rasa = RasaSettings(environment=tmp_path / "env")
    opinion = trained_engine(NluSettings(rasa=rasa), state_dir, INTENTS)
    assert isinstance(opinion, TrainedOpinion)
    assert not state_dir.exists()
