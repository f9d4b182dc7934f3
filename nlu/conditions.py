"""Conditions: where they stand, and which times belong to them.

Where the verb comes first, the parts that begin with if, when, once … are cut out whole.
"""

from collections.abc import Sequence

from nlu.clauses import Clause
from nlu.read import Read
from nlu.tokens import Features, Token
from nlu.understanding import Condition, TimeExpression

Part = tuple[list[Token], bool]
"""Tokens, and whether they are a condition."""

_ASKING = frozenset(("tell", "check", "show", "locate"))
# "tell me when it is done", "check if it is on": no condition of an act
_SUBJECTS = frozenset(("person", "pronoun", "area"))
_LEADS = frozenset(("do", "did", "be", "was", "modal", "not", "goal", "must", "who_did", "have", "report"))
_BREAKS = frozenset(".!?;\n")
_REASONS = frozenset(("because", "cause", "cuz", "since", "as", "while", "whilst", "unless"))
_CONDITION: tuple[Features, ...] = (frozenset(("conn", "cond", "passive")),)


def cut_conditions(tokens: Sequence[Token]) -> list[Part]:
    """The sentence in parts; only conditions that stand beside an act of their own are cut."""
    parts: list[Part] = []
    start = at = 0
    while at < len(tokens):
        if not _opens_condition(tokens, at, start):
            if tokens[at].kind == "punct" and tokens[at].value in _BREAKS:
                parts.append((list(tokens[start : at + 1]), False))
                start = at + 1
            at += 1
            continue
        leading = not _has_act(tokens[start:at])
        stop = _end(tokens, at, leading)
        if leading and stop >= len(tokens):
            at += 1
            continue
        if start < at:
            parts.append((list(tokens[start:at]), False))
        parts.append((list(tokens[at:stop]), True))
        start = at = _skip_joints(tokens, stop)
    if start < len(tokens):
        parts.append((list(tokens[start:]), False))
    return parts


def condition_clause(tokens: list[Token]) -> Clause:
    """A condition as a clause: it is kept word for word."""
    return Clause(tokens=tokens, act="context", readings=_CONDITION, condition=True)


def _opens_condition(tokens: Sequence[Token], at: int, start: int) -> bool:
    token = tokens[at]
    if token.is_a("time", "after", "until", "before"):
        # after the washer finishes: bound to what is no time
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        return following is not None and following.kind not in ("time", "quantity", "clock")
    asked = token.is_a("mark", "question.if") and token.text.startswith("if")
    if not (token.is_a("mark", "if") or asked) or token.text in _REASONS - {"unless"}:
        return False
    verbs = [one for one in tokens[start:at] if one.kind == "verb"]
    if any(one.value in _ASKING for one in verbs):
        return False
    marks = [one for one in tokens[start:at] if one.is_a("mark")]
    return not any(one.value.split(".")[0] in ("question", "report", "suggest") for one in marks)


def _has_act(tokens: Sequence[Token]) -> bool:
    return any(token.kind in ("verb", "type", "name", "state", "activity", "quantifier") for token in tokens)


def _end(tokens: Sequence[Token], at: int, leading: bool) -> int:
    """Where the condition that begins at `at` stops."""
    open_at: int | None = None
    for index in range(at + 1, len(tokens)):
        token = tokens[index]
        if token.kind == "punct" and token.value in _BREAKS:
            return index
        joint = token.is_a("punct", ",") or token.is_a("mark", "then")
        if joint and (leading or _begins(tokens, index + 1)):
            return index
        if token.is_a("mark", "and", "but") and not leading and _begins(tokens, index + 1):
            return index
        if leading and index - at >= 2 and _may_begin(tokens, index):
            if not tokens[index - 1].has("plural"):
                return index
            open_at = index if open_at is None else open_at
    return len(tokens) if open_at is None else open_at


def _may_begin(tokens: Sequence[Token], index: int) -> bool:
    """Whether an order begins here: a verb in its plain form that no subject stands before, or a request."""
    token, before = tokens[index], tokens[index - 1]
    if token.is_a("mark", "request", "request.ing", "request.arrange", "please"):
        return True
    if token.kind != "verb" or not (token.has("base") or token.has("base_or_past")):
        return False
    if token.has("other") or token.has("feel") or (token.has("passive") and not token.has("base")):
        return False
    if before.kind in _SUBJECTS or (before.kind == "verb" and before.has("base") and not _tells(before)):
        return False
    return not (before.kind == "mark" and before.value.split(".")[0] in _LEADS)


def _tells(verb: Token) -> bool:
    """it gets cold, i leave: may end a condition."""
    return verb.has("passive") or verb.has("feel")


def _begins(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and any(
        _may_begin(tokens, at) for at in range(index, min(index + 3, len(tokens)))
    )


def _skip_joints(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].kind == "punct" or tokens[at].is_a("mark", "then", "and", "but")):
        at += 1
    return at


def conditions_of(
    reads: Sequence[Read], times: Sequence[TimeExpression], text: str
) -> tuple[list[Condition], list[TimeExpression]]:
    """The conditions word for word, and the times that stand in none of them."""
    found: list[Condition] = []
    kept = list(times)
    before, led = 0, len(text)
    for read in reads:
        clause, start = read.clause, before
        if clause.has("purpose") and all(one.name.startswith("query.") for one in read.intents):
            # 문이 5분 넘게 열려 있으면: part of what follows
            led = clause.start
            continue
        before, begun, led = clause.end, min(led, clause.start), len(text)
        if read.dropped and clause.has("because"):
            # 12시에 점심 먹으니까 11시 반에 돌려줘: only the other time is one to act at
            others = [one for one in kept if not start <= one.start < clause.end]
            kept = others or kept
        if read.dropped or read.mood != "conditional":
            continue
        if _is_clock_only(clause, kept, start):
            # 11시 되면: at eleven
            read.dropped = True
            continue
        first, last = (start, clause.end) if _waits(read) else (_start(clause), len(text))
        behind = _waits(read) or _has_if_behind(clause)
        inside = [one for one in kept if first <= one.start and one.end <= last] if behind else []
        kept = [one for one in kept if one not in inside]
        begins = min([max(begun, _start(clause)) if behind and not _waits(read) else begun,
                      *(one.start for one in inside)])  # fmt: skip
        ends = max([clause.end, *(one.end for one in inside)])
        found.append(Condition(text[begins:ends], begins, ends))
    return found, kept


def _is_clock_only(clause: Clause, times: Sequence[TimeExpression], start: int) -> bool:
    timed = any(start <= one.start < clause.end and one.kind in ("at", "unclear") for one in times)
    return (
        clause.act == "become"
        and timed
        and all(token is clause.verb or token.kind == "particle" for token in clause.tokens)
    )


def _waits(read: Read) -> bool:
    """Whether the whole clause is a condition or a reason, and no act."""
    return read.clause.condition or (not read.intents and read.clause.may("conn"))


def _start(clause: Clause) -> int:
    """Where the condition in a clause begins: at its "if", when the verb stands before it."""
    mark = clause.first("mark", "if") or clause.first("mark", "question.if")
    return mark.start if mark is not None and _has_if_behind(clause) else clause.start


def _has_if_behind(clause: Clause) -> bool:
    """tell me when …: the condition stands behind the verb."""
    mark = clause.first("mark", "if") or clause.first("mark", "question.if")
    return mark is not None and clause.verb is not None and clause.verb.start < mark.start
