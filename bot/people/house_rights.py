"""Who may do what about the people of the home and about a chat, as rights.py says it of appliances."""

from datetime import datetime

from bot.people.person import Person
from bot.people.rights import Rights
from bot.plan import HouseStep

_WORDS = frozenset(("teach_phrase", "forget_phrase", "undo_words"))
_APPLIANCES = frozenset(("describe_appliance",))
ADMINISTERS = frozenset(("invite", "list_people", "remove_person", "teach")) | _WORDS | _APPLIANCES
CHANGES = (
    {"invite", "remove_person", "mute", "unmute", "quiet", "quiet_off", "speak", "teach"}
    | _WORDS
    | _APPLIANCES
)
"""What a late message does not do any more; to look is never too late."""


def why_not(
    rights: Rights, person: Person, step: HouseStep, now: datetime, *, group: bool, trusted: bool
) -> str | None:
    """Why this person may not do it here, a key under `told.house_rights`; None: they may.

    now: aware. group: others are in the chat. trusted: the platform vouches for the person.
    """
    if person.is_over(now):
        return "guest_over"
    if step.kind in {"ask_adult", "look_up_phrase"}:
        return None
    if step.kind in ADMINISTERS:
        if not rights.may_administer(person, now):
            return _whose(step)
        return None if trusted or step.kind == "list_people" else "untrusted"
    if not group or person.role in {"owner", "adult"}:
        return None
    return "chat" if person.role == "guest" or step.kind == "speak" else None


def _whose(step: HouseStep) -> str:
    """What only owners do."""
    if step.kind in _APPLIANCES:
        return "appliances"
    return "words" if step.kind in _WORDS else "people"
