"""Syllables as their letters."""

_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_BASE = 0xAC00


def is_syllable(char: str) -> bool:
    """Whether it is one whole Hangul syllable."""
    return "가" <= char <= "힣"


def letters(text: str) -> str:
    """Text with each syllable spelled as its letters: 켜 and 킬 then share their first one."""
    return "".join(_spelled(char) if is_syllable(char) else char for char in text)


def _spelled(syllable: str) -> str:
    code = ord(syllable) - _BASE
    return _FIRST[code // 588] + _VOWEL[code % 588 // 28] + _LAST[code % 28]
