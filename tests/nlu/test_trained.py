"""A trained engine's guess under the house's own rules."""

from dataclasses import replace

import pytest

from nlu.engine import Engines, load_engines
from nlu.engines.base import Focus
from nlu.engines.trained import SURE
from nlu.guess import Guess, Piece
from nlu.understanding import Understanding
from nlu.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


def unplaced(engines: Engines, text: str, vocabulary: Vocabulary, said: str = "command") -> Understanding:
    """`text` as if the built-in engine had known how it was said and nothing else."""
    read = engines.built_in.understand(text, vocabulary, Focus())
    return replace(read, intents=(), mood="chat", said=said, rule="words")  # type: ignore[arg-type]


def guess(name: str, confidence: float = 0.99, *pieces: Piece) -> Guess:
    return Guess(((name, confidence), ("chat", 1 - confidence)), pieces)


def test_it_names_what_the_words_name(engines: Engines, vocabulary: Vocabulary) -> None:
    read = unplaced(engines, "거실 에어컨 24도", vocabulary)
    found = engines.trained.read(read, guess("temperature.set"), vocabulary)
    [intent] = found.intents
    assert (found.engine, found.rule, found.mood) == ("rasa", "trained", "command")
    assert intent.name == "temperature.set" and intent.confidence < SURE
    assert intent.one("value") == 24 and intent.one("unit") == "celsius"
    assert intent.one("appliance") is not None or intent.one("appliance_type") == "air_conditioner"


def test_of_a_change_the_number_is_the_amount(engines: Engines, vocabulary: Vocabulary) -> None:
    read = unplaced(engines, "거실 에어컨 2도", vocabulary)
    up = Piece("direction", 0, 2, "up")
    [intent] = engines.trained.read(read, guess("temperature.adjust", 0.99, up), vocabulary).intents
    assert (intent.one("amount"), intent.one("direction"), intent.one("value")) == (2, "up", None)


@pytest.mark.parametrize("said", ["negated", "conditional", "scheduled", "reported"])
def test_a_gate_that_is_shut_stays_shut(engines: Engines, vocabulary: Vocabulary, said: str) -> None:
    read = unplaced(engines, "거실 불", vocabulary, said)
    assert not engines.trained.wants(read)
    assert engines.trained.read(read, guess("power.turn_on", 1.0), vocabulary) is read


@pytest.mark.parametrize("said", ["question", "chat"])
def test_only_what_is_said_as_a_command_becomes_one(
    engines: Engines, vocabulary: Vocabulary, said: str
) -> None:
    read = unplaced(engines, "거실 불", vocabulary, said)
    assert engines.trained.read(read, guess("power.turn_on", 1.0), vocabulary) is read


@pytest.mark.parametrize(
    "name", ["chat", "people.invite", "answer.yes", "conversation.cancel", "no.such_intent", "chat.mute", ""]
)
def test_some_things_are_never_guessed(engines: Engines, vocabulary: Vocabulary, name: str) -> None:
    read = unplaced(engines, "거실 불", vocabulary)
    assert engines.trained.read(read, guess(name, 1.0), vocabulary) is read


def test_an_unlikely_guess_is_none(engines: Engines, vocabulary: Vocabulary) -> None:
    read = unplaced(engines, "거실 불", vocabulary)
    assert engines.trained.read(read, guess("power.turn_on", 0.3), vocabulary) is read
    assert engines.trained.read(read, Guess(), vocabulary) is read


def test_what_was_placed_is_left_alone(engines: Engines, vocabulary: Vocabulary) -> None:
    read = engines.built_in.understand("거실 불 켜줘", vocabulary, Focus())
    assert not engines.trained.wants(read)
    assert engines.trained.read(read, guess("power.turn_off", 1.0), vocabulary) is read


class TestHowSure:
    def test_never_sure_unless_its_trial_says_so(self, engines: Engines, vocabulary: Vocabulary) -> None:
        read = unplaced(engines, "거실 불", vocabulary)
        for sure_from, sure in ((1.01, False), (0.97, True)):
            found = engines.trained.read(read, guess("power.turn_on", 0.98), vocabulary, sure_from)
            assert (found.intents[0].confidence == SURE) is sure

    def test_never_sure_of_what_nobody_named(self, engines: Engines, vocabulary: Vocabulary) -> None:
        read = unplaced(engines, "훤하게", vocabulary)
        found = engines.trained.read(read, guess("power.turn_on", 1.0), vocabulary, 0.9)
        assert found.intents[0].confidence < SURE

    def test_never_sure_of_a_thing_only_it_saw(self, engines: Engines, vocabulary: Vocabulary) -> None:
        read = unplaced(engines, "바보상자 좀", vocabulary)
        seen = Piece("appliance_type", 0, 4, "tv")
        [intent] = engines.trained.read(read, guess("power.turn_on", 1.0, seen), vocabulary, 0.9).intents
        assert intent.one("appliance_type") == "tv" and intent.confidence < SURE
        assert [slot.exact for slot in intent.slots] == [False]

    def test_a_kind_that_does_not_exist_is_no_target(self, engines: Engines, vocabulary: Vocabulary) -> None:
        read = unplaced(engines, "바보상자 좀", vocabulary)
        seen = Piece("appliance_type", 0, 4, "time_machine")
        [intent] = engines.trained.read(read, guess("power.turn_on", 1.0, seen), vocabulary).intents
        assert intent.slots == ()


def test_a_question_is_a_question(engines: Engines, vocabulary: Vocabulary) -> None:
    read = unplaced(engines, "거실 에어컨", vocabulary, "question")
    found = engines.trained.read(read, guess("query.state"), vocabulary)
    assert found.mood == "question" and found.intents[0].name == "query.state"


def test_a_complaint_needs_to_be_about_something(engines: Engines, vocabulary: Vocabulary) -> None:
    read = unplaced(engines, "아이고 나 죽네", vocabulary, "chat")
    assert engines.trained.read(read, guess("comfort.complaint"), vocabulary) is read
    about = Piece("dimension", 0, 3, "temperature")
    found = engines.trained.read(read, guess("comfort.complaint", 0.9, about), vocabulary)
    assert found.mood == "chat" and found.intents[0].one("dimension") == "temperature"


@pytest.mark.parametrize("name", ["query.state", "query.list", "query.who"])
def test_a_question_needs_to_name_something(engines: Engines, vocabulary: Vocabulary, name: str) -> None:
    """Talk that only sounds like a question is not answered."""
    read = unplaced(engines, "그래서 뭐가 어쨌다는 거", vocabulary, "question")
    assert engines.trained.read(read, guess(name), vocabulary) is read
    seen = Piece("appliance_type", 4, 6, "tv")
    found = engines.trained.read(read, guess(name, 0.9, seen), vocabulary)
    assert found.intents[0].name == name
