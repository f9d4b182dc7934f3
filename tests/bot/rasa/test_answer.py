"""Decoding: what Rasa says, what it might say, and anything else."""

import copy
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rasa.answer import BrokenAnswer, guess_of
from nlu.guess import Guess, Piece

TEXT = "거실 불 켜 줘"
ANSWER = {
    "text": TEXT,
    "intent": {"name": "power.turn_on", "confidence": 0.85},
    "entities": [
        {
            "entity": "area",
            "start": 0,
            "end": 2,
            "value": "거실",
            "confidence_entity": 0.97,
            "extractor": "DIET",
        },
        {"entity": "appliance_type", "start": 3, "end": 4, "value": "light", "extractor": "Regex"},
    ],
    "text_tokens": [[0, 8]],
    "intent_ranking": [
        {"name": "power.turn_on", "confidence": 0.85},
        {"name": "power.turn_off", "confidence": 0.15},
    ],
}


def test_a_whole_answer() -> None:
    assert guess_of(ANSWER, TEXT) == Guess(
        (("power.turn_on", 0.85), ("power.turn_off", 0.15)),
        (Piece("area", 0, 2, "거실", 0.97), Piece("appliance_type", 3, 4, "light", 1.0)),
    )


def test_blanks_that_were_cut_off_count() -> None:
    assert [(one.start, one.end) for one in guess_of(ANSWER, TEXT, lead=3).pieces] == [(3, 5), (6, 7)]


def test_most_likely_first_whatever_the_order() -> None:
    turned = copy.deepcopy(ANSWER)
    turned["intent_ranking"].reverse()  # type: ignore[attr-defined]
    assert guess_of(turned, TEXT).ranking[0] == ("power.turn_on", 0.85)


def test_no_intent_at_all() -> None:
    nothing = {"text": TEXT, "entities": [], "intent_ranking": [{"name": None, "confidence": 0.0}]}
    assert guess_of(nothing, TEXT) == Guess()


def test_a_sum_of_rounded_numbers_is_cut_to_one() -> None:
    sure = {"text": TEXT, "entities": [], "intent_ranking": [{"name": "a", "confidence": 1.0000001}]}
    assert guess_of(sure, TEXT).ranking == (("a", 1.0),)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("text",), "다른 말"),
        (("text",), None),
        (("intent_ranking",), None),
        (("intent_ranking",), {}),
        (("intent_ranking", 0), "power.turn_on"),
        (("intent_ranking", 0, "name"), 7),
        (("intent_ranking", 0, "confidence"), "0.9"),
        (("intent_ranking", 0, "confidence"), True),
        (("intent_ranking", 0, "confidence"), math.nan),
        (("intent_ranking", 0, "confidence"), math.inf),
        (("intent_ranking", 0, "confidence"), -1),
        (("intent_ranking", 0, "confidence"), 10**400),
        (("entities",), None),
        (("entities", 0), []),
        (("entities", 0, "entity"), None),
        (("entities", 0, "value"), 22),
        (("entities", 0, "start"), -1),
        (("entities", 0, "start"), 2),
        (("entities", 0, "start"), 0.5),
        (("entities", 0, "start"), False),
        (("entities", 0, "end"), 9),
        (("entities", 0, "end"), "2"),
        (("entities", 0, "confidence_entity"), None),
    ],
    ids=lambda one: repr(one)[:40],
)
def test_another_shape_is_told(path: tuple[str | int, ...], value: object) -> None:
    broken = copy.deepcopy(ANSWER)
    *way, last = path
    place: Any = broken
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(BrokenAnswer):
        guess_of(broken, TEXT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(ANSWER)), inner),
)


@given(JSON)
def test_anything_is_a_guess_or_told(answer: object) -> None:
    try:
        assert isinstance(guess_of(answer, TEXT), Guess)
    except BrokenAnswer as error:
        assert str(error)


@given(st.sampled_from(["text", "entities", "intent_ranking"]), JSON)
def test_anything_in_one_place_is_a_guess_or_told(key: str, value: object) -> None:
    try:
        guess = guess_of(ANSWER | {key: value}, TEXT)
    except BrokenAnswer:
        return
    assert all(0 <= sure <= 1 for _, sure in guess.ranking)
    assert all(0 <= one.start < one.end <= len(TEXT) for one in guess.pieces)
