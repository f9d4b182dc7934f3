"""What a sentence means, before anybody asks whether this home can do it."""

from dataclasses import dataclass, field
from typing import Literal

Language = str
"""The code of a language file: "ko"."""

Mood = Literal["command", "question", "negated", "conditional", "scheduled", "reported", "chat"]
"""Only `command` may act now."""

SlotValue = str | float | int | bool


@dataclass(frozen=True, slots=True)
class Slot:
    """One piece of meaning and where it stood."""

    name: str
    # see `intents.yaml`: appliance, appliance_type, area, value, unit, direction, program, mode, …
    value: SlotValue
    # canonical: an appliance id, a type key, an area key, a number in its unit, a choice word
    start: int
    # offset of the first character in the normalised text
    end: int
    text: str
    # the words themselves, for "I don't know X"
    exact: bool = True
    # False when it was matched after correcting a typo: then ask, never assume


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing that is wanted or asked; a sentence may hold several."""

    name: str
    # "capability.action", "setting.set|adjust", "query.*", "answer.*", "conversation.*", "social.*"
    slots: tuple[Slot, ...] = ()
    confidence: float = 1.0
    # 1.0: a rule fits completely; below, something was guessed
    start: int = 0
    end: int = 0

    def all(self, name: str) -> list[SlotValue]:
        """All values of slots with this name, in order."""
        return [slot.value for slot in self.slots if slot.name == name]

    def one(self, name: str) -> SlotValue | None:
        """The first value of this slot, or None."""
        return next((slot.value for slot in self.slots if slot.name == name), None)


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time or duration in the sentence. Times are understood here, never executed here."""

    kind: Literal["at", "in", "for", "until", "by", "every", "unclear"]
    text: str
    start: int
    end: int
    seconds: float | None = None
    # length, for "in" and "for"
    clock: str | None = None
    # "HH:MM" in 24 hours when it is certain; None when 오전/오후 is open
    day: str | None = None
    # "today", "tomorrow", "dayafter", "mon" …, "weekday", "weekend", "next_week.mon"; several: "tue,thu"
    either: str | None = None
    # "07:30" when it may as well be 19:30; `clock` is None then
    half: Literal["am", "pm"] | None = None
    # the half of the day that was said: 오후에


@dataclass(frozen=True, slots=True)
class Condition:
    """An "if", "when", "끝나면" part."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words that carry meaning and were not understood."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """The meaning of one message."""

    text: str
    # as it came
    normalized: str
    language: Language
    mood: Mood
    # the strictest mood of its clauses
    intents: tuple[Intent, ...] = ()
    alternatives: tuple[Intent, ...] = ()
    # other acts that a guess may have meant in place of its one intent, likelier ones first
    times: tuple[TimeExpression, ...] = ()
    conditions: tuple[Condition, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    words: tuple[Slot, ...] = ()
    # every word as it was taken: its kind as the name, its canonical value
    rule: str = "words"
    # what gave the meaning: "words", "phrase" (the message as a whole), or the example with its file and line
    said: Mood = "chat"
    # how it was said, whatever was understood of it: words nobody knows may still be said as a command
    verb_last: bool = False
    # its language puts the verb last: a time stands before what is done then
    engine: str = "grammar"
    explanation: tuple[str, ...] = field(default=())
    # the steps of the decision, plain English, for `--explain`

    @property
    def understood(self) -> bool:
        """Whether there is anything to plan with."""
        return bool(self.intents)
