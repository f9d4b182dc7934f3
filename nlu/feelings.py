"""How somebody feels: too hot in here, 심심해. It is answered or offered something, never acted on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.clauses import Clause
from nlu.context import Read
from nlu.queries import asks_how_it_is
from nlu.targets import Targets
from nlu.understanding import Intent, Mood, Slot
from nlu.values import ADJUSTABLE


def read_feeling(clause: Clause, mood: Mood, targets: Targets) -> Read | None:
    """A clause whose verb is a feeling; None when it is none, or says what somebody wants."""
    if clause.act.startswith("social."):
        talk = [] if targets.found else [Intent(clause.act, (), 1.0, clause.start, clause.end)]
        return Read(clause, "chat", targets, talk, [])
    told = mood == "reported" and not clause.marked("report", "memory")
    if not clause.has("feel") or not (told or mood in ("chat", "question")) or asks_how_it_is(clause):
        return None
    felt: Mood = mood if clause.marked("not") else "chat"
    return Read(clause, felt, targets, [_complaint(clause, targets)], [])


def carry_over(reads: Sequence[Read]) -> None:
    """소리 너무 커 좀 줄여줘: the complaint says of what there shall be less."""
    for before, read in pairwise(reads):
        kind, _, rest = before.clause.act.partition(".")
        dimension = rest.partition(".")[0]
        if kind == "feel" and dimension in ADJUSTABLE:
            read.intents = [
                replace(one, name=f"{dimension}.adjust") if one.name == "setting.adjust" else one
                for one in read.intents
            ]


def _complaint(clause: Clause, targets: Targets) -> Intent:
    _, dimension, direction = clause.act.split(".")
    slots = [
        Slot("dimension", dimension, clause.start, clause.end, ""),
        Slot("direction", direction, clause.start, clause.end, ""),
    ]
    about = [slot for slot in targets.slots if slot.name in ("appliance", "appliance_type", "area")]
    return Intent("comfort.complaint", (*about, *slots), 1.0, clause.start, clause.end)
