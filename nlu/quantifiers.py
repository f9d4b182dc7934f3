"""How many are meant: all, both, the other, the rest, one of two."""

from collections.abc import Sequence

from nlu.tokens import Token


def quantifier_of(tokens: Sequence[Token], things: int) -> tuple[str, Token] | None:
    """What is said of how many, and the word that says it; `things`: how many phrases name something."""
    said = [token for token in tokens if token.kind == "quantifier"]
    if said:
        return _amount(tokens, said), said[0]
    either = next(
        (token for token in tokens if token.is_a("particle", "or") or token.is_a("mark", "or")), None
    )
    return ("either", either) if either is not None and things > 1 else None


def counts(tokens: Sequence[Token]) -> list[Token]:
    """Numbers that the quantifier explains: 에어컨 두 대 다."""
    return [token for token in tokens if token.is_a("quantity", "item")] if _are_two(tokens) else []


def _amount(tokens: Sequence[Token], said: list[Token]) -> str:
    values = {token.value for token in said}
    if "else" in values:
        return "else"
    if values >= {"all", "other"} or "rest" in values:
        # 나머지 다, all the others
        return "rest"
    if _are_two(tokens):
        return "both"
    return "all" if said[0].value == "any" else said[0].value


def _are_two(tokens: Sequence[Token]) -> bool:
    counted = [token.number for token in tokens if token.is_a("quantity", "item")]
    return counted == [2] and any(token.is_a("quantifier", "all") for token in tokens)
