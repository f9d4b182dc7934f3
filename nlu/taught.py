"""What people taught by a tap, as lines of an intents file."""

from collections.abc import Iterable

from nlu.understanding import Slot, Understanding

_BRACKETS = frozenset("[]{}\n")
_NAMES_A_THING = frozenset(("appliance", "appliance_type"))
_HEAD = '# Taught by people of this home: one tap under "did I get that right?".\nversion: "3.1"\nnlu:\n'


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


def taught_file(lines: Iterable[tuple[str, str]]) -> str:
    """The text of an intents file of (intent, example) lines, each once, in the order they came."""
    by_intent: dict[str, list[str]] = {}
    for intent, example in lines:
        examples = by_intent.setdefault(intent, [])
        if example not in examples:
            examples.append(example)
    return _HEAD + "".join(taught_item(intent, examples) for intent, examples in by_intent.items())


def taught_item(intent: str, examples: Iterable[str], indent: str = "  ") -> str:
    """Examples of one intent, as they stand in an intents file."""
    lines = "".join(f"{indent}    - {one}\n" for one in examples)
    return f"{indent}- intent: {intent}\n{indent}  examples: |\n{lines}"
