"""Wishes that may be meant for hands: to put a thing down, to wipe it, to give it back."""

from itertools import pairwise

from nlu.wish import Wish

_CLEANING = frozenset(("wash", "dry", "sweep"))
_OF_A_JOB = ("activity", "object", "program", "option")


def may_mean_a_thing(wish: Wish) -> bool:
    """선풍기 내려놔, 세탁기 닦아, 내 선풍기 돌려줘: something to be done to the thing, not by it."""
    tokens = wish.clause.tokens
    at = next((at for at, token in enumerate(tokens) if token.kind in ("type", "name")), None)
    if at is None:
        return _is_lifted(wish) or _is_a_room(wish) or _is_lent(wish)
    if _is_lent(wish):
        return True
    if wish.act == "run" and (wish.is_a("lamps") or _is_faced(wish)):
        # 등 돌려: the back
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if wish.act in ("up", "down"):
        on_it = behind is not None and behind.is_a("particle", "place")
        put = wish.clause.may("put") and not wish.is_a("fixed")
        # 등 내려, 밥 올려: lifted
        lifted = wish.clause.may("lift") and any(map(wish.is_a, ("lamps", "runs", "valves")))
        return (on_it or put or lifted) and _says_only_which_way(wish)
    if wish.act in _CLEANING:
        aimed = behind is not None and behind.is_a("particle", "goal")
        return not aimed and not any(wish.clause.first(kind) for kind in _OF_A_JOB)
    return False


def _is_lifted(wish: Wish) -> bool:
    """나 좀 내려줘, 밥 올려."""
    own = wish.clause.first("person", "first") is not None
    if wish.clause.may("lift") and wish.clause.first("activity"):
        # 밥 올려
        return _says_only_which_way(wish)
    return own and bool(wish.intents) and _says_only_which_way(wish) and not wish.focused


def _is_lent(wish: Wish) -> bool:
    """내 선풍기 돌려줘, 돌려줘 내 돈: 돌리다 is said of what runs, and of what is given back."""
    verb = wish.clause.verb
    own = verb is not None and verb.text.endswith(" 내")
    # 내 방 선풍기 돌려줘 is said of a room
    own = own or any(
        one.is_a("person", "my.own") and behind.kind != "area" for one, behind in pairwise(wish.clause.tokens)
    )
    return wish.act == "run" and wish.clause.has("req") and own


def _is_faced(wish: Wish) -> bool:
    """선풍기 나한테 돌려, 선풍기 이쪽으로 돌려: where its face shall be."""
    clause = wish.clause
    towards = any(
        one.is_a("pronoun", "here", "there") and to.is_a("particle", "goal")
        for one, to in pairwise(clause.tokens)
    )
    return towards or clause.first("particle", "to") is not None


def _is_a_room(wish: Wish) -> bool:
    """방 열어: its door, its window?"""
    return wish.act in ("open", "close") and not wish.targets.found and wish.clause.first("area") is not None


def _says_only_which_way(wish: Wish) -> bool:
    said = any(wish.clause.first(kind) for kind in ("attribute", "quantity", "change"))
    return not said and all(intent.name.endswith(".adjust") for intent in wish.intents)
