"""Puts the trained engine together from the config: ours, somebody else's, or none."""

from collections.abc import Collection
from pathlib import Path

from bot.config_sections import NluSettings
from bot.rasa.awaited import AwaitedOpinion
from bot.rasa.client import RasaClient
from bot.rasa.environment import find_environment
from bot.rasa.keeper import ModelKeeper
from bot.rasa.models import Models, models_folder
from bot.rasa.opinion import NoOpinion, TrainedOpinion
from bot.rasa.server import RasaServer


def trained_engine(
    settings: NluSettings, state_dir: Path, intents: Collection[str]
) -> TrainedOpinion | AwaitedOpinion | NoOpinion:
    """Not started yet; does no work. intents: the names that this home knows."""
    rasa, required = settings.rasa, settings.engine == "rasa"
    if settings.engine == "grammar":
        return NoOpinion("The trained engine is switched off: nlu.engine is grammar.")
    models = Models(models_folder(state_dir.absolute()))
    if rasa.url is not None:
        token = None if rasa.token is None else rasa.token.get_secret_value()
        client = RasaClient(rasa.url, token, rasa.timeout_s)
        given = None if rasa.models is None else models
        keeper = ModelKeeper(client, given, intents=intents, seen_as=rasa.models)
        return TrainedOpinion(client, keeper, None, required=required)
    environment = find_environment(rasa.environment)

    def ours() -> TrainedOpinion:
        server = RasaServer(models.folder.parent / "server", environment, rasa.timeout_s)
        keeper = ModelKeeper(server.client, models, intents=intents, server=server)
        return TrainedOpinion(server.client, keeper, server, required=required)

    if environment.problem() is not None:
        return AwaitedOpinion(environment, ours, required=required)
    return ours()
