"""What the benchmark of understanding counts as right, asked and wrongly acted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.understanding.judge import Verdict, meaning_of, verdict
from benchmarks.understanding.tally import ALL, Tally
from benchmarks.understanding.trained import alone
from nlu.engines.trained import ENOUGH
from nlu.guess import Guess
from nlu.understanding import Intent, Leftover, Mood, Slot, Understanding

WANTED = {"intent": "requirement", "in_scope": True, "silver": {"action": "off"}}
QUESTION = {"intent": "question_yesno", "in_scope": True}
TALK = {"intent": "question_wh", "in_scope": False}


def read(name: str, confidence: float = 1.0, mood: Mood = "command") -> Understanding:
    """A sentence that was read as this intent."""
    light = Slot("appliance_type", "light", 0, 1, "x")
    return Understanding("x", "x", "ko", mood, (Intent(name, (light,), confidence),))


@pytest.mark.parametrize(
    ("row", "understanding", "expected"),
    [
        (WANTED, read("power.turn_off"), "right"),
        (WANTED, read("power.turn_off", 0.7), "yes"),
        (WANTED, read("power.turn_on", 0.7), "misasked"),
        (WANTED, read("power.turn_on"), "otherwise"),
        (WANTED, replace(read("power.turn_off"), leftovers=(Leftover("x", 0, 1),)), "yes"),
        (WANTED, replace(read("power.turn_on", 0.4), alternatives=(Intent("power.turn_off"),)), "choice"),
        (WANTED, replace(read("power.turn_on", 0.4), alternatives=(Intent("level.set"),)), "misasked"),
        (WANTED, Understanding("x", "x", "ko", "chat"), "missed"),
        (WANTED, read("comfort.complaint", mood="chat"), "yes"),
        (QUESTION, read("query.state", mood="question"), "right"),
        (QUESTION, read("power.turn_on"), "acted"),
        (TALK, read("power.turn_off"), "acted"),
        (TALK, read("power.turn_off", 0.7), "chatty"),
        (TALK, read("power.turn_off", mood="negated"), "quiet"),
        (TALK, read("query.state", 0.7, mood="question"), "answered"),
        (TALK, Understanding("x", "x", "ko", "chat"), "quiet"),
    ],
)
def test_what_comes_of_a_row(row: Mapping[str, Any], understanding: Understanding, expected: Verdict) -> None:
    assert verdict(row, meaning_of(understanding)) == expected


@pytest.mark.parametrize(
    ("label", "name", "expected"),
    [
        ("smart_home/turn_lights_off", "power.turn_off", "right"),
        ("smart_home/turn_lights_off", "lock.unlock", "otherwise"),
        ("smart_home/check_lights", "power.turn_on", "otherwise"),
        ("iot_hue_lightdim", "level.adjust", "right"),
        ("a label that says little", "lock.unlock", "right"),
    ],
)
def test_labels_of_a_source_say_which_acts_fit(label: str, name: str, expected: Verdict) -> None:
    assert verdict({"intent": label, "in_scope": True}, meaning_of(read(name))) == expected


def test_rasa_alone_is_taken_at_its_word_from_a_likely_guess_on() -> None:
    sure = Guess((("power.turn_off", ENOUGH), ("power.turn_on", 0.1)))
    assert verdict(TALK, alone(sure)) == "acted"
    assert verdict(WANTED, alone(sure)) == "right"
    assert verdict(WANTED, alone(Guess((("power.turn_off", ENOUGH - 0.01),)))) == "missed"
    assert verdict(QUESTION, alone(Guess((("query.state", 0.9),)))) == "right"
    assert verdict(WANTED, alone(None)) == "missed"


def test_the_table_shares_out_what_was_wanted() -> None:
    tally = Tally()
    for what in ("right", "yes", "chatty", "acted"):
        tally.add(["one", f"{ALL}ko"], "chain", what)  # type: ignore[arg-type]
    tally.wanted.update({"one": 2})
    assert tally.total("chain", "acted") == 1
    assert "one: 2 in scope, 2 out of scope" in tally.lines()
    assert any("50.0 %" in line and "100.0 %" in line for line in tally.lines())
