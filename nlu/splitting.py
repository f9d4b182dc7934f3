"""A sentence as clauses, and values that go each with its own thing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlu.clauses import Clause
from nlu.conditions import condition_clause, cut_conditions
from nlu.language import Order
from nlu.times import find_times
from nlu.tokens import Token
from nlu.understanding import TimeExpression
from nlu.verb_final import split_verb_final
from nlu.verb_first import split_verb_first


def split_clauses(tokens: Iterable[Token], order: Order) -> list[Clause]:
    """The clauses of a sentence, in order."""
    split = split_verb_final if order == "verb_final" else split_verb_first
    return deal_values(split(_exceptions(tokens)))


def split_sentence(
    text: str, tokens: Sequence[Token], order: Order
) -> tuple[list[TimeExpression], list[Clause]]:
    """The times of a sentence and its clauses; a time within a condition that was cut out is part of it."""
    parts = cut_conditions(tokens) if order == "verb_first" else [(list(tokens), False)]
    times: list[TimeExpression] = []
    clauses: list[Clause] = []
    for part, waits in parts:
        if waits:
            clauses.append(condition_clause(part))
            continue
        found, rest = find_times(text, part)
        said = split_clauses(rest, order)
        said = [_on_and_off(clause, found) for clause in said]
        clauses += [_timed(clause, found) for clause in said] if found else said
        times += found
    return times, clauses


def _on_and_off(clause: Clause, times: list[TimeExpression]) -> Clause:
    """turn the lights on at seven and off at eleven: on until eleven."""
    on, off = clause.first("state", "on"), clause.first("state", "off")
    if len(times) < 2 or on is None or off is None or clause.verb is None or clause.question_mark:
        return clause
    first, last = sorted((on, off), key=lambda state: state.start)
    times[-1] = replace(times[-1], kind="until")
    kept = [token for token in clause.tokens if token is not last and not token.is_a("mark", "and", "then")]
    return replace(clause, tokens=kept, act=first.value)


def _timed(clause: Clause, times: Sequence[TimeExpression]) -> Clause:
    """What a clause wants that makes an order only with a time."""
    state = clause.first("state", "on", "off")
    if clause.act == "leave" and state is not None:
        # keep the aircon on until ten
        return replace(clause, act=state.value)
    running = next((token for token in clause.all("verb", "run", "start") if token is not clause.verb), None)
    if clause.act == "leave" and running is not None:
        return replace(clause, act="on", verb=running)
    if clause.act == "finish" and not clause.may("passive") and any(time.kind == "by" for time in times):
        # 6시 전에 청소 끝내줘
        return replace(clause, act="start")
    done = clause.first("state", "finish")
    asked = clause.question_mark or clause.marked("question", "modal", "did", "do", "not", "if", "report")
    asked = asked or (clause.act == "" and clause.marked("be", "was"))
    if done is None or asked or clause.act not in _WANTING or all(time.kind != "by" for time in times):
        return clause
    # have the washing done by six
    return replace(clause, act="start", tokens=[token for token in clause.tokens if token is not done])


_WANTING = frozenset(("", "set", "ensure"))


def _exceptions(tokens: Iterable[Token]) -> list[Token]:
    """turn on the fan, not the ac; not that one, the other: a "not" that only says which one."""
    out = list(tokens)
    for index, token in enumerate(out):
        if not token.is_a("mark", "not") or not _names_next(out, index):
            continue
        verbs = [at for at, one in enumerate(out) if one.kind in ("verb", "verbal_noun") or one.is_a("state")]
        # stop, not the tv: which others is not said
        others = any(one.kind in _NAMING for one in out[:index])
        if verbs and max(verbs) < index and out[verbs[0]].has("base") and others:
            out[index] = replace(token, entry=replace(token.entry, value="except"))
        comma = next((at for at in range(index, len(out)) if out[at].is_a("punct", ",")), None)
        if not verbs and index == 0 and comma is not None and _names_next(out, comma):
            left_out = replace(token.entry, kind="particle", value="except")
            return [*out[1:comma], replace(out[comma], entry=left_out), *out[comma + 1 :]]
    return out


def _names_next(tokens: list[Token], index: int) -> bool:
    behind = next((one for one in tokens[index + 1 :] if not one.is_a("mark", "filler", "prep")), None)
    return behind is not None and behind.kind in (*_THINGS, "area", "pronoun")


_THINGS = frozenset(("type", "name", "activity"))

_NAMING = _THINGS | {"area", "pronoun", "quantifier"}

_VALUES = frozenset(
    ("mode", "fan_speed", "program", "colour", "kelvin", "source", "change", "extreme", "quantity")
)


def deal_values(clauses: list[Clause]) -> list[Clause]:
    """에어컨 24도 선풍기 강풍으로 해줘: each value goes with the thing or room before it."""
    out: list[Clause] = []
    for clause in clauses:
        shape = "".join(filter(None, map(_part, clause.tokens)))
        shape = "".join(kind for at, kind in enumerate(shape) if at == 0 or shape[at - 1] != kind)
        states = [token for token in clause.tokens if token.is_a("state", "on", "off")]
        composed = clause.verb is not None and len(states) == 1
        if composed and shape.startswith("V"):
            # turn on the fan at 2 and …: the first "on" belongs to the verb
            shape = shape[1:]
        if shape.count("T") < 2 or shape.count("V") < 2:
            out.append(clause)
        elif shape == "TV" * (len(shape) // 2):
            out += _dealt(clause)
        else:
            clause.mixed = True
            out.append(clause)
    return out


def _part(token: Token) -> str:
    """T: says of what; V: says what; anything else says nothing here."""
    if token.kind in _THINGS or token.kind == "area":
        return "T"
    return "V" if token.kind in _VALUES or token.is_a("state", "on", "off") else ""


def _dealt(clause: Clause) -> list[Clause]:
    parts: list[list[Token]] = [[]]
    valued = named = False
    for token in clause.tokens:
        if token is clause.verb:
            continue
        kind = _part(token)
        if valued and named and kind == "T":
            while parts[-1] and (
                parts[-1][-1].is_a("mark", "and", "filler") or parts[-1][-1].kind == "punct"
            ):
                parts[-1].pop()
            parts.append([])
            valued = named = False
        parts[-1].append(token)
        valued, named = valued or kind == "V", named or kind == "T"
    verb = [] if clause.verb is None else [clause.verb]
    return [
        replace(
            clause, tokens=[*verb, *part] if clause.verb_first else [*part, *verb], act=_act_of(clause, part)
        )
        for part in parts
    ]


def _act_of(clause: Clause, part: list[Token]) -> str:
    """turn the fan on and the heater off: each state is an act of its own."""
    state = next((token for token in part if token.is_a("state", "on", "off")), None)
    return clause.act if state is None or clause.act not in ("", "on", "off", "turn") else state.value
