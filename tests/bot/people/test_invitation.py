"""What a code looks like, and the links that carry one."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.invitation import LENGTH, LETTERS
from bot.people.pairing import Link, links, looks_like_code

CODES = st.text(LETTERS, min_size=LENGTH, max_size=LENGTH)
SIGNS = st.text(" -–—._\n\u200b", max_size=3)


@given(CODES, st.lists(SIGNS, min_size=LENGTH, max_size=LENGTH), st.booleans())
def test_typed_in_any_way(code: str, signs: list[str], lower: bool) -> None:
    typed = "".join(sign + letter for sign, letter in zip(signs, code, strict=True))
    assert looks_like_code(typed.lower() if lower else typed) == code


@given(st.text(max_size=30))
def test_anything_else_is_none_or_a_code(text: str) -> None:
    found = looks_like_code(text)
    assert found is None or (len(found) == LENGTH and set(found) <= set(LETTERS))


@given(CODES, st.sampled_from("0O1Iㅇ!가"), st.integers(0, LENGTH - 1))
def test_one_wrong_letter_is_no_code(code: str, wrong: str, at: int) -> None:
    assert looks_like_code(code[:at] + wrong + code[at + 1 :]) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd-2345", "ABCD2345"),
        (" ABCD 2345 \n", "ABCD2345"),
        ("ＡＢＣＤ２３４５", "ABCD2345"),
        ('"abcd2345"', "ABCD2345"),
        ("abcd234", None),
        ("abcd23456", None),
        ("abcd0345", None),
        ("불 켜줘", None),
        ("turn off", None),
        ("", None),
        ("a" * 10_000, None),
        (" " * 10_000 + "abcd2345", None),
        ("½½½½", None),
    ],
)
def test_by_hand(typed: str, code: str | None) -> None:
    assert looks_like_code(typed) == code


@dataclass
class Messenger:
    name: str
    link: str | None

    def pairing_link(self, code: str) -> str | None:
        return None if self.link is None else self.link + code


def test_links_the_best_one_first() -> None:
    there = [Messenger("slack", None), Messenger("line", "https://l/"), Messenger("telegram", "https://t/")]
    assert links("ABCD2345", there, "http://home.lan:8321/") == (
        Link("telegram", "https://t/ABCD2345"),
        Link("line", "https://l/ABCD2345"),
        Link("web", "http://home.lan:8321/?invite=ABCD2345"),
    )
