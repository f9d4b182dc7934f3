"""Bare numbers that count nothing: codes, and number words that are only spelled like one."""

from nlu.tokens import Token, is_goal
from nlu.wish import Wish

_LONG = 1000
# a bare number that long is a code
_TWO_DIGITS = 10


def is_no_value(wish: Wish, token: Token) -> bool:
    """4711; 켜지는 사, 농담 하나 해줘: a lone number word behind a verb, or of nothing at all."""
    if token.number >= _LONG:
        return True
    if wish.clause.verb_first:
        return False
    tokens = wish.clause.tokens
    at = tokens.index(token)
    behind = at > 0 and tokens[at - 1].kind == "verb" and not is_goal(tokens, at)
    if token.text[-1].isdigit() or token.number >= _TWO_DIGITS:
        return behind and tokens[at - 1].has("adn")
    if behind:
        return True
    return wish.act == "do" and wish.attribute() is None and not (wish.targets.found or wish.focused)
