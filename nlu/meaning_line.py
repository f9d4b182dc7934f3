"""What a message was understood as, on one line: for tables of sentences, tests and histories."""

from collections.abc import Mapping
from typing import Any

_USUAL = {"query": "question", "social": "chat", "comfort": "chat", "answer": "chat"}
# family of intents → the mood that goes without saying; of all others it is a command


def meaning_line(understanding: Mapping[str, Any]) -> str:
    """Of an Understanding as a mapping: "mood: intent slot=value + intent | left over"; no usual mood."""
    intents = understanding.get("intents", ())
    said = " + ".join(" ".join([one["name"], *map(_slot, one.get("slots", ()))]) for one in intents)
    usual = _USUAL.get(intents[0]["name"].partition(".")[0], "command") if intents else ""
    mood = "" if understanding.get("mood") == usual else f"{understanding.get('mood')}: "
    left = ", ".join(one["text"] for one in understanding.get("leftovers", ()))
    return f"{mood}{said or 'nothing'}" + (f" | {left}" if left else "")


def _slot(slot: Mapping[str, Any]) -> str:
    value = slot["value"]
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return f"{slot['name']}={value}{'' if slot.get('exact', True) else '~'}"
