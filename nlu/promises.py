"""Wishes to be told: when it is done, when the door opens."""

from collections.abc import Sequence
from itertools import pairwise

from nlu.clauses import Clause
from nlu.read import Read
from nlu.understanding import Intent, TimeExpression

_ENDING = frozenset(("finish", "become", "do", "stop", "run", "remain"))


def promise(reads: Sequence[Read], times: Sequence[TimeExpression]) -> Intent | None:
    """What the sentence asks to be told about later; None when it asks nothing of the kind."""
    tells = next((read for read in reads if read.clause.act == "tell" and read.mood != "negated"), None)
    if tells is None or tells.clause.may("plan"):
        # 회의 끝나면 연락할게
        return None
    waited = [read for read in reads if read.mood == "conditional" and read is not tells]
    timed = any(time.kind not in ("for", "in") for time in times)
    done = next((one for one in waited if _ends(one.clause) and not (timed and _is_bare(one.clause))), None)
    later = tells.clause.marked("if") or (tells.mood == "conditional" and tells.clause.marked("question.if"))
    if done is None and later and _is_end(tells.clause):
        done = tells
    if done is not None:
        for read in reads:
            read.leftovers = [token for token in read.leftovers if token.kind == "unknown"]
        if not done.leftovers and not done.targets.found:
            # 수업 끝나면 말해줘
            done.leftovers = done.clause.all("unknown")
        return _intent("notify.when_done", done, tells)
    if tells.mood == "conditional":
        waited = [*waited, tells]
    if not waited and tells.clause.marked("question.if") and any(one.kind == "for" for one in times):
        # tell me if the door stays open for five minutes
        waited, tells.mood = [tells], "conditional"
    if not waited or any(read.mood == "command" and read.intents for read in reads if read is not tells):
        return None
    if _is_of_whoever_reads(waited[0].clause):
        return None
    tells.leftovers = []
    return _intent("notify.when", waited[0], tells)


def _is_of_whoever_reads(clause: Clause) -> bool:
    """text me when you land: written to somebody who is on the way."""
    return any(one.is_a("mark", "if") and two.is_a("person", "you") for one, two in pairwise(clause.tokens))


def comes_later(reads: Sequence[Read]) -> bool:
    """Whether the promise is all there is, or the rest waits, too; "start it and tell me" starts it."""
    acting = [read for read in reads if read.mood == "command" and read.intents]
    others = [read for read in reads if read.clause.act != "tell" and read.mood != "conditional"]
    waits = [read for read in reads if read.mood == "conditional" and not read.dropped]
    unsaid = any(read.mood in ("reported", "negated", "chat") for read in reads if not read.dropped)
    mixed = any(one.clause.marked("report") or len(one.clause.all("mark", "if")) > 1 for one in waits)
    return not acting or len(acting) != len(others) or len(waits) > 1 or unsaid or mixed


def _intent(name: str, waited: Read, tells: Read) -> Intent:
    targets = waited.targets if waited.targets.found else tells.targets
    start = min(waited.clause.start, tells.clause.start)
    return Intent(name, tuple(targets.slots), 1.0, start, tells.clause.end)


def _ends(clause: Clause) -> bool:
    return (clause.act in _ENDING and not _has_bound(clause)) or (clause.condition and _is_end(clause))


def _is_bare(clause: Clause) -> bool:
    """11시 되면: only the clock is said."""
    return all(token is clause.verb or token.kind == "particle" for token in clause.tokens)


def _is_end(clause: Clause) -> bool:
    """tell me when the washer is done: not "when it goes over 30"."""
    said = clause.first("state", "finish") or clause.first("verb", "finish", "stop", "run")
    return said is not None and not _has_bound(clause)


def _has_bound(clause: Clause) -> bool:
    """over 30, 28도가 되면."""
    return any(token.value in ("", "celsius", "fahrenheit", "percent") for token in clause.all("quantity"))
