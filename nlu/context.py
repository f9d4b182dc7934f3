"""How the clauses of a sentence bear on each other: exceptions, reasons, taking back."""

from dataclasses import dataclass, replace
from itertools import pairwise

from nlu.clauses import Clause
from nlu.targets import Targets
from nlu.tokens import Token
from nlu.understanding import Intent, Mood

_EXCEPT = {"appliance": "except_appliance", "appliance_type": "except_type", "area": "except_area"}


@dataclass(slots=True)
class Read:
    """A clause after reading."""

    clause: Clause
    mood: Mood
    targets: Targets
    intents: list[Intent]
    leftovers: list[Token]
    dropped: bool = False


def keep_rest(reads: list[Read]) -> None:
    """거실 불만 켜 놓고 다 꺼: what is kept is an exception from all."""
    for before, read in pairwise(reads):
        first = next((intent for intent in read.intents if intent.name == "power.turn_off"), None)
        if (
            first is None
            or before.clause.act not in ("on", "play", "leave", "open")
            or not before.targets.found
        ):
            continue
        quantifier = next(
            (slot for slot in first.slots if slot.name == "quantifier" and slot.value != "both"), None
        )
        if quantifier is None:
            continue
        kept = [
            replace(slot, name=_EXCEPT[slot.name]) for slot in before.targets.slots if slot.name in _EXCEPT
        ]
        own = tuple(slot for slot in first.slots if slot not in before.targets.slots)
        all_slot = replace(quantifier, value="all")
        slots = (*(slot for slot in own if slot != quantifier), all_slot, *kept)
        read.intents = [
            replace(intent, slots=slots) if intent is first else intent for intent in read.intents
        ]
        if before.clause.act == "leave":
            before.dropped, before.leftovers = True, []


def drop_context(reads: list[Read]) -> None:
    """Reasons and greetings around a clear command (더우니까 에어컨 켜줘) neither act nor stop it."""
    commands = [read for read in reads if read.mood == "command" and read.intents]
    if not commands:
        return
    for index, read in enumerate(reads):
        clause = read.clause
        follows = any(later in commands for later in reads[index + 1 :])
        instead = clause.may("instead") and follows
        purpose = follows and any(reading & {"intent", "purpose"} for reading in clause.readings)
        purpose = purpose and any(_same(read, later) for later in reads[index + 1 :])
        feeling = bool(clause.readings) and clause.has("feel") and read.mood == "chat"
        reason = follows and clause.has("because") and clause.has("passive") and not has_things(clause)
        if reason:
            read.leftovers = []
        own = clause.first("person", "first") is not None or clause.marked("who_did")
        told = (
            own
            and follows
            and not has_things(clause)
            and not read.intents
            and read.mood in ("chat", "reported")
        )
        if told:
            read.leftovers = []
        if clause.act == "leave" and not _things_named(clause):
            read.dropped, read.intents, read.leftovers = True, [], []
            continue
        arrived = (
            follows and clause.act == "come" and not has_things(clause) and read.mood in ("reported", "chat")
        )
        if told or instead or purpose or feeling or reason or arrived:
            read.dropped, read.intents, read.leftovers = (
                True,
                [],
                [t for t in read.leftovers if t.kind == "unknown"],
            )


def take_back(reads: list[Read]) -> None:
    """세탁기 돌려 취소: what is taken back in the same breath is not done."""
    last = reads[-1] if reads else None
    if last is None or last.clause.act not in ("cancel", "undo") or has_things(last.clause) or len(reads) < 2:
        return
    for read in reads[:-1]:
        read.dropped, read.intents, read.leftovers = True, [], []
    last.intents = [Intent("conversation.cancel", (), 1.0, last.clause.start, last.clause.end)]


def _same(read: Read, later: Read) -> bool:
    """충전하러 보내: the purpose names the same act again."""
    return [one.name for one in read.intents] == [one.name for one in later.intents]


def _things_named(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "area") for token in clause.tokens)


def has_things(clause: Clause) -> bool:
    return any(token.kind in ("type", "name", "quantifier") for token in clause.tokens)


def is_filler(token: Token) -> bool:
    return token.is_a("mark", "filler", "please") or token.kind == "punct"


def waits(clause: Clause) -> bool:
    """tell me when the washer is done: condition and wish in one clause."""
    finished = (
        clause.first("state", "finish") is not None
        or clause.first("verb", "finish", "stop", "run") is not None
    )
    return clause.marked("if") and finished


def takes_back(clause: Clause) -> bool:
    """아니 안방 거; no, the bedroom one — but not "no lights"."""
    no = clause.first("mark", "no")
    if no is None:
        return False
    at = clause.tokens.index(no) + 1
    comma = at < len(clause.tokens) and clause.tokens[at].kind == "punct"
    return comma or clause.first("pronoun") is not None or not no.text.isascii()


_BESIDES = frozenset(("query.remaining", "query.value", "query.home"))


def asks_besides(reads: list[Read]) -> bool:
    """불 꺼주고 세탁기 몇 분 남았어?: a request, and a question about something else."""
    kept = [read for read in reads if not read.dropped]
    acts = [read for read in kept if read.mood == "command"]
    asked = [read for read in kept if read.mood == "question"]
    if not acts or len(acts) + len(asked) != len(kept):
        return False
    requested = all(read.intents and (read.clause.has("req") or read.clause.has("base")) for read in acts)
    about = {slot.value for read in acts for slot in read.targets.slots}
    apart = all(slot.value not in about for read in asked for slot in read.targets.slots)
    plain = all({intent.name for intent in read.intents} & _BESIDES for read in asked)
    return requested and apart and plain
