"""What an answer to a question of ours stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.pending import Behalf
from bot.guard import Clearance
from bot.people.person import Person
from bot.plan import CommandStep, Facts, Plan, TellStep


@dataclass(frozen=True, slots=True)
class Resumed:
    """A plan, and what a person already said to it."""

    plan: Plan
    clearance: Clearance = "none"
    behalf: Behalf | None = None
    # others hear what comes of it
    only_sender: bool = False
    # nothing came of it, and only who answered need know
    answers: str = ""
    # key of the question of ours that was answered, where it matters


def only_told(
    key: str, facts: Facts | None = None, *, only_sender: bool = False, answers: str = ""
) -> Resumed:
    """Nothing is done about it."""
    return Resumed(Plan((TellStep(key, facts or {}),)), only_sender=only_sender, answers=answers)


def no_right(person: Person, commands: Sequence[CommandStep]) -> Resumed:
    """This person's word is not enough for these."""
    first = commands[0]
    facts: Facts = {
        "reason": "role", "role": person.role, "capability": first.capability, "action": first.action,
    }  # fmt: skip
    return Resumed(Plan((TellStep("told.rights", facts, first.appliance),)), only_sender=True)
