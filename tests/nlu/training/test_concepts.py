"""What words mean: the same for all languages, and of one kind where that is what matters."""

import pytest

from nlu.frames import Frames
from nlu.language import Language
from nlu.training.concepts import concepts
from nlu.training.words import Words
from nlu.vocabulary import Thing, Vocabulary


@pytest.fixture
def table(languages: dict[str, Language], frames: Frames) -> dict[str, list[str]]:
    """Of the shipped languages, without a home."""
    return concepts(languages, Words(languages, None), frames)


def meant(table: dict[str, list[str]], word: str) -> set[str]:
    """All that a word may mean."""
    return {name for names, words in table.items() if word in words for name in names.split()}


def test_words_of_both_languages_share_their_concepts(table: dict[str, list[str]]) -> None:
    for korean, english, name in (
        ("세탁기", "washing machine", "type:washer"),
        ("끄*", "turn off", "verb:off"),
        ("시작", "start", "verb:start"),
        ("온도", "temperature", "attribute:temperature"),
        ("세게", "faster", "change:fan_speed.up"),
        ("도", "degrees", "unit:celsius"),
        ("안", "don't", "mark:not"),
        ("몇 도", "how hot", "mark:question"),
        ("집", "house", "home"),
    ):
        assert name in meant(table, korean) & meant(table, english), (korean, english)


def test_an_appliance_is_also_of_its_groups(table: dict[str, list[str]]) -> None:
    assert {"type", "type:washer", "group:runs"} <= meant(table, "세탁기")
    assert "group:runs" not in meant(table, "조명")


def test_which_room_or_colour_it_is_does_not_matter(table: dict[str, list[str]]) -> None:
    assert meant(table, "거실") == {"area"}
    assert meant(table, "pink") == {"colour"}


def test_changes_know_their_way(table: dict[str, list[str]]) -> None:
    assert "way:up" in meant(table, "brighter") & meant(table, "따뜻하게")
    assert "way:down" in meant(table, "어둡게")


def test_verbs_stand_in_all_their_forms(table: dict[str, list[str]]) -> None:
    assert {"열*", "열어*", "여*", "openings", "opened"} - set(table["verb:open"]) == {"openings"}
    assert {"verb:open", "verb:passive"} <= meant(table, "열리*")


def test_a_home_has_words_of_its_own(languages: dict[str, Language], frames: Frames) -> None:
    thing = Thing("box", "washer", ("통돌이상자", "speedy box"), ("사랑방",))
    table = concepts(languages, Words(languages, Vocabulary((thing,))), frames)
    assert "type:washer" in meant(table, "통돌이상자") & meant(table, "speedy box")
    assert meant(table, "사랑방") == {"area"}


def test_a_name_of_several_words_is_one_concept(languages: dict[str, Language], frames: Frames) -> None:
    thing = Thing("ac", "air_conditioner", ("aircon",), (), {"mode": ("area of cold",)})
    table = concepts(languages, Words(languages, Vocabulary((thing,))), frames)
    assert meant(table, "area of cold") == {"mode", "mode:area_of_cold"}
