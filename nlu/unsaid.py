"""Sentences that leave something to be guessed: a noun alone, a wish half spoken, whether something may be.

What is guessed here is asked back or answered, never done at once.
"""

from collections.abc import Sequence

from nlu.clauses import Clause
from nlu.read import Read
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood

_MAY = frozenset(("able", "perm", "permif", "self", "suggest"))
_IS = frozenset(("past", "passive", "state", "prog", "hypo", "embed", "asked"))
_HALF_SAID = frozenset(("prop", "wish"))
_WOULD_BE_GOOD = frozenset(("permif", "will"))
_DONE_BY_OTHERS = frozenset(("passive", "state", "hypo", "neg", "req", "intent"))
_FORGOTTEN = frozenset(("off", "close", "lock", "shut_off", "stop"))
_NOT_NOTICED = frozenset(("q", "cond", "conn", "hypo", "told", "news", "quote", "req", "passive", "wish"))
_NOUNS = frozenset(("area", "home", "type", "name", "punct"))
_BARE = frozenset(("activity", "area", "particle", "punct"))
_BEFORE_ACTIVITY = _BARE | {"person"}
_ROLES = ("topic", "subject", "object", "of")


def asks_whether_it_may_be(clause: Clause) -> bool:
    """켤 수 있어?, 켜도 돼?, 켤까?: whether it can or may be done — not whether it is so."""
    if clause.marked("question", "not", "memory") or not clause.readings:
        return False
    return all(
        reading & _MAY and not reading & _IS and ("neg" not in reading or "permif" in reading)
        for reading in clause.readings
    )


def is_half_said(clause: Clause) -> bool:
    """불 끄자, 불 껐으면 좋겠다: it may be meant for the home, or for whoever else is there."""
    if clause.question_mark or clause.marked("question", "not", "if", "memory"):
        return False
    if clause.has("told") and clause.has("hon") and not (clause.may("past") or clause.may("imp")):
        # 엄마가 끄라고 하셔
        return clause.first("particle", "to") is None
    if clause.first("person"):
        return False
    return bool(clause.readings) and all(
        (reading & _HALF_SAID or reading >= _WOULD_BE_GOOD) and not reading & _DONE_BY_OTHERS
        for reading in clause.readings
    )


def is_left_undone(clause: Clause) -> bool:
    """가스 안 잠갔다: somebody noticed that it was forgotten."""
    if clause.act not in _FORGOTTEN or clause.question_mark or clause.marked("question", "if", "memory"):
        return False
    return not clause.first("person") and all(
        "past" in reading and not reading & _NOT_NOTICED for reading in clause.readings
    )


def is_bare_activity(clause: Clause) -> bool:
    """빨래, 그래 우리 강아지: a word that may name a wish, and as well anything else."""
    at = next(at for at, token in enumerate(clause.tokens) if token.kind == "activity")
    before = all(
        token.kind in _BEFORE_ACTIVITY or token.is_a("mark", "filler") for token in clause.tokens[:at]
    )
    return before and all(token.kind in _BARE or token.is_a("mark", "again") for token in clause.tokens[at:])


def noun_alone(reads: list[Read]) -> list[Read]:
    """거실 불: how it is; 거실 불 좀: a wish without its verb, which can only be guessed."""
    if len(reads) != 1 or reads[0].mood != "command" or reads[0].intents:
        return reads
    read = reads[0]
    intent = _of_noun(read.clause, read.targets)
    if intent is None:
        return reads
    mood: Mood = "question" if intent.name == "query.state" else "command"
    return [Read(read.clause, mood, read.targets, [intent], [])]


def _of_noun(clause: Clause, targets: Targets) -> Intent | None:
    # get the lights, give me some light, turn the lamp
    got = clause.act == "turn" or (clause.act == "set" and clause.may("leads"))
    rest = [token for token in clause.tokens if token is not clause.verb]
    if not (clause.verb is None or got) or not targets.found or not all(map(_belongs_to_noun, rest)):
        return None
    if any(slot.name == "unknown" for slot in targets.slots) or not targets.types or _acts_on_room(rest):
        return None
    wanted = got or clause.marked("want") or any(token.kind == "mark" for token in _tail(clause.tokens))
    name, confidence = ("power.toggle", 0.5) if wanted else ("query.state", 1.0)
    if got and clause.may("leads") and any(token.text == "some" for token in rest):
        # give me some light
        name = "power.turn_on"
    return Intent(name, tuple(targets.slots), confidence, clause.start, clause.end)


def _acts_on_room(tokens: Sequence[Token]) -> bool:
    """shade the living room: a verb that is spelled like a thing."""
    triples = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return any(one.kind == "type" and the.text == "the" and room.kind == "area" for one, the, room in triples)


def _belongs_to_noun(token: Token) -> bool:
    if token.kind in _NOUNS or token.is_a("particle", *_ROLES):
        return True
    return token.is_a("mark", "filler", "please", "want") or token.is_a("person", "my", "my.own")


def _tail(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands behind the last noun."""
    last = max(at for at, token in enumerate(tokens) if token.kind in ("type", "name"))
    return tokens[last + 1 :]
