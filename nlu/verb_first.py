"""Clauses where the verb comes first, as in English."""

from collections.abc import Iterable
from dataclasses import replace

from nlu.clauses import Clause, finish_clause
from nlu.prepositions import with_prepositions
from nlu.tokens import Token
from nlu.verb_chains import join_verbs

_OPENERS = frozenset(
    ("request", "want", "if", "question", "suggest", "be", "did", "do", "not", "must", "guess")
)

_BREAKS = frozenset(".!?;\n")


def split_verb_first(tokens: Iterable[Token]) -> list[Clause]:
    """English order: a clause begins with its verb, or with what leads up to one."""
    out: list[Clause] = []
    clause = Clause()
    stream = _without_tag(with_prepositions(list(tokens)))
    for index, token in enumerate(stream):
        if token.kind == "punct" and token.value in _BREAKS:
            clause.question_mark = token.value == "?"
            clause = finish_clause(clause, out)
            continue
        joint = token.is_a("mark", "and", "then", "but") or token.is_a("punct", ",")
        if token.is_a("mark", "but") and clause.first("quantifier") and not _opens(stream, index + 1):
            # everything but the fridge
            token = replace(token, entry=replace(token.entry, value="except"))
        if joint and clause.verb is not None and _opens(stream, index + 1):
            clause = finish_clause(clause, out)
            continue
        if token.kind == "punct" and token.value != ",":
            continue
        if clause.tokens and _begins(clause, token, stream, index):
            clause = finish_clause(clause, out)
        clause.tokens.append(token)
        if token.kind == "verb" and clause.verb is None and not _describes(stream, index):
            clause.verb, clause.act, clause.readings = token, token.value, token.entry.readings
    finish_clause(clause, out)
    for one in out:
        join_verbs(one)
        _compose(one)
        one.arranged = one.act == "book" or one.marked("request.arrange")
    _ask_all(out)
    return out


def _without_tag(stream: list[Token]) -> list[Token]:
    """shut the windows, would you?: a request behind the order, with its question mark, only says please."""
    last = next((at for at in reversed(range(len(stream))) if stream[at].kind != "punct"), 0)
    verbs = (token for token in stream[:last] if not token.is_a("mark", "filler", "please"))
    first = next(verbs, None)
    ordered = first is not None and first.kind == "verb" and first.has("base")
    return stream[:last] if ordered and stream[last].is_a("mark", "request") else stream


_ARTICLES = frozenset(("a", "an", "the"))
_NOUNS = frozenset(("type", "name", "area", "attribute"))


def _describes(stream: list[Token], index: int) -> bool:
    """an open window, the running washer: between article and noun stands no order."""
    between = 0 < index < len(stream) - 1 and stream[index - 1].text in _ARTICLES
    return between and stream[index + 1].kind in _NOUNS


def _begins(clause: Clause, token: Token, stream: list[Token], index: int) -> bool:
    """it's cold turn the heat up; i'm leaving can you …: a clause that begins without a joint."""
    if token.is_a("mark", "request", "request.ing", "request.arrange"):
        return clause.verb is not None
    if clause.tokens[-1].is_a("mark", "goal"):
        return False
    following = stream[index + 1] if index + 1 < len(stream) else None
    if (
        token.is_a("mark", "please")
        and following is not None
        and following.kind == "verb"
        and following.has("base")
    ):
        return any(one.kind in ("person", "verb") or one.is_a("mark", "who_did") for one in clause.tokens)
    if clause.verb is None:
        return False
    if token.kind == "verb" and token.has("base") and not token.has("feel"):
        return clause.may("feel") or (clause.may("other") and not clause.may("base"))
    return False


def _opens(stream: list[Token], index: int) -> bool:
    """Whether what follows a joint is a clause of its own: a verb or its lead, fillers aside."""
    for token in stream[index:]:
        if token.is_a("mark", "filler", "please", "then", "and", "again", "also") or token.kind == "time":
            continue
        if token.kind == "verb":
            return token.has("base") or token.has("base_or_past")
        return token.kind == "mark" and token.value.split(".")[0] in _OPENERS
    return False


def _compose(clause: Clause) -> None:
    """turn … off, shut … down, power up: verb and particle are one act."""
    state = clause.first("state", "on", "off", "up", "down")
    if clause.verb is None or state is None:
        return
    if clause.act == "parted":
        _join_parts(clause)
    elif clause.act == "turn":
        clause.act = state.value
        if state.value == "on" and _is_goal(clause, state):
            clause.act = "set"
    elif clause.act == "close" and state.value in ("off", "down"):
        clause.act = "off"
    elif clause.act in ("set", "toggle") and state.value in ("on", "off") and not _is_goal(clause, state):
        clause.act = state.value


def _join_parts(clause: Clause) -> None:
    """fire the oven up: the other half of the verb stands behind what it is done to."""
    for state in clause.all("state", "on", "off", "up", "down"):
        for feature in frozenset().union(*clause.readings):
            tail, _, act = feature.partition(">")
            if act and tail == state.value:
                clause.act = act
                clause.tokens = [token for token in clause.tokens if token is not state]
                return


def _is_goal(clause: Clause, state: Token) -> bool:
    """put the aircon on dry: "on" points at a value."""
    behind = clause.tokens[clause.tokens.index(state) + 1 :]
    value = next((token for token in behind if not token.is_a("mark", "filler")), None)
    return value is not None and value.kind in (
        "mode",
        "fan_speed",
        "quantity",
        "source",
        "colour",
        "kelvin",
    )


def _ask_all(clauses: list[Clause]) -> None:
    """One question mark at the end of a run of clauses asks all of them."""
    for clause, following in zip(reversed(clauses[:-1]), reversed(clauses), strict=False):
        if following.question_mark and not clause.question_mark and following.start - clause.end < 8:
            # "turn off the lights and how long is left?" asks only the second
            clause.question_mark = not (clause.verb_first and clause.may("base") and _asks_itself(following))


def _asks_itself(clause: Clause) -> bool:
    return any(token.kind == "mark" and token.value.startswith("question") for token in clause.tokens[:2])
