"""A sentence as clauses, and values that go each with its own thing."""

from collections.abc import Iterable
from dataclasses import replace

from nlu.clauses import Clause
from nlu.language import Order
from nlu.tokens import Token
from nlu.verb_final import split_verb_final
from nlu.verb_first import split_verb_first


def split_clauses(tokens: Iterable[Token], order: Order) -> list[Clause]:
    """The clauses of a sentence, in order."""
    split = split_verb_final if order == "verb_final" else split_verb_first
    return deal_values(split(tokens))


_THINGS = frozenset(("type", "name", "activity"))

_VALUES = frozenset(
    ("mode", "fan_speed", "program", "colour", "kelvin", "source", "change", "extreme", "quantity")
)


def deal_values(clauses: list[Clause]) -> list[Clause]:
    """에어컨 24도 선풍기 강풍으로 해줘: each value goes with the thing before it."""
    out: list[Clause] = []
    for clause in clauses:
        kinds = [
            "T" if t.kind in _THINGS else "V" for t in clause.tokens if t.kind in _THINGS or t.kind in _VALUES
        ]
        shape = "".join(kind for at, kind in enumerate(kinds) if at == 0 or kinds[at - 1] != kind)
        if shape.count("T") < 2 or shape.count("V") < 2:
            out.append(clause)
        elif shape == "TV" * (len(shape) // 2):
            out += _dealt(clause)
        else:
            clause.mixed = True
            out.append(clause)
    return out


def _dealt(clause: Clause) -> list[Clause]:
    parts: list[list[Token]] = [[]]
    valued = False
    for token in clause.tokens:
        if token is clause.verb:
            continue
        if valued and token.kind in (*_THINGS, "area"):
            parts.append([])
            valued = False
        parts[-1].append(token)
        valued = valued or token.kind in _VALUES
    verb = [] if clause.verb is None else [clause.verb]
    return [replace(clause, tokens=[*verb, *part] if clause.verb_first else [*part, *verb]) for part in parts]
