"""One rule for every recogniser: is it right for this row, and would something be done now, asked or said?

A row says what its source knows of it; see the README of the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from benchmarks.understanding.wanted import fits
from nlu.engines.trained import SURE
from nlu.understanding import Understanding

Verdict = Literal[
    # wanted of the home:
    "right",  # at once: done, answered, or told that there is no such thing here
    "yes",  # asked about, and a yes makes it right
    "choice",  # asked which of two or three was meant, and it is among them
    "misasked",  # asked about, and it was not that
    "otherwise",  # something else was done than the source says was wanted
    "missed",  # not understood, or something else said; nothing done
    # not wanted of the home:
    "quiet",
    "chatty",  # asked "did you mean …?" about what was no request
    "answered",  # answered about the home what was no question to it
    # both:
    "acted",  # done although it was no command
]
COMPLAINT = "comfort.complaint"
"""Too warm, too dark: answered by an offer."""

_TALK = ("query", "social", "comfort", "answer", "notify", "conversation", "people", "chat")
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
    asks: bool = False
    # something would be done after a yes
    unknown: bool = False
    # it says that there is no such appliance or room
    leftovers: bool = False
    others: frozenset[str] = frozenset()
    # asked beside `names`: which was meant?


def meaning_of(understanding: Understanding) -> Meaning:
    """Ours. What is surely read counts as done, though the house may still ask because of its risk."""
    mood, leftovers = understanding.mood, bool(understanding.leftovers)
    known = [
        intent for intent in understanding.intents if is_act(intent.name) and intent.one("unknown") is None
    ]
    sure = [one for one in known if one.confidence >= SURE and all(slot.exact for slot in one.slots)]
    names = frozenset(intent.name for intent in understanding.intents)
    acts = mood == "command" and bool(sure) and not leftovers
    offers = mood == "chat" and COMPLAINT in names
    asks = offers or (mood == "command" and bool(known) and not acts)
    unknown = any(intent.one("unknown") for intent in understanding.intents)
    others = frozenset(intent.name for intent in understanding.alternatives)
    return Meaning(mood, names, acts, asks, unknown, leftovers, others)


def is_act(name: str) -> bool:
    """Whether this intent changes something at an appliance."""
    return name.split(".")[0] not in _TALK


def verdict(row: Row, meaning: Meaning) -> Verdict:
    """What came of the row."""
    if acted_wrongly(row, meaning):
        return "acted"
    if not is_wanted(row):
        asked = any(name.startswith("query.") for name in meaning.names)
        said = meaning.mood == "question" and asked and not meaning.unknown
        return "chatty" if meaning.asks else "answered" if said else "quiet"
    right = is_right(row, meaning)
    if meaning.asks and meaning.others:
        offered = (replace(meaning, names=frozenset((other,))) for other in meaning.others)
        return "choice" if right or any(is_right(row, one) for one in offered) else "misasked"
    if meaning.asks:
        return "yes" if right else "misasked"
    if meaning.acts and not right:
        return "otherwise"
    return "right" if right else "missed"


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
        return acting <= {COMPLAINT}
    told_or_asked = meaning.unknown or meaning.asks or not meaning.leftovers
    return told_or_asked and fits(row, frozenset(acting))
