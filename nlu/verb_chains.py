"""Two verbs, one act: get the robot to clean, make sure the oven is off, stop turning on the tv."""

from nlu.clauses import Clause
from nlu.tokens import Token

_HANDLING = frozenset(
    ("turn", "on", "off", "toggle", "set", "up", "down", "dim", "brighten", "lock", "unlock", "mute")
)
# what one does to a thing; "stop cleaning" speaks of what the thing does itself


def join_verbs(clause: Clause) -> None:
    """The second verb says what is done, the first how it is wished; the first stays the clause's verb."""
    verb = clause.verb
    if verb is None or not verb.has("leads"):
        return
    behind = clause.tokens[clause.tokens.index(verb) + 1 :]
    second = next((token for token in behind if token.kind == "verb"), None)
    if verb.value == "ensure":
        _ensure(clause, second, behind)
    elif verb.value == "come" and verb.has("ing") and clause.marked("want", "guess"):
        # can we get the ac going
        clause.act = "start"
    elif second is not None and _leads_to(verb, second, behind):
        _take_over(clause, second)


def _leads_to(verb: Token, second: Token, behind: list[Token]) -> bool:
    match verb.value:
        case "stop":
            return second is behind[0] and second.has("ing") and second.value in _HANDLING
        case "draw_close":
            # pull the curtains open
            return second.value in ("open", "close")
        case "remind":
            return second.has("base")
        case "tell" | "check":
            return _is_sent_to(second, behind)
        case "set":
            return _is_made_to(second, behind)
    return False


def _ensure(clause: Clause, second: Token | None, behind: list[Token]) -> None:
    state = next((token for token in behind if token.is_a("state", "on", "off")), None)
    if second is not None and any(second.has(form) for form in ("past", "base", "base_or_past")):
        _take_over(clause, second)
    elif state is not None:
        clause.act = state.value
    clause.tokens = [token for token in clause.tokens if not token.is_a("mark", "be", "must")]


def _is_sent_to(second: Token, behind: list[Token]) -> bool:
    """tell the robot to stop: said to the home, about a thing."""
    between = behind[: behind.index(second)]
    aimed = bool(between) and between[-1].is_a("mark", "goal") and second.has("base")
    said_to = any(token.kind == "person" or token.is_a("mark", "if") for token in between)
    return aimed and not said_to and any(token.kind in ("type", "name") for token in between)


def _is_made_to(second: Token, behind: list[Token]) -> bool:
    """get the washer started, get the robot to clean; not: get someone to open the door."""
    between = behind[: behind.index(second)]
    somebody = any(token.kind == "person" for token in between)
    if somebody or (second.value == "come" and not second.has("leads")):
        # give the washer a break
        return False
    if second.has("ing") or second.has("past"):
        return bool(between)
    return second.has("base") and any(token.kind in ("type", "name", "pronoun") for token in between)


def _take_over(clause: Clause, second: Token) -> None:
    at = clause.tokens.index(second)
    goal = at > 0 and clause.tokens[at - 1].is_a("mark", "goal")
    clause.tokens = [*clause.tokens[: at - goal], *clause.tokens[at + 1 :]]
    # get the coffee going
    clause.act = "start" if second.value == "come" else second.value
