"""The people of the config as Persons."""

from collections.abc import Mapping
from datetime import time
from zoneinfo import ZoneInfo

from bot.config_sections import PersonSettings, RuleSettings
from bot.errors import UserError
from bot.people.person import Hours, Person, Rule
from bot.people.pins import hash_pin


def household(people: Mapping[str, PersonSettings], zone: ZoneInfo) -> dict[str, Person]:
    """Persons by id; PINs are hashed here, times without a zone are the home's."""
    return {id_: _person(id_, given, zone) for id_, given in people.items()}


def listed_accounts(people: Mapping[str, PersonSettings]) -> dict[str, str]:
    """Account key ("telegram:1234") → person id, as the config has them. Raises UserError."""
    listed: dict[str, str] = {}
    for person, given in people.items():
        for messenger, ids in given.accounts.items():
            for one in ids:
                owner = listed.setdefault(f"{messenger}:{one}", person)
                if owner != person:
                    raise UserError(
                        f'people.{person}.accounts.{messenger}: "{one}" is the account of {owner} already. '
                        "Leave it with one of the two."
                    )
    return listed


def _person(id_: str, given: PersonSettings, zone: ZoneInfo) -> Person:
    until = given.until
    return Person(
        id=id_,
        names=dict(given.name),
        role=given.role,
        language=given.language,
        pin_hash=None if given.pin is None else hash_pin(given.pin.get_secret_value()),
        rules=tuple(_rule(rule) for rule in given.rules),
        until=until.replace(tzinfo=zone) if until is not None and until.tzinfo is None else until,
    )


def _rule(given: RuleSettings) -> Rule:
    hours = None
    if given.hours is not None:
        start, end = (time.fromisoformat(part) for part in given.hours.split("-"))
        hours = Hours(start, end)
    return Rule(
        effect=given.effect,
        appliances=frozenset(given.appliances),
        types=frozenset(given.types),
        areas=frozenset(given.areas),
        capabilities=frozenset(given.capabilities),
        actions=frozenset(given.actions),
        hours=hours,
    )
