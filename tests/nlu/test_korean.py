"""Conjugation, and what chains of endings say."""

import pytest

from nlu.engine import load_languages
from nlu.korean.conjugation import conjugate
from nlu.lexicon import Lexicon

_IRREGULAR = {
    "ㅂ": frozenset({"덥"}),
    "르": frozenset({"누르"}),
    "ㅅ": frozenset({"짓"}),
    "ㄷ": frozenset({"듣"}),
}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(load_languages()["ko"])


@pytest.mark.parametrize(
    ("verb", "form", "surface"),
    [
        ("켜다", "V", "켜"),
        ("켜다", "P", "켰"),
        ("켜다", "N", "켠"),
        ("켜다", "L", "켤"),
        ("켜다", "B", "켭"),
        ("끄다", "V", "꺼"),
        ("끄다", "P", "껐"),
        ("끄다", "N", "끈"),
        ("끄다", "L", "끌"),
        ("돌리다", "V", "돌려"),
        ("잠그다", "V", "잠가"),
        ("누르다", "V", "눌러"),
        ("멈추다", "V", "멈춰"),
        ("열다", "V", "열어"),
        ("열다", "D", "여"),
        ("열다", "N", "연"),
        ("열다", "L", "열"),
        ("열다", "F", "열"),
        ("닫다", "V", "닫아"),
        ("닫다", "F", "닫으"),
        ("덥다", "V", "더워"),
        ("덥다", "N", "더운"),
        ("짓다", "V", "지어"),
        ("듣다", "V", "들어"),
        ("하다", "V", "해"),
        ("되다", "V", "돼"),
        ("놓다", "V", "놔"),
        ("올리다", "M", "올림"),
        ("틀다", "M", "틂"),
        ("바꾸다", "P", "바꿨"),
    ],
)
def test_forms(verb: str, form: str, surface: str) -> None:
    assert surface in conjugate(verb, _IRREGULAR)[form]


@pytest.mark.parametrize(
    ("word", "act", "features"),
    [
        ("켜줘", "on", {"req"}),
        ("꺼주세요", "off", {"req", "imp"}),
        ("켜지마", "on", {"neg"}),
        ("끄지 말아줘", "off", {"neg", "req"}),
        ("켜줄래", "on", {"req", "volq"}),
        ("켤까", "on", {"q", "self"}),
        ("켰어", "on", {"past"}),
        ("껐대", "off", {"past", "news"}),
        ("끄래", "off", {"quote_imp"}),
        ("켜져 있어", "on", {"passive", "state"}),
        ("열면", "open", {"cond"}),
        ("잠가", "lock", {"plain"}),
        ("닫아야 해", "close", {"must"}),
        ("켜고 싶어", "on", {"want"}),
        ("끄면 안 돼", "off", {"neg", "permif"}),
        ("켤 수 있어", "on", {"able"}),
        ("꺼줬으면 좋겠어", "off", {"req", "wish"}),
        ("켜자", "on", {"prop"}),
        ("돌릴게", "run", {"will"}),
        ("멈추고", "stop", {"conn", "and"}),
    ],
)
def test_words_say(lexicon: Lexicon, word: str, act: str, features: set[str]) -> None:
    readings = [
        reading
        for end, entry in lexicon.verbs(word, 0)
        if end == len(word) and entry.value == act
        for reading in entry.readings
    ]
    assert any(features <= reading for reading in readings), readings
