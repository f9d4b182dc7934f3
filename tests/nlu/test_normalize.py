"""One plain spelling of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.korean.hangul import from_keys, join, letters, split
from nlu.normalize import normalize


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
        ("pleeease turn on", "please turn on"),
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
