"""Particles after every kind of word that a home has."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wording.particles import PAIRS, attach, ending_of, form

TABLE = [
    # Hangul
    ("불", "을/를", "불을"),
    ("불", "으로/로", "불로"),
    ("냉방", "으로/로", "냉방으로"),
    ("세탁기", "은/는", "세탁기는"),
    ("오븐", "이/가", "오븐이"),
    ("거실", "과/와", "거실과"),
    ("지우", "아/야", "지우야"),
    ("서윤", "아/야", "서윤아"),
    ("표준", "이라/라", "표준이라"),
    ("커튼", "이에요/예요", "커튼이에요"),
    ("TV", "이에요/예요", "TV예요"),
    # digits as they are read
    ("1", "으로/로", "1로"),
    ("3", "으로/로", "3으로"),
    ("6", "을/를", "6을"),
    ("7", "으로/로", "7로"),
    ("8", "이/가", "8이"),
    ("9", "이/가", "9가"),
    ("0", "을/를", "0을"),
    ("10", "으로/로", "10으로"),
    ("20", "으로/로", "20으로"),
    ("100", "이/가", "100이"),
    ("1,000", "으로/로", "1,000으로"),
    ("24.5", "으로/로", "24.5로"),
    ("2:59", "이었/였", "2:59였"),
    ("3:10", "이었/였", "3:10이었"),
    # units
    ("24°C", "으로/로", "24°C로"),
    ("-18°C", "이에요/예요", "-18°C예요"),
    ("30%", "으로/로", "30%로"),
    ("2700K", "으로/로", "2700K로"),
    ("450ppm", "이/가", "450ppm이"),
    ("12㎍/㎥", "이에요/예요", "12㎍/㎥예요"),
    ("3.5kWh", "을/를", "3.5kWh를"),
    ("58분", "이/가", "58분이"),
    # Latin letters and words
    ("TV", "을/를", "TV를"),
    ("LED", "은/는", "LED는"),
    ("HDMI 1", "으로/로", "HDMI 1로"),
    ("PM", "이/가", "PM이"),
    ("URL", "으로/로", "URL로"),
    ("Robot", "이/가", "Robot이"),
    ("Kitchen Light", "을/를", "Kitchen Light를"),
    ("Table", "으로/로", "Table로"),
    ("Washer", "은/는", "Washer는"),
    ("Netflix", "을/를", "Netflix를"),
    ("Cotton", "으로/로", "Cotton으로"),
    ("Machine", "이/가", "Machine이"),
    # brackets, quotes and pictures are not read
    ("에어컨(거실)", "이/가", "에어컨(거실)이"),
    ("선풍기 [안방]", "을/를", "선풍기 [안방]를"),
    ("'표준'", "으로/로", "'표준'으로"),
    ("불 💡", "을/를", "불 💡을"),
    ("(거실)", "이/가", "(거실)이"),
    # nobody knows: both are shown
    ("漢字", "을/를", "漢字을(를)"),
    ("൦", "을/를", "൦을(를)"),
    ("", "은/는", "은(는)"),
    ("!?", "이/가", "!?이(가)"),
]


@pytest.mark.parametrize(("word", "pair", "said"), TABLE)
def test_table(word: str, pair: str, said: str) -> None:
    assert attach(word, pair) == said


@given(st.text(max_size=20), st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣")))
def test_the_last_hangul_syllable_decides(before: str, last: str) -> None:
    finals = unicodedata.normalize("NFD", last)[2:]
    expected = "vowel" if not finals else "rieul" if finals == "ᆯ" else "consonant"
    assert ending_of(before + last) == expected


@given(st.text(max_size=40), st.sampled_from(sorted(PAIRS)))
def test_any_text_gets_one_of_the_forms(word: str, pair: str) -> None:
    one, other = pair.split("/")
    assert form(word, pair) in {one, other, f"{one}({other})"}


@given(st.integers(min_value=1, max_value=10**11))
def test_numbers_end_as_their_reading(number: int) -> None:
    """The reading ends in its last digit that is not zero, or in the name of the power of ten behind it."""
    digits = str(number)
    if digits[-1] != "0":
        assert (
            ending_of(digits)
            == {
                "2": "vowel",
                "4": "vowel",
                "5": "vowel",
                "9": "vowel",
                "1": "rieul",
                "7": "rieul",
                "8": "rieul",
                "3": "consonant",
                "6": "consonant",
            }[digits[-1]]
        )
    else:
        assert ending_of(digits) == "consonant"
