"""Clauses that build on what was said before: 건조기도, the dryer too, 그거 말고 안방, a bit more."""

from nlu.clauses import Clause, takes_back
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Slot

_ASKS_NOTHING_NEW = frozenset(("do", "set"))
_SAYS_SOMETHING = ("mode", "fan_speed", "program", "colour", "kelvin", "source", "state", "attribute")
_MEASURES = frozenset(("", "celsius", "percent", "step"))


def follow_up(clause: Clause, targets: Targets) -> list[Intent]:
    """The last act again for what is named here, or once more; empty when the clause speaks for itself."""
    more = _once_more(clause, targets)
    if more is not None:
        return [more]
    light = clause.verb is None or (clause.marked("same") and clause.act in _ASKS_NOTHING_NEW)
    strange = any(token.kind == "unknown" and token not in targets.explained for token in clause.tokens)
    if not light or strange or any(clause.first(kind) for kind in (*_SAYS_SOMETHING, "quantity", "change")):
        return []
    meant = tuple(slot for slot in targets.slots if not slot.name.startswith("except_"))
    if not meant:
        return []
    left_out = clause.first("particle", "except") or clause.first("mark", "except")
    instead = left_out is not None and not targets.several
    if clause.marked("same", "also") or clause.first("particle", "also") or _adds(clause):
        name = "conversation.repeat"
    elif instead or clause.marked("meant") or takes_back(clause) or clause.first("quantifier", "other"):
        name = "conversation.correct"
    else:
        return []
    kept = meant if name == "conversation.correct" else tuple(targets.slots)
    return [Intent(name, kept, 1.0, clause.start, clause.end)]


def _adds(clause: Clause) -> bool:
    """And the dryer; 그리고 안방."""
    first = next((token for token in clause.tokens if not token.is_a("mark", "filler")), None)
    return first is not None and (first.is_a("mark", "and") or first.is_a("particle", "and"))


def _once_more(clause: Clause, targets: Targets) -> Intent | None:
    """더, 조금만 더, 1도 더, a bit more: no word of what, nor of which way."""
    if any(slot.name != "pronoun" for slot in targets.slots) or not _is_more(clause):
        return None
    slots: list[Slot] = []
    for token in clause.tokens:
        if token.kind == "quantity":
            slots.append(Slot("amount", token.number, token.start, token.end, token.text))
            if token.value:
                slots.append(Slot("unit", token.value, token.start, token.end, token.text))
        elif token.kind == "extreme":
            slots.append(Slot("extreme", token.value, token.start, token.end, token.text))
    return Intent("conversation.repeat", tuple(slots), 1.0, clause.start, clause.end)


def _is_more(clause: Clause) -> bool:
    if clause.verb is not None and clause.act not in _ASKS_NOTHING_NEW:
        return False
    more = clause.first("change", "more") or clause.first("particle", "more")
    return more is not None and all(_belongs_to_more(token, clause) for token in clause.tokens)


def _belongs_to_more(token: Token, clause: Clause) -> bool:
    if token is clause.verb or token.kind in ("particle", "punct", "pronoun"):
        return True
    if token.kind == "quantity":
        return token.value in _MEASURES
    return (
        token.is_a("change", "more")
        or token.is_a("extreme", "a_bit", "a_lot")
        or token.is_a("mark", "filler", "please", "again", "also")
    )
