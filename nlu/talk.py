"""Clauses that are answered and never acted on: how somebody feels, and what no appliance does."""

from nlu.asked import asks_how_it_is
from nlu.clauses import Clause
from nlu.read import Read
from nlu.targets import Targets
from nlu.understanding import Intent, Mood, Slot


def read_talk(clause: Clause, mood: Mood, targets: Targets) -> Read | None:
    """The clause as talk; None when something is wanted or asked of the home."""
    return _feeling(clause, mood, targets) or _beyond(clause, mood, targets)


def _feeling(clause: Clause, mood: Mood, targets: Targets) -> Read | None:
    """Too hot in here, 심심해: answered or offered something."""
    if clause.act.startswith("social."):
        talk = [] if targets.found else [Intent(clause.act, (), 1.0, clause.start, clause.end)]
        return Read(clause, "chat", targets, talk, [])
    told = mood == "reported" and not clause.marked("report", "memory")
    if not clause.has("feel") or not (told or mood in ("chat", "question")) or asks_how_it_is(clause):
        return None
    felt: Mood = mood if clause.marked("not") else "chat"
    return Read(clause, felt, targets, [_complaint(clause, targets)], [])


def _complaint(clause: Clause, targets: Targets) -> Intent:
    _, dimension, direction = clause.act.split(".")
    slots = [
        Slot("dimension", dimension, clause.start, clause.end, ""),
        Slot("direction", direction, clause.start, clause.end, ""),
    ]
    about = [slot for slot in targets.slots if slot.name in ("appliance", "appliance_type", "area")]
    return Intent("comfort.complaint", (*about, *slots), 1.0, clause.start, clause.end)


def _beyond(clause: Clause, mood: Mood, targets: Targets) -> Read | None:
    """The weather, music, phone calls: what people also ask a butler, and what depends on nothing here."""
    token = clause.first("beyond")
    if token is None or targets.found or mood not in ("command", "question", "chat"):
        return None
    if clause.may("conn") or any(slot.name == "unknown" for slot in targets.slots):
        return None
    topic = Slot("topic", token.value.partition(".")[0], token.start, token.end, token.text)
    intent = Intent("social.beyond", (topic,), 1.0, clause.start, clause.end)
    return Read(clause, "chat", targets, [intent], [])
