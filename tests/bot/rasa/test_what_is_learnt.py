"""What a training reads."""

from pathlib import Path
from typing import Any

import pytest

from bot.rasa import training
from nlu.engine import FREE_WORDING, INTENTS
from nlu.examples import Example, Training, load_training


def test_all_that_ships_and_the_homes_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One source: what the built-in engine knows is learnt, too."""
    own = "version: '3.1'\nnlu:\n  - intent: power.turn_on\n    examples: |\n      - wake the house\n"
    (tmp_path / "own.yml").write_text(own)
    learnt: list[Example] = []

    def read(given: Training, *_: Any) -> None:
        learnt.extend(given.examples)

    monkeypatch.setattr(training, "make_project", read)
    training._project(tmp_path, None)
    texts = {(one.intent, one.text) for one in learnt}
    for folder in (INTENTS, FREE_WORDING, tmp_path):
        assert {(one.intent, one.text) for one in load_training(folder).examples} <= texts, folder
