"""Whether a clause asks for a reading, for a place, for what is possible."""

from collections.abc import Sequence

from nlu.clauses import Clause
from nlu.tokens import Token
from nlu.understanding import Intent

_WARM = frozenset(("warmer", "cooler"))
# is it warm in the bedroom
_FELT = frozenset(("temperature", "humidity")) | _WARM


def asks_how_it_is(clause: Clause) -> bool:
    """is it cold in the kids' room: a reading is wanted, not help."""
    first = next((token for token in clause.tokens if not token.is_a("mark", "filler")), None)
    asked = first is not None and first.is_a("mark", "be") and not clause.marked("not")
    return asked and clause.act.removeprefix("feel.").split(".")[0] in _FELT


def is_sought(clause: Clause) -> bool:
    """where is the robot vacuum hiding."""
    return clause.may("ing") and clause.marked("question.where")


def asks_ability(clause: Clause) -> bool:
    """can the oven be turned on, can I turn on the gas from here."""
    return clause.marked("modal.can", "suggest.can") and not clause.marked("question", "be", "have")


def is_asked_for(token: Token, intents: Sequence[Intent]) -> bool:
    """see if the door is locked, how long has it got left: a verb that says what is asked."""
    if token.kind != "verb":
        return False
    if token.value == "leave":
        return any(intent.name == "query.remaining" for intent in intents)
    return any(str(intent.one("state")) == token.text for intent in intents)
