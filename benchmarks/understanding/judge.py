"""One rule for every recogniser: is it right for this row, and would something be done now?

A row says what its source knows of it; see the README of the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlu.understanding import Understanding

_TALK = ("query", "social", "comfort", "answer", "notify", "conversation")
_ACTIONS = {
    "on": {"power.turn_on", "run_control.start", "mode.set", "channel.set", "source.set", "fan_speed.set"},
    "off": {"power.turn_off", "run_control.stop", "position.close", "volume.mute"},
    "open": {"position.open", "position.set", "lock.unlock"},
    "close": {"position.close", "position.set", "lock.lock"},
    "lock": {"lock.lock", "position.close"},
    "start": {"run_control.start", "power.turn_on", "channel.set", "mode.set", "program.select"},
}
_ASKED = (
    "check", ".state", ".humidity", ".illuminance", ".temperature", "_aval", ".flood.flood", ".motion.motion",
    ".uv.uv", ".hvac_action", ".hvac_preset", ".fan_mode", ".target_", ".min_", ".max_",
)  # fmt: skip

Row = Mapping[str, Any]
# one line of a data set


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a recogniser made of a sentence, in words that all of them share."""

    mood: str
    names: frozenset[str]
    # intents as ours are called
    acts: bool = False
    # something would be done now
    unknown: bool = False
    # it says that there is no such appliance or room
    leftovers: bool = False


def meaning_of(understanding: Understanding) -> Meaning:
    """Ours."""
    done = [
        intent
        for intent in understanding.intents
        if intent.name.split(".")[0] not in _TALK
        and intent.one("unknown") is None
        and intent.confidence == 1
        and all(slot.exact for slot in intent.slots)
    ]
    return Meaning(
        understanding.mood,
        frozenset(intent.name for intent in understanding.intents),
        understanding.mood == "command" and bool(done) and not understanding.leftovers,
        any(intent.one("unknown") for intent in understanding.intents),
        bool(understanding.leftovers),
    )


def is_wanted(row: Row) -> bool:
    """Whether the row asks the home for something."""
    return bool(row["in_scope"]) and row["intent"] != "prohibition"


def acted_wrongly(row: Row, meaning: Meaning) -> bool:
    """Something would be done that nobody ordered."""
    return meaning.acts and (not is_wanted(row) or row["intent"].startswith("question"))


def is_right(row: Row, meaning: Meaning) -> bool:
    """Mood and intent fit what the source says of the row."""
    if not is_wanted(row):
        return not meaning.acts
    kind = row["intent"]
    if kind.startswith("question") or any(word in kind for word in _ASKED) or kind.endswith(".power"):
        return meaning.mood == "question" and any(name.startswith("query.") for name in meaning.names)
    acting = {name for name in meaning.names if not name.startswith("query.")}
    if not acting or meaning.mood not in ("command", "scheduled", "conditional", "chat"):
        return False
    if meaning.mood == "chat":
        return acting <= {"comfort.complaint"}
    wanted = _ACTIONS.get((row.get("silver") or {}).get("action") or "")
    return (meaning.unknown or not meaning.leftovers) and (wanted is None or bool(acting & wanted))
