"""What strangers call themselves."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.names import LONGEST, cleaned, names_for


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("이모", "이모"),
        ("  큰   이모\n", "큰 이모"),
        ("_*#<b>Ann</b>", "_*#<b>Ann</b>"),
        ("\u202egnorw\u202c", "gnorw"),
        ("엄\u200b마", "엄마"),
        ("\u1112\u1161\u11ab", "한"),
        ("할머니👵🏻", "할머니👵🏻"),
        ("\u3164\u3164", ""),
        ("\u0301\u0301", ""),
        ("\ud83e", ""),
        (None, ""),
        ("가" * 500, "가" * 40),
    ],
)
def test_cleaned(given_name: str | None, shown: str) -> None:
    assert cleaned(given_name) == shown


@given(st.text(max_size=120))
def test_nothing_unseen_is_left(text: str) -> None:
    name = cleaned(text)
    assert len(name) <= LONGEST
    assert name == name.strip() and "\n" not in name
    assert not any(unicodedata.category(one).startswith("C") for one in name)
    assert cleaned(name) == name


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=45), max_size=6))
def test_everybody_has_a_name_of_their_own(text: str, others: list[str]) -> None:
    known = [names_for(one, "guest", []) for one in others]
    new = names_for(text, "guest", known)
    assert all(cleaned(one) and len(one) <= LONGEST for one in new.values())
    assert not {*new.values()} & {one for names in known for one in names.values()}


@pytest.mark.parametrize("pretender", ["엄마", "엄 마", "엄마!", "엄\u200b마", "「엄마」", "mom", "ＭＯＭ"])
def test_nobody_passes_for_another(pretender: str) -> None:
    names = names_for(pretender, "guest", [{"ko": "엄마", "en": "Mom"}])
    assert all(one.endswith(" 2") for one in names.values())
    assert names_for(pretender, "guest", [{"ko": "엄마", "en": "Mom"}, names])["ko"].endswith(" 3")


def test_who_says_no_name_gets_one() -> None:
    assert names_for(None, "guest", [{"ko": "손님"}])["ko"] == "손님 2"
    assert names_for("\u202e", "adult", []) == {"ko": "가족", "en": "Family"}
