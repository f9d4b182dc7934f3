"""Variants: other things, rooms and numbers, with the particles and articles that fit them."""

from pathlib import Path

import pytest

import nlu
from nlu.frames import load_frames
from nlu.korean.particles import refit
from nlu.language import Language
from nlu.training.sentence import Sentence, sentence_of
from nlu.training.variation import Variation
from nlu.training.ways import load_ways
from nlu.training.words import Words, language_of
from nlu.vocabulary import Thing, Vocabulary
from tests.nlu.training.conftest import taught

_FRAMES = load_frames(Path(nlu.__path__[0]) / "frames.yaml")
_MANY = 80


def _variants(
    folder: Path, languages: dict[str, Language], text: str, vocabulary: Vocabulary | None = None
) -> list[Sentence]:
    """All variants of the first sentence; the others only say what there is."""
    examples = taught(folder, text).examples
    sentences = [sentence_of(one, language_of(one.text, languages)) for one in examples]
    words = Words(languages, vocabulary)
    variation = Variation(sentences, words, load_ways(languages), _FRAMES, frozenset({"ko"}))
    return [variation.variant(sentences[0], number) for number in range(_MANY)]


def _marked(variants: list[Sentence], entity: str) -> set[str]:
    return {span.text for one in variants for span in one.spans if span.entity == entity}


def test_things_are_those_of_the_intent_and_their_like(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    variants = _variants(
        tmp_path, languages,
        "- intent: power.turn_on\n  examples: |\n    - [티비](appliance_type) 켜줘\n    - [세탁기](appliance_type) 켜줘\n"
        "- intent: position.open\n  examples: |\n    - [커튼](appliance_type) 열어\n",
    )  # fmt: skip
    things = _marked(variants, "appliance_type")
    words = Words(languages, None)
    types = {found.value for found in (words.find("appliance_type", one) for one in things) if found}
    assert {"tv", "washer", "speaker"} <= types <= {"tv", "washer", "speaker", "projector", "set_top_box"}


def test_rooms_are_those_that_are_spoken_of(tmp_path: Path, languages: dict[str, Language]) -> None:
    variants = _variants(
        tmp_path, languages,
        "- intent: power.turn_on\n  examples: |\n    - turn on the [kitchen](area) [light](appliance_type)\n"
        "- intent: query.home\n  examples: |\n    - how is the [garage](area)\n",
    )  # fmt: skip
    assert _marked(variants, "area") == {"kitchen", "garage"}


def test_numbers_stay_near(tmp_path: Path, languages: dict[str, Language]) -> None:
    variants = _variants(
        tmp_path,
        languages,
        "- intent: temperature.set\n  examples: |\n    - [에어컨](appliance_type) [24](value)도로\n",
    )
    numbers = {int(one) for one in _marked(variants, "value")}
    assert len(numbers) > 3 and min(numbers) >= 20 and max(numbers) <= 28


def test_a_percentage_never_exceeds_the_whole(tmp_path: Path, languages: dict[str, Language]) -> None:
    variants = _variants(
        tmp_path, languages, "- intent: level.set\n  examples: |\n    - 밝기 [100](value)%로\n"
    )
    assert max(int(one) for one in _marked(variants, "value")) == 100


def test_a_value_goes_with_its_appliance(tmp_path: Path, languages: dict[str, Language]) -> None:
    variants = _variants(
        tmp_path, languages,
        "- intent: program.select\n  examples: |\n    - [세탁기](appliance_type) [울코스](program)로 바꿔\n"
        "    - [세탁기](appliance_type) [이불](program)로 바꿔\n    - [밥솥](appliance_type) [현미](program)로 바꿔\n",
    )  # fmt: skip
    words = Words(languages, None)
    found = {
        one.value for one in (words.find("program", text) for text in _marked(variants, "program")) if one
    }
    assert found == {"wool", "bedding"}
    assert not _marked(variants, "appliance_type") & {"밥솥", "쿠쿠"}


def test_the_home_gives_names_to_those_who_have_them(tmp_path: Path, languages: dict[str, Language]) -> None:
    text = (
        "- intent: program.select\n  examples: |\n    - [세탁기](appliance_type) [표준](program)으로 바꿔\n"
        "    - [건조기](appliance_type) [표준](program)으로 바꿔\n"
    )
    things = (
        Thing("w", "washer", ("붕붕이",), (), {"program": ("별빛",)}),
        Thing("d", "dryer", ("씽씽이",), (), {"program": ("달빛",)}),
    )
    variants = _variants(tmp_path, languages, text, Vocabulary(things, "1"))
    assert "붕붕이" in _marked(variants, "appliance_type") and "별빛" in _marked(variants, "program")
    assert "씽씽이" not in _marked(variants, "appliance_type") and "달빛" not in _marked(variants, "program")


@pytest.mark.parametrize("particle", ["을", "은", "이", "으로", "과", "에", "도"])
def test_particles_fit_their_nouns(tmp_path: Path, languages: dict[str, Language], particle: str) -> None:
    text = f"- intent: power.turn_on\n  examples: |\n    - [에어컨](appliance_type){particle} 해\n    - [티비](appliance_type) 해\n"
    variants = _variants(tmp_path, languages, text)
    assert len(_marked(variants, "appliance_type")) > 3
    for one in variants:
        at = next(at for at, span in enumerate(one.spans) if span.entity)
        said = one.spans[at + 1].text.split()[0].removesuffix("해줘")
        assert refit("에어컨", one.spans[at].text, particle + " 해") == said + " 해" or said.startswith(
            particle + "해"
        )


def test_articles_fit_their_nouns(tmp_path: Path, languages: dict[str, Language]) -> None:
    text = "- intent: power.turn_on\n  examples: |\n    - turn on an [oven](appliance_type)\n    - use a [fan](appliance_type)\n"
    things = _marked(_variants(tmp_path, languages, text), "appliance_type")
    assert len(things) > 1 and all(one[0] in "aeiou" for one in things)


def test_plurals_stay_plurals(tmp_path: Path, languages: dict[str, Language]) -> None:
    text = "- intent: position.open\n  examples: |\n    - open the [curtains](appliance_type)\n    - open the [blind](appliance_type)\n"
    things = _marked(_variants(tmp_path, languages, text), "appliance_type")
    assert "blinds" in things and all(one.endswith("s") for one in things)


def test_a_piece_that_means_something_else_here_is_left_alone(
    tmp_path: Path, languages: dict[str, Language]
) -> None:
    text = '- intent: mode.set\n  examples: |\n    - [제습]{"entity": "mode", "value": "movie"} 해\n    - [냉방](mode) 해\n'
    assert _marked(_variants(tmp_path, languages, text), "mode") == {"제습"}


def test_some_are_written_without_spaces(tmp_path: Path, languages: dict[str, Language]) -> None:
    text = "- intent: power.turn_off\n  examples: |\n    - [거실](area) [불](appliance_type) 꺼\n"
    assert any(
        one.text.startswith(("거실불꺼", "거실조명꺼")) for one in _variants(tmp_path, languages, text)
    )
