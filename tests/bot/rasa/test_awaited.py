"""A home that runs takes up Rasa when it is installed, without a restart."""

import asyncio
from pathlib import Path

import pytest

from bot.rasa.awaited import AwaitedOpinion
from bot.rasa.client import RasaClient
from bot.rasa.environment import RASA_VERSION, Environment
from bot.rasa.keeper import ModelKeeper
from bot.rasa.models import Models
from bot.rasa.opinion import TrainedOpinion
from tests.bot.rasa.parts import made
from tests.support.rasa_double import RasaDouble
from tests.support.waiting import until

SENTENCE = "불 켜 줘"


def install(folder: Path) -> None:
    """As `jipsa nlu setup` leaves it."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch(mode=0o755)
    (folder / "lib" / "python3.10" / "site-packages" / f"rasa-{RASA_VERSION}.dist-info").mkdir(parents=True)


@pytest.fixture
def models(tmp_path: Path) -> Models:
    models = Models(tmp_path / "models")
    models.use(made(models, b"first").name)
    return models


def awaited(folder: Path, double: RasaDouble, models: Models, *, required: bool = False) -> AwaitedOpinion:
    def make() -> TrainedOpinion:
        client = RasaClient(double.url, None, 2.0)
        return TrainedOpinion(
            client, ModelKeeper(client, models, intents={"power.turn_on", "power.turn_off"}), None
        )

    return AwaitedOpinion(Environment(folder), make, required=required, every_s=0.01)


async def test_it_is_there_once_it_is_installed(tmp_path: Path, double: RasaDouble, models: Models) -> None:
    folder = tmp_path / "env"
    opinion = awaited(folder, double, models)
    opinion.start()
    assert await opinion.guess(SENTENCE) is None and opinion.sure_from > 1
    assert f"Rasa is not installed in {folder}" in opinion.check().text
    assert double.texts == [] and double.loaded == [], "nothing is asked before"
    install(folder)
    await until(lambda: "answers" in opinion.check().text)
    assert opinion.check().ok and await opinion.guess(SENTENCE) is not None
    assert opinion.sure_from == 0.95, "that of the model"
    await opinion.stop()


async def test_half_an_installation_is_none(tmp_path: Path, double: RasaDouble, models: Models) -> None:
    folder = tmp_path / "env"
    opinion = awaited(folder, double, models, required=True)
    opinion.start()
    folder.mkdir()
    await until(lambda: "no Python environment that works" in opinion.check().text)
    assert not opinion.check().ok and await opinion.guess(SENTENCE) is None
    await opinion.stop()


async def test_it_can_be_stopped_at_any_time(tmp_path: Path, double: RasaDouble, models: Models) -> None:
    never_started = awaited(tmp_path / "env", double, models)
    await never_started.stop()
    waiting = awaited(tmp_path / "env", double, models)
    waiting.start()
    await waiting.stop()
    install(tmp_path / "env")
    await asyncio.sleep(0)
    assert await waiting.guess(SENTENCE) is None
