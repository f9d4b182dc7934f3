"""What people also ask a butler, and no appliance does: the weather, music, phone calls."""

from nlu.clauses import Clause
from nlu.context import Read
from nlu.targets import Targets
from nlu.understanding import Intent, Mood, Slot


def read_beyond(clause: Clause, mood: Mood, targets: Targets) -> Read | None:
    """A clause about such a thing and about no appliance; None when it is none, or depends on something."""
    token = clause.first("beyond")
    if token is None or targets.found or mood not in ("command", "question", "chat"):
        return None
    if clause.may("conn") or any(slot.name == "unknown" for slot in targets.slots):
        return None
    topic = Slot("topic", token.value, token.start, token.end, token.text)
    return Read(
        clause, "chat", targets, [Intent("social.beyond", (topic,), 1.0, clause.start, clause.end)], []
    )
