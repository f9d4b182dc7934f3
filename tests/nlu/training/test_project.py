"""The project: the same each time, held-out families apart, every intent with enough and not too much."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import yaml

from nlu.contract import load_contract
from nlu.engine import FREE_WORDING
from nlu.errors import LanguageError
from nlu.examples import Example, Training, load_training
from nlu.language import Language
from nlu.training.balance import FEWEST, MOST, MOST_OF
from nlu.training.project import Project, digest_of, make_project, write_project
from nlu.training.sentence import Sentence, sentence_of
from nlu.training.ways import load_ways
from nlu.training.words import language_of
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.training.conftest import TEMPLATE, taught

_MAKE = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from nlu.engine import load_languages
from nlu.examples import load_training
from nlu.training.project import make_project
from tests.nlu.home import home
with TemporaryDirectory() as folder:
    Path(folder, "power.yml").write_bytes(Path(sys.argv[1]).read_bytes())
    print(make_project(load_training(Path(folder)), load_languages(), home(), Path(sys.argv[2]).read_text()).digest)
"""
_ENOUGH = 12
# written examples of an intent from which variation always makes the fewest wanted


def _read(folder: Path, text: str) -> list[Example]:
    """The sentences of a file of the project, read like an intents file."""
    items = yaml.safe_load(text)["nlu"] or []
    intents = [item for item in items if "intent" in item]
    return list(taught(folder, yaml.safe_dump(intents, allow_unicode=True) if intents else "[]").examples)


def _sentences(examples: list[Example], languages: dict[str, Language]) -> list[Sentence]:
    return [sentence_of(one, language_of(one.text, languages)) for one in examples]


@pytest.fixture(scope="module")
def trained(project: Project, tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    return _read(tmp_path_factory.mktemp("trained"), project.files["data/nlu.yml"])


@pytest.fixture(scope="module")
def held(project: Project, tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    return _read(tmp_path_factory.mktemp("held"), project.files["held_out.yml"])


def test_the_same_in_every_process(tmp_path: Path, shipped: Training) -> None:
    """No set, no hash of Python's own decides anything."""
    (tmp_path / "config.yml").write_text(TEMPLATE)
    digests = set()
    for seed in ("1", "2"):
        run = subprocess.run(
            [sys.executable, "-c", _MAKE, str(FREE_WORDING / "power.yml"), str(tmp_path / "config.yml")],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        digests.add(run.stdout)
    assert len(digests) == 1 and len(digests.pop().strip()) == 64


def test_the_digest_tells_of_any_change(project: Project) -> None:
    files = {**project.files, "config.yml": project.files["config.yml"] + "# more\n"}
    assert digest_of(project.files) == project.digest != digest_of(files)
    assert digest_of({"a": "bc", "d": ""}) != digest_of({"a": "b", "cd": ""})


def test_it_counts_what_it_wrote(project: Project, trained: list[Example], held: list[Example]) -> None:
    assert project.counts.train == len(trained)
    assert project.counts.held_out == len(held)
    assert dict(project.counts.by_intent) == Counter(one.intent for one in trained)
    assert project.counts.intents == len(project.counts.by_intent)


def test_all_of_it_is_written_to_the_folder(project: Project, tmp_path: Path) -> None:
    write_project(project, tmp_path)
    written = {
        str(path.relative_to(tmp_path)): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.yml")
    }
    assert written == dict(project.files)


def test_held_out_are_written_examples_as_they_are(shipped: Training, held: list[Example]) -> None:
    assert held
    texts = {(one.intent, one.text) for one in shipped.examples}
    assert {(one.intent, one.text) for one in held} <= texts


def test_no_family_stands_on_both_sides(
    trained: list[Example], held: list[Example], languages: dict[str, Language]
) -> None:
    ways = load_ways(languages)
    families = [
        {ways[one.language].family(one) for one in _sentences(side, languages)} for side in (trained, held)
    ]
    assert not families[0] & families[1]


def test_every_written_example_is_on_one_side(
    shipped: Training, trained: list[Example], held: list[Example]
) -> None:
    full = {intent for intent, count in Counter(one.intent for one in trained).items() if count >= MOST}
    sides = {(one.intent, one.text) for one in (*trained, *held)}
    assert {(one.intent, one.text) for one in shipped.examples if one.intent not in full} <= sides


def test_about_a_sixth_is_held_out(shipped: Training, held: list[Example]) -> None:
    assert 0.05 * len(shipped.examples) < len(held) < 0.25 * len(shipped.examples)


def test_no_intent_is_too_loud_or_too_quiet(
    shipped: Training, project: Project, languages: dict[str, Language]
) -> None:
    written = Counter(one.intent for one in shipped.examples)
    for intent, count in project.counts.by_intent.items():
        assert count <= MOST_OF.get(intent, MOST) + _whole(languages, intent), intent
        varied = intent.partition(".")[0] in ("power", "temperature", "volume", "level", "run_control")
        if varied and written[intent] >= _ENOUGH:
            assert count >= FEWEST, intent


def _whole(languages: dict[str, Language], intent: str) -> int:
    """So many whole messages of an intent the languages list."""
    tables = [table for one in languages.values() for table in (one.phrases, one.answers)]
    return sum(len(texts) for table in tables for name, texts in table.items() if name.startswith(intent))


def test_what_the_languages_say_whole_is_trained_with(trained: list[Example], held: list[Example]) -> None:
    said = {(one.intent, one.text) for one in trained}
    assert {("social.bye", "다녀올게"), ("query.list", "뭐 켜져 있어"), ("answer.no", "no thanks")} <= said
    assert not {one.text for one in trained} & {one.text for one in held}


def test_no_sentence_stands_twice(trained: list[Example]) -> None:
    counted = Counter((one.intent, one.text) for one in trained)
    assert [text for text, count in counted.items() if count > 1] == []


def test_intents_and_entities_are_those_of_the_domain(project: Project, trained: list[Example]) -> None:
    domain = yaml.safe_load(project.files["domain.yml"])
    assert {one.intent for one in trained} <= set(domain["intents"])
    assert {mark.entity for one in trained for mark in one.annotations} <= set(domain["entities"])
    assert set(load_contract()) == set(domain["intents"])


def test_marks_slice_whole_words(trained: list[Example]) -> None:
    for one in trained:
        for mark in one.annotations:
            words = one.text[mark.start : mark.end]
            assert words and words == words.strip(), one


def test_a_word_stands_for_one_thing(project: Project, trained: list[Example]) -> None:
    items = yaml.safe_load(project.files["data/nlu.yml"])["nlu"]
    meant: dict[str, str] = {}
    for item in items:
        if "synonym" in item:
            for line in item["examples"].splitlines():
                assert meant.setdefault(line[2:].lower(), item["synonym"]) == item["synonym"]
    assert (meant["티비"], meant["washing machine"], meant["거실"]) == ("tv", "washer", "living_room")
    for one in trained:
        for mark in one.annotations:
            words = one.text[mark.start : mark.end].lower()
            assert mark.value is None or meant.setdefault(words, mark.value) == mark.value, one


def test_the_home_adds_its_words(tmp_path: Path, languages: dict[str, Language]) -> None:
    training = taught(tmp_path, "- intent: power.turn_on\n  examples: |\n    - [티비](appliance_type) 켜줘\n")
    thing = Thing("t", "tv", ("뽀로로상자", "사랑방 뽀로로상자"), ("사랑방",), {"source": ("마당놀이",)})
    project = make_project(training, languages, Vocabulary((thing,), "1"), TEMPLATE)
    nlu = project.files["data/nlu.yml"]
    assert '[뽀로로상자]{"entity": "appliance_type", "value": "tv"}' in nlu
    assert "사랑방 뽀로로상자" not in nlu
    for word in ("뽀로로상자", "사랑방", "마당놀이"):
        assert f'"{word}"' in project.files["config.yml"]


def test_unknown_names_are_refused(tmp_path: Path, languages: dict[str, Language]) -> None:
    training = taught(tmp_path, "- intent: power.turn_onn\n  examples: |\n    - 켜줘\n")
    with pytest.raises(LanguageError, match=r"mine\.yml, line 5.*'power\.turn_on'"):
        make_project(training, languages, None, TEMPLATE)


def test_nothing_taught_is_a_project_too(languages: dict[str, Language]) -> None:
    project = make_project(Training(), languages, None, TEMPLATE)
    families = {intent.partition(".")[0] for intent in project.counts.by_intent}
    assert families == {"social", "conversation", "answer", "query"}
    assert project.counts.held_out == 0


def test_the_shipped_examples_name_only_what_there_is(shipped: Training) -> None:
    from nlu.training.contract import faults

    assert [str(fault) for fault in faults(shipped, load_contract())] == []


def test_a_project_reads_back_as_an_intents_folder(project: Project, tmp_path: Path) -> None:
    items = [one for one in yaml.safe_load(project.files["data/nlu.yml"])["nlu"] if "lookup" not in one]
    text = yaml.safe_dump({"version": "3.1", "nlu": items}, allow_unicode=True)
    (tmp_path / "all.yml").write_text(text, encoding="utf-8")
    assert len(load_training(tmp_path).examples) == project.counts.train
