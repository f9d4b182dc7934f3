"""Reads what a Rasa server answers. Pure; whatever is not as it must be is told, never guessed."""

from collections.abc import Mapping
from typing import Any

from nlu.guess import Guess, Piece


class BrokenAnswer(ValueError):
    """The answer has another shape than a Rasa server's."""


def guess_of(answer: object, text: str, lead: int = 0) -> Guess:
    """What it makes of the text that it was given; `lead` is added to all offsets. Raises BrokenAnswer."""
    fields = _mapping(answer)
    if fields.get("text") != text:
        # all offsets would be wrong
        raise BrokenAnswer("it speaks of another text")
    ranked = (_intent(_mapping(one)) for one in _list(fields, "intent_ranking"))
    ranking = sorted((one for one in ranked if one is not None), key=lambda one: -one[1])
    pieces = (_piece(_mapping(one), len(text), lead) for one in _list(fields, "entities"))
    return Guess(tuple(ranking), tuple(pieces))


def _intent(fields: Mapping[str, Any]) -> tuple[str, float] | None:
    if fields.get("name") is None:
        return None  # "no intent at all"
    return _text(fields, "name"), _confidence(fields, "confidence")


def _piece(fields: Mapping[str, Any], length: int, lead: int) -> Piece:
    start, end = _offset(fields, "start"), _offset(fields, "end")
    if not 0 <= start < end <= length:
        raise BrokenAnswer("an entity lies outside of the text")
    return Piece(
        _text(fields, "entity"),
        start + lead,
        end + lead,
        _text(fields, "value"),
        _confidence(fields, "confidence_entity") if "confidence_entity" in fields else 1.0,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise BrokenAnswer("something is no object")
    return value


def _list(fields: Mapping[str, Any], key: str) -> list[object]:
    value = fields.get(key)
    if not isinstance(value, list):
        raise BrokenAnswer(f"{key} is no list")
    return value


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value:
        raise BrokenAnswer(f"{key} is no text")
    return value


def _offset(fields: Mapping[str, Any], key: str) -> int:
    value = fields.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BrokenAnswer(f"{key} is no whole number")
    return value


def _confidence(fields: Mapping[str, Any], key: str) -> float:
    value = fields.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise BrokenAnswer(f"{key} is no number")
    if not -0.001 <= value <= 1.001:  # a sum of rounded numbers may be; "not a number" is not
        raise BrokenAnswer(f"{key} is not between 0 and 1")
    return min(1.0, max(0.0, float(value)))
