"""The forms a stem takes before endings. Which endings follow which is data: `endings` in the language file.

S  the stem               켜-  끄-  열-  닫-  덥-     before 고 지 게 다 자 겠
D  stem, last ㄹ dropped   켜-  끄-  여-  닫-  덥-     before 는 니 냐 나 네
V  the -아/어 form         켜   꺼   열어 닫아 더워
F  -으- kept, ㄹ kept      켜-  끄-  열-  닫으- 더우-  before 면 려고 러 라고
G  -으- kept, ㄹ dropped   켜-  끄-  여-  닫으- 더우-  before 시 세요 니까
N  with ㄴ   L  with ㄹ   M  with ㅁ   B  with ㅂ      켠 켤 켬 켭
P  the past stem           켰-  껐-  열었- 닫았- 더웠-
"""

from collections.abc import Mapping, Set

from nlu.korean.hangul import join, split, with_last

Forms = Mapping[str, tuple[str, ...]]

_BRIGHT = frozenset("ㅏㅗㅑ")
_CONTRACTED = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ", "ㅚ": "ㅙ"}
_UNCHANGED = frozenset("ㅏㅓㅕㅐㅔㅖ")


def conjugate(dictionary_form: str, irregular: Mapping[str, Set[str]]) -> Forms:
    """Forms of a verb ("켜다") by the letters above. `irregular`: letter class → stems that belong to it."""
    stem = dictionary_form.removesuffix("다")
    last = split(stem[-1])[2]
    infinitives = _infinitives(stem, irregular)
    dropped = stem
    if last == "ㄹ":
        dropped = with_last(stem, "")
        soft, softer = stem, dropped
    elif last == "ㅂ" and stem in irregular.get("ㅂ", ()):
        soft = softer = with_last(stem, "") + "우"
    elif last == "ㄷ" and stem in irregular.get("ㄷ", ()):
        soft = softer = with_last(stem, "ㄹ") + "으"
    elif last == "ㅅ" and stem in irregular.get("ㅅ", ()):
        soft = softer = with_last(stem, "") + "으"
    elif last:
        soft = softer = stem + "으"
    else:
        soft = softer = stem
    return {
        "S": (stem,),
        "D": (dropped,),
        "V": infinitives,
        "F": (soft,),
        "G": (softer,),
        "N": (with_last(softer, "ㄴ"),),
        "L": (stem if last == "ㄹ" else with_last(soft, "ㄹ"),),
        "M": (with_last(stem, "ㄻ") if last == "ㄹ" else with_last(soft, "ㅁ"),),
        "B": (with_last(softer, "ㅂ"),),
        "P": tuple(with_last(form, "ㅆ") for form in infinitives),
    }


def _infinitives(stem: str, irregular: Mapping[str, Set[str]]) -> tuple[str, ...]:
    head, final = stem[:-1], stem[-1]
    first, vowel, last = split(final)
    if final == "하":
        return (head + "해", head + "하여")
    bright = vowel in _BRIGHT
    if last:
        return _closed_infinitives(stem, last, bright, irregular)
    if final == "르" and head and stem in irregular.get("르", ()):
        ending = "라" if split(head[-1])[1] in _BRIGHT else "러"
        return (with_last(head, "ㄹ") + ending,)
    if vowel == "ㅡ":
        # 해 뜨다: the syllable before is of another word
        bright = bool(head) and head[-1] != " " and split(head[-1])[1] in _BRIGHT
        drop_to = "ㅏ" if bright else "ㅓ"
        return (head + join(first, drop_to),)
    if vowel in _UNCHANGED:
        return (stem,)
    full = stem + ("아" if bright else "어")
    return (head + join(first, _CONTRACTED[vowel]), full) if vowel in _CONTRACTED else (full,)


def _closed_infinitives(
    stem: str, last: str, bright: bool, irregular: Mapping[str, Set[str]]
) -> tuple[str, ...]:
    if last == "ㅂ" and stem in irregular.get("ㅂ", ()):
        return (with_last(stem, "") + "워",)
    if last == "ㄷ" and stem in irregular.get("ㄷ", ()):
        stem = with_last(stem, "ㄹ")
    if last == "ㅅ" and stem in irregular.get("ㅅ", ()):
        stem = with_last(stem, "")
    full = stem + ("아" if bright else "어")
    if last == "ㅎ" and bright:
        first, vowel, _ = split(stem[-1])
        return (full, stem[:-1] + join(first, {"ㅗ": "ㅘ"}.get(vowel, vowel)))
    return (full,)
