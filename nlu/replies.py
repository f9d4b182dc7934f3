"""Messages that are an answer or small talk as a whole."""

import re
from collections.abc import Iterator, Sequence

from nlu.engines.base import Focus
from nlu.home import Home, spell
from nlu.language import Language
from nlu.targets import find_targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot

_CODE = re.compile(r"\d{4,8}")
_PLAIN = re.compile(r"[\s?!.,~'\"-]+")


def reply_intents(
    text: str, tokens: Sequence[Token], language: Language, focus: Focus, home: Home
) -> list[Intent] | None:
    """The intent of a message that is nothing but a reply; None when it has to be read as a sentence."""
    forms = list(_forms(text, tokens))
    if focus.pending:
        answer = _answer(text, tokens, forms, language, home)
        if answer is not None:
            return [answer]
    for intent, phrases in _tables(language):
        if any(form in phrases for form in forms):
            return [_made(intent, text)]
    return None


def _forms(text: str, tokens: Sequence[Token]) -> Iterator[str]:
    """The text as phrases are compared: whole, and without the fillers around it."""
    yield _PLAIN.sub("", text)
    kept = [token for token in tokens if not token.is_a("mark", "filler") and token.kind != "punct"]
    if kept and len(kept) < len(tokens):
        yield _PLAIN.sub("", "".join(token.text for token in kept))


def _tables(language: Language) -> Iterator[tuple[str, frozenset[str]]]:
    for intent, phrases in language.phrases.items():
        yield intent, frozenset(_PLAIN.sub("", spell(phrase)) for phrase in phrases)


def _answer(
    text: str, tokens: Sequence[Token], forms: Sequence[str], language: Language, home: Home
) -> Intent | None:
    end = len(text)
    for intent, phrases in language.answers.items():
        plain = {_PLAIN.sub("", spell(phrase)) for phrase in phrases}
        if any(form in plain for form in forms):
            return Intent(intent, (), 1.0, 0, end)
    bare = text.strip(" .!?")
    if _CODE.fullmatch(bare):
        return Intent("answer.code", (Slot("value", bare, 0, end, bare),), 1.0, 0, end)
    content = [t for t in tokens if t.kind not in ("punct", "particle") and not t.is_a("mark", "filler")]
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
        targets = find_targets(content, home)
        values = [
            Slot(token.kind, token.value, token.start, token.end, token.text, token.entry.exact)
            for token in content
            if token.kind in ("program", "mode", "fan_speed")
        ]
        return Intent("answer.choice", (*targets.slots, *values), 1.0, 0, end)
    return None


def _made(intent: str, text: str) -> Intent:
    if intent == "query.list.on":
        return Intent("query.list", (Slot("state", "on", 0, len(text), text),), 1.0, 0, len(text))
    return Intent(intent, (), 1.0, 0, len(text))
