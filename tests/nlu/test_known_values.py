"""What the trained engine marked becomes a value only if plans know it; anything else is dropped."""

from dataclasses import replace

import pytest
import yaml

import nlu.contract
from nlu.contract import load_contract, load_values
from nlu.engine import FREE_WORDING, INTENTS, Engines, load_engines, load_languages
from nlu.examples import load_training
from nlu.guess import Guess, Piece
from nlu.known_values import KnownValues
from nlu.understanding import Mood, Understanding
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.test_trained import unplaced

SAID: dict[str, Mood] = {"query": "question", "comfort": "chat", "social": "chat"}


@pytest.fixture(scope="module")
def engines() -> Engines:
    return load_engines()


def read(engines: Engines, vocabulary: Vocabulary, intent: str, *pieces: Piece) -> Understanding:
    said = SAID.get(intent.partition(".")[0], "command")
    text = unplaced(engines, "뿌잉 에어컨", vocabulary, said)
    return engines.trained.read(text, Guess(((intent, 0.9),), pieces), vocabulary)


@pytest.mark.parametrize(
    ("intent", "slot", "known", "unknown"),
    [
        ("temperature.adjust", "direction", "up", "sideways"),
        ("level.adjust", "direction", "down", "더"),
        ("comfort.complaint", "direction", "down", "left"),
        ("level.adjust", "extreme", "a_lot", "enormous"),
        ("mode.set", "mode", "dry", "disco"),
        ("mode.set", "mode", "dry", "제습 말고"),
        ("fan_speed.set", "fan_speed", "high", "warp"),
        ("swing.set", "swing", "on", "maybe"),
        ("colour.set", "colour", "blue", "greenish"),
        ("source.set", "source", "netflix", "vhs"),
        ("run_control.start", "program", "wool", "laundry day"),
        ("run_control.start", "option", "extra_rinse", "double foam"),
        ("query.value", "attribute", "battery", "happiness"),
        ("query.state", "state", "open", "ajarish"),
        ("query.state", "capability", "lock", "telepathy"),
        ("query.list", "state", "on", "up"),
        ("social.beyond", "topic", "weather", "politics"),
    ],
)
def test_only_known_values(
    engines: Engines, vocabulary: Vocabulary, intent: str, slot: str, known: str, unknown: str
) -> None:
    about = (Piece("dimension", 0, 2, "temperature"),) if intent.startswith("comfort.") else ()
    [good] = read(engines, vocabulary, intent, *about, Piece(slot, 0, 2, known)).intents
    assert good.one(slot) == known
    assert all(not one.exact for one in good.slots if one.name == slot), "marked is never certain"
    [bad] = read(engines, vocabulary, intent, *about, Piece(slot, 0, 2, unknown)).intents
    assert bad.one(slot) is None
    [second] = read(
        engines, vocabulary, intent, *about, Piece(slot, 0, 2, unknown), Piece(slot, 3, 6, known)
    ).intents
    assert second.one(slot) == known, "an unknown one does not hide a known one"


def test_a_complaint_about_nothing_we_know_is_none(engines: Engines, vocabulary: Vocabulary) -> None:
    for dimension in ("sadness", "", "온도"):
        found = read(engines, vocabulary, "comfort.complaint", Piece("dimension", 0, 2, dimension))
        assert found.intents == (), dimension


def test_what_a_thing_of_this_home_offers_is_known(engines: Engines, vocabulary: Vocabulary) -> None:
    windows = Thing("aircon-x", "air_conditioner", ("엑스 에어컨",), (), {"mode": ("무풍 숙면",)})
    here = replace(vocabulary, things=(*vocabulary.things, windows), version="with-x")
    for said in ("무풍 숙면", "무풍숙면"):
        [intent] = read(engines, here, "mode.set", Piece("mode", 0, 2, said)).intents
        assert intent.one("mode") == "무풍 숙면", "as the thing spells it"
        [elsewhere] = read(engines, vocabulary, "mode.set", Piece("mode", 0, 2, said)).intents
        assert elsewhere.one("mode") is None, "no other home has it"
    [programme] = read(engines, here, "run_control.start", Piece("program", 0, 2, "무풍 숙면")).intents
    assert programme.one("program") is None, "a mode is no programme"


@pytest.mark.parametrize("slot", ["value", "amount", "unit", "duration", "ordinal", "appliance", "role"])
def test_numbers_names_and_people_are_never_taken_from_marks(
    engines: Engines, vocabulary: Vocabulary, slot: str
) -> None:
    for intent in ("temperature.set", "temperature.adjust", "run_control.start"):
        [found] = read(engines, vocabulary, intent, Piece(slot, 0, 2, "24")).intents
        assert slot not in {one.name for one in found.slots if one.value == "24"}


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("뿌잉 에어컨 24도", "temperature.set", {"value": 24.0, "unit": "celsius"}),
        ("뿌잉 에어컨 24도", "temperature.adjust", {"amount": 24.0, "unit": "celsius"}),
        ("뿌잉 에어컨 24도", "power.turn_on", {}),
        ("뿌잉 에어컨 24도", "run_control.start", {}),
        ("뿌잉 불 30", "level.set", {"value": 30.0}),
    ],
)
def test_a_number_is_only_what_the_intent_takes(
    engines: Engines, vocabulary: Vocabulary, text: str, intent: str, slots: dict[str, object]
) -> None:
    found = engines.trained.read(unplaced(engines, text, vocabulary), Guess(((intent, 0.9),)), vocabulary)
    [only] = found.intents
    numbers = {
        one.name: one.value for one in only.slots if one.name in {"value", "amount", "unit", "duration"}
    }
    assert numbers == slots


def test_the_fixed_values_belong_to_slots_of_the_contract() -> None:
    assert set(load_values()) <= frozenset().union(*load_contract().values())


def test_everything_marked_in_what_ships_is_known(engines: Engines, vocabulary: Vocabulary) -> None:
    """What the examples teach to mark would otherwise be thrown away."""
    known = KnownValues(load_values(), load_languages().values())
    numbers, others = {"value", "amount", "unit"}, {"appliance_type", "area", "role"}
    own = {"program", "mode", "fan_speed", "source"}
    # of these a thing may have words that no language knows
    for folder in (INTENTS, FREE_WORDING):
        for example in load_training(folder).examples:
            for mark in example.annotations:
                if mark.value is not None and mark.entity not in numbers | others | own:
                    assert known.of(mark.entity, mark.value, vocabulary) == mark.value, (example.line, mark)


def test_any_reader_of_yaml_can_read_the_contract() -> None:
    """Also one that is written in Python, to which a bare "?" before a brace is a key."""
    text = nlu.contract._FILE.read_text(encoding="utf-8")
    tree = yaml.load(text, Loader=yaml.SafeLoader)
    assert set(tree["intents"]) == set(load_contract())
    assert {slot: frozenset(values) for slot, values in tree["values"].items()} == load_values()
