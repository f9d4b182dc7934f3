"""One plain spelling of a text: what every later step reads and counts its offsets in."""

import re
import unicodedata
from collections.abc import Mapping

from nlu.korean.hangul import compose, is_syllable, split

MAX_LENGTH = 2000
_LONGEST_READ = 4 * MAX_LENGTH
# letters written as several characters count as one

_ORDINARY = re.compile(r"[ -_a-~가-힣\n]*")
# letters that are spelled plainly already: nearly every message
_JAMO = re.compile(r"[ㄱ-ㆎ]")
_LAUGHTER = re.compile(r"[ㅋㅎㅠㅜㅡㄷㅇ]*[ㅋㅎㅠㅜ]{1,}[ㅋㅎㅠㅜㅡㄷㅇ]*|ㅡ+|\^+|;+|~+|♡|♥|★|☆")
_LAUGHTER_IN_WORD = re.compile(r"(?<=[a-z])[ㅋㅎㅠㅜ]+(?=[a-z])")
# a slip on the other keyboard
_STRETCHED_LATIN = re.compile(r"([a-z])\1{2,}")
_PAUSE = re.compile(r"(?<=\w)\.{2,}\s*(?=\w)")
_LOOSE = re.compile(r"[가-힣]?[ㄱ-ㅣ]+")
# letters that may have been meant to be a syllable: ㄲㅓ, 주ㅓ
_STRETCHED = re.compile(r"([가-힣])\1{2,}")
_LONG_VOWEL = re.compile(r"([가-힣])([아어오우이으에애]{2,})(?![가-힣])")
_INNER_DOT = re.compile(r"(?<=[가-힣])[.·](?=[가-힣])")
_MARKS = re.compile(r"([!?.,])[!?.,]*")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "。": ".", "、": ",", "…": "."}
)
_AS_PICTURE = "\ufe0f"
# asks for the coloured form of a symbol, and is often left out
_DECORATIONS = re.compile(
    r"[\u2600-\u2606\u263a\u2661-\u2665\u2728\u2764\u270a-\u270d\U0001f308\U0001f31f\U0001f380-\U0001f38a"
    r"\U0001f3fb-\U0001f3ff\U0001f440-\U0001f450\U0001f464-\U0001f487\U0001f48b-\U0001f4a6\U0001f4a8-\U0001f4af"
    r"\U0001f590-\U0001f596\U0001f600-\U0001f64f\U0001f90c-\U0001f93a\U0001f970-\U0001f97a\U0001f9d0-\U0001f9df"
    r"\U0001fa75-\U0001fa77\U0001fae0-\U0001faf8]"
)
# faces, hands, hearts, people, sparkle: they only colour what is said
_LAUGHING = frozenset("ㅋㅎㅠㅜㅡㄷㅇ")
_VOWEL_SYLLABLES = dict(
    zip("ㅏㅑㅘㅓㅕㅝㅗㅛㅜㅠㅣㅡㅔㅖㅐ", "아아아어어어오오우우이으에에애", strict=True),
)
# vowel → the syllable that prolongs it


def normalize(text: str, symbols: Mapping[str, str]) -> str:
    """`text` in lower case, whole syllables, single spaces, undecorated; `symbols`: emoji → a word."""
    if _ORDINARY.fullmatch(text, 0, MAX_LENGTH):
        text = text[:MAX_LENGTH].lower()
    else:
        text = _respelled(text, symbols)
    text = _INNER_DOT.sub(" ", text)
    text = _LOOSE.sub(_composed, text)
    text = _LAUGHTER.sub(" ", _LAUGHTER_IN_WORD.sub("", text))
    text = _STRETCHED_LATIN.sub(r"\1\1", text)
    text = _PAUSE.sub(", ", text)
    text = _LONG_VOWEL.sub(_unstretch, text)
    text = _STRETCHED.sub(r"\1", text)
    text = _MARKS.sub(_one_mark, text)
    return _SPACES.sub(" ", text).strip()[:MAX_LENGTH]


def _composed(match: re.Match[str]) -> str:
    loose = {char for char in match[0] if not is_syllable(char)}
    return compose(match[0]) if loose - _LAUGHING else match[0]


def _respelled(text: str, symbols: Mapping[str, str]) -> str:
    text = unicodedata.normalize("NFC", text[:_LONGEST_READ]).replace(_AS_PICTURE, "")
    for symbol, word in symbols.items():
        text = text.replace(symbol.replace(_AS_PICTURE, ""), f" {word} ")
    return "".join(map(_plain, text.translate(_QUOTES))).lower()


def _plain(char: str) -> str:
    if _JAMO.match(char):
        return char
    category = unicodedata.category(char)
    if category == "Cf" or category == "Mn":
        return ""
    if category in ("So", "Sk", "Cs", "Co", "Cn", "Cc", "Zl", "Zp") and char not in "°℃℉":
        if is_picture(char):
            return f" {char} "
        return "\n" if char == "\n" else " "
    return unicodedata.normalize("NFKC", char)


def is_picture(text: str) -> bool:
    """Whether it is a picture of a thing, which may stand for its name; no face and no decoration."""
    if len(text) != 1 or text < "\u2000":
        return False
    return unicodedata.category(text) == "So" and not _DECORATIONS.match(text)


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
