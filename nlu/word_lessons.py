"""What people teach by chat: a phrase in quotes, and what it shall mean. The patterns are data, `lessons`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nlu.language import Language, LessonKind
from nlu.lesson_patterns import PatternMaker, compiled, one_line
from nlu.normalize import MAX_LENGTH
from nlu.understanding import Intent, Mood, Slot, Understanding

TEACH, FORGET = "words.teach", "words.forget"

_QUOTES = "'\"‘’‚‛“”„‟`´「」『』«»‹›〈〉《》＇＂"
_QUOTED = re.compile(f"[{_QUOTES}]")
_INSIDE = rf"(?:[^{_QUOTES}]|(?<=[a-z])['’](?=[a-z]))"
# the one in don't is none
_PHRASE = rf"(?<![a-z0-9])(?P<open>[{_QUOTES}])(?P=open)?(?P<phrase>{_INSIDE}*)[{_QUOTES}]{{1,2}}[\s,.:;]*"
_MEANING = rf"[{_QUOTES}]?(?P<meaning>(?![\s,]){_INSIDE}+?)[\s,]*[{_QUOTES}]?[\s,]*"
_MOST, _LONGEST_PHRASE, _LONGEST_MEANING = MAX_LENGTH, 60, 200
# letters of a message that is looked at, of a phrase, of a meaning
_BESIDES = r"(?P<besides>.{0,80}?)"
# whatever stands around a lesson that is therefore none

_KINDS: Mapping[LessonKind, tuple[str, Mood]] = {
    "asked": (TEACH, "question"),
    "reported": (TEACH, "reported"),
    "forget": (FORGET, "command"),
    "negated": (TEACH, "negated"),
    "teach": (TEACH, "command"),
    "order": (TEACH, "chat"),
}
"""Kinds of patterns in the order they are tried, and what each stands for."""


@dataclass(frozen=True, slots=True)
class WordLesson:
    """Such a message. Only in the mood "command" anything is to be taught or forgotten."""

    intent: str
    mood: Mood
    phrase: str | None
    # None: what stands in the quotes can be no phrase
    meaning: str | None = None
    # as it was written, without what only says that it is a meaning
    ends: bool = field(default=False, compare=False)
    # the meaning is the end of the message
    if_order: bool = False
    # it is one only if the phrase is an order itself; else an order about something that is called so


class WordLessons:
    """Finds them in one language."""

    def __init__(self, language: Language) -> None:
        data = language.lessons
        maker = PatternMaker(data.words, language.spaced, {"phrase": _PHRASE, "meaning": _MEANING})
        self._before = compiled(f"{maker.either(data.before)}*")
        after = f"{maker.either(data.after)}*"
        self._patterns = [
            (kind, compiled(f"{_BESIDES}{maker.expression(text)}{after}"))
            for kind in _KINDS
            for text in data.says.get(kind, ())
        ]
        self._requests = tuple(data.requests)

    def read(self, text: str) -> WordLesson | None:
        """The lesson in `text`, a whole message as it was typed; None: it is none."""
        if len(text) > _MOST or _QUOTED.search(text) is None:
            return None
        plain, asked = one_line(text)
        before = self._before.match(plain)
        start = 0 if before is None else before.end()
        matches = ((kind, pattern.fullmatch(plain, start)) for kind, pattern in self._patterns)
        found = [(kind, match) for kind, match in matches if match is not None]
        if not found:
            return None
        kind, match = min(found, key=lambda one: bool(one[1]["besides"]))
        intent, mood = _KINDS[kind]
        if mood == "command" and (match["besides"] or "\n" in text.strip()):
            # somebody else says so, or more is said than this
            mood = "reported"
        if mood == "command" and asked and not self._is_request(plain):
            mood = "question"
        return replace(_lesson(intent, mood, match), if_order=kind == "order")

    def _is_request(self, plain: str) -> bool:
        """Would you forget …?, … 잊어 줄래?"""
        text = plain.casefold()
        return text.endswith(self._requests) or text.startswith(self._requests)


def understood(lesson: WordLesson, normalized: str) -> Understanding:
    """The lesson as the meaning of a message; `normalized`: what its offsets count in."""
    slots = tuple(
        _slot(name, words, normalized)
        for name, words in (("phrase", lesson.phrase), ("meaning", lesson.meaning))
        if words is not None
    )
    intent = Intent(lesson.intent, slots, 1.0, 0, len(normalized))
    why = ("the whole message says what a phrase in quotes means", f"mood {lesson.mood}")
    return Understanding(
        normalized, normalized, "", lesson.mood, (intent,), rule="phrase", said=lesson.mood, explanation=why
    )


def _slot(name: str, words: str, normalized: str) -> Slot:
    start = max(normalized.find(words.casefold()), 0)
    return Slot(name, words, start, min(start + len(words), len(normalized)), words)


def _lesson(intent: str, mood: Mood, match: re.Match[str]) -> WordLesson:
    found = match.groupdict()
    phrase, meaning = found["phrase"].strip(" .,!~"), (found.get("meaning") or "").strip(" .,!~")
    known = any(map(str.isalpha, phrase)) and len(phrase) <= _LONGEST_PHRASE
    if not known or len(meaning) > _LONGEST_MEANING:
        return WordLesson(intent, "chat", None)
    if intent == FORGET or not meaning:
        return WordLesson(intent, mood, phrase)
    return WordLesson(intent, mood, phrase, meaning, match.end("meaning") == match.end())
