"""The gate for clauses whose verb comes first: what stands before the verb, and the verb's form, decide."""

from nlu.clauses import Clause
from nlu.tokens import Token
from nlu.understanding import Mood

_ASKING = frozenset(("question", "be", "was", "did", "do", "have", "suggest"))
_SILENT = frozenset(("filler", "please", "then", "and", "again", "brief", "prep", "but"))


def verb_first_mood(clause: Clause) -> Mood:
    """Mood of an English-order clause: of what stands before its verb, and of the verb's form."""
    if _is_told_to_ask(clause) or (clause.tokens and clause.tokens[0].text == "who"):
        return "question"
    if clause.first("state", "on") and clause.first("state", "off"):
        # on or off?
        return "question"
    if clause.verb is not None and clause.tokens[-1].is_a("mark", "no"):
        return "negated"
    if clause.marked("not"):
        return _negated_first(clause)
    if clause.marked("if") or clause.first("time", "after", "before", "until") is not None:
        return "conditional"
    lead = _lead(clause)
    heads = [token.value.split(".")[0] for token in lead if token.kind == "mark"]
    if clause.marked("report"):
        return "reported"
    if any(token.is_a("mark", "request", "request.ing") for token in lead):
        called = any(token.is_a("person", "family") and not _owns(token, clause) for token in lead)
        return "chat" if called else _after_request(clause)
    if (heads and heads[0] in _ASKING) or clause.marked("question"):
        return "question"
    if any(head in ("suggest", "do", "did", "be") for head in heads) and clause.question_mark:
        return "question"
    if lead and lead[-1].is_a("mark", "goal") and "want" not in heads:
        # a reason to turn on the oven, to turn it on press the button
        return "chat"
    if clause.marked("memory"):
        return "question" if clause.question_mark else "reported"
    return _stated(clause, lead, heads)


def _is_told_to_ask(clause: Clause) -> bool:
    """tell me if the lights are on; check whether the door is locked."""
    if clause.act not in ("tell", "check") or clause.verb is None:
        return False
    if any(
        token.is_a("mark", "not", "report", "memory")
        for token in clause.tokens[: clause.tokens.index(clause.verb)]
    ):
        return False
    if "base" not in next(iter(clause.readings), frozenset()):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    condition = next((token for token in behind if token.is_a("mark", "if")), None)
    return condition is None or condition.text in _WHETHER


_WHETHER = frozenset(("if", "whether"))


def _negated_first(clause: Clause) -> Mood:
    asked = clause.question_mark or (
        clause.tokens and clause.tokens[0].is_a("mark", "be", "did", "do", "was", "have")
    )
    return "question" if asked and not clause.marked("if") else "negated"


def _lead(clause: Clause) -> list[Token]:
    """The tokens before the verb that mean something, or all of a clause without verb."""
    stop = clause.tokens.index(clause.verb) if clause.verb in clause.tokens else len(clause.tokens)
    return [token for token in clause.tokens[:stop] if not (token.kind == "mark" and token.value in _SILENT)]


def _after_request(clause: Clause) -> Mood:
    if clause.verb is None or clause.may("base") or clause.may("base_or_past"):
        return "command"
    return "command" if clause.may("ing") and clause.first("mark", "request.ing") else "question"


def _stated(clause: Clause, lead: list[Token], heads: list[str]) -> Mood:
    wanted = "want" in heads
    if any(head in ("modal", "must", "who_did", "have", "was", "did", "do") for head in heads):
        return "question" if clause.question_mark else "chat"
    if "be" in heads:
        return "question" if clause.question_mark else "reported"
    if any(token.is_a("person", "family", "you", "first") and not _owns(token, clause) for token in lead):
        if not wanted:
            return "question" if clause.question_mark else "chat"
        if any(token.is_a("person", "family") and not _owns(token, clause) for token in lead):
            return "reported"
    if clause.marked("be", "was", "did", "have", "modal", "must", "who_did", "suggest"):
        return "question" if clause.question_mark else "chat"
    if clause.question_mark:
        return "question"
    if _is_told(clause):
        return "reported"
    if clause.verb is None:
        return "command"
    behind = clause.tokens[clause.tokens.index(clause.verb) :] if clause.verb in clause.tokens else []
    people = any(token.is_a("person", "family") and not _owns(token, clause) for token in behind)
    if clause.may("feel") or (people and not clause.first("type") and not clause.first("name")):
        # drop the kids off
        return "chat"
    return _form(clause, lead, wanted)


def _is_told(clause: Clause) -> bool:
    """light's on, door's open: "is", not "of"."""
    pairs = zip(clause.tokens, clause.tokens[1:], strict=False)
    return any(
        before.is_a("particle", "of") and (token.is_a("state") or token is clause.verb)
        for before, token in pairs
    )


def _owns(token: Token, clause: Clause) -> bool:
    """dad's room: the person names a thing."""
    at = clause.tokens.index(token) + 1
    return at < len(clause.tokens) and clause.tokens[at].is_a("particle", "of")


def _form(clause: Clause, lead: list[Token], wanted: bool) -> Mood:
    if clause.may("base"):
        return "command"
    if clause.may("base_or_past"):
        subject = [token for token in lead if token.kind in ("pronoun", "type", "name")]
        return "chat" if subject and not wanted else "command"
    if clause.may("past"):
        stated = any(token.kind in ("type", "name", "area") for token in lead)
        # "door locked": asked about more often than told
        return "command" if wanted else "question" if stated else "reported"
    return "chat"
