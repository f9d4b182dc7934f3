"""Korean particles: which of two forms follows a word is decided by the last sound that is read aloud."""

import re
from typing import Literal

Ending = Literal["vowel", "rieul", "consonant", "unknown"]

PAIRS = frozenset(
    ["은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라", "아/야", "이에요/예요", "이었/였"]
)  # fmt: skip
"""The pairs phrases may use: the form after a consonant first."""

# read as a consonant: 영 일 삼 육 칠 팔; 일 칠 팔 end in ㄹ
_DIGITS = dict(zip("0123456789", "크리모크모모크리리모", strict=True))
_SOUNDS: dict[str, Ending] = {"모": "vowel", "리": "rieul", "크": "consonant"}
_VOWEL_UNITS = [
    *("°c", "°f", "℃", "℉", "°", "%", "kwh", "wh", "kw", "w", "k", "v", "a", "hz", "h", "m", "mm", "cm"),
    *("km", "l", "ml", "m²", "m³", "㎡", "㎥", "㎍/㎥", "µg/m³", "ppb"),
]
_UNITS: dict[str, Ending] = {
    **dict.fromkeys(_VOWEL_UNITS, "vowel"),
    **dict.fromkeys(["g", "mg", "kg", "µg", "ppm", "rpm", "min"], "consonant"),
    "db": "rieul",
}
_SIGNS: dict[str, Ending] = {"+": "vowel", "&": "vowel", "#": "consonant", "@": "consonant", "=": "vowel"}
# letters by name: 엘 알 end in ㄹ, 엠 엔 in another consonant
_LETTERS: dict[str, Ending] = {"l": "rieul", "r": "rieul", "m": "consonant", "n": "consonant"}

_BRACKETED = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）|<[^<>]*>)\s*$")
_NUMBER_AND_UNIT = re.compile(r"[0-9]\s*([^\s0-9.,·]+)$")
_NUMBER = re.compile(r"([0-9][0-9,]*)(?:\.([0-9]+))?$")
_WORD = re.compile(r"[A-Za-z]+$")
_SHORT_CONSONANT = re.compile(r"(?:^|[^aeiou])[aeiou](?:p|b|k|ck|t)$")
_NASAL = re.compile(r"(?:m|n|ng|mn|(?:[aeiou]|[^aeiou])(?:me|ne))$")
_LIQUID = re.compile(r"(?:l|[aeiou]le|[bcdfgkpstz]le)$")


def attach(word: str, pair: str) -> str:
    """The word with the right form of the pair: attach("불", "으로/로") is "불로".

    When the sound cannot be told both forms are shown: "을(를)".
    """
    return word + form(word, pair)


def form(word: str, pair: str) -> str:
    """The right form alone."""
    after_consonant, after_vowel = pair.split("/")
    ending = ending_of(word)
    if ending == "unknown":
        return f"{after_consonant}({after_vowel})"
    if ending == "rieul" and pair == "으로/로":
        return after_vowel
    return after_vowel if ending == "vowel" else after_consonant


def ending_of(word: str) -> Ending:
    """The last sound of a word, number, unit or abbreviation as Koreans read it; brackets are not read."""
    text = _spoken_end(word)
    if not text:
        return "unknown"
    last = text[-1]
    if "가" <= last <= "힣":
        return _hangul(last)
    number = _NUMBER.search(text)
    if number:
        return _number(number)
    unit = _NUMBER_AND_UNIT.search(text)
    if unit and unit[1].lower() in _UNITS:
        return _UNITS[unit[1].lower()]
    latin = _WORD.search(text)
    if latin:
        return _latin(latin[0])
    return _SIGNS.get(last) or _UNITS.get(last, "unknown")


def _spoken_end(word: str) -> str:
    """The word up to the last thing that is read: no brackets, quotes, stops or pictures behind it."""
    text, before = word, None
    while text != before:
        before = text
        bare = _BRACKETED.sub("", text)
        text = bare or text
        text = text.rstrip(" \t\n'\"‘’“”.,!?…~·;:()[]<>（）「」『』《》ㆍ-_/*")
        while text and not (text[-1].isalnum() or text[-1] in _SIGNS or text[-1] in _UNITS):
            text = text[:-1]
    return text


def _hangul(syllable: str) -> Ending:
    final = (ord(syllable) - ord("가")) % 28
    return "vowel" if final == 0 else "rieul" if final == 8 else "consonant"


def _number(match: re.Match[str]) -> Ending:
    whole, fraction = match[1].replace(",", ""), match[2]
    if fraction:
        return _SOUNDS[_DIGITS[fraction[-1]]]
    digits = whole.lstrip("0")
    if not digits or digits[-1] != "0":
        return _SOUNDS[_DIGITS[whole[-1]]]
    # 십, 백, 천, 만, 억: every power of ten ends in a consonant that is not ㄹ; 조 (10^12) ends in a vowel
    zeros = len(digits) - len(digits.rstrip("0"))
    return "vowel" if 12 <= zeros < 16 else "consonant"


def _latin(word: str) -> Ending:
    """Abbreviations by the name of their last letter, words roughly as they are borrowed."""
    if word.isupper() or len(word) == 1:
        return _LETTERS.get(word[-1].lower(), "vowel")
    lower = word.lower()
    if _LIQUID.search(lower):
        return "rieul"
    if _NASAL.search(lower) or _SHORT_CONSONANT.search(lower):
        return "consonant"
    return "vowel"
