"""Who may do what about the people of the home and about a chat: HouseSteps, as rights.py is for appliances."""

from datetime import datetime

from bot.people.person import Person
from bot.people.rights import Rights
from bot.plan import HouseStep

ADMINISTERS = frozenset(("invite", "list_people", "remove_person"))
CHANGES = frozenset(("invite", "remove_person", "mute", "unmute", "quiet", "quiet_off", "speak"))
"""What a late message does not do any more; to look is never too late."""


def why_not(rights: Rights, person: Person, step: HouseStep, group: bool, now: datetime) -> str | None:
    """Why this person may not do it here, a key under `told.house_rights`; None: they may.

    group: others are in the chat. now: aware.
    """
    if step.kind == "ask_adult":
        return None
    if person.until is not None and now >= person.until:
        return "guest_over"
    if step.kind in ADMINISTERS:
        return None if rights.may_administer(person, now) else "people"
    if not group or person.role in {"owner", "adult"}:
        return None
    return "chat" if person.role == "guest" or step.kind == "speak" else None
