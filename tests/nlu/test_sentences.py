"""Tables of sentences: what ordinary talk means, and what must never act."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from nlu.engines.base import Engine, Focus
from nlu.lint.talk import everyday
from nlu.own_tests import acts
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary

_TABLES = Path(__file__).parent.parent / "sentences"
_USUAL = {"query": "question", "social": "chat", "comfort": "chat", "answer": "chat"}


def _ordinary() -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for path in sorted(_TABLES.glob("ordinary_*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows += [(str(sentence), meaning) for sentence, meaning in table.items()]
    return rows


def _hostile() -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for path in sorted(_TABLES.glob("hostile_*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows += [(kind, str(sentence)) for kind, sentences in table.items() for sentence in sentences]
    return rows


def shown(understanding: Understanding) -> str:
    """An understanding as the tables write it."""
    intents = []
    for intent in understanding.intents:
        words = [intent.name]
        for slot in intent.slots:
            value = (
                int(slot.value) if isinstance(slot.value, float) and slot.value.is_integer() else slot.value
            )
            words.append(f"{slot.name}={value}{'' if slot.exact else '~'}")
        intents.append(" ".join(words))
    first = understanding.intents[0].name.split(".")[0] if understanding.intents else ""
    usual = _USUAL.get(first, "command") if first else ""
    mood = "" if understanding.mood == usual else f"{understanding.mood}: "
    left = f" | {', '.join(one.text for one in understanding.leftovers)}" if understanding.leftovers else ""
    return f"{mood}{' + '.join(intents) or 'nothing'}{left}"


def may_act(understanding: Understanding) -> bool:
    """Whether a planner may do something without asking."""
    acting = [
        one
        for one in understanding.intents
        if one.name.split(".")[0] not in ("query", "social", "conversation")
    ]
    slots = [slot for one in acting for slot in one.slots]
    guessed = any(one.confidence < 1 for one in acting) or any(not slot.exact for slot in slots)
    guessed = guessed or any(slot.name == "unknown" for slot in slots)
    return understanding.mood == "command" and bool(acting) and not understanding.leftovers and not guessed


def sets_going(understanding: Understanding) -> bool:
    """Whether something would be done without a question, now or later."""
    return understanding.mood in ("command", *_MOODS) and may_act(replace(understanding, mood="command"))


@pytest.mark.parametrize(("sentence", "meaning"), _ordinary())
def test_ordinary_talk_means_what_the_table_says(
    engine: Engine, vocabulary: Vocabulary, sentence: str, meaning: str
) -> None:
    assert shown(engine.understand(sentence, vocabulary, Focus())) == meaning


@pytest.mark.parametrize(("kind", "sentence"), _hostile())
def test_hostile_sentences_never_act(
    engine: Engine, vocabulary: Vocabulary, kind: str, sentence: str
) -> None:
    assert not may_act(engine.understand(sentence, vocabulary, Focus())), kind


@pytest.mark.parametrize("sentence", [row for kind, row in _hostile() if kind == "talk"])
def test_talk_of_a_family_sets_nothing_going(engine: Engine, vocabulary: Vocabulary, sentence: str) -> None:
    assert not sets_going(engine.understand(sentence, vocabulary, Focus()))


@pytest.mark.parametrize("sentence", [row for kind, row in _hostile() if kind == "silent"])
def test_some_talk_of_a_family_is_not_even_asked_about(
    engine: Engine, vocabulary: Vocabulary, sentence: str
) -> None:
    assert not acts(engine.understand(sentence, vocabulary, Focus()))


@pytest.mark.parametrize("sentence", everyday().talk)
def test_everyday_talk_sets_nothing_going(engine: Engine, vocabulary: Vocabulary, sentence: str) -> None:
    assert not sets_going(engine.understand(sentence, vocabulary, Focus()))


_MOODS = {
    "conditional": {"conditional", "scheduled", "negated"},
    "scheduled": {"scheduled", "conditional", "negated"},
}


@pytest.mark.parametrize(("kind", "sentence"), [row for row in _hostile() if row[0] in _MOODS])
def test_times_and_conditions_are_recognised(
    engine: Engine, vocabulary: Vocabulary, kind: str, sentence: str
) -> None:
    assert engine.understand(sentence, vocabulary, Focus()).mood in _MOODS[kind]
