"""Clauses where the verb comes first, as in English."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

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
        if token.text in ("+", "plus") and index + 1 < len(stream) and stream[index + 1].kind == "quantity":
            token = replace(token, entry=replace(token.entry, kind="mark", value="plus"))
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
        _take_away(one)
        one.arranged = one.act == "book" or one.marked("request.arrange")
    _ask_all(out)
    return out


def _without_tag(stream: list[Token]) -> list[Token]:
    """shut the windows, would you?: a request behind the order, with its question mark, only says please."""
    last = next((at for at in reversed(range(len(stream))) if stream[at].kind != "punct"), 0)
    if last and stream[last].is_a("mark", "modal.can") and stream[last - 1].kind in ("state", "type", "name"):
        # aircon on can
        return stream[:last]
    verbs = (token for token in stream[:last] if not token.is_a("mark", "filler", "please"))
    first = next(verbs, None)
    ordered = first is not None and first.kind == "verb" and first.has("base")
    return stream[:last] if ordered and stream[last].is_a("mark", "request") else stream


_ARTICLES = frozenset(("a", "an", "the"))
_NOUNS = frozenset(("type", "name", "area", "attribute"))


def _describes(stream: list[Token], index: int) -> bool:
    """an open window, the running washer; went for a run: behind an article stands no order."""
    if not index or stream[index - 1].text not in _ARTICLES:
        return False
    return index == len(stream) - 1 or stream[index + 1].kind in _NOUNS


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
    if token.is_a("mark", "who_did") and not token.text.startswith(_BEHIND_THINGS):
        # pause it i've forgotten a plate; volume down it's too loud
        switched = clause.verb is None and clause.first("state", "on", "off", "up", "down") is not None
        named = any(one.kind in _NOUNS or one.kind == "pronoun" for one in clause.tokens)
        if named and (switched or clause.may("base")):
            return True
    if following is None and clause.tokens[-1].kind in ("unknown", "object"):
        # it was freezing at the bus stop
        return False
    if clause.verb is None:
        return token.kind == "verb" and token.has("base") and _is_back(clause)
    if token.kind == "verb" and token.has("base") and _tells_what_one_does(clause):
        # i'm making dinner turn on the hood
        return True
    if clause.act == "leave" and clause.has("past") and clause.tokens[-1] is clause.verb:
        # anything left open
        return False
    if token.kind == "verb" and token.has("base") and not token.has("feel"):
        return clause.may("feel") or (clause.may("other") and not clause.may("base"))
    return False


_BEHIND_THINGS = ("that", "he", "she", "they", "we")
# the light that's too bright, the lamp she likes


def _tells_what_one_does(clause: Clause) -> bool:
    doing = clause.tokens[0].is_a("mark", "who_did") and clause.may("ing") and not clause.may("base")
    if not doing or clause.verb not in clause.tokens or clause.marked("modal", "not", "report"):
        return False
    behind = clause.tokens[clause.tokens.index(clause.verb) + 1 :]
    return bool(behind) and all(one.kind in ("unknown", "object", "area") for one in behind)


def _is_back(clause: Clause) -> bool:
    """i'm home turn on the lights."""
    opened = clause.tokens[0].is_a("mark", "who_did")
    return opened and clause.tokens[-1].kind == "home" and not clause.marked("modal", "be", "not")


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
    if clause.verb is not None and clause.act == "leave" and clause.may("keeps") and _is_kept_at(clause):
        clause.act = "set"
    elif clause.verb is not None and state is None and clause.act == "turn" and clause.marked("again"):
        _turn_back(clause)
    if clause.act == "draw_close" and any(token.text == "back" for token in clause.all("mark", "again")):
        # pull the curtains back
        clause.act = "draw_open"
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


_KEPT_AT = frozenset(("quantity", "mode", "fan_speed"))


def _is_kept_at(clause: Clause) -> bool:
    """keep the ac at 26, keep the fan on low: a value, and not to leave it as it is."""
    for joint, value in pairwise(clause.tokens):
        if value.kind in _KEPT_AT and (
            joint.is_a("state", "on") or joint.is_a("mark", "goal", "prep") or joint.is_a("time", "at", "in")
        ):
            return any(token.kind in ("type", "name") for token in clause.tokens)
    return False


def _turn_back(clause: Clause) -> None:
    """knock the volume back two notches; bring the sound back."""
    dial = clause.first("attribute", "volume", "temperature", "level", "fan_speed") is not None
    aimed = clause.first("mark", "goal") is not None
    amount = clause.first("quantity", "step", "percent", "celsius", "") or clause.first("extreme", "a_bit")
    if amount and not aimed and (dial or clause.first("type") or clause.first("name")):
        clause.act = "down"
    elif clause.first("attribute", "volume") is not None and not clause.first("quantity"):
        clause.act = "unmute"


def _take_away(clause: Clause) -> None:
    """mute off, turn off the mute, lift the child lock, no child lock: the noun of an act that shall end."""
    if clause.verb is None:
        if clause.first("attribute", "child_lock") and clause.tokens[0].is_a("mark", "no"):
            clause.act = "off"
        return
    if clause.may("lifts") and clause.first("attribute", "child_lock"):
        clause.act = "off"
    words = [token for token in clause.tokens if not token.is_a("mark", "filler", "please")]
    for before, token in pairwise(words):
        if before.is_a("verb", "mute") and token.is_a("state", "off"):
            clause.act = "unmute"
        elif not token.is_a("verb", "mute"):
            continue
        elif before.kind == "verb" and (before.has("lifts") or before.value in _TAKING_AWAY):
            clause.act = "unmute"
        elif before.value == "on" and clause.act == "on" and (before.kind == "verb" or token is words[-1]):
            # but: turn the tv on mute the speaker
            clause.act = "mute"
        else:
            continue
        clause.tokens = [one for one in clause.tokens if one is clause.verb or not one.is_a("verb", "mute")]
        return


_TAKING_AWAY = frozenset(("off", "cancel", "undo"))


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
