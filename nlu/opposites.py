"""An act and its opposite in one breath (켜 꺼): which of them is meant has to be asked."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from nlu.context import Read

_OPPOSITES = (
    {"power.turn_on", "power.turn_off"},
    {"position.open", "position.close"},
    {"lock.lock", "lock.unlock"},
    {"run_control.start", "run_control.stop"},
)


def ask_which(reads: Sequence[Read]) -> None:
    """Two commands that undo each other, and nothing that joins them: both become guesses."""
    commands = [read for read in reads if read.mood == "command" and read.intents and not read.dropped]
    for first, second in pairwise(commands):
        if first.clause.may("conn") or first.targets.slots != second.targets.slots:
            continue
        names = {read.intents[0].name for read in (first, second)}
        if names in _OPPOSITES and second.clause.start - first.clause.end < 2:
            for read in (first, second):
                read.intents = [replace(intent, confidence=0.5) for intent in read.intents]
