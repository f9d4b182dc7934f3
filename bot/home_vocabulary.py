"""The words of this home for the understanding, made anew only when an appliance came, went or changed."""

from collections.abc import Iterable

from appliance_bridge.appliance import Appliance
from nlu.vocabulary import Thing, Vocabulary

WORDS = ("program", "mode", "fan_speed", "source", "swing")
"""Capabilities whose options people say by name."""


def vocabulary_of(appliances: Iterable[Appliance], version: str) -> Vocabulary:
    """Names, rooms and options of all appliances; version must differ when any of them does."""
    return Vocabulary(tuple(_thing(one) for one in appliances), version)


def _thing(appliance: Appliance) -> Thing:
    options: dict[str, tuple[str, ...]] = {}
    for name in WORDS:
        offer = appliance.offers.get(name)
        limits = None if offer is None else offer.limits.get("selected") or offer.limits.get("value")
        if limits is not None and limits.options:
            options[name] = limits.options
    return Thing(appliance.id, appliance.type, appliance.names, appliance.areas, options)
