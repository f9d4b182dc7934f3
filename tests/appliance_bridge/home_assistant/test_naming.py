"""Ids and names."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appliance_bridge.recognition.naming import joined, names, rooms, slug


@settings(deadline=None)
@given(st.text())
def test_every_id_is_legal_and_stable(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9_-]{1,64}", slug(text))
    assert slug(text) == slug(text)


@settings(deadline=None)
@given(st.from_regex(r"[a-z0-9_][a-z0-9_-]{0,62}[a-z0-9_]", fullmatch=True))
def test_a_legal_id_stays(text: str) -> None:
    assert slug(text) == text


def test_long_ids_stay_different() -> None:
    assert slug("a" * 100) != slug("a" * 101)


def test_ids_without_latin_letters_stay_different() -> None:
    assert slug("거실") != slug("안방")


@settings(deadline=None)
@given(st.text())
def test_names_are_clean(text: str) -> None:
    found = names(text)
    assert len(found) <= 2
    assert all(name and name == name.strip() and name.isprintable() for name in found)


def test_two_names_in_one() -> None:
    assert names("거실 에어컨 / Living room aircon") == ("거실 에어컨", "Living room aircon")
    assert names("Living room aircon / 거실 에어컨") == ("Living room aircon", "거실 에어컨")


def test_one_name_with_a_slash() -> None:
    assert names("Wash / Dry") == ("Wash / Dry",)
    assert names("세탁 / 건조") == ("세탁 / 건조",)
    assert names("TV/오디오") == ("TV/오디오",)
    assert names("가 / 나 / C") == ("가 / 나 / C",)


def test_names_of_parts() -> None:
    assert joined(("거실", "Living room"), ("불", "Light")) == ("거실 불", "Living room Light")
    assert joined(("거실", "Living room"), ("L1",)) == ("거실 L1", "Living room L1")
    assert joined((), ("L1",)) == ("L1",)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("거실 에어컨",), ("거실",)),
        (("거실 TV", "Living room TV"), ("거실", "Living room")),
        (("LG ThinQ Aircon 안방",), ("안방",)),
        (("안방에어컨",), ("안방",)),
        (("할머니방 불",), ("할머니방",)),
        (("Emma's room lamp",), ("Emma's room",)),
        (("Master Bedroom light",), ("Master Bedroom",)),
        (("가스난방 컨트롤러",), ()),
        (("난방",), ()),
        (("Robot Vacuum",), ()),
        (("TV light",), ()),
        ((), ()),
    ],
)
def test_a_name_tells_its_room(said: tuple[str, ...], found: tuple[str, ...]) -> None:
    assert rooms(said) == found
