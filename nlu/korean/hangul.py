"""Syllables and their letters."""

_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_LAST = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_BASE = 0xAC00


def is_syllable(char: str) -> bool:
    """Whether it is one whole Hangul syllable."""
    return "가" <= char <= "힣"


def split(syllable: str) -> tuple[str, str, str]:
    """First consonant, vowel, last consonant ("" when there is none) of one syllable."""
    code = ord(syllable) - _BASE
    return _FIRST[code // 588], _VOWEL[code % 588 // 28], _LAST[code % 28]


def join(first: str, vowel: str, last: str = "") -> str:
    """The syllable of these letters."""
    return chr(_BASE + _FIRST.index(first) * 588 + _VOWEL.index(vowel) * 28 + _LAST.index(last))


def with_last(text: str, last: str) -> str:
    """`text` with this last consonant on its last syllable."""
    first, vowel, _ = split(text[-1])
    return text[:-1] + join(first, vowel, last)


def letters(text: str) -> str:
    """Text with each syllable spelled as its letters: what a typo changes."""
    return "".join("".join(split(char)) if is_syllable(char) else char for char in text)


_KEYS = dict(
    zip(
        "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
        strict=True,
    )
)
_PAIRS = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㅂㅅ": "ㅄ",
}  # fmt: skip


def from_keys(text: str) -> str:
    """What these Latin keys would have written on a Korean (two-set) keyboard."""
    marks = [_KEYS.get(char) or _KEYS.get(char.lower()) or char for char in text]
    out: list[str] = []
    i = 0
    while i < len(marks):
        mark = marks[i]
        if not (mark in _FIRST and i + 1 < len(marks) and marks[i + 1] in _VOWEL):
            out.append(mark)
            i += 1
            continue
        vowel, i = marks[i + 1], i + 2
        if i < len(marks) and vowel + marks[i] in _PAIRS:
            vowel, i = _PAIRS[vowel + marks[i]], i + 1
        last = ""
        if i < len(marks) and marks[i] in _LAST and not _starts_syllable(marks, i):
            last, i = marks[i], i + 1
            if i < len(marks) and last + marks[i] in _PAIRS and not _starts_syllable(marks, i):
                last, i = _PAIRS[last + marks[i]], i + 1
        out.append(join(mark, vowel, last))
    return "".join(out)


_KEY_OF = {letter: key for key, letter in _KEYS.items()}
_APART = {pair: parts for parts, pair in _PAIRS.items()}


def to_keys(text: str) -> str:
    """What would have been written on a Latin keyboard with the keys of this Hangul."""
    loose = (part for char in letters(text) for part in _APART.get(char, char))
    return "".join(_KEY_OF.get(letter, letter) for letter in loose)


def compose(text: str) -> str:
    """Loose letters put together: ㄲㅓ → 꺼, 주ㅓ → 줘; a vowel that repeats the one before it is dropped."""
    out: list[str] = []
    for char in text:
        before = out[-1] if out else ""
        if char not in _VOWEL or not before:
            out.append(char)
        elif before in _FIRST:
            out[-1] = join(before, char)
        elif is_syllable(before) and not split(before)[2]:
            first, vowel, _ = split(before)
            pair = char if _APART.get(char, "")[:1] == vowel else _PAIRS.get(vowel + char)
            if pair is not None:
                out[-1] = join(first, pair)
            elif _APART.get(vowel, vowel)[-1] != char:
                out.append(char)
        else:
            out.append(char)
    return "".join(out)


def _starts_syllable(marks: list[str], i: int) -> bool:
    return marks[i] in _FIRST and i + 1 < len(marks) and marks[i + 1] in _VOWEL
