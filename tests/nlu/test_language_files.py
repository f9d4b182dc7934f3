"""Language and intent files are read strictly; an error names file, line and key."""

from pathlib import Path

import pytest

from nlu.engine import load_engine, load_languages
from nlu.engines.base import Focus
from nlu.engines.grammar import GrammarEngine
from nlu.errors import LanguageError
from nlu.examples import load_training
from nlu.frames import load_frames
from nlu.language import load_language
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.test_sentences import shown

_NLU = Path(load_language.__code__.co_filename).parent
_SMALL = """language: en
order: verb_first
inflection: english
words:
  type:
    fan: [fan]
verbs:
  - {act: "on", words: [switch on]}
"""


def test_a_small_language_is_enough(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(_SMALL)
    engine = GrammarEngine({"en": load_language(path)}, load_frames(_NLU / "frames.yaml"))
    home = Vocabulary((Thing("f", "fan", ()),), "1")
    assert shown(engine.understand("switch on fan", home, Focus())) == "power.turn_on appliance_type=fan"


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        (_SMALL + "surprise: 1\n", 9, "surprise"),
        (_SMALL.replace("verb_first", "sideways"), 2, "order"),
        (_SMALL + "  - {act: [}\n", 9, ""),
        (_SMALL.replace("    fan: [fan]", "    fan: [fan]\n    fan: [propeller]"), 7, "fan"),
        (_SMALL.replace("- {act", "- {deed"), 8, "verbs.0.act"),
    ],
)
def test_a_broken_language_file_is_named(tmp_path: Path, text: str, line: int, key: str) -> None:
    path = tmp_path / "en.yaml"
    path.write_text(text)
    with pytest.raises(LanguageError) as caught:
        load_language(path)
    assert (caught.value.file, caught.value.line) == ("en.yaml", line)
    assert key in caught.value.key


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"xx\.yaml"):
        load_language(tmp_path / "xx.yaml")


def _write(folder: Path, text: str) -> Path:
    (folder / "mine.yml").write_text('version: "3.1"\nnlu:\n' + text, encoding="utf-8")
    return folder


def test_an_example_teaches_a_phrase_for_all_things(tmp_path: Path) -> None:
    _write(tmp_path, "- intent: power.turn_on\n  examples: |\n    - wakey wakey [fan](appliance_type)\n")
    engine = load_engine(tmp_path)
    home = Vocabulary((Thing("f", "fan", ()), Thing("t", "tv", ())), "1")
    assert shown(engine.understand("wakey wakey tv", home, Focus())) == "power.turn_on appliance_type=tv"
    assert engine.understand("don't wakey wakey tv", home, Focus()).mood == "negated"
    assert engine.understand("wakey wakey tv at 7 pm", home, Focus()).mood != "command"


def test_an_example_may_fix_a_value(tmp_path: Path) -> None:
    _write(
        tmp_path,
        '- intent: mode.set\n  examples: |\n    - 거실 [영화관처럼]{"entity": "mode", "value": "movie"}\n',
    )
    home = Vocabulary((Thing("l", "light", (), ("거실",)),), "1")
    assert shown(load_engine(tmp_path).understand("거실 영화관처럼", home, Focus())) == "mode.set mode=movie"


def test_a_synonym_teaches_a_word(tmp_path: Path) -> None:
    _write(
        tmp_path, "- synonym: washer\n  examples: |\n    - 빨래통\n- synonym: l7\n  examples: |\n    - 왕별\n"
    )
    home = Vocabulary((Thing("w", "washer", ()), Thing("l7", "light", ()), Thing("l8", "light", ())), "1")
    engine = load_engine(tmp_path)
    assert (
        shown(engine.understand("빨래통 돌려줘", home, Focus())) == "run_control.start appliance_type=washer"
    )
    assert shown(engine.understand("왕별 켜줘", home, Focus())) == "power.turn_on appliance=l7"


@pytest.mark.parametrize(
    "text",
    [
        "- intent: power.turn_on\n  examples: |\n    no dash\n",
        "- intnt: x\n  examples: |\n    - a\n",
        "- [\n",
    ],
)
def test_a_broken_intent_file_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(LanguageError) as caught:
        load_training(_write(tmp_path, text))
    assert caught.value.file == "mine.yml"


def test_shipped_examples_mean_their_intent() -> None:
    from tests.nlu.home import home

    engine = load_engine()
    vocabulary = home()
    for example in load_training(_NLU / "intents").examples:
        understanding = engine.understand(example.text, vocabulary, Focus())
        assert example.intent in [intent.name for intent in understanding.intents], example


def test_three_languages_ship() -> None:
    assert set(load_languages()) == {"ko", "en", "ja"}
