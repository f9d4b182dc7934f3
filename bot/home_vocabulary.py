"""The words of this home for the understanding, made anew when an appliance or a person changed."""

from collections.abc import Iterable

from appliance_bridge.appliance import Appliance
from bot.people.person import Person
from nlu.vocabulary import Thing, Vocabulary, Who

WORDS = ("program", "mode", "fan_speed", "source", "swing")
"""Capabilities whose options people say by name."""


def vocabulary_of(appliances: Iterable[Appliance], version: str, people: Iterable[Person] = ()) -> Vocabulary:
    """Names, rooms and options of all appliances, names of all people; version must differ when any does."""
    known = tuple(Who(one.id, tuple(dict.fromkeys(one.names.values()))) for one in people)
    return Vocabulary(tuple(_thing(one) for one in appliances), version, known)


def _thing(appliance: Appliance) -> Thing:
    options: dict[str, tuple[str, ...]] = {}
    for name in WORDS:
        offer = appliance.offers.get(name)
        limits = None if offer is None else offer.limits.get("selected") or offer.limits.get("value")
        if limits is not None and limits.options:
            options[name] = limits.options
    return Thing(appliance.id, appliance.type, appliance.names, appliance.areas, options)
