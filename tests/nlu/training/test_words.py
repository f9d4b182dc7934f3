"""Words of all languages and of a home, and the one thing each of them stands for."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlu.examples import Training
from nlu.frames import Frames
from nlu.language import Language
from nlu.training.files import nlu_file
from nlu.training.pipeline import fill
from nlu.training.words import Words, language_of
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.training.conftest import TEMPLATE, taught


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("불 켜줘", "ko"),
        ("TV 켜줘", "ko"),
        ("hdmi 1", "en"),
        ("turn on the 에어컨", "ko"),
        ("テレビ", "ja"),
        ("24", "en"),
    ],
)
def test_the_language_is_that_of_the_letters(languages: dict[str, Language], text: str, code: str) -> None:
    assert language_of(text, languages) == code


def test_words_are_found_by_kind_and_in_the_plural(languages: dict[str, Language]) -> None:
    words = Words(languages, None)
    assert [one.value for one in (words.find("appliance_type", "Curtains"),) if one] == ["curtain"]
    assert [one.value for one in (words.find("appliance_type", "switches"),) if one] == ["switch"]
    assert [one.value for one in (words.find("area", "거실"),) if one] == ["living_room"]
    assert words.find("area", "티비") is None
    assert words.find("dimension", "온도") is None


def test_of_several_types_the_one_that_the_home_has_is_meant(languages: dict[str, Language]) -> None:
    heater = Vocabulary((Thing("h", "heater", ()),), "1")
    for vocabulary, value in ((None, "boiler"), (heater, "heater")):
        words = Words(languages, vocabulary)
        found = words.find("appliance_type", "난방")
        assert found and words.canonical(found) == value


def test_synonyms_of_admins_come_first_then_what_examples_mark_most(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    training = taught(
        tmp_path,
        "- synonym: washer\n  examples: |\n    - 빨래통\n- synonym: tv\n  examples: |\n    - 오븐\n"
        '- intent: mode.set\n  examples: |\n    - [영화관처럼]{"entity": "mode", "value": "movie"}\n'
        '    - [거실]{"entity": "mode", "value": "movie"}\n    - [거실](area) [거실](area)\n'
        '    - [빨래통]{"entity": "mode", "value": "movie"}\n    - [냉방]{"entity": "mode", "value": "movie"}\n',
    )
    found = Words(languages, None).synonyms(training)
    wanted = {
        "냉방": "movie",
        "빨래통": "washer",
        "오븐": "tv",
        "영화관처럼": "movie",
        "거실": "living_room",
        "washing machine": "washer",
    }
    assert {word: found[word] for word in wanted} == wanted


def test_a_name_of_the_home_is_taken_without_its_room(languages: dict[str, Language]) -> None:
    thing = Thing(
        "t",
        "tv",
        ("사랑방 뽀로로상자", "사랑방 [x]"),
        ("사랑방",),
        {"source": ("마당놀이",), "colour_depth": ("8",)},
    )
    words = Words(languages, Vocabulary((thing,), "1"))
    assert sorted(one.text for one in words.own if one.language == "ko") == [
        "마당놀이",
        "뽀로로상자",
        "사랑방",
    ]
    assert words.synonyms(Training())["뽀로로상자"] == "tv"
    assert "뽀로로상자" in words.lookups()["appliance_type"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.text(max_size=12), room=st.text(max_size=6), option=st.text(max_size=8))
def test_any_name_of_a_home_can_be_written(
    languages: dict[str, Language], frames: Frames, name: str, room: str, option: str
) -> None:
    """People call things what they like: no name breaks a file."""
    thing = Thing("t", "tv", (name, f"{room} {name}"), (room,), {"source": (option,), "mode": (name,)})
    words = Words(languages, Vocabulary((thing,), "1"))
    text = nlu_file([], {}, words.synonyms(Training()), words.lookups())
    for item in yaml.safe_load(text)["nlu"]:
        assert all(line.startswith("- ") for line in item["examples"].splitlines())
    filled = yaml.safe_load(fill(TEMPLATE, languages, words, frames, []))
    assert all(isinstance(word, str) for word in filled["pipeline"][0]["words"])
