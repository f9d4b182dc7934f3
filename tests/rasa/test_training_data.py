"""The training project and the shipped examples, read by the real Rasa."""

import json
import os
import subprocess
from pathlib import Path

import pytest

import nlu
from nlu.engine import FREE_WORDING, INTENTS, load_languages
from nlu.examples import load_training
from nlu.training.project import make_project, write_project
from tests.nlu.home import home

pytestmark = pytest.mark.rasa

_RASA = Path(nlu.__path__[0]) / "rasa"
_READ = """
import json, sys, warnings
warnings.simplefilter("error", UserWarning)
warnings.filterwarnings("default", message="Found inconsistent entity synonyms")
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.training_data.loading import load_data
def read(path):
    if path.endswith("domain.yml"):
        domain = Domain.load(path)
        return {"intents": domain.intents, "entities": domain.entities}
    data = load_data(path)
    return {
        "sentences": [[one.get("intent"), one.get("text"), [
            [mark["entity"], one.get("text")[mark["start"]:mark["end"]]] for mark in one.get("entities", [])
        ]] for one in data.intent_examples],
        "synonyms": data.entity_synonyms,
        "lookups": [table["name"] for table in data.lookup_tables],
    }
print(json.dumps([read(path) for path in sys.argv[1:]]))
"""


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python that has Rasa."""
    folder = Path(os.environ.get("JIPSA_RASA_ENV") or _RASA / ".venv")
    found = next(
        (path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists()), None
    )
    if found is None:
        reason = f"Rasa is not installed in {folder}: run `jipsa nlu setup` or set JIPSA_RASA_ENV"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


def _read(python: Path, *paths: Path) -> list[dict]:
    quiet = {
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    run = subprocess.run(
        [str(python), "-c", _READ, *map(str, paths)],
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_the_project_is_read_as_it_was_meant(python: Path, tmp_path: Path) -> None:
    training = load_training(FREE_WORDING)
    template = (_RASA / "config.yml").read_text(encoding="utf-8")
    project = make_project(training, load_languages(), home(), template)
    write_project(project, tmp_path)
    taught, held, domain = _read(
        python, *(tmp_path / one for one in ("data/nlu.yml", "held_out.yml", "domain.yml"))
    )
    assert len(taught["sentences"]) == project.counts.train
    assert len(held["sentences"]) == project.counts.held_out
    assert {intent for intent, _, _ in taught["sentences"]} == set(project.counts.by_intent)
    assert {intent for intent, _, _ in taught["sentences"]} <= set(domain["intents"])
    marks = {entity for _, _, found in (*taught["sentences"], *held["sentences"]) for entity, _ in found}
    assert marks <= set(domain["entities"])
    assert taught["synonyms"]["티비"] == "tv"
    assert set(taught["lookups"]) == {"appliance_type", "area", "mode", "program"}


@pytest.mark.parametrize("folder", [INTENTS, FREE_WORDING], ids=lambda one: one.name)
def test_the_shipped_files_are_rasa_data_as_they_are(python: Path, folder: Path) -> None:
    paths = sorted(folder.glob("*.yml"))
    read = [sentence for data in _read(python, *paths) for sentence in data["sentences"]]
    ours = [
        [one.intent, one.text, [[mark.entity, one.text[mark.start : mark.end]] for mark in one.annotations]]
        for one in load_training(folder).examples
    ]
    assert read == ours
