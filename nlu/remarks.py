"""What sounds like an order and only says how things are, whose they are, or what was heard."""

from collections.abc import Sequence
from itertools import pairwise

from nlu.clauses import Clause
from nlu.tokens import Token

_VALUES = frozenset(
    ("quantity", "mode", "fan_speed", "change", "colour", "kelvin", "extreme", "program", "source")
)


def is_told(clause: Clause) -> bool:
    """Whether a clause with a verb is a remark."""
    heard = clause.first("beyond") is not None and clause.has("quote_imp")
    # 뉴스에서 창문 닫으래
    return heard or _is_state(clause) or _is_claimed(clause) or _is_weak(clause)


def _is_state(clause: Clause) -> bool:
    """오븐 예열이네: a noun that is said to be so."""
    verb = clause.verb
    behind = next((two for one, two in pairwise(clause.tokens) if one is verb), None)
    noun = verb is not None and verb.kind == "verbal_noun"
    return noun and behind is not None and behind.is_a("particle", "copula")


def _is_weak(clause: Clause) -> bool:
    """좀 약해: not set to 약, but too little."""
    behind = zip(clause.tokens, clause.tokens[1:], strict=False)
    return not (clause.may("req") or clause.may("imp")) and any(
        one.kind == "fan_speed" and len(one.text) == 1 and two is clause.verb and two.attached
        for one, two in behind
    )


def _is_claimed(clause: Clause) -> bool:
    """선풍기 돌려줘 내 거야: whose it is, so that it shall be given back."""
    behind = zip(clause.tokens, clause.tokens[1:], clause.tokens[2:], strict=False)
    return any(
        one.kind == "person" and two.is_a("particle", "of") and three.is_a("particle", "copula", "copula_q")
        for one, two, three in behind
    )


def is_underway(words: Sequence[Token]) -> bool:
    """외출 중, 퇴근 중: in the middle of it; but 선풍기 중, 냉방 중으로."""
    last = words[-1] if len(words) > 1 else None
    return last is not None and last.text == "중" and words[-2].kind in _DONE


_DONE = frozenset(("mode", "unknown", "verbal_noun", "beyond", "area"))


def is_all_it_is(words: Sequence[Token]) -> bool:
    """에어컨 24도다: here 다 is no "all"."""
    last = words[-1] if len(words) > 1 else None
    return last is not None and last.attached and last.is_a("quantifier", "all") and words[-2].kind in _VALUES


def is_said_of_home(clause: Clause) -> bool:
    """우리 집 에어컨은 26도: how it is at home, told to somebody."""
    aimed = clause.first("particle", "goal") is not None
    return clause.first("home") is not None and clause.first("particle", "topic") is not None and not aimed
