"""How the outcome of a change is answered, and as whose change it counts."""

from bot.desk.verdict import Verdict, Why
from bot.desk.version import How
from bot.web.access import Caller
from bot.web.desk_bodies import RefusedBody
from bot.web.desk_views import RemarkText, verdict_json
from bot.web.errors import ApiError, Json
from bot.web.models import ErrorBody

_REFUSED: dict[Why, tuple[int, str]] = {
    "broken": (422, "Something in the files is broken; nothing was changed."),
    "tests": (409, "Own tests would fail; nothing was changed."),
    "risky": (409, "Something that was harmless to say would do something risky; nothing was changed."),
    "conflict": (409, "Somebody else changed the files meanwhile: load them again. Nothing was changed."),
    "not written": (503, "The files could not be written; nothing was changed."),
}

CHANGES: dict[int | str, dict[str, object]] = {
    409: {"model": RefusedBody | ErrorBody, "description": "Refused: tests, risky or conflict."},
    422: {"model": RefusedBody | ErrorBody, "description": "The files would be broken, or a field is wrong."},
    503: {"model": RefusedBody | ErrorBody, "description": "The disk or the store refused."},
}
"""Responses of all calls that change the files."""


def answer(verdict: Verdict, text: RemarkText) -> Json:
    """A change that was taken. Raises ApiError, with the same facts, for one that was not."""
    facts = verdict_json(verdict, text)
    if verdict.why is not None:
        status, sentence = _REFUSED[verdict.why]
        raise ApiError(status, sentence, facts=facts)
    return Json(facts)


def hand(caller: Caller) -> tuple[str | None, How]:
    """Who changed something, and how: whoever has the token is nobody in particular."""
    return caller.person, "command line" if caller.person is None else "page"
