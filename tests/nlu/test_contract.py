"""The contract of intents: its examples mean what they stand for, and nothing outside it is ever produced."""

from pathlib import Path

import pytest

import nlu
from nlu.engines.base import Engine, Focus
from nlu.language import compose, plain
from nlu.vocabulary import Vocabulary
from tests.nlu.test_sentences import _hostile, _ordinary

_FILE = Path(nlu.__path__[0]) / "intents.yaml"
_CONTRACT = plain(compose(_FILE), _FILE)["intents"]
_TARGETS = {
    "appliance", "appliance_type", "area", "quantifier", "except_appliance", "except_type", "except_area", "pronoun",
    "unknown", "unit", "option", "part",
}  # fmt: skip
_ROWS = [(name, row[code]) for name, row in _CONTRACT.items() for code in ("ko", "en") if row and code in row]


@pytest.mark.parametrize(("name", "sentence"), _ROWS)
def test_the_examples_of_the_contract_hold(
    engine: Engine, vocabulary: Vocabulary, name: str, sentence: str
) -> None:
    focus = Focus(pending=name.startswith("answer."))
    text = sentence.partition(" (")[0]
    names = [intent.name for intent in engine.understand(text, vocabulary, focus).intents]
    assert name in names


def test_only_intents_and_slots_of_the_contract_are_produced(engine: Engine, vocabulary: Vocabulary) -> None:
    for sentence in [row[0] for row in _ordinary()] + [row[1] for row in _hostile()]:
        for intent in engine.understand(sentence, vocabulary, Focus()).intents:
            assert intent.name in _CONTRACT, sentence
            allowed = _TARGETS | set((_CONTRACT[intent.name] or {}).get("slots", ()))
            assert {slot.name for slot in intent.slots} <= allowed, sentence
