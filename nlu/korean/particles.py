"""Particles with two forms: which one fits is decided by the last sound before it."""

import re
from typing import Literal

from nlu.korean.hangul import is_syllable, split

Sound = Literal["vowel", "rieul", "consonant"]

_PAIRS = (
    ("으로", "로"), ("이랑", "랑"), ("이나", "나"), ("이라도", "라도"), ("을", "를"), ("은", "는"),
    ("이", "가"), ("과", "와"),
)  # fmt: skip
# after a consonant, after a vowel
_PAIR_OF = {form: pair for pair in _PAIRS for form in pair}
_TWO_FORMS = re.compile(
    "(" + "|".join(sorted(_PAIR_OF, key=len, reverse=True)) + r")(?=(?:도|만|는|요|다가)?(?![가-힣]))"
)
_ONE_FORM = re.compile(r"(?:에서|에게|에|의|도|만|한테|까지|부터|께|하고|쪽|보다|처럼|들|좀)")
_DIGITS = "크리모크모모크리리모"
# how 영 일 이 삼 … end
_OF_DIGIT: dict[str, Sound] = {"크": "consonant", "리": "rieul", "모": "vowel"}


def sound(word: str) -> Sound | None:
    """The last sound of a word or number; None where it cannot be told (Latin letters)."""
    last = word.rstrip()[-1:]
    if last.isascii() and last.isdigit():
        return _OF_DIGIT[_DIGITS[int(last)]]
    if not last or not is_syllable(last):
        return None
    final = split(last)[2]
    return "rieul" if final == "ㄹ" else "consonant" if final else "vowel"


def refit(before: str, after: str, tail: str) -> str | None:
    """`tail`, which stood behind the word `before`, as it stands behind `after`; None when it cannot.

    에어컨 → 티비 makes 을 켜줘 to 를 켜줘; an ending of unknown kind follows only words that sound the same.
    """
    if not tail or not is_syllable(tail[0]):
        return tail
    found = _TWO_FORMS.match(tail)
    if found:
        last = sound(after)
        if last is None:
            return None
        with_consonant, with_vowel = _PAIR_OF[found[1]]
        soft = last == "vowel" or (last == "rieul" and with_vowel == "로")
        return (with_vowel if soft else with_consonant) + tail[found.end() :]
    if _ONE_FORM.match(tail) or (sound(before) is not None and sound(before) == sound(after)):
        return tail
    return None


def first_form(tail: str) -> str:
    """`tail` with its particle in the form that follows a consonant: equal for all words before it."""
    found = _TWO_FORMS.match(tail)
    return _PAIR_OF[found[1]][0] + tail[found.end() :] if found else tail
