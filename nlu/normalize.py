"""One plain spelling of a text: what every later step reads and counts its offsets in."""

import re
import unicodedata
from collections.abc import Mapping

from nlu.korean.hangul import is_syllable, split

MAX_LENGTH = 2000

_JAMO = re.compile(r"[ㄱ-ㆎ]")
_LAUGHTER = re.compile(r"[ㅋㅎㅠㅜㅡㄷㅇ]*[ㅋㅎㅠㅜ]{1,}[ㅋㅎㅠㅜㅡㄷㅇ]*|ㅡ+|\^+|;+|~+|♡|♥|★|☆")
_STRETCHED_LATIN = re.compile(r"([a-z])\1{2,}")
_STRETCHED = re.compile(r"([가-힣])\1{2,}")
_LONG_VOWEL = re.compile(r"([가-힣])([아어오우이으에애]{2,})(?![가-힣])")
_INNER_DOT = re.compile(r"(?<=[가-힣])[.·](?=[가-힣])")
_MARKS = re.compile(r"([!?.,])[!?.,]*")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "。": ".", "、": ",", "…": "."}
)
_VOWEL_SYLLABLES = dict(
    zip("ㅏㅑㅘㅓㅕㅝㅗㅛㅜㅠㅣㅡㅔㅖㅐ", "아아아어어어오오우우이으에에애", strict=True),
)
# vowel → the syllable that prolongs it


def normalize(text: str, symbols: Mapping[str, str]) -> str:
    """`text` in lower case, whole syllables, single spaces, undecorated; `symbols`: emoji → a word."""
    text = unicodedata.normalize("NFC", text[:MAX_LENGTH])
    for symbol, word in symbols.items():
        if symbol in text:
            text = text.replace(symbol, f" {word} ")
    text = text.translate(_QUOTES)
    text = "".join(map(_plain, text)).lower()
    text = _INNER_DOT.sub(" ", text)
    text = _LAUGHTER.sub(" ", text)
    text = _STRETCHED_LATIN.sub(r"\1", text)
    text = _LONG_VOWEL.sub(_unstretch, text)
    text = _STRETCHED.sub(r"\1", text)
    text = _MARKS.sub(_one_mark, text)
    return _SPACES.sub(" ", text).strip()


def _plain(char: str) -> str:
    if _JAMO.match(char):
        return char
    category = unicodedata.category(char)
    if category == "Cf" or category == "Mn":
        return ""
    if category in ("So", "Sk", "Cs", "Co", "Cn", "Cc", "Zl", "Zp") and char not in "°℃℉":
        return "\n" if char == "\n" else " "
    return unicodedata.normalize("NFKC", char)


def _unstretch(match: re.Match[str]) -> str:
    """꺼어어 → 꺼: only when the extra syllables prolong the vowel before them."""
    before = match[1]
    vowel = _VOWEL_SYLLABLES.get(split(before)[1]) if is_syllable(before) else None
    return before if vowel and set(match[2]) <= {vowel} else match[0]


def _one_mark(match: re.Match[str]) -> str:
    """A run of marks is one mark: a question when there is a question mark in it."""
    run = match[0]
    if len(run) == 1:
        return run
    return "?" if "?" in run else "!" if "!" in run else run[0]
