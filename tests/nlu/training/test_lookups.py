"""Words that a home lists for the trained engine reach its training project."""

import yaml

from nlu.engine import load_languages
from nlu.examples import training_of
from nlu.training.project import make_project
from tests.nlu.home import home
from tests.nlu.training.conftest import TEMPLATE

_FILE = """\
version: "3.1"
nlu:
- intent: power.turn_on
  examples: |
    - [티비](appliance_type) 켜
- lookup: program
  examples: |
    - 울섬세
    - 이불털기
    - 울섬세
- lookup: source
  examples: |
    - 셋톱
"""


def test_lookups_stand_beside_the_words_that_are_known() -> None:
    training = training_of({"own.yml": _FILE.encode()})
    project = make_project(training, load_languages(), home(), TEMPLATE)
    items = yaml.safe_load(project.files["data/nlu.yml"])["nlu"]
    words = {one["lookup"]: one["examples"].splitlines() for one in items if "lookup" in one}
    assert words["program"].count("- 울섬세") == 1 and "- 이불털기" in words["program"]
    assert "- 헹굼+탈수" in words["program"] and words["source"] == ["- 셋톱"]
