"""Messages that are an answer or small talk as a whole."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlu.engines.base import Focus
from nlu.home import Home
from nlu.normalize import is_picture
from nlu.phrases import Phrases, plain
from nlu.targets import find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot, Understanding

_BESIDE_NAMES = ("filler", "please", "prep", "and", "also", "except")
# marks that say no more than the names they stand beside
_CODE = re.compile(r"\d{4,8}")


def reply_intents(
    text: str, tokens: Sequence[Token], talk: Phrases, answers: Phrases, focus: Focus, home: Home
) -> list[Intent] | None:
    """The intent of a message that is nothing but a reply; None when it has to be read as a sentence."""
    forms = list(_forms(text, tokens))
    if focus.pending:
        known = answers.find(forms)
        answer = None if _is_asked_back(text, known) else _answer(text, tokens, known, home)
        if answer is not None:
            return [answer]
    intent = talk.find(forms[:1]) or talk.covering(text) or talk.find(forms)
    return [_made(intent, text)] if intent is not None else None


def _is_beside_names(token: Token) -> bool:
    if token.kind in ("punct", "particle"):
        return True
    return token.is_a("mark", *_BESIDE_NAMES) or token.is_a("time", "in", "at")


def answered_unasked(read: Understanding, answers: Phrases) -> Understanding:
    """What was read, but a yes or a no that nothing asked for is one all the same."""
    if read.intents or read.mood not in ("chat", "question"):
        return read
    answer = answers.find([plain(read.normalized)])
    if answer is None or _is_asked_back(read.normalized, answer):
        return read
    whole = Intent(answer, (), 1.0, 0, len(read.normalized))
    return replace(read, mood="chat", leftovers=(), intents=(whole,))


def _is_asked_back(text: str, answer: str | None) -> bool:
    """응?, yes?: what did you say?"""
    return answer == "answer.yes" and "?" in text


def _forms(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """The text as phrases are compared: whole, and without the fillers around it."""
    yield plain(text)
    # 🔥 켜줘 is no 켜줘
    kept = [token for token in tokens if not _is_beside_phrases(token)]
    if kept and len(kept) < len(tokens):
        yield plain("".join(token.text for token in kept))


def _is_beside_phrases(token: Token) -> bool:
    return (token.is_a("mark", "filler") and not is_picture(token.text)) or token.kind == "punct"


def _answer(text: str, tokens: Sequence[Token], known: str | None, home: Home) -> Intent | None:
    end = len(text)
    if known is not None:
        return Intent(known, (), 1.0, 0, end)
    bare = text.strip(" .!?")
    if _CODE.fullmatch(bare):
        return Intent("answer.code", (Slot("value", bare, 0, end, bare),), 1.0, 0, end)
    content = [token for token in tokens if not _is_beside_names(token)]
    if len(content) == 1 and content[0].kind == "ordinal":
        token = content[0]
        return Intent(
            "answer.choice",
            (Slot("ordinal", int(token.value), token.start, token.end, token.text),),
            1.0,
            0,
            end,
        )
    if len(content) == 1 and content[0].kind == "quantity" and content[0].value in ("", "channel"):
        token = content[0]
        number = token.number
        slots = [Slot("value", number, token.start, token.end, token.text)]
        if number == int(number) and 1 <= number <= 20:
            slots.insert(0, Slot("ordinal", int(number), token.start, token.end, token.text))
        return Intent("answer.choice", tuple(slots), 1.0, 0, end)
    if content and all(
        token.kind in ("type", "name", "area", "quantifier", "pronoun", "program", "mode", "fan_speed")
        for token in content
    ):
        targets = find_targets(tokens, home)
        values = [
            Slot(token.kind, token.value, token.start, token.end, token.text, token.entry.exact)
            for token in content
            if token.kind in ("program", "mode", "fan_speed")
        ]
        return Intent("answer.choice", (*targets.slots, *values), 1.0, 0, end)
    return None


def _made(intent: str, text: str) -> Intent:
    family, _, state = intent.rpartition(".")
    if family == "query.list":
        return Intent(family, (Slot("state", state, 0, len(text), text),), 1.0, 0, len(text))
    return Intent(intent, (), 1.0, 0, len(text))
