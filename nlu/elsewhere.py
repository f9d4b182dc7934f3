"""Sentences whose clauses together are said to somebody else, or are somebody else's words."""

from collections.abc import Sequence
from itertools import pairwise

from nlu.mood import calls_somebody
from nlu.read import Read, as_guesses

_BY_THE_WAY = frozenset(("person", "particle", "area", "mark", "punct"))


def leave_to_others(reads: Sequence[Read]) -> None:
    """여보 추우니까 보일러 켜줘: what somebody is called for is not said to the home."""
    if len(reads) < 2 or not calls_somebody(reads[0].clause):
        return
    for read in reads:
        if read.mood in ("command", "conditional"):
            read.mood = "chat"


def leave_to_who_goes(reads: Sequence[Read]) -> None:
    """네가 가서 불 꺼: somebody is to go and do it; without a name it may be so."""
    for before, read in pairwise(reads):
        clause = before.clause
        if clause.act != "come" or not clause.has("seq") or read.mood != "command":
            continue
        persons = [token.value for token in clause.all("person")]
        if "you" in persons or "family.called" in persons:
            read.mood = "chat"
        elif clause.has("goes") and "first" not in persons:
            # 울 아들 가서 불 꺼
            alone = "family" in persons
            alone = alone or all(token is clause.verb or token.kind in _BY_THE_WAY for token in clause.tokens)
            read.intents = as_guesses(read.intents) if alone else read.intents


def leave_what_is_quoted(reads: Sequence[Read]) -> None:
    """틀어줘요 하는 거 웃기지, 불 꺼줘 하더라: somebody's words, with no "that" between."""
    for before, read in pairwise(reads):
        clause = before.clause
        said = clause.verb is not None and clause.tokens[-1] is clause.verb and not clause.may("conn")
        does = read.clause.tokens[0].is_a("verb", "do") and not read.clause.may("req")
        if said and does and before.mood == "command":
            before.mood = "reported"
