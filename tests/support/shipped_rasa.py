"""What ships, learnt by the real Rasa as `jipsa nlu train` does it; kept as long as nothing it is made of changes."""

from pathlib import Path

from bot.rasa.environment import Environment
from bot.rasa.models import Models, models_folder
from bot.rasa.training import Workshop, train

STATE = Path(__file__).parents[2] / ".cache" / "rasa" / "shipped"
"""A state folder; what is not in use any more is tidied away by the product itself."""


def shipped_models(environment: Environment) -> Path:
    """A folder of models whose current one has learnt what ships now; copy it. Minutes, the first time."""
    outcome = train(Workshop(STATE, environment, lambda _: None), None, use_anyway=True)
    folder = models_folder(STATE)
    current = Models(folder).current()
    assert current is not None and current.about.inputs == outcome.model.about.inputs
    return folder
