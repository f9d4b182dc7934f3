"""Words that change their part in the sentence by what stands beside them."""

from dataclasses import replace

from nlu.clauses import Clause
from nlu.home import Home
from nlu.tokens import Entry, Token

_COVERS = ("window", "curtain", "blind", "garage_door", "door", "door_lock", "door_lock|door")


def parts_of(tokens: list[Token]) -> list[Token]:
    """세탁기 문: a door right behind an appliance is a part of it, not the front door."""
    out: list[Token] = []
    for token in tokens:
        if token.is_a("type", "door_lock|door") and _stands_behind_appliance(out, token):
            out.append(replace(token, entry=replace(token.entry, kind="attribute", value="door")))
        else:
            out.append(token)
    return out


def _stands_behind_appliance(before: list[Token], token: Token) -> bool:
    hosts = [one for one in before[-2:] if one.kind != "particle"]
    if not hosts or len(token.text) > 1:
        return False
    last = hosts[-1]
    between = before[-1] if before[-1] is not last else None
    if between is not None and not between.is_a("particle", "of"):
        return False
    return last.kind in ("type", "name") and last.value not in _COVERS


def implied_thing(clause: Clause) -> list[Token]:
    """vacuum the living room: a verb that names its appliance."""
    if clause.verb is None or any(token.kind in ("type", "name", "activity") for token in clause.tokens):
        return []
    features = next(iter(clause.verb.entry.readings), frozenset())
    types = [feature.partition(":")[2] for feature in features if feature.startswith("implies:")]
    entry = clause.verb.entry
    return [replace(clause.verb, entry=replace(entry, kind="type", value=value)) for value in types]


def as_noun(clause: Clause, home: Home) -> Clause | None:
    """heat to 20, vacuum battery: a verb that makes no sense may be the noun that is spelled the same."""
    verb = clause.verb
    value = home.type_of_word(verb.text) if verb is not None and verb.kind == "verb" else None
    if verb is None or value is None:
        return None
    noun = replace(verb, entry=Entry("type", value))
    others = [noun if token is verb else token for token in clause.tokens]
    second = next((token for token in others if token.kind == "verb"), None)
    state = next((token for token in others if token.is_a("state", "on", "off", "up", "down")), None)
    act = second.value if second else state.value if state else ""
    readings = second.entry.readings if second else ()
    return replace(clause, tokens=others, verb=second, act=act, readings=readings)


def with_thing_of(clause: Clause, before: Clause) -> list[Token]:
    """거실 불은 켜고 안방은 꺼: a room alone takes the thing of the clause before."""
    own = {token.kind for token in clause.tokens}
    if "area" in own and not own & {"type", "name", "activity", "pronoun"}:
        things = [token for token in before.tokens if token.kind == "type"]
        if things:
            area = next(index for index, token in enumerate(clause.tokens) if token.kind == "area")
            return [*clause.tokens[: area + 1], *things[:1], *clause.tokens[area + 1 :]]
    return clause.tokens
