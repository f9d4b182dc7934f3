"""How long a run shall take: two minutes in the microwave is no time to come, it says how it is started."""

from collections.abc import Sequence
from dataclasses import replace

from nlu.frames import Frames
from nlu.read import Read
from nlu.understanding import Intent, Slot, TimeExpression

_STARTING = frozenset(("", "on", "play", "run", "start", "do", "set", "warm_up", "cook", "brew", "dry"))
_STARTS = frozenset(("run_control.start", "power.turn_on"))


def take_lengths(
    reads: Sequence[Read], times: Sequence[TimeExpression], frames: Frames
) -> list[TimeExpression]:
    """The times that are none of a run; those become a slot of the start they belong to."""
    kept: list[TimeExpression] = []
    for time in times:
        read = _read_of(time, reads)
        if time.kind == "for" and read is not None and read.clause.arranged:
            # 꺼짐 예약 1시간: after that time
            time = replace(time, kind="in")
        if time.kind != "for" or time.seconds is None or read is None or not _is_timed(read, frames):
            kept.append(time)
            continue
        length = Slot("duration", time.seconds, time.start, time.end, time.text)
        read.intents = _started(read, length)
        read.leftovers = [] if not read.clause.act else read.leftovers
    return kept


def done_by(reads: Sequence[Read], times: Sequence[TimeExpression]) -> list[TimeExpression]:
    """8시까지 끝나게: a time to be done by, not to stop at."""
    finishes = any(read.clause.act in ("finish", "become") for read in reads)
    return [replace(one, kind="by") if finishes and one.kind == "until" else one for one in times]


def _read_of(time: TimeExpression, reads: Sequence[Read]) -> Read | None:
    """The clause a length stands in or next to."""
    acting = [read for read in reads if read.mood == "command" and not read.dropped]
    around = [read for read in acting if read.clause.start <= time.start <= read.clause.end]
    if around or len(acting) == 1:
        return (around or acting)[0]
    return None


def _is_timed(read: Read, frames: Frames) -> bool:
    types = read.targets.types
    known = bool(types) and all(frames.is_a(one, "timed") for one in types)
    strange = any(token.kind == "unknown" for token in read.leftovers)
    return known and not strange and read.clause.act in _STARTING and not read.clause.arranged


def _started(read: Read, length: Slot) -> list[Intent]:
    """One start with its length, the settings that were said before it."""
    clause = read.clause
    starts = [one for one in read.intents if one.name in _STARTS]
    programs = [one for one in read.intents if one.name == "program.select"]
    others = [one for one in read.intents if one not in starts and one not in programs]
    # 30초만 더: longer, and nothing else more
    others = [one for one in others if one.name != "setting.adjust" or one.one("amount") is not None]
    given = (programs or starts)[:1]
    slots = given[0].slots if given else tuple(read.targets.slots)
    return [*others, Intent("run_control.start", (*slots, length), 1.0, clause.start, clause.end)]
