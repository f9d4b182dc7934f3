"""What is taken out of a text before it is kept: codes, numbers of phones and cards, addresses."""

import re
import unicodedata

from bot.redaction import HIDDEN

_LINK = re.compile(
    r"(?:\w+://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|me|kr|app|dev|info|gg|ly|be|tv|jp|uk|us)\b(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S*@\S+")
# also the name of an account
_CLOCK = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_UNIT = (
    r"(?:도|℃|°|%|퍼센트|프로|시간|시|분|초|단계|일"
    r"|(?:degrees?|deg|percent|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s|[cf]|am|pm)(?![a-z]))"
)
_SAFE = re.compile(
    rf"(?<![\d\-./:,+(])(?:{_CLOCK}(?:\s?[-~]\s?{_CLOCK})?(?![\d:])(?!\s?[-.,/]\s?\d)"
    r"|[1-9],?\d[05]0\s?(?:k|켈빈|kelvin|케이)(?![a-z0-9])"
    rf"|\d{{1,2}}\s?[-~]\s?\d{{1,2}}\s?{_UNIT}"
    rf"|\d{{1,3}}(?:\.\d)?\s?{_UNIT})",
    re.IGNORECASE,
)
"""Numbers of commands: 19:30, 2700K, 10~12시, 24.5도."""

_RUN = re.compile(r"\d(?:[^\w%°℃]{0,3}_?\d)*")
_CODE = re.compile(
    r"\b(?=[A-Z0-9-]*[A-Z])(?:[A-Z0-9]{4}-[A-Z0-9]{4}\b|(?=\w*\d)[A-Z0-9]{8}\b)"
    r"|\b(?=\S*\d)(?=[A-Za-z0-9-]*[A-Za-z])[A-Za-z0-9]{4}-[A-Za-z0-9]{4}\b"
)
# an invitation; what has no letter in it is a run of digits
_PASSWORD = re.compile(r"\b(?=(?:[a-z_]*\d){3})(?=(?:\d*[a-z_]){3})\w{6,}\b", re.ASCII | re.IGNORECASE)
_DIGIT = "[영공일이삼사오육륙칠팔구]"
_SPELLED = re.compile(
    rf"{_DIGIT}{{4,}}"
    # said one by one: 사 팔 이 일, 사-팔-이-일
    rf"|(?<![가-힣]){_DIGIT}(?:[\s,.·-]{{1,3}}{_DIGIT}){{3,}}"
    # said as a number: 사천팔백이십일; 이천칠백 켈빈 stays
    rf"|(?:{_DIGIT}천|(?<![가-힣])천)(?:\s?{_DIGIT}?[백십]){{1,2}}+(?:\s?{_DIGIT})?+(?!\s?(?:켈빈|케이|k))"
    r"|\b(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)\b[\s,.-]*){4,}",
    re.IGNORECASE,
)
_SHORTEST = 4
# digits of a code


def without_private(text: str) -> str:
    """The text with HIDDEN in place of what may be a code, a phone or card number, an address of any kind.

    Numbers that commands are made of stay: 24도, 2700K, 30%, 7시 30분, 19:30.
    """
    text = "".join(map(_plain_digit, text))
    for pattern in (_LINK, _MAIL, _CODE, _PASSWORD, _SPELLED):
        text = pattern.sub(HIDDEN, text)
    parts, last = [], 0
    for safe in _SAFE.finditer(text):
        parts += [_without_runs(text[last : safe.start()]), safe[0]]
        last = safe.end()
    return "".join((*parts, _without_runs(text[last:])))


def _without_runs(text: str) -> str:
    return _RUN.sub(lambda run: HIDDEN if sum(map(str.isdigit, run[0])) >= _SHORTEST else run[0], text)


def _plain_digit(char: str) -> str:
    """①, ４ and ٤ are digits, too; what cannot be seen goes."""
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    return "" if unicodedata.category(char) == "Cf" and char != "\u200d" else char
