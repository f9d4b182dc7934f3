"""The words of this home for the understanding, made anew when an appliance or a person changed."""

from collections.abc import Iterable

from appliance_bridge.appliance import Appliance
from bot.people.person import Person
from nlu.vocabulary import Thing, Vocabulary, Who

WORDS = ("program", "mode", "fan_speed", "source", "swing")
"""Capabilities whose options people say by name."""


def vocabulary_of(
    appliances: Iterable[Appliance],
    version: str,
    people: Iterable[Person] = (),
    hidden: Iterable[Appliance] = (),
) -> Vocabulary:
    """Names, rooms and options of all appliances, names of all people; version must differ when any does."""
    known = tuple(Who(one.id, tuple(dict.fromkeys(one.names.values()))) for one in people)
    return Vocabulary(tuple(map(_thing, appliances)), version, known, tuple(map(_thing, hidden)))


def _thing(appliance: Appliance) -> Thing:
    options: dict[str, tuple[str, ...]] = {}
    for name in WORDS:
        offer = appliance.offers.get(name)
        limits = None if offer is None else offer.limits.get("selected") or offer.limits.get("value")
        if limits is not None and limits.options:
            options[name] = limits.options
    run = appliance.offers.get("run_control")
    if run is not None and "program" in run.limits:
        # what it is started with, where nothing is selected before
        options.setdefault("program", run.limits["program"].options)
    return Thing(appliance.id, appliance.type, appliance.names, appliance.areas, options)
