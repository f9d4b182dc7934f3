"""The shipped languages and one small set of examples for all tests of the training project."""

from pathlib import Path

import pytest

from nlu.engine import FREE_WORDING, INTENTS, load_languages
from nlu.examples import Training, load_training
from nlu.frames import Frames, load_frames
from nlu.language import Language
from nlu.training.project import Project, make_project
from tests.nlu.home import home

TEMPLATE = """# kept as it is
recipe: default.v1

pipeline:
  - name: components.tokenizer.HomeTokenizer
    words: []
    particles: []
  - name: DIETClassifier
    epochs: 40  # kept, too
"""


@pytest.fixture(scope="session")
def languages() -> dict[str, Language]:
    """All that ship."""
    return load_languages()


@pytest.fixture(scope="session")
def frames() -> Frames:
    """Those that ship."""
    return load_frames(INTENTS.parent / "frames.yaml")


@pytest.fixture(scope="session")
def shipped() -> Training:
    """The examples that ship."""
    return load_training(FREE_WORDING)


@pytest.fixture(scope="session")
def project(shipped: Training, languages: dict[str, Language]) -> Project:
    """The project of the shipped examples in the fixed home."""
    return make_project(shipped, languages, home(), TEMPLATE)


def taught(folder: Path, text: str) -> Training:
    """The training of one file with these items."""
    (folder / "mine.yml").write_text('version: "3.1"\nnlu:\n' + text, encoding="utf-8")
    return load_training(folder)
