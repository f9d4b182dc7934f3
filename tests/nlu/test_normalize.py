"""One plain spelling of a text."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.korean.hangul import from_keys, join, letters, split, to_keys
from nlu.normalize import MAX_LENGTH, normalize


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  불   꺼줘  ", "불 꺼줘"),
        ("불 꺼줘ㅋㅋㅋㅋ", "불 꺼줘"),
        ("불 꺼줘ㅠㅠ", "불 꺼줘"),
        ("불 꺼줘어어어", "불 꺼줘"),
        ("불 꺼줘!!!", "불 꺼줘!"),
        ("불 꺼줘?!?", "불 꺼줘?"),
        ("ＴＵＲＮ　ＯＮ", "turn on"),
        ("pleeease turn on", "pleease turn on"),
        ("turn it offff", "turn it off"),
        ("불 ㄲㅓ줘", "불 꺼줘"),
        ("불 꺼주ㅓ", "불 꺼줘"),
        ("불 꺼줘ㅓㅓ", "불 꺼줘"),
        ("끄지 말ㄱㅗ", "끄지 말고"),
        ("불 꺼줘ㅋㅜㅜ", "불 꺼줘"),
        # a slip on the other keyboard parts no word: it could be a no
        ("doㅋn't turn it on", "don't turn it on"),
        ("turn on...the tv", "turn on, the tv"),
        ("💡\ufe0f 꺼줘", "불 꺼줘"),
        ("불\u00a0꺼줘", "불 꺼줘"),
        ("불\u200b꺼\ufeff줘", "불꺼줘"),
        ("불 꺼줘", "불 꺼줘"),
        ("don’t", "don't"),
        ("에어컨 켜👍", "에어컨 켜"),
        ("💡 꺼줘", "불 꺼줘"),
        ("에어컨 24℃", "에어컨 24°c"),
        ("1000", "1000"),
    ],
)
def test_texts_are_spelled_plainly(text: str, plain: str) -> None:
    assert normalize(text, {"💡": "불"}) == plain


@given(st.text(max_size=100))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    once = normalize(text, {})
    assert normalize(once, {}) == normalize(normalize(once, {}), {})


@given(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3))
def test_syllables_come_apart_and_together(syllable: str) -> None:
    assert join(*split(syllable)) == syllable
    assert letters(syllable) == "".join(split(syllable))


@pytest.mark.parametrize(
    ("keys", "text"), [("dpdjzjs zuwnj", "에어컨 켜줘"), ("qnf Rj", "불 꺼"), ("ekfr", "닭")]
)
def test_latin_keys_become_hangul(keys: str, text: str) -> None:
    assert from_keys(keys) == text


@given(st.text(alphabet=st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=12))
def test_keys_of_hangul_write_it_again(text: str) -> None:
    assert from_keys(to_keys(text)) == text


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_length_is_counted_in_letters_as_they_are_read(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "불 꺼 줘 ")
    assert len(normalize(text * 300, {})) == 300 * 6 - 1
    assert len(normalize(text * 10_000, {})) <= MAX_LENGTH
    assert len(normalize("ﷺ" * 1900, {})) <= MAX_LENGTH
