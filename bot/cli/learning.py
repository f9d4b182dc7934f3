"""The models of the trained engine, as `jipsa nlu train` makes, shows and changes them."""

import asyncio
from pathlib import Path

from bot.cli.api import Target
from bot.cli.common import ERROR, OK, out
from bot.cli.home_words import home_words
from bot.cli.progress import Progress
from bot.embedded.instance import find_instance
from bot.errors import UserError
from bot.rasa.environment import find_environment
from bot.rasa.job import Step
from bot.rasa.models import Models, models_folder
from bot.rasa.report import percent
from bot.rasa.training import Workshop, train
from nlu.vocabulary import Vocabulary


def learn(
    state_dir: Path, environment: Path | None, words: Path | None = None, *, again: bool, use_anyway: bool
) -> int:
    """Train, and show how far it is. Raises UserError, before anything is said when Rasa is not installed."""
    progress = Progress()

    def tell(line: str) -> None:
        progress.clear()
        out(line)

    def step(what: str, now: Step) -> None:
        progress.show(what, now.done, now.of)

    shop = Workshop(state_dir, find_environment(environment), tell, step, words)
    if (problem := shop.environment.problem()) is not None:
        raise UserError(problem)
    try:
        outcome = train(shop, _words(state_dir), again=again, use_anyway=use_anyway)
    except KeyboardInterrupt:
        tell("Stopped: nothing changed.")
        raise
    finally:
        progress.clear()
    return OK if outcome.used else ERROR


def show_models(state_dir: Path) -> int:
    """Those that are kept, the one in use marked."""
    models = Models(models_folder(state_dir))
    current, kept = models.current(), models.all()
    out(*([models.problem] if models.problem is not None else ()))
    for model in kept:
        mark = "*" if current is not None and model.name == current.name else " "
        about = model.about
        acts = "never acts by itself" if about.sure_from > 1 else f"may act from {about.sure_from:.3f}"
        out(f"{mark} {model.name}  {percent(about.accuracy)} of {about.sentences} sentences, {acts}")
    if not kept:
        out("No model is kept: `jipsa nlu train` makes one.")
    return OK


def go_back(state_dir: Path) -> int:
    """Use the model before the current one. Raises UserError when there is none."""
    model = Models(models_folder(state_dir)).back()
    if model is None:
        raise UserError(
            "There is no model to go back to: `jipsa nlu train --list` shows those that are kept."
        )
    out(f"In use now: {model.name}.")
    return OK


def _words(state_dir: Path) -> Vocabulary | None:
    here = find_instance(state_dir)
    if here is not None:
        return asyncio.run(home_words(Target(here.url, here.token)))
    out("No home runs here, so it learns without the names and rooms of one: `jipsa run` starts one.")
    return None
