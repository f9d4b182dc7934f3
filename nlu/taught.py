"""What was understood of a sentence, as a line of an intents file."""

from nlu.understanding import Slot, Understanding

_BRACKETS = frozenset("[]{}\n")
_NAMES_A_THING = frozenset(("appliance", "appliance_type"))


def as_example(understanding: Understanding) -> str | None:
    """The sentence with its one intent's slots marked as an example has them; None when it cannot be one."""
    text = understanding.normalized
    if len(understanding.intents) != 1 or not _BRACKETS.isdisjoint(text):
        return None
    marked, last = "", 0
    for slot in sorted(understanding.intents[0].slots, key=lambda one: one.start):
        if slot.start < last or slot.end <= slot.start or slot.name == "unit":
            continue
        marked += text[last : slot.start] + _marked(text[slot.start : slot.end], slot)
        last = slot.end
    return marked + text[last:]


def _marked(words: str, slot: Slot) -> str:
    if slot.name in _NAMES_A_THING:
        return f"[{words}](appliance_type)"
    if slot.exact or slot.name == "area":
        return f"[{words}]({slot.name})"
    value = str(slot.value).replace('"', "'")
    return f'[{words}]{{"entity": "{slot.name}", "value": "{value}"}}'
