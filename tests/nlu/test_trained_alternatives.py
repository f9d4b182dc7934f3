"""Beside the likeliest act stand those that are nearly as likely; nothing else does."""

import pytest

from nlu.engine import Engines, load_engines
from nlu.engines.trained import ENOUGH, MOST
from nlu.guess import Guess
from nlu.understanding import Mood, Understanding
from nlu.vocabulary import Vocabulary
from tests.nlu.test_trained import unplaced

Ranking = tuple[tuple[str, float], ...]


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


def reading(
    engines: Engines, vocabulary: Vocabulary, *ranking: tuple[str, float], said: Mood = "command"
) -> Understanding:
    return engines.trained.read(unplaced(engines, "거실 불", vocabulary, said), Guess(ranking), vocabulary)


def others(read: Understanding) -> list[str]:
    return [one.name for one in read.alternatives]


def test_what_is_nearly_as_likely_stands_beside_it(engines: Engines, vocabulary: Vocabulary) -> None:
    read = reading(
        engines, vocabulary, ("power.turn_off", 0.4), ("power.turn_on", 0.3), ("level.adjust", 0.2)
    )
    assert [one.name for one in read.intents] == ["power.turn_off"]
    assert others(read) == ["power.turn_on", "level.adjust"]
    assert [one.confidence for one in read.alternatives] == [0.3, 0.2]
    assert all(one.slots == read.intents[0].slots for one in read.alternatives), "about the same light"


@pytest.mark.parametrize(
    "ranking",
    [
        (("power.turn_off", 0.8), ("power.turn_on", 0.19)),
        (("power.turn_off", 0.6), ("power.turn_on", 0.15), ("level.adjust", 0.15)),
    ],
)
def test_what_is_much_less_likely_does_not(
    engines: Engines, vocabulary: Vocabulary, ranking: Ranking
) -> None:
    read = reading(engines, vocabulary, *ranking)
    assert read.intents and not read.alternatives


def test_not_too_many(engines: Engines, vocabulary: Vocabulary) -> None:
    names = ("power.turn_off", "power.turn_on", "level.adjust", "level.set", "colour.set")
    read = reading(engines, vocabulary, *((name, 0.2) for name in names))
    assert 1 + len(read.alternatives) == MOST


@pytest.mark.parametrize(
    "other", ["chat", "people.invite", "answer.yes", "conversation.cancel", "query.state", "social.greet", "notify.when"]
)  # fmt: skip
def test_only_acts_stand_beside_an_act(engines: Engines, vocabulary: Vocabulary, other: str) -> None:
    read = reading(engines, vocabulary, ("power.turn_off", 0.51), (other, 0.49))
    assert read.intents and not read.alternatives


@pytest.mark.parametrize("first", ["chat", "people.invite"])
def test_nothing_stands_beside_what_is_never_guessed(
    engines: Engines, vocabulary: Vocabulary, first: str
) -> None:
    read = reading(engines, vocabulary, (first, 0.5), ("power.turn_off", 0.5))
    assert not read.intents and not read.alternatives


@pytest.mark.parametrize("said", ["question", "chat", "negated", "scheduled", "conditional", "reported"])
def test_no_act_beside_what_was_not_said_as_a_command(
    engines: Engines, vocabulary: Vocabulary, said: Mood
) -> None:
    for first in ("query.state", "social.greet", "power.turn_on"):
        read = reading(engines, vocabulary, (first, 0.51), ("power.turn_off", 0.49), said=said)
        assert not read.alternatives
        assert [one.name for one in read.intents] in ([], [first]) and "power.turn_on" not in str(
            read.intents
        )


def test_together_they_must_be_likely_enough(engines: Engines, vocabulary: Vocabulary) -> None:
    half = ENOUGH / 2
    assert reading(engines, vocabulary, ("power.turn_off", half), ("power.turn_on", half)).intents
    assert not reading(engines, vocabulary, ("power.turn_off", half), ("power.turn_on", half - 0.01)).intents
    assert not reading(engines, vocabulary, ("power.turn_off", half), ("chat", half)).intents
