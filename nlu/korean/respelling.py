"""Hangul as it is mistyped: other spellings of the same sound, and slips to a near key."""

from collections.abc import Iterator

from nlu.korean.hangul import is_syllable, join, split

_SAME_VOWEL = {"ㅐ": "ㅔ", "ㅔ": "ㅐ", "ㅙ": "ㅚㅞ", "ㅚ": "ㅙㅞ", "ㅞ": "ㅙㅚ", "ㅖ": "ㅔ", "ㅒ": "ㅖ"}
_SAME_LAST = {
    "ㅅ": "ㅆㅈㄷ", "ㅆ": "ㅅ", "ㄷ": "ㅅㅌ", "ㅈ": "ㅅㅊ", "ㅊ": "ㅈㅅ", "ㅌ": "ㅅㄷ",
    "ㅍ": "ㅂ", "ㅂ": "ㅍ", "ㄱ": "ㄲㅋ", "ㅋ": "ㄱ", "ㄲ": "ㄱ",
}  # fmt: skip
_CARRIED = frozenset("ㄱㄷㄹㅁㅂㅅㅈ")
# last consonants that are heard, and mistyped, as the first of the next syllable: 열어 → 여러
_NEAR_VOWEL = {
    "ㅏ": "ㅓㅑㅣㅗ", "ㅓ": "ㅕㅏㅗㅣ", "ㅕ": "ㅓㅑㅛ", "ㅗ": "ㅓㅜㅛㅏ", "ㅜ": "ㅡㅗㅠ", "ㅡ": "ㅜㅣ",
    "ㅣ": "ㅏㅕㅡㅓ", "ㅑ": "ㅏㅕ", "ㅛ": "ㅗㅕ", "ㅠ": "ㅜ", "ㅐ": "ㅔㅑ", "ㅔ": "ㅐ", "ㅝ": "ㅗㅓㅜㅟㅘ",
    "ㅘ": "ㅝㅏㅗ", "ㅢ": "ㅣㅡ", "ㅟ": "ㅣㅝㅜ", "ㅖ": "ㅔㅕ", "ㅚ": "ㅗㅙ", "ㅙ": "ㅐㅚ",
}  # fmt: skip
_NEAR_FIRST = {
    "ㄱ": "ㅋㄲㄷㅅ", "ㅋ": "ㄱㄲㅌ", "ㄲ": "ㄱㅋㄸ", "ㄷ": "ㅌㄸㄱㅈ", "ㅌ": "ㄷㄸㅋㅊ", "ㄸ": "ㄷㅌ",
    "ㅂ": "ㅍㅃㅈ", "ㅍ": "ㅂㅃㅊ", "ㅃ": "ㅂㅍ", "ㅅ": "ㅆㅎㄱ", "ㅆ": "ㅅ", "ㅈ": "ㅊㅉㅂㄷ",
    "ㅊ": "ㅈㅉㅌㅍ", "ㅉ": "ㅈㅊ", "ㄴ": "ㄹㅇㅁ", "ㄹ": "ㄴㅇㅎ", "ㅁ": "ㅇㄴ", "ㅇ": "ㅁㄹㄴ",
    "ㅎ": "ㅅㄹ",
}  # fmt: skip
_LASTS = "ㄴㄹㅁㅂㅆㄱㅇ"


def same_sound(text: str) -> Iterator[str]:
    """Spellings of `text` that sound the same, one letter or one border of syllables changed."""
    for at, char in enumerate(text):
        if not is_syllable(char):
            continue
        first, vowel, last = split(char)
        for other in _SAME_VOWEL.get(vowel, ""):
            yield _put(text, at, join(first, other, last))
        for other in _SAME_LAST.get(last, ""):
            yield _put(text, at, join(first, vowel, other))
        if vowel == "ㅢ" and first != "ㅇ":
            yield _put(text, at, join(first, "ㅣ", last))
        if first in "ㅈㅉㅊ" and vowel in "ㅓㅕ":
            yield _put(text, at, join(first, "ㅕ" if vowel == "ㅓ" else "ㅓ", last))
        if at and first == "ㅆ" and text[at + 1 :].startswith("요"):
            yield _put(text, at, join("ㅅ", vowel, last))
        if at and first == "ㅇ":
            # 닫어, 열여: which vowel follows a stem
            for other in {"ㅓ": "ㅏ", "ㅕ": "ㅓ", "ㅑ": "ㅏ"}.get(vowel, ""):
                yield _put(text, at, join(first, other, last))
        behind = text[at + 1 : at + 2]
        if not last and behind and is_syllable(behind):
            carried, next_vowel, next_last = split(behind)
            if carried in _CARRIED:
                # 여러 → 열어, 다다 → 닫아
                pair = join(first, vowel, carried) + join("ㅇ", next_vowel, next_last)
                yield text[:at] + pair + text[at + 2 :]


def slips(text: str) -> Iterator[str]:
    """Spellings that one finger beside its key, or one key too few or too many, would turn into `text`;
    the likeliest first."""
    parts = [(at, *split(char)) for at, char in enumerate(text) if is_syllable(char)]
    for at, first, vowel, last in parts:
        for other in _NEAR_VOWEL.get(vowel, ""):
            yield _put(text, at, join(first, other, last))
    for at, first, vowel, last in parts:
        if last:
            yield _put(text, at, join(first, vowel))
        for other in _NEAR_FIRST.get(last, "") if last else _LASTS:
            if other not in "ㄸㅃㅉ":
                yield _put(text, at, join(first, vowel, other))
    for at, first, vowel, last in parts:
        for other in _NEAR_FIRST.get(first, ""):
            yield _put(text, at, join(other, vowel, last))
    for at in range(len(text) - 1):
        yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _put(text: str, at: int, syllable: str) -> str:
    return text[:at] + syllable + text[at + 1 :]
