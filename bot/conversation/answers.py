"""Is this message an answer to our open question, and which one?"""

from collections.abc import Sequence

from bot.plan import AskStep
from nlu.understanding import Understanding

NO = -1
"""The answer "no" or "never mind"."""


def answer_to(question: AskStep, labels: Sequence[str], understanding: Understanding) -> int | None:
    """Index of the chosen option, NO, or None when the message is about something else.

    labels: what each option's button says; typing it, or a part that only one has, is choosing it.
    """
    named = _by_label(understanding.normalized, labels)
    if named is not None:
        return named
    if len(understanding.intents) != 1:
        return None
    intent = understanding.intents[0]
    if intent.name in {"answer.no", "conversation.cancel"}:
        return NO
    if intent.name == "answer.yes":
        return _option(question, "button.yes")
    if intent.name == "answer.choice":
        return _chosen(question, intent.one("ordinal"), intent.one("quantifier"))
    return None


def _option(question: AskStep, label: str) -> int | None:
    return next((at for at, option in enumerate(question.options) if option.label == label), None)


def _chosen(question: AskStep, ordinal: object, quantifier: object) -> int | None:
    if quantifier in {"all", "both"}:
        return _option(question, "button.all")
    if isinstance(ordinal, bool) or not isinstance(ordinal, int | float):
        return None
    choices = [at for at, option in enumerate(question.options) if option.label != "button.all"]
    at = len(choices) - 1 if ordinal == -1 else int(ordinal) - 1
    return choices[at] if 0 <= at < len(choices) else None


def _by_label(text: str, labels: Sequence[str]) -> int | None:
    said = _plain(text)
    if not said:
        return None
    plain = [_plain(label) for label in labels]
    if said in plain:
        return plain.index(said)
    if len(said) < 2:
        return None
    holding = [at for at, label in enumerate(plain) if label.startswith(said) or label.endswith(said)]
    return holding[0] if len(holding) == 1 else None


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
